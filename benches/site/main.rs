//! Whole sites, built by Rasher and, where they are installed, by Hugo and Zola, in turn on one machine.
//!
//! `cargo bench --bench site -- [PAGES…] [plain | highlighted]` prints tables for each size, 1, 1,000 and 10,000 without any, of
//! pages without and with highlighted code, or of those that are named; `-- kinds` one of sites that consist of one kind of text each.
//! Sites and outputs are in the folder that `BENCH_DIR` names, by default the system's temporary one. Wall time depends on what else
//! runs; CPU time is what to compare.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a bench that cannot go on stops")]

mod floor;
mod generators;
mod kinds;
mod measure;
mod posts;

use std::fs;
use std::path::{Path, PathBuf};

use floor::FLOOR;
use generators::{Body, CONFIGURATION, Generator, mixed};
use kinds::{KINDS, Kind};
use measure::{MEASURE, Taken, files, middle};
use posts::Code;

/// More pages than this are built by Rasher alone.
const COMPARED: usize = 10_000;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    match arguments.first().map(String::as_str) {
        Some(MEASURE) => measure::measure(&arguments[1..]),
        Some(FLOOR) => floor::floor(Path::new(&arguments[1]), Path::new(&arguments[2]), Path::new(&arguments[3])),
        _ => {
            let sizes: Vec<usize> = arguments.iter().filter_map(|size| size.parse().ok()).collect();
            let named: Vec<&str> =
                arguments.iter().map(String::as_str).filter(|word| word.parse::<usize>().is_err()).collect();
            let folder =
                std::env::var_os("BENCH_DIR").map_or_else(std::env::temp_dir, PathBuf::from).join("rasher-bench");
            if named.contains(&"kinds") {
                return kinds(&folder);
            }
            for size in if sizes.is_empty() { vec![1, 1_000, 10_000] } else { sizes } {
                for (code, name) in [(Code::Plain, "plain"), (Code::Highlighted, "highlighted")] {
                    if named.is_empty() || named.contains(&name) {
                        table(&folder, size, code);
                    }
                }
            }
        }
    }
}

/// Builds sites of `pages` posts with every generator.
fn table(folder: &Path, pages: usize, code: Code) {
    let what = if code == Code::Plain { "no highlighting" } else { "four highlighted blocks each" };
    println!("\n### {pages} pages, {what}\n");
    println!("| build | CPU s | wall s | peak MiB | files | CPU to Rasher's cold build |\n|---|---|---|---|---|---|");
    let mut bench = Bench { folder, pages, code, cold: None };
    bench.rasher();
    if pages > COMPARED {
        return;
    }
    for generator in [Generator::Hugo, Generator::Zola] {
        match generator.program() {
            Some(program) => bench.peer(generator, &program),
            None => println!("| {}: not installed | | | | | |", generator.name()),
        }
    }
}

/// Builds a site of each kind of text with every generator.
fn kinds(folder: &Path) {
    println!("| pages of | pages | Rasher, CPU s | with its search | Hugo | Zola | Rasher to Hugo | Rasher to Zola |");
    println!("|---|---|---|---|---|---|---|---|");
    for Kind { name, pages, body } in KINDS {
        let bench = Bench { folder, pages, code: Code::Plain, cold: None };
        let body: Body<'_> = &|mut post, link| body(&mut post.random, pages, link);
        let cpu = |generator: Generator, configuration: Option<&str>| {
            let program = generator.program()?;
            let (site, output) = bench.site(generator, body);
            if let Some(configuration) = configuration {
                fs::write(site.join("rasher.yml"), configuration).unwrap();
            }
            let command = generator.build(&program, &site, &output);
            let forget = || {
                fs::remove_dir_all(&output).ok();
                fs::remove_dir_all(site.join(".rasher")).ok();
            };
            Some(middle(&command, 3, forget).cpu)
        };
        let [plain, searched] = [None, Some(CONFIGURATION)].map(|own| cpu(Generator::Rasher, own));
        let [hugo, zola] = [Generator::Hugo, Generator::Zola].map(|peer| cpu(peer, None));
        let shown = |number: Option<f64>| number.map_or("not installed".to_owned(), |number| format!("{number:.2}"));
        let to = |peer: Option<f64>| shown(plain.zip(peer).map(|(own, peer)| own / peer));
        let [plain, searched, hugo_s, zola_s] = [plain, searched, hugo, zola].map(shown);
        println!("| {name} | {pages} | {plain} | {searched} | {hugo_s} | {zola_s} | {} | {} |", to(hugo), to(zola));
    }
}

struct Bench<'a> {
    folder: &'a Path,
    pages: usize,
    code: Code,
    cold: Option<f64>,
}

impl Bench<'_> {
    fn runs(&self) -> usize {
        if self.pages > 1_000 { 3 } else { 5 }
    }

    /// Writes the site; gives its folder and a folder for the output.
    fn site(&self, generator: Generator, body: Body<'_>) -> (PathBuf, PathBuf) {
        fs::remove_dir_all(self.folder).ok();
        let site = self.folder.join("site");
        generator.generate(&site, self.pages, self.code, body);
        (site, self.folder.join("output"))
    }

    fn rasher(&mut self) {
        let generator = Generator::Rasher;
        let Some(program) = generator.program() else { return };
        let (site, output) = self.site(generator, &mixed(self.pages, self.code));
        let command = generator.build(&program, &site, &output);
        let cache = site.join(".rasher");
        let forget = |folder: &Path| drop(fs::remove_dir_all(folder));
        let cold = middle(&command, self.runs(), || {
            forget(&output);
            forget(&cache);
        });
        self.cold = Some(cold.cpu);
        self.row("Rasher, cold", cold, files(&output));
        let warm = middle(&command, self.runs(), || forget(&output));
        self.row("Rasher, highlighting cached", warm, files(&output));
        let again = middle(&command, self.runs(), || {});
        self.row("Rasher, nothing changed", again, 0);
        let this = std::env::current_exe().unwrap_or_default();
        let other = self.folder.join("floor");
        let words: [&Path; 5] = [&this, Path::new(FLOOR), &site, &output, &other];
        let words: Vec<String> = words.into_iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let least = middle(&words, self.runs(), || forget(&other));
        self.row("the floor", least, files(&other));
        if self.code == Code::Plain {
            fs::write(site.join("rasher.yml"), CONFIGURATION).unwrap();
            let searched = middle(&command, self.runs(), || {
                forget(&output);
                forget(&cache);
            });
            self.row("Rasher, cold, with its search", searched, files(&output));
        }
    }

    fn peer(&self, generator: Generator, program: &Path) {
        let (site, output) = self.site(generator, &mixed(self.pages, self.code));
        let command = generator.build(program, &site, &output);
        let taken = middle(&command, self.runs(), || drop(fs::remove_dir_all(&output)));
        self.row(generator.name(), taken, files(&output));
    }

    fn row(&self, name: &str, taken: Taken, files: usize) {
        let Taken { cpu, wall, peak } = taken;
        let ratio = self.cold.map_or(1.0, |cold| cpu / cold);
        println!("| {name} | {cpu:.2} | {wall:.2} | {peak:.0} | {files} | {ratio:.2} |");
    }
}
