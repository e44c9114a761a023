//! Blogs, their lists, and where pages have moved (`redirect`).

use crate::support::Project;

/// A blog of seven posts beside a page of documentation, newest last by path.
fn blog() -> Project {
    let project = Project::with(&[
        ("rasher.yml", "url: example.com\nbranding:\n  title: Notes\nblog:\n  pageSize: 3\n"),
        ("content/index.md", "# Home\n\n[moved](old.md#part) [away](away.md)\n"),
        ("content/old.md", "---\nredirect: older.md\n---\n"),
        ("content/older.md", "---\nredirect: guide/start.md\n---\n"),
        ("content/away.md", "---\nredirect: https://example.org/there\n---\n"),
        ("content/guide/start.md", "---\ntags: [Rust]\ncategory: Guides\n---\n# Start\n\n## Part\n"),
        ("content/blog/draft.md", "---\ndraft: true\ndate: 2025-01-09\n---\n# Draft\n"),
        ("content/blog/2099-01-01-future.md", "# Future\n"),
        ("content/blog/hidden.md", "---\nvisibility: hidden\ndate: 2025-01-09\ntags: rust\n---\n# Hidden\n"),
        (
            "content/blog/deep/2025-01-07-seven.md",
            "---\nauthor: Ann Bee\ntags: rust, wasm\n---\n# Seven\n\nThe newest.\n",
        ),
    ]);
    for day in 1..=6 {
        let path = format!("content/blog/2025-01-0{day}-post.md");
        let text = format!("---\nauthor: Ann Bee\ntags: rust\ncategory: News\n---\n# Post {day}\n\nExcerpt {day}.\n");
        project.write(&path, &text);
    }
    let run = project.rasher(&["build"]);
    assert_eq!(run.code, 0, "{}", run.err);
    project
}

#[test]
fn a_post_may_have_a_folder_of_its_own() {
    let project = Project::with(&[
        ("retype.yml", "url: example.com\n"),
        ("index.md", "# Home\n"),
        ("blog/2025-02-03-new-sails/index.md", "Text without a title.\n"),
        ("blog/2025-02-01-old-sails.md", "# Old sails\n"),
    ]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.contains("warning")), (0, false), "{}", run.err);
    let blog = project.read(".retype/blog/index.html");
    assert_eq!(cards(&blog), ["New sails", "Old sails"], "{blog}");
    assert!(project.read(".retype/blog/2025-02-03-new-sails/index.html").contains("2025-02-03</time>"));
}

/// The titles on the cards of a page, in order.
fn cards(html: &str) -> Vec<&str> {
    html.split("<span class=\"card-title\">").skip(1).filter_map(|rest| rest.split('<').next()).collect()
}

#[test]
fn the_summary_shows_the_newest_posts_first_and_goes_on_in_parts() {
    let project = blog();
    let first = project.read("public/blog/index.html");
    assert_eq!(cards(&first), ["Seven", "Post 6", "Post 5"]);
    assert!(first.contains("<h1>Blog</h1>") && first.contains("<title>Blog · Notes</title>"), "{first}");
    assert!(first.contains("<span class=\"card-kicker\">News</span><span class=\"card-title\">Post 6</span><span class=\"card-description\">Excerpt 6.</span><span class=\"card-footer card-footer-left\">2025-01-06</span>"), "{first}");
    let last = project.read("public/blog/3/index.html");
    assert_eq!(cards(&last), ["Post 1"]);
    assert!(last.contains("<title>Page 3 · Notes</title>") && last.contains("<h1>Blog</h1>"), "{last}");
    assert!(last.contains("<a href=\"../../blog/3/\" aria-current=\"page\" aria-label=\"Page 3\">3</a>"), "{last}");
    assert!(!project.has("public/blog/4/index.html"));
}

#[test]
fn a_project_s_own_card_and_list_get_the_page_itself() {
    let card = "{% component card(link: string, layout: string, kicker: string, page: map = {}) {\"shape\": \"inline\", \
                \"display\": \"block\", \"opaque\": [\"link\"]} -%}<b>{{ page.title }}, {{ page.path }}</b>{%- endcomponent card %}";
    let needy = card.replace("link: string,", "link: string, heading: string,");
    let list = "{% if list.kind == \"posts\" %}{% for entry in list.entries %}<i>{{ entry.page.title }} {{ entry.url }}</i>{% endfor %}{% endif %}";
    let page = ("content/blog/2025-01-01-a.md", "# A\n\nText.\n");
    for (templates, expected) in [
        (&[("templates/components/card.html", card)][..], "<b>A, /blog/2025-01-01-a/</b>"),
        (&[("templates/list.html", list)], "<i>A ../blog/2025-01-01-a/</i>"),
        (
            &[("templates/list.html", list), ("templates/components/card.html", &needy)],
            "<i>A ../blog/2025-01-01-a/</i>",
        ),
    ] {
        let project = Project::with(&[("rasher.yml", ""), page]);
        templates.iter().for_each(|(path, text)| project.write(path, text));
        let run = project.rasher(&["build"]);
        assert_eq!((run.code, run.err.contains("warning")), (0, false), "{}", run.err);
        let html = project.read("public/blog/index.html");
        assert!(html.contains(expected), "{html}");
    }
}

#[test]
fn the_blog_has_one_place_in_the_navigation_and_its_posts_have_none() {
    let project = blog();
    let home = project.read("public/index.html");
    assert!(home.contains("<a href=\"blog/\"><span>Blog</span></a>"), "{home}");
    assert!(!home.contains("Seven"));
    let summary = project.read("public/blog/index.html");
    assert!(summary.contains("<a aria-current=\"page\" href=\"../blog/\">"), "{summary}");
    project.write("content/blog.md", "# Journal\n");
    assert_eq!(project.rasher(&["build"]).code, 0);
    assert_eq!(project.read("public/index.html").matches("<a href=\"blog/\">").count(), 1, "a page beside it has it");
}

#[test]
fn a_post_leads_to_newer_older_and_related_ones() {
    let project = blog();
    let post = project.read("public/blog/2025-01-06-post/index.html");
    assert!(post.contains("<span>Newer</span> Seven") && post.contains("<span>Older</span> Post 5"), "{post}");
    assert!(post.contains("layout-blog") && post.contains("<time datetime=\"2025-01-06\">"), "{post}");
    let related = post.split("class=\"related\"").nth(1).unwrap().split("</section>").next().unwrap();
    let named: Vec<usize> = ["Post 5", "Post 4", "Post 3"].map(|title| related.find(title).unwrap()).to_vec();
    assert!(named.is_sorted(), "{related}");
    assert!(!project.read("public/guide/start/index.html").contains("class=\"related\""));
}

#[test]
fn the_archive_holds_every_post_by_year() {
    let archive = blog().read("public/blog/archive/index.html");
    assert_eq!(archive.matches("<li><time").count(), 7);
    assert!(archive.contains("<h2 id=\"2025\">2025</h2>"), "{archive}");
}

#[test]
fn categories_tags_and_authors_have_lists_and_pages_lead_there() {
    let project = blog();
    let tags = project.read("public/tags/index.html");
    assert!(tags.contains("href=\"../tags/rust/\">rust <span class=\"tag-count\">×8</span></a>"), "{tags}");
    assert!(tags.contains("href=\"../tags/wasm/\">wasm</a>"), "{tags}");
    let rust = project.read("public/tags/rust/index.html");
    assert!(rust.contains("<h1>Tag: rust</h1>") && rust.contains("<title>rust · Notes</title>"), "{rust}");
    assert!(rust.contains(">See all tags</a>"), "{rust}");
    assert_eq!(cards(&rust).last(), Some(&"Start"), "a page without a date comes last");
    let categories = project.read("public/categories/index.html");
    assert!(categories.find("Guides") < categories.find("News"), "{categories}");
    let post = project.read("public/blog/2025-01-06-post/index.html");
    assert!(post.contains("In <a href=\"../../categories/news/\">News</a>"), "{post}");
    assert!(post.contains("href=\"../../tags/rust/\">rust</a>"), "{post}");
    assert!(post.contains("<a class=\"author\" href=\"../../authors/ann-bee/\">"), "{post}");
    assert_eq!(cards(&project.read("public/authors/ann-bee/index.html")).len(), 7);
}

#[test]
fn what_an_author_writes_at_a_lists_address_stands_above_it() {
    let project = blog();
    project.write("content/blog/index.md", "---\nlabel: Journal\nicon: book\n---\n# Our journal\n\nAbout us.\n");
    project.write("content/tags/index.md", "# All tags\n");
    assert_eq!(project.rasher(&["build"]).code, 0);
    let summary = project.read("public/blog/index.html");
    assert!(summary.find("Our journal</h1>") < summary.find("<p>About us.") && cards(&summary).len() == 3, "{summary}");
    assert!(project.read("public/blog/2/index.html").contains("<h1>Our journal</h1>"));
    assert!(project.read("public/index.html").contains("<span>Journal</span>"));
    assert!(project.read("public/tags/index.html").contains("class=\"list list-tags\""));
}

#[test]
fn the_base_title_layout_and_length_of_the_blog_can_be_chosen() {
    let project = blog();
    project.write("rasher.yml", "blog:\n  base: news\n  title: News room\n  layout: page\n  maxResults: 4\n");
    assert_eq!(project.rasher(&["build"]).code, 0);
    assert_eq!(cards(&project.read("public/news/index.html")).len(), 4);
    assert!(project.read("public/news/index.html").contains("<h1>News room</h1>"));
    assert!(project.read("public/blog/2025-01-06-post/index.html").contains("layout-page"));
    assert!(project.read("public/news/archive/index.html").contains("Post 1</a>"), "the archive holds all");
}

#[test]
fn drafts_and_the_future_are_left_out_until_they_are_asked_for() {
    let project = blog();
    let out = project.rasher(&["build"]).out;
    assert!(out.contains("1 draft left out, 1 future page left out"), "{out}");
    project.write("content/index.md", "# Home\n\n[soon](blog/draft.md)\n");
    let told = project.rasher(&["build"]).err;
    assert!(told.contains("warning[dead-link]: the page `blog/draft.md` was left out of this build"), "{told}");
    assert!(!project.has("public/blog/draft/index.html") && !project.has("public/blog/2099-01-01-future/index.html"));
    project.rasher(&["build", "--drafts", "--future"]);
    assert_eq!(cards(&project.read("public/blog/index.html")), ["Future", "Draft", "Seven"]);
}

#[test]
fn what_is_left_out_takes_no_address_and_still_hides_its_folder() {
    let draft = "---\ndraft: true\nvisibility: private\n---\n# Index\n";
    for (config, output) in [("rasher.yml", "public"), ("retype.yml", ".retype")] {
        let project = Project::with(&[
            (config, "input: ."),
            ("index.md", "# Home\n"),
            ("a/index.md", "---\ndate: 2099-01-01\n---\n# Index\n"),
            ("a/readme.md", "# Readme\n"),
            ("b.md", "---\ndraft: true\npermalink: c\n---\n# B\n"),
            ("c.md", "# C\n"),
            ("d/index.md", draft),
            ("d/readme.md", "# Readme\n"),
        ]);
        let run = project.rasher(&["build"]);
        assert!(run.err.contains("d/readme.md") && run.err.matches("\n --> ").count() == 1, "{}", run.err);
        assert!(run.out.contains("2 drafts left out, 1 future page left out"), "{}", run.out);
        for (page, title) in [("a", "Readme"), ("c", "C")] {
            let html = project.read(&format!("{output}/{page}/index.html"));
            assert!(html.contains(&format!("<h1 id=\"{}\">{title}", title.to_lowercase())), "{html}");
        }
        assert!(!project.has(&format!("{output}/d/index.html")), "the folder is private");
        project.rasher(&["build", "--drafts", "--future"]);
        assert!(project.read(&format!("{output}/a/index.html")).contains("<h1 id=\"index\">Index"));
    }
}

#[test]
fn a_page_that_has_moved_leads_on_and_so_do_links_to_it() {
    let project = blog();
    let home = project.read("public/index.html");
    assert!(home.contains("<a href=\"guide/start/#part\">moved</a>"), "{home}");
    assert!(
        home.contains(
            "<a href=\"https://example.org/there\" class=\"outbound\" target=\"_blank\" rel=\"noopener\">away</a>"
        ),
        "{home}"
    );
    let stub = project.read("public/old/index.html");
    assert!(stub.contains("<meta http-equiv=\"refresh\" content=\"0; url=../guide/start/\">"), "{stub}");
    assert!(stub.contains("<link rel=\"canonical\" href=\"https://example.com/guide/start/\">"), "{stub}");
    assert_eq!(
        project.read("public/_redirects"),
        "/away/ https://example.org/there 301\n/old/ /guide/start/ 301\n/older/ /guide/start/ 301\n"
    );
    assert!(!project.read("public/sitemap.xml").contains("/old/"));
}

#[test]
fn a_page_may_have_moved_to_a_list_that_other_pages_have() {
    let page = |text: &str| format!("---\n{text}\n---\n");
    let project = Project::with(&[
        ("rasher.yml", "links:\n  - text: Moved\n    link: tag.md\n"),
        ("content/index.md", "# Home\n\n[moved](tag.md) [there](tag.md?b#c)\n"),
        ("content/tag.md", &page("redirect: /tags/Rust/?a")),
        ("content/labels.md", &page("redirect: /tags")),
        ("content/guide/news.md", &page("redirect: ../blog/")),
        ("content/alone.md", &page("redirect: /tags/wasm/\ntags: wasm")),
        ("content/blog/post.md", "---\ndate: 2025-01-01\ntags: Rust\n---\n# Post\n"),
    ]);
    let run = project.rasher(&["build"]);
    let told: Vec<_> = run.err.lines().filter(|line| line.contains("warning")).collect();
    assert_eq!(told, ["warning[dead-link]: there is no page `/tags/wasm/`"], "{}", run.err);
    assert_eq!(
        project.read("public/_redirects"),
        "/guide/news/ /blog/ 301\n/labels/ /tags/ 301\n/tag/ /tags/rust/?a 301\n"
    );
    let home = project.read("public/index.html");
    assert!(home.contains("<a href=\"tags/rust/?a\">moved</a>"), "{home}");
    assert!(home.contains("<a href=\"tags/rust/?a&amp;b#c\">there</a>"), "{home}");
    assert!(home.contains("<a href=\"tags/rust/\"><span>Moved</span>"), "{home}");
}

#[test]
fn a_page_that_moved_more_than_once_leads_to_where_it_is_now() {
    let page = |redirect: &str| format!("---\nredirect: {redirect:?}\n---\n");
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/index.md", "# Home\n\n[away](away.md?c=2) [here](queried.md#now) [there](first.md?d)\n"),
        ("content/first.md", &page("second.md#of-first")),
        ("content/second.md", &page("third.md")),
        ("content/third.md", &page("now.md#of-third")),
        ("content/now.md", "# Now\n\n## Of first\n\n## Of third\n"),
        ("content/away.md", &page("https://example.org/?b=1#there")),
        ("content/queried.md", &page("now.md?from=queried#of-first")),
        ("content/beside.md", &page("round.md")),
        ("content/round.md", &page("and-round.md")),
        ("content/and-round.md", &page("round.md")),
    ]);
    let run = project.rasher(&["build"]);
    let told: Vec<_> = run.err.lines().filter(|line| line.contains("error[")).collect();
    let round = |to: &str| format!("error[redirect-loop]: `redirect: {to}` leads round in a circle");
    assert_eq!(told, [round("round.md"), round("round.md"), round("and-round.md")], "{}", run.err);
    assert_eq!(
        project.read("public/_redirects"),
        "/away/ https://example.org/?b=1#there 301\n/first/ /now/#of-first 301\n/queried/ /now/?from=queried#of-first 301\n\
         /second/ /now/#of-third 301\n/third/ /now/#of-third 301\n"
    );
    let home = project.read("public/index.html");
    assert!(home.contains("href=\"https://example.org/?b=1&amp;c=2#there\""), "{home}");
    assert!(home.contains("href=\"now/?from=queried#now\"") && home.contains("href=\"now/?d#of-first\""), "{home}");
}

#[test]
fn where_a_page_has_moved_is_one_rule_for_hosts_whatever_stands_in_it() {
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/b.md", "# B\n"),
        ("content/index.md", "---\nredirect: \"b.md#x y\\n/* https://evil.example/:splat 301\"\n---\n"),
    ]);
    project.rasher(&["build"]);
    let rules = project.read("public/_redirects");
    assert_eq!(rules, "/ /b/#x%20y%0A/*%20https://evil.example/:splat%20301 301\n");
    // Readers ask a host for folders, however links are written.
    project.write("rasher.yml", "generator: { directoryIndex: { append: true } }\n");
    project.rasher(&["build"]);
    assert_eq!(project.read("public/_redirects"), rules);
}

#[test]
fn the_sitemap_holds_lists_with_the_day_of_their_newest_page() {
    let sitemap = blog().read("public/sitemap.xml");
    assert!(sitemap.find("<loc>https://example.com/</loc>") < sitemap.find("<loc>https://example.com/blog/</loc>"));
    for (address, day) in [("blog/", "2025-01-07"), ("blog/3/", "2025-01-01"), ("tags/rust/", "2025-01-07")] {
        let entry = format!("<loc>https://example.com/{address}</loc>\n  <lastmod>{day}</lastmod>");
        assert!(sitemap.contains(&entry), "{address}: {sitemap}");
    }
    assert!(!sitemap.contains("hidden"), "{sitemap}");
}
