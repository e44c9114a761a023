//! Pages made to bring the build down, by accident or on purpose: each costs itself at most.

use crate::support::Project;

#[test]
fn what_is_nested_without_end_is_told_and_costs_no_other_page() {
    let chain = |part: &str, count: usize| part.repeat(count);
    let pages = [
        (format!("{{{{ {}1 }}}}", chain("1+", 5000)), "the expression is nested too deep"),
        (format!("{{{{ page{} }}}}", chain(".a", 65)), "the expression is nested too deep"),
        (format!("{{{{ 1{} }}}}", chain(" | string.upcase", 6000)), "the expression is too long"),
        (
            format!("{{{{ func f(n) }}}}{{{{ ret f(n){} }}}}{{{{ end }}}}{{{{ f(1) }}}}", chain("+1", 900)),
            "the expression is nested too deep",
        ),
        (format!("$$ {}x $$", chain("\\sqrt ", 4100)), "this formula is too long"),
        (format!("$$ {}x{} $$", chain("\\left(", 2100), chain("\\right)", 2100)), "this formula is too long"),
        ("{{ include \"_includes/1.md\" }}".to_owned(), "this page takes too many steps"),
        (format!("---\npermalink: /{}\n---\n", chain("a/", 3000)), "it has more than 1000 bytes"),
    ];
    for (text, told) in &pages {
        let project = Project::with(&[
            ("rasher.yml", "templating:\n  enabled: true\n"),
            ("content/index.md", "# Home\n"),
            ("content/a.md", text),
        ]);
        for number in 1..40 {
            let next = format!("{{{{ include \"{}.md\" }}}}\n\n", number + 1);
            project.write(&format!("content/_includes/{number}.md"), &next.repeat(2));
        }
        project.write("content/_includes/40.md", "x\n");
        let run = project.rasher(&["build"]);
        assert!(run.code < 2 && run.err.contains(told), "{told}: {}", run.err);
        assert!(project.has("public/index.html") && project.has("public/a/index.html"), "{told}");
    }
}
