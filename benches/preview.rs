//! The preview, as an author feels it: `cargo bench --bench preview -- [PAGES]`.
//!
//! A site is generated, `rasher serve` started, and its first page asked for; then a page is saved again and again, by renaming a
//! file over it as editors do, until its open tab is told to reload. Wall time is what an author waits; CPU time is what to
//! compare on a machine that does other things, too.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench that cannot go on stops")]

#[path = "site/generators.rs"]
#[allow(dead_code, reason = "the other bench builds with it")]
mod generators;
#[path = "site/posts.rs"]
mod posts;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use generators::{Generator, mixed};
use posts::Code;

/// How often a page is saved in each way.
const SAVES: usize = 15;

/// Files that were written within two seconds may be written again unseen, and are read at every look. An author's are older.
const SETTLING: Duration = Duration::from_millis(2500);

/// In milliseconds.
const DEBOUNCE: f64 = 20.0;

fn main() {
    let sizes: Vec<usize> = std::env::args().skip(1).filter_map(|size| size.parse().ok()).collect();
    let folder = std::env::var_os("BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from).join("rasher-preview");
    for pages in if sizes.is_empty() { vec![10_000] } else { sizes } {
        fs::remove_dir_all(&folder).ok();
        Generator::Rasher.generate(&folder, pages, Code::Plain, &mixed(pages, Code::Plain));
        std::thread::sleep(SETTLING);
        measure(&folder, pages);
    }
    fs::remove_dir_all(&folder).ok();
}

fn measure(folder: &Path, pages: usize) {
    println!("\n### {pages} pages\n\n| what | wall ms | CPU ms |\n|---|---|---|");
    let start = Instant::now();
    let preview = Preview::start(folder);
    preview.get("/");
    println!("| start to the first page | {:.0} | {:.0} |", milliseconds(start), preview.cpu());
    let mut files: Vec<PathBuf> =
        fs::read_dir(folder.join("content/posts")).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    let file = &files[files.len() / 2];
    let text = fs::read_to_string(file).unwrap();
    let address = format!("/posts/{}/", file.file_stem().unwrap().to_str().unwrap());
    let saves = |what: &str, text: &dyn Fn(usize) -> String| {
        preview.saves(what, &address, |number| (file.clone(), text(number)));
    };
    let said = |key: &str, value: &str| text.replacen("---\n", &format!("---\n{key}: {value}\n"), 1);
    saves("words of a page", &|number| format!("{text}\n\nMore words, {number}.\n"));
    saves("its title", &|number| text.replacen("\n# ", &format!("\n# Another {number} "), 1));
    saves("its description", &|number| said("description", &format!("Said {number}")));
    saves("its category", &|number| said("category", &format!("Said {number}")));
    saves("its icon", &|number| said("icon", ["home", "rocket"][number % 2]));
    saves("its links", &|number| format!("{text}\n\n[a link](/posts/index.md#x{number})\n"));
    // All pages that follow stand beside the one in the tab, which shows them in its navigation.
    let beside = |name: String| file.with_file_name(name);
    let neighbour = &files[files.len() / 2 + 1];
    preview.saves("the address of its neighbour", &address, |number| {
        (neighbour.clone(), said("permalink", &format!("/elsewhere/{number}")))
    });
    preview.saves("a new page", &address, |number| (beside(format!("page-005000-{number}.md")), text.clone()));
    preview.saves("the title of its folder", &address, |number| {
        (beside("index.yml".to_owned()), format!("label: Posts {number}\n"))
    });
}

struct Preview {
    child: Child,
    port: u16,
}

impl Preview {
    fn start(folder: &Path) -> Self {
        let debounce = format!("{{\"start\":{{\"debounce\":{DEBOUNCE}}}}}");
        let mut child = Command::new(env!("CARGO_BIN_EXE_rasher"))
            .args(["serve", "--no-open", "--host", "127.0.0.1", "--port", "0", "--override", &debounce])
            .arg(folder)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        let address = |line: String| Some(line.split_once("http://127.0.0.1:")?.1.split('/').next()?.to_owned());
        let port = lines.find_map(|line| address(line.unwrap())).unwrap().parse().unwrap();
        std::thread::spawn(move || lines.for_each(drop));
        Self { child, port }
    }

    fn ask(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        write!(stream, "GET {path} HTTP/1.0\r\nHost: localhost\r\nAccept: text/html\r\n\r\n").unwrap();
        stream
    }

    fn get(&self, path: &str) -> String {
        let mut bytes = Vec::new();
        self.ask(path).read_to_end(&mut bytes).unwrap();
        String::from_utf8_lossy(&bytes).into_owned()
    }

    /// Saves a file, and waits each time until the tab of the page at an address is told. Tells the middle of the times.
    fn saves(&self, what: &str, address: &str, text: impl Fn(usize) -> (PathBuf, String)) {
        let page = self.get(address);
        let value = |name: &str| page.split_once(&format!("data-{name}=\"")).unwrap().1.split('"').next().unwrap();
        let query = format!("page={address}&shown={}&moment={}", value("shown"), value("moment"));
        let mut events = BufReader::new(self.ask(&format!("/.rasher/events?{query}"))).lines();
        let mut until = |wanted: &str| drop(events.find(|line| line.as_ref().unwrap().trim_end() == wanted).unwrap());
        until("event: news");
        let (mut times, before) = (Vec::new(), self.cpu());
        for number in 0..SAVES {
            let (file, text) = text(number);
            let beside = file.with_extension("new");
            fs::write(&beside, text).unwrap();
            let start = Instant::now();
            fs::rename(&beside, file).unwrap();
            until("event: reload");
            times.push(milliseconds(start) - DEBOUNCE);
            std::thread::sleep(Duration::from_millis(200));
        }
        times.sort_by(f64::total_cmp);
        let cpu = (self.cpu() - before) / SAVES as f64;
        println!(
            "| {what} saved, to the reload event of a tab beside the debounce | {:.0} | {cpu:.0} |",
            times[SAVES / 2]
        );
    }

    /// What the preview took so far, in milliseconds; nothing where the system does not tell.
    fn cpu(&self) -> f64 {
        /// Linux counts in hundredths of a second, whatever its clock.
        const TICK: f64 = 10.0;
        let text = fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        let behind_name = text.rsplit_once(')').map_or("", |(_, rest)| rest);
        behind_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum::<f64>()
            * TICK
    }
}

impl Drop for Preview {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1000.0
}
