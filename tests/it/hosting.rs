//! What is written for hosts: policy, caching, the web manifest; and that an author's own files come first.

use crate::support::Project;

/// The policy of a site with this configuration and page.
fn policy(config: &str, page: &str) -> String {
    let project = Project::with(&[("rasher.yml", config), ("content/index.md", page)]);
    let run = project.rasher(&["build", "-q"]);
    assert_eq!(run.code, 0, "{}", run.err);
    let headers = project.read("public/_headers");
    let line = headers.lines().find_map(|line| line.strip_prefix("  Content-Security-Policy: "));
    line.unwrap().to_owned()
}

#[test]
fn a_site_of_plain_markdown_allows_nothing_but_itself() {
    let strict = "base-uri 'none'; default-src 'self'; form-action 'self'; frame-ancestors 'self'; img-src 'self' data:; object-src 'none'; script-src 'self'; style-src 'self'";
    assert_eq!(policy("", "# A\n\n**b** `c`\n\n> [!NOTE]\n> d\n\n```js\nonclick=\"<script>\"\n```\n"), strict);
    let removed = "# A\n\n<script>x()</script> <style>a{}</style> <iframe src=\"https://a.example\"></iframe> <b onclick=\"x()\">b</b>\n";
    assert_eq!(policy("", removed), strict, "what is not shown asks for nothing");
}

#[test]
fn the_policy_allows_what_the_site_uses() {
    let video = "https://www.youtube.com/watch?v=Gt4MVWVGcfE\n";
    for (config, page, allowed) in [
        ("", video, "frame-src 'self' https://www.youtube-nocookie.com;"),
        ("", "[!badge icon=\"https://a.example/b.png\" text=\"c\"]\n", "img-src 'self' data: https:;"),
        ("favicon: https://a.example/b.ico\n", "", "img-src 'self' data: https://a.example;"),
        (
            "outbound: { icon: 'https://a.example/b.png' }\nactions: { items: [{ text: A, link: index.md, icon: 'https://b.example/c.png' }] }\n",
            "",
            "img-src 'self' data: https://a.example https://b.example;",
        ),
        ("", "[!embed](https://example.org/map)\n", "frame-src 'self' https:;"),
        ("", "![x](https://img.example.org/a.png)\n", "img-src 'self' data: https://img.example.org;"),
        (
            "",
            "![x](https://vid.example.org/a.mp4)\n",
            "img-src 'self' data:; media-src 'self' https://vid.example.org;",
        ),
        ("html: allow\n", "<embed src=a.pdf>\n", "object-src 'self';"),
        ("html: allow\n", "<style>\n@import 'https://a.example';\n</style>\n", "font-src 'self' data: https:;"),
        ("html: allow\n", "<!--\n<script>x()</script>\n-->\n", "script-src 'self'; style-src 'self'"),
        ("html: allow\n", "<script>x()</script>\n", "script-src 'self' 'unsafe-inline' https:;"),
        (
            "",
            "text{style=\"color: red\"}\n\n# A {style=\"color: red\"}\n",
            "style-src 'self'; style-src-attr 'unsafe-inline'",
        ),
        (
            "footer: { copyright: '![by](https://by.example/b.png) <img src=\"c.png\" style=\"color: red\">' }",
            "",
            "img-src 'self' data: https://by.example; object-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'",
        ),
        ("integrations:\n  gravatar: true\n", "", "img-src 'self' data: https://www.gravatar.com;"),
        ("integrations:\n  plausible:\n    domain: a.example\n", "", "script-src 'self' https://plausible.io;"),
        ("integrations:\n  googleAnalytics: G-1\n", "", "script-src 'self' https://www.googletagmanager.com;"),
    ] {
        let policy = policy(config, &format!("# Home\n\n{page}"));
        assert!(policy.contains(allowed), "{config}{page}: {policy}");
    }
}

#[test]
fn the_policy_allows_what_the_authors_own_html_loads() {
    let fonts = "font-src 'self' data: https:;";
    for (file, html, allowed) in [
        (
            "_includes/head.html",
            "<link href=\"https://fonts.example/css\" rel=\"stylesheet\">",
            vec![fonts, "style-src 'self' https:"],
        ),
        (
            "_includes/head.html",
            "<style>@import url(https://fonts.example/css);</style>",
            vec![fonts, "style-src 'self' 'unsafe-inline' https:"],
        ),
        (
            "_includes/head.html",
            "<link rel=stylesheet href=/static/own.css>",
            vec![fonts, "img-src 'self' data: https:;"],
        ),
        (
            "_includes/body.html",
            "<script src=\"/static/own.js\"></script>",
            vec!["connect-src 'self' https: wss:;", "frame-src 'self' https:;", "script-src 'self';"],
        ),
        ("part.md", "<embed src=\"a.pdf\">\n", vec!["object-src 'self';"]),
        (
            "part.md",
            "<embed src=\"https://a.example/b.pdf\">\n",
            vec!["frame-src 'self' https:;", "object-src 'self' https:;"],
        ),
        ("part.md", "<form action=\"https://form.example/1\"></form>\n", vec!["form-action 'self' https:;"]),
        (
            "static/api.html",
            "<!doctype html><script src=\"https://code.example/api.js\"></script><style>a{}</style>",
            vec!["script-src 'self' 'unsafe-inline' https:;"],
        ),
    ] {
        let project =
            Project::with(&[("retype.yml", ""), ("index.md", "# Home\n"), ("sub/page.md", "# P\n"), (file, html)]);
        project.rasher(&["build", "-q"]);
        let headers = project.read(".retype/_headers");
        let missing: Vec<_> = allowed.into_iter().filter(|allowed| !headers.contains(allowed)).collect();
        assert!(missing.is_empty(), "{html}: {missing:?} in {headers}");
    }
}

#[test]
fn files_whose_address_has_a_digest_are_kept_for_a_year() {
    let project = Project::with(&[("rasher.yml", "url: example.com/docs\n"), ("content/index.md", "# A")]);
    project.rasher(&["build", "-q"]);
    let headers = project.read("public/_headers");
    let kept = "/docs/theme/*\n  Cache-Control: public, max-age=31536000, immutable\n";
    assert!(headers.starts_with("/docs/*\n") && headers.ends_with(kept), "{headers}");
    project.write("rasher.yml", "cache:\n  strategy: none\n");
    project.rasher(&["build", "-q"]);
    assert!(!project.read("public/_headers").contains("Cache-Control"));
}

#[test]
fn a_site_with_an_icon_has_a_web_manifest() {
    let project = Project::with(&[
        ("rasher.yml", "branding:\n  title: Notes\n"),
        ("content/index.md", "# A"),
        ("content/guide/b.md", "# B"),
        ("static/favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ]);
    project.rasher(&["build", "-q"]);
    let manifest: serde_json::Value = serde_json::from_str(&project.read("public/site.webmanifest")).unwrap();
    assert_eq!((manifest["name"].as_str(), manifest["start_url"].as_str()), (Some("Notes"), Some(".")));
    assert_eq!(manifest["icons"][0]["src"], "favicon.svg");
    let page = project.read("public/guide/b/index.html");
    assert!(page.contains("<link rel=\"manifest\" href=\"../../site.webmanifest\">"), "{page}");
}

#[test]
fn what_an_author_provides_takes_the_place_of_what_is_made() {
    let own =
        ["CNAME", "_headers", "_redirects", "robots.txt", "sitemap.xml", "site.webmanifest", "404.html", ".nojekyll"];
    let project = Project::with(&[
        ("rasher.yml", "url: example.com\n"),
        ("content/index.md", "# A"),
        ("content/old.md", "---\nredirect: index.md\n---\n"),
        ("static/favicon.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
    ]);
    for name in own {
        project.write(&format!("static/{name}"), "example.com");
    }
    let run = project.rasher(&["build", "-q"]);
    assert_eq!(run.code, 0, "{}", run.err);
    for name in own {
        assert_eq!(project.read(&format!("public/{name}")), "example.com", "{name}");
    }
}
