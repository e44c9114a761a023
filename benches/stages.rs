//! The stages by themselves: `cargo bench --bench stages`.
//!
//! A project of 200 posts is read, scanned for components, parsed, assembled and rendered; blocks of code are highlighted for
//! the first time and again.

#![allow(clippy::unwrap_used, reason = "a bench that cannot go on stops")]

#[path = "site/generators.rs"]
#[allow(dead_code, reason = "the other bench builds with it")]
mod generators;
#[path = "site/posts.rs"]
mod posts;

use std::sync::{Arc, LazyLock};

use camino::Utf8Path;
use divan::{Bencher, black_box};
use generators::{Generator, mixed};
use posts::Code;
use rasher::{
    Demos, KnownCode, OutPath, Overrides, Project, Snapshot, Sources, compile, compile_after, compile_knowing, read,
};
use tempfile::TempDir;

/// How many posts.
const POSTS: usize = 200;

/// The folder of a site, and what was read from it.
struct Site {
    project: Project,
    sources: Arc<Sources>,
    _folder: TempDir,
}

fn site(code: Code, edit: impl Fn(&Utf8Path)) -> Site {
    let folder = TempDir::new().unwrap();
    Generator::Rasher.generate(folder.path(), POSTS, code, &mixed(POSTS, code));
    let root = Utf8Path::from_path(folder.path()).unwrap();
    edit(root);
    let project = Project::open(root, &Overrides::default()).unwrap();
    let (sources, _) = read(&project).unwrap();
    Site { project, sources, _folder: folder }
}

static PLAIN: LazyLock<Site> = LazyLock::new(|| site(Code::Plain, |_| {}));
static CODE: LazyLock<Site> = LazyLock::new(|| site(Code::Highlighted, |_| {}));
/// Every page begins with components.
static MARKUP: LazyLock<Site> = LazyLock::new(|| {
    site(Code::Plain, |root| {
        for entry in root.join("content/posts").read_dir_utf8().unwrap() {
            let path = entry.unwrap().into_path();
            let text = std::fs::read_to_string(&path).unwrap();
            let more = "\n!!!tip [!badge New]\nText with :rocket: and [!icon heart].\n!!!\n\n+++ One\nFirst\n+++ Two\nSecond\n+++\n";
            std::fs::write(&path, text + &more.repeat(5)).unwrap();
        }
    })
});

fn main() {
    divan::main();
}

fn compiled(site: &Site) -> Snapshot {
    compile(&site.sources, Demos::left_out())
}

/// Renders the page of a post.
fn page(snapshot: &Snapshot) -> usize {
    let path = OutPath::new("posts/page-000100/index.html").unwrap();
    snapshot.render(&path).map_or(0, |(content, _)| format!("{content:?}").len())
}

#[divan::bench]
fn read_sources(bencher: Bencher) {
    bencher.bench(|| read(black_box(&PLAIN.project)));
}

#[divan::bench]
fn parse_and_assemble(bencher: Bencher) {
    bencher.bench(|| compiled(black_box(&PLAIN)));
}

#[divan::bench]
fn scan_parse_and_assemble_markup(bencher: Bencher) {
    bencher.bench(|| compiled(black_box(&MARKUP)));
}

#[divan::bench]
fn assemble(bencher: Bencher) {
    let before = compiled(&PLAIN);
    bencher.bench(|| compile_after(black_box(&before), &PLAIN.sources, Demos::left_out()));
}

#[divan::bench]
fn render_a_page(bencher: Bencher) {
    let snapshot = compiled(&PLAIN);
    bencher.bench(|| page(black_box(&snapshot)));
}

#[divan::bench]
fn render_and_highlight_a_page(bencher: Bencher) {
    bencher.with_inputs(|| compiled(&CODE)).bench_refs(|snapshot| page(snapshot));
}

#[divan::bench]
fn render_a_page_whose_code_is_known(bencher: Bencher) {
    let first = compiled(&CODE);
    page(&first);
    let mut code = Vec::new();
    first.write_code(&mut code).ok();
    let known = || compile_knowing(KnownCode::read(code.clone()), &CODE.sources, Demos::left_out());
    bencher.with_inputs(known).bench_refs(|snapshot| page(snapshot));
}
