//! What is answered, as a browser and an attacker ask.

use std::io::{Read, Write};
use std::net::Shutdown;

use super::{Answer, Preview, site};

#[test]
fn addresses_are_answered_as_a_host_would() {
    let project = site();
    let preview = Preview::of(&project);
    for (path, status, location) in [
        ("/", 307, "/docs/"),
        ("/docs", 307, "/docs/"),
        ("/docs/guide/a?x=1", 307, "/docs/guide/a/?x=1"),
        ("/docs//guide//a/", 307, "/docs/guide/a/"),
        ("//evil.example/docs", 404, ""),
        ("/docs//evil.example", 404, ""),
        ("/docs/%C3%A9-x/gr%C3%B6%C3%9Fe", 307, "/docs/%C3%A9-x/gr%C3%B6%C3%9Fe/"),
        ("/docs/guide/a/index.html", 200, ""),
        ("/docs/images/dot.txt", 200, ""),
        ("/docs/guide/gone/", 404, ""),
        ("/elsewhere", 404, ""),
        ("/docs/.rasher/other", 404, ""),
        ("/docs/.rasher-manifest", 404, ""),
        ("/docs/rasher.yml", 404, ""),
        ("/docs/content/index.md", 404, ""),
    ] {
        let answer = preview.get(path);
        assert_eq!((answer.status, answer.header("location")), (status, location), "{path}");
    }
    let lost = preview.get("/docs/guide/gone/");
    assert!(lost.text().contains("This page does not exist"), "{}", lost.text());
    assert_eq!(lost.header("content-type"), "text/html; charset=utf-8");
}

#[test]
fn a_page_comes_with_the_policy_that_it_is_published_with() {
    let project = site();
    project.write("content/guide/b.md", "# B\n\n![x](https://pictures.example/x.png)\n");
    let preview = Preview::of(&project);
    let published = preview.get("/docs/_headers").text();
    let answer = preview.get("/docs/guide/b/");
    let policy = answer.header("content-security-policy");
    assert!(policy.contains("img-src 'self' data: https://pictures.example") && published.contains(policy), "{policy}");
    assert_eq!(answer.header("cache-control"), "no-cache");

    let mut tab = preview.open("/docs/");
    project.write("static/_headers", "/docs/*\n  Content-Security-Policy: default-src 'none'\n  X-Own: yes\n");
    project.write("content/index.md", "# Home\n\nWith headers of its own.\n");
    tab.reload();
    let answer = preview.get("/docs/");
    let policy = "default-src 'none'; script-src-elem 'self'; connect-src 'self'";
    assert_eq!((answer.header("content-security-policy"), answer.header("x-own")), (policy, "yes"));
}

#[test]
fn nothing_outside_the_table_can_be_reached() {
    let project = site();
    project.write("secret.txt", "secret");
    let preview = Preview::of(&project);
    for path in [
        "/../secret.txt",
        "/docs/../../secret.txt",
        "/docs/%2e%2e/%2e%2e/secret.txt",
        "/docs/..%2f..%2fsecret.txt",
        "/docs/images/..\\..\\..\\secret.txt",
        "/docs/%5c..%5csecret.txt",
        "/docs/%00",
        "/docs/secret.txt%00.html",
        "/docs/%ff",
        "/docs/images/%2e%2e%2f%2e%2e%2f%2e%2e%2fsecret.txt",
        "/docs//etc/passwd",
        "//etc/passwd",
        "/docs/.%2e/secret.txt",
    ] {
        let answer = preview.get(path);
        assert!(matches!(answer.status, 400 | 404), "{path}: {}", answer.status);
        assert!(!answer.text().contains("secret"), "{path}");
    }
}

#[test]
fn only_requests_that_are_meant_for_this_machine_are_answered() {
    let project = site();
    let preview = Preview::of(&project);
    let send = |head: &str| preview.send(format!("{head}Connection: close\r\n\r\n").as_bytes()).status;
    for (head, status) in [
        ("GET /docs/ HTTP/1.1\r\nHost: 127.0.0.1:9\r\n", 200),
        ("GET http://localhost/docs/ HTTP/1.1\r\nHost: localhost\r\n", 200),
        ("GET /docs/ HTTP/1.1\r\nHost: evil.example\r\n", 403),
        ("GET http://evil.example/docs/ HTTP/1.1\r\nHost: localhost\r\n", 403),
        ("GET http://localhost/docs/ HTTP/1.1\r\nHost: evil.example\r\n", 403),
        ("GET /docs/.rasher/events?page=/ HTTP/1.1\r\nHost: evil.example\r\n", 403),
        ("GET /docs/ HTTP/1.1\r\n", 400),
        ("GET /docs/ HTTP/1.1\r\nHost:\r\n", 400),
        ("GET /docs/ HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n", 400),
        ("GET /docs/ HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n", 400),
        ("GET /docs/ HTTP/1.1\r\nHost: localhost:99999999\r\n", 400),
        ("GET /docs/ HTTP/1.1\r\nHost: me@localhost\r\n", 400),
        ("GET ftp://localhost/docs/ HTTP/1.1\r\nHost: localhost\r\n", 400),
        ("GET https://localhost/docs/ HTTP/1.1\r\nHost: localhost\r\n", 400),
        ("GET http://localhost:99999999/docs/ HTTP/1.1\r\nHost: localhost\r\n", 400),
    ] {
        assert_eq!(send(head), status, "{head}");
    }
    for (target, host, reason) in [
        ("/docs/", "", "A request has to say which host it is for, and once.\n"),
        ("https://localhost/docs/", "localhost", "A preview can only be read over http.\n"),
        ("http://localhost:99999999/docs/", "localhost", "There can be no such address.\n"),
    ] {
        let request = format!("GET {target} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        assert_eq!(preview.send(request.as_bytes()).text(), reason, "{target}");
    }
    assert_eq!(send("POST /docs/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n"), 405);
    assert_eq!(send(&format!("GET /docs/ HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n", "x".repeat(100_000))), 431);
    assert_eq!(send(&format!("GET /docs/ HTTP/1.1\r\nHost: localhost\r\n{}", "X: y\r\n".repeat(200))), 431);
    // Longer than anything that the system holds for us, so that it is still being sent when it is refused.
    assert_eq!(send(&format!("GET /docs/ HTTP/1.1\r\nHost: localhost\r\nX: {}\r\n", "x".repeat(20_000_000))), 431);
    assert_eq!(
        send(&format!(
            "POST /docs/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 20000000\r\n\r\n{}",
            "x".repeat(20_000_000)
        )),
        405
    );
    assert_eq!(send("GET /docs/ SSH/2.0\r\n"), 400);
    assert_eq!(preview.get("/docs/").status, 200, "and it goes on");
}

#[test]
fn a_file_is_sent_whole_in_parts_packed_or_not_at_all() {
    let project = site();
    let large: String = (0..300_000).map(|number| format!("{number:>6}")).collect();
    project.write("static/large.txt", &large);
    project.write("static/medium.txt", &large[..200_000]);
    let preview = Preview::of(&project);
    let whole = preview.get("/docs/images/dot.txt");
    assert_eq!((whole.header("content-type"), whole.header("content-length")), ("text/plain; charset=utf-8", "1"));

    let part = preview.get_with("/docs/large.txt", &["Range: bytes=6-11"]);
    assert_eq!(
        (part.status, part.text().as_str(), part.header("content-range")),
        (206, "     1", "bytes 6-11/1800000")
    );
    let part = preview.get_with("/docs/large.txt", &["Range: bytes=-6", &format!("If-Range: {}", part.header("etag"))]);
    assert_eq!((part.status, part.text().as_str()), (206, "299999"));
    assert_eq!(preview.get_with("/docs/large.txt", &["Range: bytes=0-1", "If-Range: \"old\""]).body.len(), large.len());
    let twice = preview.get_with("/docs/large.txt", &["Range: bytes=0-1", "Range: bytes=2-3"]);
    assert_eq!((twice.status, twice.body.len()), (200, large.len()));
    let outside = preview.get_with("/docs/large.txt", &["Range: bytes=9999999-"]);
    assert_eq!((outside.status, outside.header("content-range")), (416, "bytes */1800000"));
    assert!(preview.get("/docs/large.txt").text() == large);
    let page = preview.get_with("/docs/guide/a/index.html", &["Range: bytes=0-14"]);
    assert_eq!((page.status, page.text().to_lowercase().as_str()), (206, "<!doctype html>"));

    for address in ["/docs/large.txt", "/docs/guide/a/"] {
        for headers in [&[][..], &["Accept-Encoding: gzip"], &["Accept: text/html"]] {
            let first = preview.get_with(address, headers);
            let known = format!("If-None-Match: {}", first.header("etag"));
            let again = preview.get_with(address, &[headers, &[known.as_str()]].concat());
            assert_eq!((first.status, again.status, again.body.len()), (200, 304, 0), "{address} {headers:?}");
            assert_eq!(first.header("etag"), again.header("etag"), "{address} {headers:?}");
            let other = preview.get_with(address, &[headers, &["If-Match: \"other\""]].concat());
            assert_eq!((other.status, other.body.len()), (412, 0), "{address} {headers:?}");
        }
    }

    let packed = preview.get_with("/docs/guide/a/", &["Accept-Encoding: br, gzip"]);
    let plain = preview.get("/docs/guide/a/").body;
    assert_eq!((packed.header("content-encoding"), packed.body.len() < plain.len()), ("gzip", true));
    assert_eq!(miniz_oxide::inflate::decompress_to_vec(&packed.body[10..packed.body.len() - 8]).unwrap(), plain);

    let packed = preview.get_with("/docs/medium.txt", &["Accept-Encoding: gzip"]);
    assert_eq!((packed.status, packed.header("content-encoding")), (200, "gzip"));
    let unpacked = miniz_oxide::inflate::decompress_to_vec(&packed.body[10..packed.body.len() - 8]).unwrap();
    assert!(unpacked == large.as_bytes()[..200_000] && preview.get("/docs/medium.txt").body == unpacked);
    let large = preview.get_with("/docs/large.txt", &["Accept-Encoding: gzip"]);
    assert_eq!((large.header("content-encoding"), large.header("content-length")), ("", "1800000"));

    let requests = [("guide/a/", "Accept: */*"), ("guide/a/", "Accept: text/html"), ("large.txt", "Accept: */*")];
    for (name, accept) in requests {
        let whole = preview.get_with(&format!("/docs/{name}"), &[accept]);
        let request = format!("HEAD /docs/{name} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{accept}\r\n\r\n");
        let head = preview.send(request.as_bytes());
        assert_eq!((head.status, head.body.len()), (200, 0), "{name} {accept}");
        for header in ["content-length", "etag", "accept-ranges"] {
            assert_eq!(head.header(header), whole.header(header), "{name} {accept} {header}");
        }
    }
}

#[test]
fn whoever_closes_their_side_behind_the_request_still_gets_the_answer() {
    let project = site();
    let large = "x".repeat(5_000_000);
    project.write("static/large.txt", &large);
    let preview = Preview::of(&project);
    for (address, body) in [("/docs/guide/a/", preview.get("/docs/guide/a/").body), ("/docs/large.txt", large.into())] {
        let mut stream = preview.connect();
        stream.write_all(format!("GET {address} HTTP/1.1\r\nHost: localhost\r\n\r\n").as_bytes()).unwrap();
        stream.shutdown(Shutdown::Write).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let answer = Answer::read(&bytes);
        assert!(answer.status == 200 && answer.body == body, "{address}: {}", answer.status);
    }
}

#[test]
fn a_port_that_is_taken_is_an_error_with_a_hint_when_it_was_chosen() {
    let project = site();
    let preview = Preview::of(&project);
    let run = project.rasher(&["serve", "--no-open", "--host", "127.0.0.1", "--port", &preview.port.to_string()]);
    assert_eq!(run.code, 2);
    assert!(
        run.err.contains("another program does") && run.err.contains("help: choose another with `--port`"),
        "{}",
        run.err
    );
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_preview_cleanly() {
    let project = site();
    let mut preview = Preview::of(&project);
    let tab = preview.open("/docs/");
    let signalled =
        std::process::Command::new("kill").args(["-INT", &preview.child.id().to_string()]).status().unwrap();
    assert!(signalled.success());
    assert_eq!(preview.child.wait().unwrap().code(), Some(0));
    drop(tab);
}
