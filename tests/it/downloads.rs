//! Files that pages offer for download, wherever they lie.

use crate::support::Project;

#[test]
fn a_file_that_a_page_offers_is_published_wherever_it_lies() {
    let project = Project::with(&[
        ("rasher.yml", "exclude: [\"*.bin\"]\n"),
        ("content/index.md", "# Start\n"),
        (
            "content/guide/a.md",
            "# A\n\n[!file](_x/data.bin)\n\n[!file The *part*](/_includes/part.md)\n\n[!file](left-out.bin)\n\n[!file](b.md#there)\n\n[!file](/index.md)\n",
        ),
        ("content/guide/b.md", "---\ntags: [t]\n---\n# B\n\n## There\n"),
        ("content/guide/_x/data.bin", "12345"),
        ("content/guide/_x/other.bin", "12345"),
        ("content/guide/left-out.bin", "123"),
        ("content/_includes/part.md", "Part.\n"),
        ("content/_includes/other.md", "Other.\n"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let html = project.read("public/guide/a/index.html");
    for (href, name, size) in [
        ("../../guide/_x/data.bin", "data.bin", "5 B"),
        ("../../_includes/part.md", "part.md", "6 B"),
        ("../../guide/left-out.bin", "left-out.bin", "3 B"),
        ("../../guide/b.md", "b.md", "14 B"),
        ("../../index.md", "index.md", "8 B"),
    ] {
        let link = format!("href=\"{href}\" download=\"{name}\"");
        assert!(html.contains(&link) && html.contains(&format!("{name}, {size}")), "no {link} of {size} in {html}");
    }
    assert_eq!(project.read("public/guide/_x/data.bin"), "12345");
    assert_eq!(project.read("public/guide/b.md"), "# B\n\n## There\n");
    for path in ["public/guide/_x/other.bin", "public/_includes/other.md"] {
        assert!(!project.has(path), "{path}");
    }
}

#[test]
fn a_file_is_found_from_the_address_of_a_page_where_browsers_follow_a_path() {
    let project = Project::with(&[
        ("retype.yml", ""),
        ("index.md", "# Start\n"),
        ("install.md", "# Install\n\n[the package](../dist/tool.deb)\n"),
        ("dist/tool.deb", "12345"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(project.read(".retype/install/index.html").contains("href=\"../dist/tool.deb\""));
    assert_eq!(project.read(".retype/dist/tool.deb"), "12345");
}

#[test]
fn nothing_outside_the_input_folder_is_offered() {
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/index.md", "# Start\n\n[!file](../secret.bin)\n\n[!file](/../secret.bin)\n"),
        ("secret.bin", "1"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!(run.err.matches("[missing-file]").count(), 2, "{}", run.err);
    assert!(!project.has("public/secret.bin"));
}
