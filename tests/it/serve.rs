//! The preview, as a browser and an attacker see it: the real program is started, its project edited, its port talked to.

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{self, Project};
use crate::updated;

/// Long enough for anything on a machine that is many times slower; only what fails waits so long.
const PATIENCE: Duration = Duration::from_secs(120);

/// A running `rasher serve`.
pub struct Preview {
    child: Child,
    pub port: u16,
    pub base: String,
}

impl Preview {
    pub fn of(project: &Project) -> Self {
        Self::with(project, &[])
    }

    fn with(project: &Project, arguments: &[&str]) -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_rasher"))
            .args([
                "serve",
                "--no-open",
                "--host",
                "127.0.0.1",
                "--port",
                "0",
                "--override",
                "{\"start\":{\"debounce\":20}}",
            ])
            .args(arguments)
            .current_dir(project.path())
            .env("SOURCE_DATE_EPOCH", "1760000000")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address =
            lines.find_map(|line| line.unwrap().split_once(" → http://127.0.0.1:").map(|(_, rest)| rest.to_owned()));
        let address = address.unwrap();
        // What it says later must not fill the pipe.
        std::thread::spawn(move || lines.for_each(drop));
        let (port, path) = address.split_once('/').unwrap();
        Self { child, port: port.parse().unwrap(), base: format!("/{path}") }
    }

    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// Listens so often that there is no room for anybody else.
    pub fn crowd(&self) -> Vec<TcpStream> {
        let listen = || {
            let mut stream = self.connect();
            let request = format!("GET {}.rasher/events?page=/ HTTP/1.1\r\nHost: localhost\r\n\r\n", self.base);
            stream.write_all(request.as_bytes()).unwrap();
            let mut status = [0; 12];
            stream.read_exact(&mut status).unwrap();
            (!status.ends_with(b"503")).then_some(stream)
        };
        std::iter::from_fn(listen).collect()
    }

    /// Sets how many files it may have open from now on.
    #[cfg(target_os = "linux")]
    fn may_open(&self, files: u32) {
        let arguments = [format!("--pid={}", self.child.id()), format!("--nofile={files}:4096")];
        assert!(Command::new("prlimit").args(arguments).status().unwrap().success());
    }

    /// Sends a whole request and reads the whole answer.
    fn send(&self, request: &[u8]) -> Answer {
        let mut stream = self.connect();
        stream.write_all(request).ok();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).ok();
        Answer::read(&bytes)
    }

    fn get_with(&self, path: &str, headers: &[&str]) -> Answer {
        let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
        self.send(format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n").as_bytes())
    }

    fn get(&self, path: &str) -> Answer {
        self.get_with(path, &[])
    }

    /// Opens a page as a browser does, and listens for news of it.
    fn open(&self, path: &str) -> Tab {
        let page = self.get_with(path, &["Accept: text/html"]).text();
        let value = |name: &str| {
            let rest = page
                .split_once(&format!("data-{name}=\""))
                .unwrap_or_else(|| panic!("{path} has no script:\n{page}"))
                .1;
            rest.split('"').next().unwrap().to_owned()
        };
        let query = format!("page={path}&shown={}&moment={}", value("shown"), value("moment"));
        let mut stream = self.connect();
        // The older version of the protocol sends the stream as it is.
        let request = format!("GET {}.rasher/events?{query} HTTP/1.0\r\nHost: localhost\r\n\r\n", self.base);
        stream.write_all(request.as_bytes()).unwrap();
        let mut tab = Tab { lines: BufReader::new(stream) };
        match tab.next().0.as_str() {
            "news" => tab,
            // It changed again between the page and its stream, which a browser would be told, too.
            _ => self.open(path),
        }
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

/// An open page.
struct Tab {
    lines: BufReader<TcpStream>,
}

impl Tab {
    /// The next event.
    fn next(&mut self) -> (String, Value) {
        let (start, mut event) = (Instant::now(), String::new());
        loop {
            let mut line = String::new();
            assert!(self.lines.read_line(&mut line).unwrap() > 0, "the stream ended");
            if let Some(name) = line.strip_prefix("event: ") {
                event = name.trim().to_owned();
            } else if let Some(data) = line.strip_prefix("data: ") {
                let data = serde_json::from_str(data).unwrap();
                self.lines.read_line(&mut String::new()).unwrap();
                return (event, data);
            }
            // An idle stream shows from time to time that it lives.
            assert!(start.elapsed() < PATIENCE, "nothing came");
        }
    }

    fn until(&mut self, wanted: impl Fn(&str, &Value) -> bool) -> Value {
        let start = Instant::now();
        loop {
            let (event, data) = self.next();
            if wanted(&event, &data) {
                return data;
            }
            assert!(start.elapsed() < PATIENCE, "only others came, last {event} {data}");
        }
    }

    fn reload(&mut self) {
        self.until(|event, _| event == "reload");
    }

    /// The files that are told next, without a reload.
    fn files(&mut self) -> Value {
        let (event, mut data) = self.next();
        assert_eq!(event, "news", "{data}");
        data["files"].take()
    }
}

#[derive(Debug)]
struct Answer {
    status: u16,
    headers: BTreeMap<String, String>,
    body: Vec<u8>,
}

impl Answer {
    fn read(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|window| window == b"\r\n\r\n").unwrap_or(bytes.len());
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)?.parse().ok()).unwrap_or_default();
        let header = |line: &str| line.split_once(": ").map(|(name, value)| (name.to_owned(), value.to_owned()));
        Self {
            status,
            headers: lines.filter_map(header).collect(),
            body: bytes.get(end + 4..).unwrap_or_default().to_vec(),
        }
    }

    fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", String::as_str)
    }
}

fn site() -> Project {
    Project::with(&[
        ("rasher.yml", "url: example.com/docs\n"),
        ("content/index.md", "# Home\n\n[a](guide/a.md)\n"),
        ("content/guide/a.md", "# A\n\n```ps1 #\n$x\n```\n"),
        ("content/guide/b.md", "# B\n\n[!badge text=\"B\"]\n"),
        ("content/é x/Größe.md", "# Größe\n"),
        ("static/style.css", "body { color: red }\n"),
        ("static/images/Dot.TXT", "x"),
    ])
}

/// Builds the project and compares every file with what the preview sends, once it has seen the last write.
fn assert_equals_the_build(preview: &Preview, project: &Project) {
    let output = project.path().join("../built").join(project.path().file_name().unwrap());
    let run = project.rasher(&["build", "--output", output.to_str().unwrap()]);
    assert!(run.code < 2, "{}", run.err);
    let built = files(&output);
    assert!(built.len() > 5);
    let start = Instant::now();
    while let Some(difference) = built.iter().find_map(|(path, bytes)| difference(preview, path, bytes)) {
        assert!(start.elapsed() < PATIENCE, "{difference}");
        std::thread::sleep(Duration::from_millis(50));
    }
    fs::remove_dir_all(&output).unwrap();
}

/// How what the preview sends differs from a built file.
fn difference(preview: &Preview, path: &str, bytes: &[u8]) -> Option<String> {
    let encoded = |byte: u8| match byte.is_ascii_graphic() {
        true => char::from(byte).to_string(),
        false => format!("%{byte:02x}"),
    };
    let address: String = path.bytes().map(encoded).collect();
    let answer = preview.get(&format!("{}{address}", preview.base));
    let differs = answer.status != 200 || answer.body != bytes;
    differs.then(|| format!("{path} differs:\n{}\nbuilt:\n{}", answer.text(), String::from_utf8_lossy(bytes)))
}

fn files(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let files = support::files(folder).into_iter().filter(|(name, _)| name != ".rasher-manifest");
    files.map(|(name, path)| (name, fs::read(path).unwrap())).collect()
}

#[test]
fn the_preview_is_the_build_byte_for_byte_and_a_browser_gets_one_line_more() {
    let project = site();
    let preview = Preview::of(&project);
    assert_eq!(preview.base, "/docs/");
    assert_equals_the_build(&preview, &project);
    let plain = preview.get("/docs/guide/a/");
    for accept in ["Accept: text/html,*/*", "Sec-Fetch-Dest: document"] {
        let shown = preview.get_with("/docs/guide/a/", &[accept]);
        let more = shown.body.strip_prefix(plain.body.as_slice()).unwrap();
        let more = String::from_utf8_lossy(more);
        assert!(more.starts_with("<script src=\"/docs/.rasher/client.js\" ") && more.lines().count() == 1, "{more}");
    }
    assert_eq!(preview.get_with("/docs/guide/a/?raw", &["Accept: text/html"]).body, plain.body);
    assert_eq!(preview.get("/docs/.rasher/client.js").header("content-type"), "text/javascript; charset=utf-8");
}

#[test]
fn only_the_page_whose_bytes_changed_reloads() {
    let project = site();
    let preview = Preview::of(&project);
    let (mut a, mut b) = (preview.open("/docs/guide/a/"), preview.open("/docs/guide/b/"));
    project.write("content/guide/a.md", "# A\n\nNow with text.\n");
    a.reload();
    assert!(preview.get("/docs/guide/a/").text().contains("Now with text."));
    // A style concerns both. It is the first that the other page hears.
    project.write("static/style.css", "body { color: blue }\n");
    assert_eq!(b.files(), serde_json::json!(["/docs/style.css"]));
    project.write("content/guide/b.md", "---\nlabel: Other\n---\n# B\n");
    // Its label stands in the navigation of every page.
    a.reload();
    b.reload();
    assert_equals_the_build(&preview, &project);
}

#[test]
fn a_style_is_exchanged_in_place_even_when_it_is_the_themes() {
    let project = site();
    let preview = Preview::of(&project);
    let mut tab = preview.open("/docs/");
    project.write("static/style.css", "body { color: blue }\n");
    let news = tab.until(|_, data| data["files"] != serde_json::json!([]));
    assert_eq!((&news["reload"], &news["files"]), (&false.into(), &serde_json::json!(["/docs/style.css"])));
    project.write("static/theme/theme.css", "body { color: green }\n");
    let news = tab.until(|_, data| data["files"].to_string().contains("theme.css"));
    assert_eq!(news["reload"], false);
    assert_equals_the_build(&preview, &project);
}

#[test]
fn whatever_is_edited_in_whatever_way_is_shown_without_a_restart() {
    let project = site();
    let path = |name: &str| project.path().join(name);
    let preview = Preview::of(&project);
    let mut tab = preview.open("/docs/guide/a/");
    type Edit<'a> = (&'a str, Box<dyn Fn() + 'a>);
    let edits: [Edit<'_>; 9] = [
        (
            "an editor writes beside and renames",
            Box::new(|| {
                project.write("content/guide/a.md.new", "# A\n\nRenamed into place.\n");
                fs::rename(path("content/guide/a.md.new"), path("content/guide/a.md")).unwrap();
            }),
        ),
        (
            "an editor moves the old file away first",
            Box::new(|| {
                fs::rename(path("content/guide/a.md"), path("content/guide/a.md~")).unwrap();
                project.write("content/guide/a.md", "# A\n\nWritten anew.\n");
                fs::remove_file(path("content/guide/a.md~")).unwrap();
            }),
        ),
        ("a new folder with a page", Box::new(|| project.write("content/new/deep/c.md", "# C\n"))),
        ("a page in that folder", Box::new(|| project.write("content/new/deep/d.md", "# D\n"))),
        ("a folder is renamed", Box::new(|| fs::rename(path("content/new"), path("content/renamed")).unwrap())),
        (
            "a hundred pages at once",
            Box::new(|| {
                (0..100).for_each(|number| project.write(&format!("content/many/{number}.md"), "# Many\n"));
            }),
        ),
        ("a folder is removed", Box::new(|| fs::remove_dir_all(path("content/many")).unwrap())),
        (
            "the configuration",
            Box::new(|| project.write("rasher.yml", "url: example.com/docs\nbranding:\n  title: Renamed\n")),
        ),
        ("a template", Box::new(|| project.write("templates/footer.html", "<footer>Mine</footer>"))),
    ];
    for (what, edit) in edits {
        edit();
        println!("{what}");
        // A row of changes may be told in pieces; the last of them shows everything.
        tab.reload();
        assert_equals_the_build(&preview, &project);
        tab = preview.open("/docs/guide/a/");
    }
}

#[test]
fn a_commit_and_another_branch_are_shown_with_the_days_of_last_changes() {
    let project = site();
    project.write("rasher.yml", "url: example.com/docs\nlastUpdated:\n  date: true\n");
    let git = |day: &str, arguments: &[&str]| updated::git(project.path(), day, arguments);
    git("2024-01-01", &["init", "-q", "-b", "main"]);
    git("2024-01-01", &["add", "."]);
    git("2024-01-01", &["commit", "-q", "-m", "first"]);
    let preview = Preview::of(&project);
    assert_equals_the_build(&preview, &project);
    let mut tab = preview.open("/docs/guide/a/");
    project.write("content/guide/a.md", "# A\n\nMore.\n");
    tab.reload();
    let before = preview.get("/docs/guide/a/").text();
    let mut tab = preview.open("/docs/guide/a/");
    git("2024-05-05", &["commit", "-q", "-a", "-m", "second"]);
    tab.reload();
    assert!(preview.get("/docs/guide/a/").text() != before);
    assert_equals_the_build(&preview, &project);

    git("2024-06-06", &["checkout", "-q", "-b", "other"]);
    git("2024-06-06", &["mv", "content/guide", "content/elsewhere"]);
    git("2024-06-06", &["commit", "-q", "-m", "third"]);
    assert_equals_the_build(&preview, &project);
    git("2024-06-06", &["checkout", "-q", "main"]);
    assert_equals_the_build(&preview, &project);
}

#[test]
fn the_sitemap_of_the_preview_has_the_days_of_git_too() {
    let project = site();
    updated::git(project.path(), "2024-01-01", &["init", "-q", "-b", "main"]);
    updated::git(project.path(), "2024-01-01", &["add", "."]);
    let preview = Preview::of(&project);
    assert!(!preview.get("/docs/sitemap.xml").text().contains("<lastmod>"));
    updated::git(project.path(), "2024-01-01", &["commit", "-q", "-m", "first"]);
    assert_equals_the_build(&preview, &project);
    assert!(preview.get("/docs/sitemap.xml").text().contains("<lastmod>2024-01-01</lastmod>"));
}

/// How long a machine may take for what has to look like one moment.
const MOMENT: Duration = Duration::from_secs(1);

/// Tries something until the machine was quick enough for it to count, and gives what came of it; nothing when it never was.
fn in_a_moment<T>(mut attempt: impl FnMut(usize) -> T) -> Option<T> {
    (0..20).find_map(|number| {
        let start = Instant::now();
        let result = attempt(number);
        (start.elapsed() < MOMENT).then_some(result)
    })
}

#[test]
fn a_page_that_an_editor_empties_and_then_fills_is_never_shown_empty() {
    let project = site();
    let preview = Preview::of(&project);
    let page = project.path().join("content/guide/a.md");
    let shown = || preview.get("/docs/guide/a/").text();
    let told = in_a_moment(|number| {
        let mut tab = preview.open("/docs/guide/a/");
        fs::write(&page, "").unwrap();
        // It is looked at while it is empty: the second of these looks began behind that.
        let told = ["red", "blue"].map(|colour| {
            project.write("static/style.css", &format!("body {{ color: {colour}; order: {number} }}\n"));
            tab.next()
        });
        fs::write(&page, format!("# A\n\nFilled, {number}.\n")).unwrap();
        (tab, told, format!("Filled, {number}."))
    });
    if let Some((mut tab, told, filled)) = told {
        assert!(told.iter().all(|(event, _)| event == "news"), "{told:?}");
        assert_eq!(tab.next().0, "reload");
        assert!(shown().contains(&filled));
    }
    let mut tab = preview.open("/docs/guide/a/");
    fs::write(&page, "").unwrap();
    tab.reload();
    assert!(!shown().contains("Filled"), "a page that stays empty is shown so");
    assert_equals_the_build(&preview, &project);
}

#[test]
fn a_configuration_that_an_editor_empties_and_then_fills_changes_nothing() {
    let project = site();
    let preview = Preview::of(&project);
    let (file, text) = (project.path().join("rasher.yml"), project.read("rasher.yml"));
    let tab = in_a_moment(|_| {
        let tab = preview.open("/docs/guide/a/");
        fs::write(&file, "").unwrap();
        std::thread::sleep(Duration::from_millis(200));
        fs::write(&file, &text).unwrap();
        tab
    });
    if let Some(mut tab) = tab {
        project.write("static/style.css", "body { color: blue }\n");
        assert_eq!(tab.files(), serde_json::json!(["/docs/style.css"]));
    }
    assert_equals_the_build(&preview, &project);
}

#[test]
fn a_project_that_is_broken_for_a_while_keeps_its_last_good_site() {
    let project = site();
    let path = |name: &str| project.path().join(name);
    let preview = Preview::of(&project);
    let mut tab = preview.open("/docs/guide/a/");
    let good = preview.get("/docs/guide/a/").body;
    let broken = |tab: &mut Tab| tab.until(|_, data| !data["findings"]["failure"].is_null());
    let mended = |tab: &mut Tab| tab.until(|_, data| data["findings"]["failure"].is_null());

    project.write("rasher.yml", "url: [\n");
    let message = broken(&mut tab)["findings"]["failure"]["message"].to_string();
    assert!(message.contains("rasher.yml:1:6") && message.contains("YAML"), "{message}");
    assert_eq!(preview.get("/docs/guide/a/").body, good);
    project.write("rasher.yml", "url: example.com/docs\n");
    mended(&mut tab);

    fs::rename(path("content"), path("elsewhere")).unwrap();
    broken(&mut tab);
    assert_eq!(preview.get("/docs/guide/a/").body, good);
    fs::rename(path("elsewhere"), path("content")).unwrap();
    mended(&mut tab);
    project.write("content/guide/a.md", "# A\n\nStill followed.\n");
    tab.reload();
    assert_equals_the_build(&preview, &project);
}

#[cfg(target_os = "linux")]
#[test]
fn what_the_system_refuses_for_a_while_is_read_when_it_can_be() {
    let project = site();
    let preview = Preview::of(&project);
    let mut tab = preview.open("/docs/guide/a/");
    preview.may_open(3);
    project.write("content/guide/a.md", "# A\n\nWritten meanwhile.\n");
    tab.until(|_, data| !data["findings"]["failure"].is_null());
    // Of which no event tells.
    preview.may_open(1024);
    tab.reload();
    assert_equals_the_build(&preview, &project);
}

#[cfg(unix)]
#[test]
fn a_folder_that_may_not_be_read_is_told_and_shown_when_it_may() {
    use std::os::unix::fs::PermissionsExt;

    let project = site();
    let folder = project.path().join("content/guide");
    let allow = |mode| fs::set_permissions(&folder, fs::Permissions::from_mode(mode)).unwrap();
    let preview = Preview::of(&project);
    let mut tab = preview.open("/docs/");
    allow(0o000);
    if fs::read_dir(&folder).is_ok() {
        // The system refuses this user nothing.
        return;
    }
    tab.until(|_, data| data["findings"]["elsewhere"].to_string().contains("`content/guide` cannot be read"));
    assert_equals_the_build(&preview, &project);
    allow(0o755);
    tab.until(|_, data| data["findings"]["elsewhere"] == serde_json::json!([]));
    assert_equals_the_build(&preview, &project);
}

#[test]
fn a_project_whose_folder_is_replaced_is_followed_on() {
    let project = site();
    let path = |name: &str| project.path().join(name);
    project.write("copy/content/index.md", "# Another\n");
    let preview = Preview::of(&project);
    let mut tab = preview.open("/docs/");
    fs::rename(path("content"), path("old")).unwrap();
    fs::rename(path("copy/content"), path("content")).unwrap();
    tab.reload();
    let mut tab = preview.open("/docs/");
    project.write("content/index.md", "# Another\n\nEdited.\n");
    tab.reload();
    assert_equals_the_build(&preview, &project);
}

#[test]
fn what_is_wrong_is_told_to_the_page_with_its_place_and_a_link_to_the_editor() {
    let project = site();
    let preview = Preview::of(&project);
    let mut tab = preview.open("/docs/guide/a/");
    project.write("content/guide/a.md", "# A\n\n[x](gone.md)\n");
    tab.reload();
    project.write("content/guide/b.md", "# B\n\n[x](gone.md)\n");
    let news = tab.until(|_, data| data["findings"]["elsewhere"] != serde_json::json!([]));
    let (here, elsewhere) = (&news["findings"]["here"], &news["findings"]["elsewhere"]);
    assert_eq!((here.as_array().map(Vec::len), elsewhere.as_array().map(Vec::len)), (Some(1), Some(1)));
    let place = &here[0]["place"];
    assert_eq!((&here[0]["code"], &place["line"], &place["column"]), (&"dead-link".into(), &3.into(), &5.into()));
    let file = fs::canonicalize(project.path().join("content/guide/a.md")).unwrap();
    assert_eq!(place["editor"], format!("vscode://file{}:3:5", file.to_str().unwrap()));
}

#[test]
fn a_page_is_told_of_a_hundred_findings_elsewhere_and_how_many_more_there_are() {
    let project = site();
    project.write("content/guide/b.md", &"[x](gone.md)\n".repeat(300));
    let preview = Preview::of(&project);
    let mut tab = preview.open("/docs/guide/a/");
    project.write("content/guide/a.md", "# A\n\n[x](gone.md)\n");
    let findings = tab.until(|event, _| event == "reload")["findings"].take();
    let count = |list: &str| findings[list].as_array().map(Vec::len);
    assert_eq!((count("here"), count("elsewhere"), &findings["more"]), (Some(1), Some(100), &200.into()));
}

#[test]
fn a_change_is_noticed_by_looking_where_the_system_does_not_tell() {
    let project = site();
    project.write("rasher.yml", "url: example.com/docs\nserve:\n  watch:\n    polling: 50\n");
    let preview = Preview::with(&project, &["--poll"]);
    let mut tab = preview.open("/docs/guide/a/");
    project.write("content/guide/a.md", "# A\n\nFound by looking.\n");
    tab.reload();
}

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
fn pages_are_shown_and_followed_while_a_demo_is_built() {
    let project = Project::with(&[
        ("rasher.yml", ""),
        ("Cargo.toml", "[workspace]\nmembers = [\"demos/*\"]\n"),
        ("demos/slow/Cargo.toml", "[package]\nname = \"slow\"\nversion = \"0.1.0\"\nedition = \"2021\"\n"),
        ("content/index.md", "# A\n\n[!demo slow]\n"),
    ]);
    // The demo runs until it is told to end, however long this machine takes for the steps between.
    let (told, folder) = (project.path().join("told"), project.path());
    let program = format!(
        "use std::path::Path;\n\nfn main() {{\n    while Path::new({folder:?}).exists() && !Path::new({told:?}).exists() {{\n        \
         std::thread::sleep(std::time::Duration::from_millis(10));\n    }}\n    println!(\"done\");\n}}\n"
    );
    project.write("demos/slow/src/main.rs", &program);
    let preview = Preview::of(&project);
    let mut tab = preview.open("/");
    project.write("content/index.md", "# A\n\nEdited.\n\n[!demo slow]\n");
    tab.reload();
    let mut tab = preview.open("/");
    let page = preview.get("/").text();
    assert!(page.contains("Edited.") && !page.contains("data-demo"), "{page}");
    project.write("told", "");
    tab.reload();
    assert!(preview.get("/").text().contains("done</pre>"));
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

/// Held by tests with hundreds of connections: together they would need more files than systems let one program open (1024).
pub static CROWD: Mutex<()> = Mutex::new(());

#[test]
fn two_hundred_readers_are_served_whoever_else_dawdles() {
    let _alone = CROWD.lock().unwrap_or_else(PoisonError::into_inner);
    let project = site();
    let preview = Preview::of(&project);
    let dawdlers: Vec<TcpStream> = (0..100)
        .map(|number| {
            let mut stream = preview.connect();
            let start: &[u8] = if number % 2 == 0 { b"GET /docs/ HTTP/1.1\r\nHo" } else { b"" };
            stream.write_all(start).unwrap();
            stream
        })
        .collect();
    let readers: Vec<_> = (0..200).map(|_| preview.connect()).collect();
    for mut reader in &readers {
        reader.write_all(b"GET /docs/guide/a/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").unwrap();
    }
    let plain = preview.get("/docs/guide/a/").body;
    for mut reader in readers {
        let mut bytes = Vec::new();
        reader.read_to_end(&mut bytes).unwrap();
        assert!(Answer::read(&bytes).body == plain);
    }
    drop(dawdlers);
}

#[test]
fn more_connections_than_there_is_room_for_are_refused_politely() {
    let _alone = CROWD.lock().unwrap_or_else(PoisonError::into_inner);
    let project = site();
    let preview = Preview::of(&project);
    let start = Instant::now();
    let mut seats: Vec<TcpStream> = (0..512).map(|_| preview.connect()).collect();
    let refused = loop {
        let answer = preview.get("/docs/");
        if answer.status == 503 {
            break answer;
        }
        assert!(start.elapsed() < PATIENCE, "{answer:?}");
        // On a slow machine the first have waited for too long, and given up their seats.
        seats.push(preview.connect());
    };
    assert_eq!(refused.header("retry-after"), "1");
    drop(seats);
    while preview.get("/docs/").status != 200 {
        assert!(start.elapsed() < PATIENCE);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_reader_of_a_large_file_takes_one_of_the_files_that_may_be_open() {
    let project = site();
    project.write("static/large.txt", &"x".repeat(20_000_000));
    let preview = Preview::of(&project);
    let opened = || fs::read_dir(format!("/proc/{}/fd", preview.child.id())).unwrap().count();
    let before = opened();
    let readers: Vec<TcpStream> = (0..40)
        .map(|_| {
            let mut reader = preview.connect();
            reader.write_all(b"GET /docs/large.txt HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
            reader.read_exact(&mut [0; 15]).unwrap();
            reader
        })
        .collect();
    // Pieces are read by 16 threads at most.
    assert!(opened() <= before + readers.len() + 16, "{before} {}", opened());
}

#[cfg(target_os = "linux")]
#[test]
fn a_crowd_does_not_take_the_files_that_the_project_is_read_through() {
    let _alone = CROWD.lock().unwrap_or_else(PoisonError::into_inner);
    let project = site();
    let preview = Preview::of(&project);
    let opened = || fs::read_dir(format!("/proc/{}/fd", preview.child.id())).unwrap().count();
    let before = opened();
    let crowd: Vec<TcpStream> = (0..640).map(|_| preview.connect()).collect();
    // The last that is let in or shut out was seen, and so were all before.
    let last = &mut crowd.last().unwrap();
    last.write_all(b"GET /docs/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").ok();
    last.read_to_end(&mut Vec::new()).ok();
    assert!(opened() < before + 512 + 100, "{}", opened());
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
fn ctrl_c_ends_it_cleanly() {
    let project = site();
    let mut preview = Preview::of(&project);
    let tab = preview.open("/docs/");
    let signalled = Command::new("kill").args(["-INT", &preview.child.id().to_string()]).status().unwrap();
    assert!(signalled.success());
    assert_eq!(preview.child.wait().unwrap().code(), Some(0));
    drop(tab);
}
