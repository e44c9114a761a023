//! Feeds, read back as readers of feeds do.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::support::Project;

const CONFIG: &str = "url: example.com/docs\nbranding:\n  title: Notes & more\nmeta:\n  description: What we found.\nfooter:\n  copyright: \"© {{ year }} [Ann](https://example.org)\"\n";

fn blog() -> Project {
    let post = "---\nauthor:\n  - name: Ann Bee\n    email: ann@example.com\n  - Cid\ncategory: Big News\ntags: rust\ndate: 2025-03-04T14:30\n---\n# Ham & \\<eggs>\n\nFirst *paragraph*.\n\n## Part\n\nSee [there](../guide.md#x), [here](#part) and\n\n![A dog](/images/dog.png)\n\n```rust\nfn main() {}\n```\n\n<script>alert(1)</script>\n\nBell: \u{7}.\n";
    let project = Project::with(&[
        ("rasher.yml", CONFIG),
        ("content/index.md", "# Home"),
        ("content/guide.md", "# Guide\n\n## X\n"),
        ("content/blog/new.md", post),
        ("content/blog/2025-01-01-old.md", "# Old\n\nLong ago: `Vec<T>` & more.\n"),
        ("content/blog/undated.md", "# Undated\n"),
        ("content/blog/hidden.md", "---\nvisibility: hidden\ndate: 2025-02-02\n---\n# Hidden\n"),
        ("static/images/dog.png", "x"),
    ]);
    let run = project.rasher(&["build", "-q"]);
    assert_eq!(run.code, 0, "{}", run.err);
    project
}

/// The texts of elements by their path, `rss/channel/item/title`; that the file is well-formed is found out on the way.
fn elements(xml: &str) -> BTreeMap<String, Vec<String>> {
    let mut reader = Reader::from_str(xml);
    reader.config_mut().check_end_names = true;
    let (mut path, mut text, mut found) = (Vec::<String>::new(), String::new(), BTreeMap::<String, Vec<String>>::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Start(tag) => {
                path.push(tag.name().0.to_owned());
                text.clear();
            }
            Event::Text(piece) => text.push_str(&piece),
            Event::GeneralRef(name) => text.push_str(match &*name {
                "lt" => "<",
                "gt" => ">",
                "amp" => "&",
                "quot" => "\"",
                "apos" => "'",
                other => panic!("&{other};"),
            }),
            Event::End(_) => {
                found.entry(path.join("/")).or_default().push(std::mem::take(&mut text));
                path.pop();
            }
            Event::Eof => return found,
            _ => {}
        }
    }
}

#[test]
fn rss_has_the_newest_posts_with_their_whole_text() {
    let xml = blog().read("public/blog/feed.xml");
    let found = elements(&xml);
    let channel = |name: &str| found[&format!("rss/channel/{name}")].clone();
    assert_eq!(channel("title"), ["Notes & more Blog"]);
    assert_eq!(channel("description"), ["What we found."]);
    assert_eq!(channel("copyright"), ["© 2025 Ann"]);
    assert_eq!(channel("lastBuildDate"), ["Tue, 04 Mar 2025 14:30:00 GMT"]);
    assert!(xml.contains("<atom:link href=\"https://example.com/docs/blog/feed.xml\" rel=\"self\""), "{xml}");
    assert_eq!(channel("item/title"), ["Ham & <eggs>", "Old"]);
    assert_eq!(
        channel("item/guid"),
        ["https://example.com/docs/blog/new/", "https://example.com/docs/blog/2025-01-01-old/"]
    );
    assert_eq!(channel("item/description"), ["First paragraph.", "Long ago: Vec&lt;T&gt; &amp; more."], "HTML");
    assert_eq!(channel("item/author"), ["ann@example.com (Ann Bee)"]);
    assert_eq!(channel("item/dc:creator"), ["Cid"]);
    assert_eq!(channel("item/pubDate")[1], "Wed, 01 Jan 2025 00:00:00 GMT");
    assert!(xml.contains("<category domain=\"https://example.com/docs/categories/big-news/\">Big News<"), "{xml}");
}

#[test]
fn the_text_in_a_feed_stands_by_itself() {
    let xml = blog().read("public/blog/feed.xml");
    let content = &elements(&xml)["rss/channel/item/content:encoded"][0];
    for part in [
        "<p>First <em>paragraph</em>.</p>",
        "<h2 id=\"part\">Part</h2>",
        "<a href=\"https://example.com/docs/guide/#x\">there</a>",
        "<a href=\"https://example.com/docs/blog/new/#part\">here</a>",
        "src=\"https://example.com/docs/images/dog.png\"",
        "<code class=\"language-rust\">",
    ] {
        assert!(content.contains(part), "{part}: {content}");
    }
    for part in ["<h1", "alert", "data-chrome", "heading-anchor", "<svg", "byline", "\u{7}"] {
        assert!(!content.contains(part), "{part}: {content}");
    }
}

#[test]
fn atom_and_json_say_the_same() {
    let project = blog();
    let atom = elements(&project.read("public/blog/atom.xml"));
    assert_eq!(atom["feed/entry/title"], ["Ham & <eggs>", "Old"]);
    assert_eq!(atom["feed/updated"], ["2025-03-04T14:30:00Z"]);
    assert_eq!(atom["feed/entry/author/email"], ["ann@example.com"]);
    let json: serde_json::Value = serde_json::from_str(&project.read("public/blog/feed.json")).unwrap();
    assert_eq!(json["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(json["items"][1]["date_published"], "2025-01-01T00:00:00Z");
    assert_eq!(json["items"][0]["tags"], serde_json::json!(["Big News", "rust"]));
    let rss = elements(&project.read("public/blog/feed.xml"));
    assert_eq!(atom["feed/entry/content"], rss["rss/channel/item/content:encoded"]);
    // XML cannot hold every character that JSON can.
    let content = json["items"][0]["content_html"].as_str().map(|html| html.replace('\u{7}', ""));
    assert_eq!(content.as_ref(), Some(&atom["feed/entry/content"][0]));
}

#[test]
fn every_page_names_the_feeds_and_a_list_its_own() {
    let project = blog();
    let alternate = "<link rel=\"alternate\" type=\"application/rss+xml\" title=\"Notes &amp; more Blog\" href=\"../blog/feed.xml\">";
    assert!(project.read("public/guide/index.html").contains(alternate));
    let tag = project.read("public/tags/rust/index.html");
    assert!(tag.contains("title=\"Notes &amp; more Blog: rust\" href=\"../../tags/rust/feed.xml\">"), "{tag}");
    let feed = elements(&project.read("public/tags/rust/feed.xml"));
    assert_eq!(feed["rss/channel/item/title"], ["Ham & <eggs>"]);
    assert!(project.has("public/categories/big-news/feed.xml"));
    for (file, kind) in [("atom.xml", "application/atom+xml"), ("feed.json", "application/feed+json")] {
        let named = format!("type=\"{kind}\" title=\"Notes &amp; more Blog: rust\" href=\"../../tags/rust/{file}\">");
        assert!(tag.contains(&named), "{named}: {tag}");
        let feed = project.read(&format!("public/tags/rust/{file}"));
        assert!(feed.contains("https://example.com/docs/blog/new/") && !feed.contains("2025-01-01-old"), "{feed}");
        assert!(feed.contains(&format!("https://example.com/docs/tags/rust/{file}")), "{feed}");
    }
}

#[test]
fn the_feed_says_what_the_configuration_says() {
    let project = blog();
    let rss = "blog:\n  rss:\n    maxResults: 1\n    title: Short\n    description: News\n    copyright: Ours\n    imageUrl: /images/dog.png\n";
    project.write("rasher.yml", &format!("{CONFIG}{rss}"));
    assert_eq!(project.rasher(&["build", "-q"]).code, 0);
    let found = elements(&project.read("public/blog/feed.xml"));
    let values =
        ["title", "description", "copyright", "image/url"].map(|name| found[&format!("rss/channel/{name}")][0].clone());
    assert_eq!(values, ["Short", "News", "Ours", "https://example.com/docs/images/dog.png"]);
    assert_eq!(found["rss/channel/item/title"].len(), 1);
}

#[test]
fn without_an_address_there_is_no_feed_and_a_check_says_so() {
    let project =
        Project::with(&[("rasher.yml", ""), ("content/index.md", "# A"), ("content/blog/2025-01-01-a.md", "# B")]);
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(project.rasher(&["check"]).err.contains("note[feed-needs-url]"));
    assert!(!project.has("public/blog/feed.xml"));
    assert!(!project.read("public/index.html").contains("type=\"application/"));
}
