//! Markdown in, HTML and diagnostics out.
//!
//! `tests/golden` is a project whose pages are the cases; a page's expected HTML and diagnostics stand beside it in a file
//! that ends in `.expected`. `SNAPSHOTS=overwrite cargo test golden` rewrites them.

use std::collections::BTreeMap;

use camino::Utf8PathBuf;
use rasher::diagnostic::{Code, Diagnostic, report};
use rasher::{Content, Demos, OutPath, Overrides, Project, compile, read};

use crate::support::{assert_is, part, repository};

/// What the program was built without is nothing that the site could mend.
fn is_of_the_site(diagnostic: &&Diagnostic) -> bool {
    diagnostic.code != Code::MissingLibrary
}

#[test]
fn every_case_gives_what_stands_beside_it() {
    let folder = Utf8PathBuf::from_path_buf(repository("tests/golden")).unwrap();
    let project = Project::open(&folder, &Overrides::default()).unwrap();
    let (sources, mut diagnostics) = read(&project).unwrap();
    let snapshot = compile(&sources, Demos::left_out());
    diagnostics.extend_from_slice(snapshot.diagnostics());
    let mut pages: BTreeMap<String, String> = BTreeMap::new();
    for page in &sources.pages {
        let name = page.path.as_str().trim_end_matches(".md");
        let out = OutPath::new(&format!("{name}/index.html")).unwrap();
        let Some((Content::Bytes(html), problems)) = snapshot.render(&out) else { panic!("{name} was not built") };
        diagnostics.extend(problems);
        pages.insert(page.source.name.clone(), String::from_utf8(html).unwrap());
    }
    for diagnostic in diagnostics.iter().filter(is_of_the_site) {
        let place = diagnostic.place.as_ref().unwrap_or_else(|| panic!("{diagnostic:?} has no place"));
        let page = pages.get_mut(&place.source.name).unwrap_or_else(|| panic!("{diagnostic:?} is on no page"));
        page.push('\n');
        page.push_str(report::human(diagnostic, false).trim_end());
        page.push('\n');
    }
    assert!(pages.len() > 10, "only {} cases were found", pages.len());
    for (name, actual) in pages {
        assert_is(&actual, &repository("tests/golden").join(name.replace(".md", ".expected")));
    }
}

/// The post that this repository publishes, whole.
#[test]
fn the_post_means_what_its_author_wrote() {
    let root = Utf8PathBuf::from_path_buf(repository("")).unwrap();
    let project = Project::open(&root, &Overrides::default()).unwrap();
    let (sources, _) = read(&project).unwrap();
    let snapshot = compile(&sources, Demos::left_out());
    let page = OutPath::new("runspaces/index.html").unwrap();
    let Some((Content::Bytes(html), problems)) = snapshot.render(&page) else { panic!("the post was not built") };
    assert_eq!(problems, [], "the post renders without a finding");
    let html = String::from_utf8(html).unwrap();
    assert_is(part(&html, "<main", "</main>"), &repository("tests/golden/runspaces.expected"));
}

/// The site that this repository publishes has nothing to complain about.
#[test]
fn our_own_site_has_no_findings() {
    let root = Utf8PathBuf::from_path_buf(repository("")).unwrap();
    let project = Project::open(&root, &Overrides::default()).unwrap();
    let (sources, mut diagnostics) = read(&project).unwrap();
    let snapshot = compile(&sources, Demos::left_out());
    diagnostics.extend_from_slice(snapshot.diagnostics());
    for path in snapshot.paths() {
        diagnostics.extend(snapshot.render(path).into_iter().flat_map(|(_, problems)| problems));
    }
    let told = diagnostics.iter().filter(is_of_the_site);
    let told: Vec<String> = told.map(|diagnostic| report::human(diagnostic, false)).collect();
    assert!(told.is_empty(), "{}", told.join(""));
}
