//! The theme speaks the language of the site.

use crate::support::Project;

const PAGE: &str = "---\nauthor: Ann\ncategory: A\ndate: 2025-09-05\n---\n# T\n\n## S\n\n### S2\n\n- [x] a\n- [ ] b\n\n| a |\n|---|\n| b |\n\n\
                    https://www.youtube.com/watch?v=x\n\n[!embed](https://example.com)\n\n```sh\na\n```\n\n> [!WARNING]\n> a\n\n> [!TODO]\n> a\n";

/// The home page of a site, and behind it another.
fn page(config: &str) -> String {
    let project = Project::with(&[("rasher.yml", config), ("content/index.md", PAGE), ("content/a.md", "# A")]);
    let run = project.rasher(&["build", "--strict"]);
    assert_eq!(run.code, 0, "{}", run.err);
    project.read("public/index.html") + &project.read("public/a/index.html")
}

#[test]
fn social_networks_are_told_where_a_language_is_spoken() {
    for (locale, told) in [("cs", "cs_CZ"), ("uk", "uk_UA"), ("de", "de_DE"), ("pt-BR", "pt_BR")] {
        assert!(page(&format!("locale: {locale}")).contains(&format!("\"og:locale\" content=\"{told}\"")), "{locale}");
    }
}

#[test]
fn every_word_of_the_theme_is_in_the_language_of_the_site() {
    let html = page("branding: {title: X}\nlocale: {code: de, dateFormat: d. MMMM yyyy}");
    assert!(html.starts_with("<!doctype html>\n<html lang=\"de\""), "{html}");
    for word in [
        ">Startseite<",
        "Veröffentlicht <time",
        "5. September 2025",
        "In <a",
        "Zum Inhalt springen",
        "Link zu diesem Abschnitt",
        "aria-label=\"Erledigt\"",
        "aria-label=\"Offen\"",
        "aria-label=\"Tabelle\"",
        "Das Video auf YouTube abspielen",
        "Die eingebettete Seite zeigen",
        "data-copy=\"Code kopieren\"",
        ">Weiter<",
        ">Warnung<",
        ">Todo<",
        ">Inhalt<",
    ] {
        assert!(html.contains(word), "{word}\n{html}");
    }
    for english in ["Search", "Skip", "Link to", "Table", "Play", "Show", "Next", "Contents", "Published"] {
        assert!(!html.contains(english), "{english}\n{html}");
    }
}

#[test]
fn dates_in_lists_are_written_as_those_of_pages_are() {
    let project = Project::built(&[
        ("rasher.yml", "locale: {code: de, dateFormat: d. MMMM yyyy}"),
        ("content/index.md", "# T\n\n[!card](/blog/2025-09-05-a.md)\n"),
        ("content/blog/2025-09-05-a.md", "---\ncategory: C\n---\n# A\n"),
        ("content/blog/2025-09-04-b.md", "---\ncategory: C\n---\n# B\n"),
    ]);
    for list in ["", "blog/", "blog/archive/", "categories/c/", "blog/2025-09-04-b/"] {
        let html = project.read(&format!("public/{list}index.html"));
        assert!(html.contains(">5. September 2025</"), "{list}\n{html}");
        assert!(!html.contains(">2025-09-"), "{list}\n{html}");
    }
}

#[test]
fn a_language_from_right_to_left_says_so() {
    assert!(page("locale: ar").contains("<html lang=\"ar\" dir=\"rtl\""));
    assert!(!page("locale: pirate\nlabels: {pirate: {next: Ahoy}}").contains("dir="));
    let moved = Project::with(&[
        ("rasher.yml", "locale: ar"),
        ("content/a.md", "---\nredirect: b.md\n---\n"),
        ("content/b.md", "# B"),
    ]);
    moved.rasher(&["build", "-q"]);
    assert!(moved.read("public/a/index.html").contains("<html lang=\"ar\" dir=\"rtl\""));
}
