//! The preview, as a browser and an attacker see it: the real program is started, its project edited, its port talked to.

mod answers;
mod crowds;
mod following;

use std::collections::BTreeMap;
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::support::{self, Project};

/// Long enough for anything on a machine that is many times slower; only what fails waits so long.
const PATIENCE: Duration = Duration::from_secs(120);

/// Held by tests with hundreds of connections: together they would need more files than systems let one program open (1024).
pub static CROWD: Mutex<()> = Mutex::new(());

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
