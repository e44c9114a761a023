//! What a page says about itself: title, description, authors, dates.

use crate::support::Project;

/// The home page of a site with one page.
fn page(config: &str, text: &str) -> String {
    let project = Project::with(&[("rasher.yml", config), ("content/index.md", text), ("content/me.png", "x")]);
    let run = project.rasher(&["build", "--strict"]);
    assert_eq!(run.code, 0, "{}", run.err);
    project.read("public/index.html")
}

fn between<'a>(html: &'a str, start: &str, end: &str) -> &'a str {
    html.split_once(start).unwrap_or_else(|| panic!("no `{start}` in {html}")).1.split_once(end).unwrap().0
}

#[test]
fn the_byline_names_authors_then_categories_then_the_day() {
    let html = page(
        "locale: {dateFormat: d MMMM yyyy}",
        "---\nauthors:\n - Ann Lee\n - name: Bob\n   link: https://example.com/bob\n   email: bob@example.com\n - eve@example.com\n\
         category: Cooking\ndate: 2025-09-05\n---\n# Title\n",
    );
    let byline = between(&html, "<p class=\"byline\" data-chrome>", "</p>");
    let expected = [
        "<span>By</span>",
        "<span class=\"avatar\" aria-hidden=\"true\">AL</span>Ann Lee</",
        "<a class=\"author\" href=\"https://example.com/bob\"><span class=\"avatar\" aria-hidden=\"true\">B</span>Bob</a>",
        "<a class=\"author\" href=\"mailto:eve@example.com\">",
        "In <a href=\"categories/cooking/\">Cooking</a>",
        "Published <time datetime=\"2025-09-05\">5 September 2025</time>",
    ];
    let places: Vec<usize> =
        expected.iter().map(|part| byline.find(part).unwrap_or_else(|| panic!("no {part} in {byline}"))).collect();
    assert!(places.is_sorted(), "{byline}");
}

#[test]
fn versions_are_texts_as_they_are_written() {
    let html = page(
        "branding: {title: 1.0, label: 2.10}\n",
        "---\nlabel: 3.0\ntags: [1.20, 0x1F]\ncategories:\n- 3.50 # old\nauthor: 4.10\n---\n# H\n",
    );
    for part in [">1.0<", ">2.10<", "<span>3.0</span>", ">1.20</a>", ">0x1F</a>", ">3.50</a>", "4.10</"] {
        assert!(html.contains(part), "{part} is missing in {html}");
    }
}

#[test]
fn a_text_on_lines_of_its_own_ends_with_its_last_line() {
    let html = page(
        "meta:\n  title: >\n     of the site\n",
        "---\nlabel: |\n  The label\nicon: >\n  flame\nmeta:\n  title: |\n    All of it\n---\n# H\n",
    );
    assert!(html.contains("<title>All of it</title>") && html.contains("<span>The label</span>"), "{html}");
    assert!(html.contains("icon-flame"), "{html}");
}

#[test]
fn an_avatar_is_a_picture_an_icon_or_an_emoji() {
    let avatar = |avatar: &str| {
        let html = page("", &format!("---\nauthor:\n  name: Ann\n  avatar: \"{avatar}\"\n---\n# Title\n"));
        between(&html, "<span class=\"avatar\" aria-hidden=\"true\">", "</span>Ann").to_owned()
    };
    assert!(avatar("me.png").starts_with("<img src=\"me.png\" alt=\"\" width=\"30\""));
    assert!(avatar("/me.png").starts_with("<img src=\"me.png\""));
    assert!(avatar("https://example.com/a.png").starts_with("<img src=\"https://example.com/a.png\""));
    assert!(avatar(":bacon:").contains("🥓"));
    assert!(avatar("rocket").starts_with("<svg class=\"icon icon-rocket\""));
}

#[test]
fn hosts_are_told_of_pictures_that_come_from_elsewhere() {
    let project = Project::with(&[
        (
            "rasher.yml",
            "links: [{text: A, items: [{text: B, icon: \"https://b.example/i.svg\"}]}, {text: C, icon: rocket}]",
        ),
        ("content/index.md", "---\nauthor: {name: A, avatar: \"https://a.example/a.png\"}\n---\n# T"),
    ]);
    assert_eq!(project.rasher(&["build"]).code, 0);
    let headers = project.read("public/_headers");
    assert!(headers.contains("img-src 'self' data: https://a.example https://b.example;"), "{headers}");
}

#[test]
fn gravatar_is_asked_only_when_the_project_says_so() {
    let text = "---\nauthor: Ann@Example.com\n---\n# Title\n";
    assert!(!page("", text).contains("gravatar.com"));
    assert!(!page("integrations: {gravatar: {default: retro}}", text).contains("gravatar.com"));
    let html = page("integrations: {gravatar: {enabled: true, default: retro}}", text);
    // printf ann@example.com | sha256sum
    let hash = "71d4f55f72fa128dfb468a1a3901507c804b74316488744d769d7f4b16696476";
    assert!(html.contains(&format!("https://www.gravatar.com/avatar/{hash}?d=retro&amp;s=60")), "{html}");
}

#[test]
fn a_page_without_a_title_in_its_text_is_headed_by_its_label_or_its_file() {
    let project = Project::with(&[
        ("content/index.md", "Nothing above it"),
        ("content/404.md", "Nothing above it"),
        ("content/sour_dough.md", "## Sour dough\n\n[Here](#sour-dough-1)"),
        ("content/rye-bread.md", "---\nlabel: Rye *bread*\n---\n## Flour"),
        ("content/rolls/readme.md", "Text\n\n### Small"),
        ("content/late.md", "Text\n\n# Late"),
        ("content/html.md", "---\nlabel: Buns\n---\n<h1 align=\"center\">Buns</h1>"),
        ("content/blog/2024-11-15-new-oven.md", "Text"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    for (file, heading) in [
        ("index.html", ""),
        ("404.html", ""),
        ("sour_dough/index.html", "<h1 id=\"sour-dough\">Sour dough</h1>\n<h2 id=\"sour-dough-1\">"),
        ("rye-bread/index.html", "<h1 id=\"rye-bread\">Rye <em>bread</em></h1>\n"),
        ("rolls/index.html", "<h1 id=\"rolls\">Rolls</h1>\n<p>"),
        ("late/index.html", "<h1 id=\"late\">Late</h1>"),
        ("html/index.html", "<h1 align=\"center\">Buns</h1>"),
        ("blog/2024-11-15-new-oven/index.html", "<h1 id=\"new-oven\">New oven</h1>"),
    ] {
        let html = project.read(&format!("public/{file}"));
        assert_eq!(html.matches("<h1").count(), usize::from(!heading.is_empty()), "{file}: {html}");
        assert!(html.contains(heading), "{file}: {html}");
    }
}

#[test]
fn the_title_is_what_the_front_matter_says_or_the_heading() {
    let title = |front: &str, text: &str| {
        let html = page("branding: {title: Site}", &format!("---\n{front}\n---\n{text}"));
        (between(&html, "<title>", " · Site</title>").to_owned(), html.matches("<h1").count())
    };
    assert_eq!(title("title: T\nlabel: L", "# H"), ("T".into(), 1));
    assert_eq!(title("title: ''\nlabel: L", "# H"), ("H".into(), 1));
    assert_eq!(title("title: T\nlabel: L", "Text"), ("T".into(), 1));
    assert_eq!(title("label: L", "Text"), ("L".into(), 1));
    assert_eq!(title("label: 'L :icon-zap: :rocket: [!badge new]'", "Text"), ("L 🚀".into(), 1));
    let html = "<!-- <h1>no</h1> -->\n\n<div align=\"center\">\n<H1 id=x> The<br>\n<b>App</b> &amp; Co</H1>\n</div>\n";
    assert_eq!(title("icon: home", html), ("The App &amp; Co".into(), 1));
    let quoted = "<p title='<h1>no</h1>'></p><h1 title='>'>Yes</h1>\n";
    assert_eq!(title("icon: home", quoted).0, "Yes");
    assert_eq!(title("label: L", html).0, "L");
    assert_eq!(title("icon: home", &format!("{html}\n# H")).0, "H");
    let both = Project::with(&[
        ("rasher.yml", ""),
        ("content/index.md", "[[T]] [[H]]"),
        ("content/a.md", "---\ntitle: T\n---\n# H"),
    ]);
    both.rasher(&["build"]);
    assert!(both.read("public/index.html").contains("<a href=\"a/\">T</a> <a href=\"a/\">H</a>"), "by either name");
    assert!(both.read("public/a/index.html").contains("<h1 id=\"h\">H</h1>"));
    let readme =
        Project::with(&[("rasher.yml", ""), ("content/README.md", "<h1>My App</h1>\n"), ("content/a.md", "# A\n")]);
    readme.rasher(&["build"]);
    assert!(readme.read("public/a/index.html").contains("<span>My App</span>"), "in the navigation, too");
}

#[test]
fn titles_in_front_matter_are_markdown_without_html() {
    let heading = |title: &str| {
        let html = page("branding: {title: Site}", &format!("---\ntitle: \"{title}\"\n---\nText"));
        (between(&html, "<title>", " · Site</title>").to_owned(), between(&html, "<h1", "</h1>").to_owned())
    };
    let rocket = "<span class=\"emoji\" title=\":rocket:\">🚀</span>";
    let expected = format!(" id=\"start-rocket-with-npm\">Start {rocket} with <code>npm</code>");
    assert_eq!(heading("Start :rocket: with `npm`"), ("Start 🚀 with npm".into(), expected));
    let generic = " id=\"listt-and-button-\">List&lt;T&gt; and &lt;Button /&gt;".to_owned();
    assert_eq!(heading("List<T> and <Button />"), ("List&lt;T&gt; and &lt;Button /&gt;".into(), generic));
    assert_eq!(heading("List<T> or `Vec<T>`").0, "List&lt;T&gt; or Vec&lt;T&gt;");
    assert_eq!(heading("`Vec<T>`").1, " id=\"vect\"><code>Vec&lt;T&gt;</code>");
    assert_eq!(heading("1. # First").1, " id=\"1--first\">1. # First");
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/index.md", "[Home](index.md)\n"),
        ("content/index.yml", "title: '[A](a.md) [[b]]'\n"),
    ]);
    project.rasher(&["build"]);
    assert!(project.read("public/index.html").contains("<h1 id=\"a-b\">A b</h1>"), "links are their text");
}

#[test]
fn a_retype_project_appends_to_titles_only_what_it_says() {
    for (config, title) in [("branding: {title: Site}", "H"), ("meta: {title: ' | Site'}", "H | Site")] {
        let project = Project::with(&[("retype.yml", config), ("index.md", "# H")]);
        assert_eq!(project.rasher(&["build"]).code, 0);
        let html = project.read(".retype/index.html");
        assert_eq!(between(&html, "<title>", "</title>"), title);
    }
}

#[test]
fn the_link_to_the_source_is_whole_however_the_repository_is_written() {
    for (edit, address) in [
        ("repo: github.com/a/b, branch: ''", "https://github.com/a/b/blob/main/content/index.md"),
        ("repo: a/b", "https://github.com/a/b/blob/main/content/index.md"),
        ("repo: 'git@gitlab.com:a/b.git'", "https://gitlab.com/a/b/blob/main/content/index.md"),
        ("repo: 'ssh://git@example.org:2222/a/b.git'", "https://example.org/a/b/blob/main/content/index.md"),
        ("repo: https://github.com/a/b/edit/, branch: next", "https://github.com/a/b/edit/next/content/index.md"),
    ] {
        for base in ["/content", "./content/"] {
            let html = page(&format!("edit: {{{edit}, base: {base}}}"), "# H");
            assert!(html.contains(&format!("href=\"{address}\"")), "{html}");
        }
    }
}

#[test]
fn the_link_to_the_source_leads_to_files_of_any_name() {
    let project =
        Project::with(&[("retype.yml", "edit: {repo: a/b}\n"), ("index.md", "# H"), ("C# 100%/My Page.md", "# P")]);
    project.rasher(&["build", "-q"]);
    let html = project.read(".retype/c-100/my-page/index.html");
    assert!(html.contains("href=\"https://github.com/a/b/blob/main/C%23%20100%25/My%20Page.md\""), "{html}");
}

#[test]
fn the_description_is_the_front_matters_or_that_under_the_title_or_the_first_paragraph() {
    let description = |front: &str, text: &str| {
        let html = page("", &format!("---\n{front}\n---\n{text}"));
        between(&html, "<meta name=\"description\" content=\"", "\"").to_owned()
    };
    let text = "# H\n***\nUnder the title\n***\nFirst paragraph.";
    assert_eq!(description("meta: {description: A}\ndescription: B", text), "A");
    assert_eq!(description("description: B", text), "B");
    assert_eq!(description("description: >\n  Folded\n  words\n", text), "Folded words");
    assert_eq!(description("description: |\n  One\n\n  two\n", text), "One two");
    assert_eq!(description("icon: flame", text), "Under the title");
    for text in [
        "- First *item*\n- x",
        "1. First *item*\n\n   y\n\n2. x",
        "!!!\nFirst *item*\n!!!",
        "> First *item*",
        "| | First *item* |\n|---|---|\n| b | c |",
        "=== x\n- First *item*\n===",
        "[![badge](https://a.b/x.svg)](https://a.b) ![badge](https://a.b/y.svg)\n\nFirst *item*",
    ] {
        assert_eq!(description("icon: flame", &format!("# H\n\n{text}\n\nAfter.")), "First item", "{text}");
    }
    assert_eq!(description("icon: flame", "# H\n\n![A caption|20](me.png)\n\nText."), "A caption");
}

#[test]
fn a_film_is_no_picture_of_its_page() {
    let html = page("url: https://example.com", "# T\n\n![v](https://a.example/v.mp4)\n\n![p](me.png)\n");
    assert_eq!(between(&html, "<meta property=\"og:image\" content=\"", "\""), "https://example.com/me.png");
}

#[test]
fn an_authors_404_is_the_page_for_addresses_that_do_not_exist() {
    for front in ["", "---\npermalink: /404.html\n---\n"] {
        let page = format!(
            "{front}# Overboard\n\n[home](index.md) [a](guide/a.md) ![](i.svg)\n<a href=\"/sub/guide/a/\">x</a>\n"
        );
        let project = Project::with(&[
            ("rasher.yml", "url: example.com/sub\n"),
            ("content/index.md", "# Home\n"),
            ("content/404.md", &page),
            ("content/guide/a.md", "# A\n"),
            ("content/i.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"1\" height=\"1\"/>"),
        ]);
        let run = project.rasher(&["check", "--strict"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        project.write("content/404.md", &page.replace("/sub/guide/a/", "guide/a/"));
        assert!(project.rasher(&["check"]).err.contains("at every address that does not exist"));
        project.rasher(&["check", "--fix"]);
        assert_eq!(project.read("content/404.md"), page);
        project.rasher(&["build"]);
        let html = project.read("public/404.html");
        for part in [
            "<h1 id=\"overboard\">Overboard</h1>",
            "<a href=\"/sub/\">home</a> <a href=\"/sub/guide/a/\">a</a>",
            "src=\"/sub/i.svg\"",
            "href=\"/sub/theme/theme.css",
            "<meta name=\"robots\" content=\"noindex\">",
        ] {
            assert!(html.contains(part), "{part} in {html}");
        }
        assert!(!project.has("public/404/index.html") && !project.has("public/404.html.md"));
        for other in ["index.html", "sitemap.xml", "llms.txt"] {
            assert!(!project.read(&format!("public/{other}")).contains("404"), "{other}");
        }
    }
}
