//! What a component needs beside its template, when the program was built without it.

use crate::support::{Project, repository};

#[test]
fn a_missing_library_is_told_where_it_is_needed_unless_the_project_brings_it() {
    let text = "# A\n\nText.\n\n```mermaid\nflowchart LR\n  A --> B\n```\n";
    let project =
        Project::with(&[("rasher.yml", ""), ("content/index.md", text), ("content/b.md", &text.replace("A", "B"))]);
    let is_built_in = repository("static/theme/components/mermaid/mermaid.min.js").is_file();
    let run = project.rasher(&["build", "--strict"]);
    let told = usize::from(!is_built_in);
    assert_eq!((run.code, run.err.matches("note[missing-library]").count()), (0, told), "{}", run.err);
    assert_eq!(run.err.matches("content/b.md:5:1").count(), told, "{}", run.err);

    project.write("static/theme/components/mermaid/mermaid.min.js", "// mermaid");
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(project.read("public/theme/components/mermaid/mermaid.min.js"), "// mermaid");
}
