//! What `rasher check` tells and mends.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};

use crate::support::{Project, assert_is, repository};

#[test]
fn everything_is_told_and_nothing_is_written() {
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("content/index.md", "# Home\n\n[x](gone.md) ![](/images/used.png)\n"),
        ("content/a.md", "---\nlabel: A\ndescription: The same words.\n---\n# Same\n"),
        ("content/b.md", "---\nlabel: B\ndescription: The same words.\n---\n# Same\n"),
        ("content/lost.md", "---\nvisibility: hidden\n---\n# Lost\n"),
        ("content/found.md", "---\nvisibility: hidden\n---\n# Found\n\n<a href=\"../by-html/\">x</a>\n"),
        ("content/by-html.md", "---\nvisibility: hidden\n---\n# By HTML\n"),
        (
            "content/c.md",
            "# C :rockett:\n\n[found](found.md) :param: 12:30:45 `:rockett:`\n\n``` # ps1\n$x :rockett:\n```\n",
        ),
        ("static/images/used.png", "x"),
        ("static/images/used-dark.png", "x"),
        ("static/images/styled.png", "x"),
        ("static/images/unused.png", "x"),
        ("static/style.css", "body { background: url(images/styled.png) }"),
        ("static/favicon.ico", "x"),
    ]);
    let run = project.rasher(&["check"]);
    assert_is(&run.transcript(), &repository("tests/help/check-of-a-neglected-project.txt"));
    assert!(!project.has("public") && !project.has(".rasher"));
    assert_eq!(project.rasher(&["check", "--strict"]).code, 1);
    let build = project.rasher(&["build"]);
    assert!(!build.err.contains("note["), "a build does not tell them: {}", build.err);
}

#[test]
fn a_page_that_the_header_leads_to_is_no_orphan() {
    let project = Project::with(&[
        ("retype.yml", "links:\n  - text: Install\n    link: /install\nfooter:\n  copyright: \"[Terms](terms.md)\"\n"),
        ("index.md", "# Home\n"),
        ("install.md", "---\nlayout: page\n---\n# Install\n"),
        ("terms.md", "---\nvisibility: hidden\n---\n# Terms\n\n[more](more.md)\n"),
        ("more.md", "---\nvisibility: hidden\n---\n# More\n"),
    ]);
    let run = project.rasher(&["check"]);
    assert_eq!(run.out, "4 pages: 0 errors, 0 warnings, 0 notes\n", "{}", run.err);
}

fn mendable() -> Project {
    Project::with(&[
        ("rasher.yml", ""),
        (
            "content/index.md",
            "# Home\n\n![](/IMAGES/Ps.png) and [g](Guide/start.md#one)\n\n[moved](old/Deep.md \"old/Deep.md\") [moved](/deep) [old/Deep.md][r]\n\n[r]: old/Deep.md\n",
        ),
        (
            "content/guide/Start.md",
            "# Start\n\n## One\n\n[home](../INDEX.md)\n\n- item\n\n  ```# ps1\n  $x\n  ```\n\n````md\n```# ps1\n```\n````\n",
        ),
        ("content/guide/deep.md", "# Deep\n\n![](ps.PNG) [twice](same.md) [page](index.md) [enc](Guide/st%61rt.md)\n"),
        ("content/one/same.md", "# Same\n"),
        ("content/two/same.md", "# Same too\n"),
        ("static/images/ps.PNG", "x"),
    ])
}

#[test]
fn what_is_mechanical_is_mended_and_shown_and_the_rest_is_left() {
    let project = mendable();
    let run = project.rasher(&["check", "--fix"]);
    assert_eq!(
        project.read("content/index.md"),
        "# Home\n\n![](/images/ps.PNG) and [g](guide/Start.md#one)\n\n[moved](guide/deep.md \"old/Deep.md\") [moved](/guide/deep) [old/Deep.md][r]\n\n[r]: old/Deep.md\n"
    );
    assert_eq!(
        project.read("content/guide/Start.md"),
        "# Start\n\n## One\n\n[home](../index.md)\n\n- item\n\n  ```ps1 #\n  $x\n  ```\n\n````md\n```# ps1\n```\n````\n"
    );
    let deep = project.read("content/guide/deep.md");
    assert!(deep.contains("[twice](same.md) [page](index.md) [enc](Guide/st%61rt.md)"), "{deep}");
    let shown = "content/index.md:3\n- ![](/IMAGES/Ps.png) and [g](Guide/start.md#one)\n+ ![](/images/ps.PNG) and [g](guide/Start.md#one)\n";
    assert!(run.out.contains(shown), "{}", run.out);
    assert!(run.out.contains("4 lines mended"), "{}", run.out);
    assert!(run.err.contains("there is no page `same.md`"), "what is uncertain is still told: {}", run.err);
    let again = project.rasher(&["check", "--fix"]);
    assert!(again.out.contains("0 lines mended"), "{}", again.out);
}

#[test]
fn a_file_in_another_encoding_is_left_as_it_is() {
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", "# Home\n")]);
    let bytes: Vec<u8> = "\u{feff}# A\n\n[home](INDEX.md)\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
    let file = project.path().join("content/a.md");
    fs::write(&file, &bytes).unwrap();
    let run = project.rasher(&["check", "--fix"]);
    assert!(run.err.contains("note[path-case]"), "{}", run.err);
    assert!((run.out + &run.err).contains("it is not UTF-8"));
    assert_eq!(fs::read(file).unwrap(), bytes);
}

#[test]
fn spaces_in_components_and_the_case_of_links_in_the_configuration_are_mended() {
    let configuration =
        "links:\n- {text: A, link: \"About.md#top\"}\n- text: About.md\n  link: About.md # About.md\nhub: About.md\n";
    let project = Project::with(&[
        ("rasher.yml", configuration),
        ("content/index.md", "# Home\n\n[!badge X] [! button Y](about.md) [!badge\n"),
        ("content/about.md", "# About\n"),
    ]);
    let over = r#"{"footer": {"links": [{"text": "x", "link": "About.md"}]}}"#;
    let run = project.rasher(&["check", "--fix", "--override", over]);
    assert_eq!(
        project.read("rasher.yml"),
        "links:\n- {text: A, link: \"about.md#top\"}\n- text: About.md\n  link: About.md # About.md\nhub: about.md\n",
        "what stands twice in a line is left"
    );
    assert_eq!(project.read("content/index.md"), "# Home\n\n[!badge X] [!button Y](about.md) [!badge\n");
    assert!(run.err.contains("--> --override:1:"), "{}", run.err);
    assert!(run.out.contains("3 lines mended\n2 pages: 0 errors, 1 warning, 2 notes"), "{}", run.out);
}

#[test]
fn tables_are_drawn_as_wide_as_their_rows_when_that_is_certain() {
    let tables = "> |a|b|\n> |:-|-:|\n> |1|2|3|4|\n\na | b\n-|-\n1|2|`3|4`\n";
    let text = format!("# Home\n\n{tables}");
    let project = Project::with(&[("rasher.yml", ""), ("content/index.md", &text)]);
    let run = project.rasher(&["check", "--fix"]);
    assert_eq!(project.read("content/index.md"), text.replace("> |:-|-:|", "> |:-|-:|---|---|"), "{}", run.out);
    let again = project.rasher(&["check", "--fix"]);
    assert!(again.out.contains("0 lines mended"), "{}", again.out);
    assert_eq!(again.err.matches("lost-cells").count(), 1, "{}", again.err);
}

#[test]
fn a_read_only_file_is_told_and_left() {
    let project = mendable();
    let file = project.path().join("content/index.md");
    let before = fs::read(&file).unwrap();
    let mut permissions = fs::metadata(&file).unwrap().permissions();
    permissions.set_readonly(true);
    fs::set_permissions(&file, permissions).unwrap();
    let run = project.rasher(&["check", "--fix"]);
    assert!(run.err.contains("`content/index.md` was not mended: it is read-only"), "{}", run.err);
    assert_eq!(fs::read(&file).unwrap(), before);
    assert!(project.read("content/guide/Start.md").contains("```ps1 #"), "the others are mended");
}

#[test]
fn a_mend_is_part_of_what_tools_get() {
    let project = mendable();
    let run = project.rasher(&["check", "--format", "json"]);
    let values: Vec<serde_json::Value> = run.out.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(values.iter().any(|value| value["replacement"] == "ps1 #" && value["code"] == "fence-order"), "{values:?}");
}

/// Another host: answers by path, and counts what it is asked.
fn another_host() -> (u16, Arc<Mutex<BTreeMap<String, usize>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let asked = Arc::new(Mutex::new(BTreeMap::new()));
    let count = Arc::clone(&asked);
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            let first = lines.next().and_then(Result::ok).unwrap_or_default();
            let words: Vec<&str> = first.split(' ').collect();
            let [method, path, _] = words[..] else { continue };
            while lines.next().and_then(Result::ok).is_some_and(|line| !line.is_empty()) {}
            *count.lock().unwrap().entry(format!("{method} {path}")).or_default() += 1;
            let answer = match (method, path) {
                (_, "/fine") | ("GET", "/get-only") => "200 OK",
                ("HEAD", "/get-only") => "405 Method Not Allowed",
                (_, "/moved") => "301 Moved Permanently\r\nLocation: /fine",
                (_, "/for-now") => "302 Found\r\nLocation: fine",
                (_, "/shy") => "403 Forbidden",
                (_, "/down") => "503 Service Unavailable",
                (_, "/circle") => "302 Found\r\nLocation: /circle",
                _ => "404 Not Found",
            };
            write!(stream, "HTTP/1.1 {answer}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n").ok();
        }
    });
    (port, asked)
}

#[test]
fn other_hosts_are_asked_politely_and_only_when_that_is_wanted() {
    let (port, asked) = another_host();
    let names = ["fine", "fine#part", "get-only", "moved", "for-now", "shy", "down", "gone", "circle"];
    let links: Vec<String> = names.iter().map(|name| format!("[{name}](http://127.0.0.1:{port}/{name})")).collect();
    let links = format!("# Home\n\n{}\n\n[e](https://example.com/x) [l](http://localhost:1/)\n", links.join("\n"));
    let config = format!(
        "links:\n- link: http://127.0.0.1:{port}/of-header\nhub: http://127.0.0.1:{port}/of-hub\ncheck:\n  external:\n    exclude: 127.0.0.1:{port}/private\n"
    );
    let links = format!("{links}\n[p](http://127.0.0.1:{port}/private/x)\n");
    let project = Project::with(&[("rasher.yml", &config), ("content/index.md", &links)]);
    project.rasher(&["check"]);
    assert!(asked.lock().unwrap().is_empty(), "nobody is asked without `--external`");

    let run = project.rasher(&["check", "--external"]);
    for told in [
        format!("note[external-redirect]: `http://127.0.0.1:{port}/moved` has moved for good"),
        format!("link to `http://127.0.0.1:{port}/fine`"),
        format!("note[external-link]: `http://127.0.0.1:{port}/shy` is not shown to programs (403)"),
        format!("warning[external-link]: `http://127.0.0.1:{port}/down` fails (503)"),
        format!("warning[external-link]: `http://127.0.0.1:{port}/gone` is not there (404)"),
        format!("warning[external-link]: `http://127.0.0.1:{port}/circle` does not answer: it leads on without end"),
    ] {
        assert!(run.err.contains(&told), "{told} is missing in\n{}", run.err);
    }
    assert!(
        !run.err.contains("/for-now`") && !run.err.contains("/get-only`") && !run.err.contains("/fine` "),
        "{}",
        run.err
    );
    assert!(!run.err.contains("example.com") && !run.err.contains("localhost:1"), "{}", run.err);
    assert!(run.err.contains("content/index.md:"), "{}", run.err);
    assert!(run.err.contains("/of-header` is not there (404)\n --> rasher.yml:2:3"), "{}", run.err);
    assert!(run.err.contains("/of-hub` is not there (404)\n --> rasher.yml:3:1"), "{}", run.err);
    assert!(!run.err.contains("/private/x` is not there"), "{}", run.err);
    let count = |name: &str| asked.lock().unwrap().get(&format!("HEAD /{name}")).copied().unwrap_or_default();
    let (get_only, gone) = (count("get-only"), count("gone"));
    assert_eq!((get_only, gone), (1, 1));

    let again = project.rasher(&["check", "--external"]);
    assert_eq!((count("get-only"), count("gone")), (1, 2), "what answered is remembered, what did not is asked again");
    assert!(again.err.contains("external-redirect"), "what is remembered is told: {}", again.err);
}
