//! Expressions and includes on whole sites.

use crate::support::{self, Project, part};

const CONFIG: &str = "url: example.com\nbranding: {title: Shop}\ndata: {greeting: 'Hi from {{ year }}'}\n";

/// The text that the author wrote, as the page shows it.
fn main_of(project: &Project, page: &str) -> String {
    part(&project.read(page), "<main", "</main>").to_owned()
}

#[test]
fn pages_speak_of_the_project_of_themselves_and_of_each_other() {
    let project = Project::with(&[
        ("retype.yml", CONFIG),
        ("readme.md", "# Home\n\n{{ greeting }}, {{ project.branding.title }}, {{ page.title }} at {{ page.path }}.\n"),
        ("a.md", "---\ntags: [x]\n---\n# Apple\n\n{{ for p in content.tags.x.pages }}<{{ p.title }}>{{ end }}\n"),
        ("b.md", "---\ntags: [x]\nvisibility: hidden\n---\n# Secret\n\n`{{ content[\"a\"].url }}`\n"),
        ("list.md", "# All\n\n{{ for p in content.pages ~}}\n- [{{ p.title }}]({{ p.filePath }})\n{{ end }}\n"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(main_of(&project, ".retype/index.html").contains("Hi from 2025, Shop, Home at /."));
    assert!(
        main_of(&project, ".retype/a/index.html").contains("&lt;Apple&gt;")
            || main_of(&project, ".retype/a/index.html").contains("<Apple>")
    );
    assert!(main_of(&project, ".retype/b/index.html").contains("https://example.com/a/"));
    let list = main_of(&project, ".retype/list/index.html");
    assert!(list.contains("<a href=\"../a/\">Apple</a>") && !list.contains("Secret"), "{list}");
}

#[test]
fn the_nonce_is_the_token_that_the_project_sets() {
    let config = format!("{CONFIG}cache: {{token: v7}}\n");
    let project = Project::with(&[("retype.yml", &config), ("readme.md", "# Home\n\n`{{ nonce }}`\n")]);
    assert_eq!(project.rasher(&["build"]).code, 0);
    assert!(main_of(&project, ".retype/index.html").contains("<code>v7</code>"));
}

#[test]
fn what_stands_in_a_namespace_is_found_there_and_told_with_it() {
    let config = format!("{CONFIG}templating: {{namespace: my.site}}\n");
    let project = Project::with(&[
        ("retype.yml", &config),
        ("readme.md", "# Home\n\n{{ my.site.project.branding.title }}|{{ page.title }}|\n"),
    ]);
    let run = project.rasher(&["build"]);
    assert!(main_of(&project, ".retype/index.html").contains("Shop||"));
    assert!(
        run.err.contains("`page` is not defined") && run.err.contains("did you mean `my.site.page`?"),
        "{}",
        run.err
    );
}

#[test]
fn words_of_the_site_are_asked_for_by_their_names() {
    let config = format!(
        "{CONFIG}locale: de\nlabels:\n  default: {{My_Word: word, Own: base}}\n  de: {{Own: eigen, Page_Blog_Title: Neues}}\n"
    );
    let page = "# Home\n\n`{{ project.labels[\"My_Word\"] }}, {{ project.labels.own }}, {{ project.labels.default.Own }}, {{ project.labels[\"Page_Blog_Title\"] }}, {{ project.labels[\"ContentFooter_NextButton_Label\"] }}`\n";
    let project = Project::with(&[("retype.yml", &config), ("readme.md", page)]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(main_of(&project, ".retype/index.html").contains("<code>word, eigen, base, Neues, Weiter</code>"));
}

#[test]
fn authors_of_all_pages_are_known_not_of_posts_alone() {
    let page = "# Home\n\n{{ for a in content.authors }}`{{ a.name }}: {{ a.pages | array.map \"title\" | array.join \", \" }}, {{ a.url }}`\n{{ end }}`{{ content.authors[\"ann\"].email }} {{ content.authors[\"Ann\"].avatar }}`\n";
    let project = Project::with(&[
        ("retype.yml", CONFIG),
        ("readme.md", page),
        ("a.md", "---\nauthor: Ann\ndate: 2025-01-02\n---\n# A\n"),
        ("b.md", "---\nauthors: [Bob, {name: \" Ann \", email: ann@x.org, avatar: \":bacon:\"}]\n---\n# B\n"),
        ("blog/2025-01-01-c.md", "---\nauthor: Bob\n---\n# C\n"),
        ("h.md", "---\nauthor: Hal\nvisibility: hidden\n---\n# H\n"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let html = main_of(&project, ".retype/index.html");
    assert!(html.contains("<code>Ann: A, B, </code>\n<code>Bob: C, B, /authors/bob/</code>"), "{html}");
    assert!(html.contains("<code>ann@x.org :bacon:</code>") && !html.contains("Hal"), "{html}");
    assert!(!project.has(".retype/authors/ann/index.html"));
}

#[test]
fn authors_are_what_the_front_matter_calls_them() {
    let cases = [
        ("author: Jane", "{{ page.author }}, {{ page.authors[0].name }}", "Jane, Jane"),
        ("authors: [Ann, bob@example.com]", "{{ page.authors[1] }}, {{ page.author.first }}", "bob@example.com, Ann"),
        (
            "author: {name: Jane, email: j@example.com}",
            "{{ page.author.name }}, {{ page.author.email }}",
            "Jane, j@example.com",
        ),
        ("order: 1", "none{{ page.author }}", "none"),
    ];
    let page = |(matter, body, _): &(&str, &str, &str)| format!("---\n{matter}\n---\n# A\n\n`{body}`\n");
    for case in &cases {
        let project = Project::with(&[("retype.yml", CONFIG), ("readme.md", "# Home\n"), ("a.md", &page(case))]);
        let run = project.rasher(&["build"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        let html = main_of(&project, ".retype/a/index.html");
        assert!(html.contains(&format!("<code>{}</code>", case.2)), "{html}");
    }
}

#[test]
fn links_and_images_of_an_include_are_those_of_its_file() {
    let project = Project::with(&[
        ("retype.yml", CONFIG),
        ("readme.md", "# Home\n\n{{ include \"guide/parts/note\" }}\n"),
        ("guide/parts/note.md", "See [other](other.md) and [gone](gone.md).\n"),
        ("guide/parts/other.md", "# Other\n"),
    ]);
    let run = project.rasher(&["build"]);
    assert!(main_of(&project, ".retype/index.html").contains("href=\"guide/parts/other/\""));
    assert!(run.err.contains("guide/parts/note.md:1:34"), "{}", run.err);
    assert!(!run.err.contains("readme.md"), "the include is told where it was written: {}", run.err);
}

#[test]
fn what_stands_on_every_page_is_no_part_of_its_title_or_description() {
    let project = Project::with(&[
        ("retype.yml", CONFIG),
        ("readme.md", "# Home\n\nText with HTML.\n"),
        ("posts/a.md", "# Post\n\nWords.\n"),
        ("_includes/top.md", "# Notice\n\nOn {{ page.title }}: [home](/readme.md).\n"),
        ("_includes/bottom.md", "*[HTML]: Hypertext\n\nThe end.\n"),
        ("_includes/head-top.html", "<meta name=\"first\">"),
        ("_includes/head.html", "<meta name=\"of\" content=\"{{ page.title }}\">"),
        ("_includes/body-top.html", "<p>begins</p>"),
        ("_includes/body.html", "<p>ends {{ year }}</p>"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let html = project.read(".retype/posts/a/index.html");
    assert!(html.contains("<title>Post") && html.contains("content=\"Words.\""), "{html}");
    assert!(html.contains("On Post: <a href=\"../../\">home</a>") && html.contains("The end."));
    assert!(
        html.contains("<head>\n<meta name=\"first\">") && html.contains("<meta name=\"of\" content=\"Post\">\n</head>")
    );
    assert!(html.contains("<p>begins</p>") && html.contains("<p>ends 2025</p>\n</body>"));
    assert!(project.read(".retype/404.html").contains("<p>begins</p>"));
}

#[test]
fn a_page_ends_with_its_backlinks_then_what_ends_every_page_then_its_notes_and_tags() {
    let project = Project::with(&[
        ("retype.yml", CONFIG),
        ("readme.md", "# Home\n\n[a](a.md)\n"),
        ("a.md", "---\nauthor: Ann\ntags: [news]\n---\n# Title\n\nOwn text[^1].\n\n[^1]: Its note.\n"),
        ("b.md", "---\ntitle: Given\nauthor: Ann\n---\nText without heading.\n"),
        ("_includes/top.md", "# Notice of all\n"),
        ("_includes/bottom.md", "End of all[^2].\n\n[^2]: Note of all.\n"),
    ]);
    assert_eq!(project.rasher(&["build"]).code, 0);
    let in_order = |path: &str, parts: &[&str]| {
        let html = project.read(path);
        let mut rest = html.split_once("<main").unwrap().1;
        for part in parts {
            rest = rest.split_once(part).unwrap_or_else(|| panic!("`{part}` is not behind the others in {html}")).1;
        }
    };
    let marks = ["Notice of all", "<h1", "Title", "class=\"byline\"", "Own text", "class=\"backlinks\"", "End of all"];
    in_order(
        ".retype/a/index.html",
        &[&marks[..], &["Its note.", "Note of all.", "</main>", "class=\"tags\""]].concat(),
    );
    in_order(
        ".retype/b/index.html",
        &["Notice of all", ">Given</h1>", "class=\"byline\"", "Text without", "End of all"],
    );
    let search: String = std::fs::read_dir(project.path().join(".retype/search"))
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    assert!(search.contains("Its note."), "{search}");
}

#[test]
fn pages_are_listed_with_all_that_their_front_matter_says() {
    let loop_ = "{{ for page in content.pages }}{{ page.title }}={{ page.order }},{{ page.meta.title }}; {{ end }}";
    let project = Project::with(&[
        ("retype.yml", CONFIG),
        ("readme.md", &format!("# Home\n\n{loop_}\n")),
        ("a.md", "---\norder: 5\nmeta:\n  title: Long\n---\n# A\n"),
        ("b.md", "# B\n"),
        ("b.yml", "order: v1.2\n"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let html = project.read(".retype/index.html");
    assert!(html.contains("A=5,Long; B=v1.2,; Home=,;"), "{html}");
}

#[test]
fn what_is_told_of_a_page_as_a_whole_is_told_in_its_own_file() {
    let project = Project::with(&[
        ("retype.yml", CONFIG),
        ("readme.md", "# Home\n"),
        ("blog/undated.md", "# Post\n"),
        ("_includes/top.md", "On every page.\n"),
    ]);
    let run = project.rasher(&["build"]);
    assert!(run.err.contains("this post has no date\n --> blog/undated.md:1:1"), "{}", run.err);
}

#[test]
fn what_stands_on_every_page_is_not_in_feeds_and_links_to_nothing_twice() {
    let project = Project::with(&[
        ("retype.yml", CONFIG),
        ("readme.md", "# Home\n"),
        ("blog/2025-01-01-a.md", "# Post\n\nWords.\n\n# Last\n"),
        ("_includes/bottom.md", "See [home](/readme.md) everywhere.\n"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(main_of(&project, ".retype/blog/2025-01-01-a/index.html").contains("everywhere"));
    let feed = project.read(".retype/blog/feed.xml");
    assert!(feed.contains("Words.") && !feed.contains("everywhere"), "{feed}");
    assert!(!project.read(".retype/index.html").contains("See also"), "a link on every page is no backlink");
    assert!(!project.read(".retype/blog/2025-01-01-a.md").contains("everywhere"));
    let search: String = std::fs::read_dir(project.path().join(".retype/search"))
        .unwrap()
        .map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap())
        .collect();
    assert!(search.contains("Words.") && !search.contains("everywhere"), "{search}");
}

#[test]
fn a_page_that_is_not_for_everybody_is_not_included_by_one_that_is() {
    let files = [
        ("retype.yml", CONFIG),
        ("readme.md", "# Home\n\n{{ include \"staff/plan\" }}{{ include \"later\" }}{{ include \"open\" }}\n"),
        ("open.md", "# Open\n\nFor all.\n"),
        ("later.md", "---\ndraft: true\n---\n# Later\n\nsoonest\n"),
        ("staff/index.yml", "visibility: private\n"),
        ("staff/plan.md", "# Plan\n\nclandestine {{ include \"other\" }}\n"),
        ("staff/other.md", "# Other\n\nundercover\n"),
    ];
    let project = Project::with(&files);
    let run = project.rasher_with(&["build"], &[("RASHER_PASSWORD", "a long password")]);
    assert_eq!(run.err.matches("error[include-locked]").count(), 2, "{}", run.err);
    assert!(main_of(&project, ".retype/index.html").contains("For all."));
    for (name, path) in support::files(&project.path().join(".retype")) {
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap()).into_owned();
        for word in ["clandestine", "undercover", "soonest"] {
            assert!(!text.contains(word), "{name} says {word}");
        }
    }
}

#[test]
fn code_of_an_include_is_that_beside_its_file() {
    let project = Project::with(&[
        ("retype.yml", CONFIG),
        ("readme.md", "# Home\n\n{{ include \"parts/code\" }}\n"),
        ("parts/_note.txt", ""),
        ("parts/code.md", ":::code source=\"a.rs\" :::\n"),
        ("parts/a.rs", "fn shown() {}\n"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(main_of(&project, ".retype/index.html").contains("shown"));
}

#[test]
fn a_native_project_is_left_alone_until_a_page_asks() {
    let project = Project::with(&[
        ("rasher.yml", "footer:\n  copyright: \"© {{ year }} us\"\n"),
        ("content/index.md", "# Home\n\n{{ 1 + 1 }}\n"),
        ("content/on.md", "---\ntemplating: true\n---\n# On\n\n{{ 1 + 1 }}\n"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(main_of(&project, "public/index.html").contains("{{ 1 + 1 }}"));
    assert!(main_of(&project, "public/on/index.html").contains("<p>2</p>"));
    assert!(project.read("public/index.html").contains("© 2025 us"));
}

#[test]
fn a_retype_page_can_switch_expressions_off() {
    let text = "---\ntemplating: false\n---\n# A\n\n{{ name }}\n";
    let project = Project::with(&[("retype.yml", CONFIG), ("readme.md", text)]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(main_of(&project, ".retype/index.html").contains("{{ name }}"));
}

#[test]
fn files_outside_the_project_are_shown_only_from_its_repository() {
    let project = Project::with(&[
        ("docs/retype.yml", CONFIG),
        (
            "docs/readme.md",
            "# Home\n\n{{ include \"../CHANGES.md#2\" }}\n\n{{ include \"/etc/hostname\" }}\n\n:::code source=\"../a.rs\" :::\n",
        ),
        ("a.rs", "fn shown() {}\n"),
        ("CHANGES.md", "one\ntwo\n"),
    ]);
    let run = project.rasher(&["build", "docs"]);
    assert!(run.err.contains("there is no file `../CHANGES.md` to include"), "{}", run.err);
    assert!(run.err.contains("warning[file-outside]"), "{}", run.err);
    project.write(".git/HEAD", "");
    let run = project.rasher(&["build", "docs"]);
    assert!(main_of(&project, "docs/.retype/index.html").contains("<p>two</p>"), "{}", run.err);
    assert!(main_of(&project, "docs/.retype/index.html").contains("shown"), "{}", run.err);
    assert!(run.err.contains("there is no file `/etc/hostname` to include"), "{}", run.err);
}
