//! `rasher serve`: a project in the browser while it is written.

use std::io::Write;
use std::thread::Builder;
use std::time::{Duration, Instant};

use camino::Utf8Path;

use super::{Outcome, Reporter, plural};
use crate::config::Config;
use crate::diagnostic::Diagnostic;
use crate::diagnostic::report::visible;
use crate::error::{Error, Result};
use crate::serve::{Bound, Look, Port, Preview, Server, Watch};
use crate::source::Changes;
use crate::stack::STACK;

pub use crate::serve::Options as Project;

/// Where the preview is shown when nobody says otherwise, or behind it.
const DEFAULT_PORT: u16 = 5001;

/// How often files are looked at with `--poll`, when the configuration does not say.
const POLLING: Duration = Duration::from_secs(1);

/// How many changed files are named.
const NAMED: usize = 3;

/// What to show, and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// The project.
    pub project: Project,
    /// Host to listen on, over the configured one.
    pub host: Option<String>,
    /// Port to listen on, over the configured one.
    pub port: Option<u16>,
    /// Whether to open the site in the browser, over the configuration.
    pub open: Option<bool>,
    /// Whether to look at files again and again instead of being told of changes.
    pub poll: bool,
    /// How it tells of it.
    pub reporter: Reporter,
}

/// Shows a project until the user ends it.
///
/// # Errors
/// When there is no project, or the port cannot be had.
pub fn run(options: &Options) -> Result<Outcome> {
    let start = Instant::now();
    let mut preview = Preview::open(options.project.clone())?;
    let config = preview.project().config.clone();
    let (host, port) = address(options, &config);
    let bound = Bound::new(&host, port)?;
    let (url, is_public) = (format!("{}{}", bound.origin(), preview.base()), bound.is_public());
    let mut server = Server::start(bound, preview.moments())?;
    let polling = config.serve.watch.polling.0.map(|interval| Duration::from_millis(interval.into()));
    let polling = polling.or_else(|| options.poll.then_some(POLLING));
    let watch = Watch::new(Duration::from_millis(config.start.debounce.into()), polling);
    let reporter = options.reporter;
    let teller = Teller { reporter, told: preview.problems() };
    reporter.report(&teller.told, &preview.project().root);
    let pages = plural(preview.page_count(), "page");
    reporter.say(&format!("{pages} in {} → {url}", milliseconds(start.elapsed())));
    if is_public {
        reporter.say("other machines can reach it, too");
    }
    reporter.say("Ctrl-C ends it");
    if options.open.unwrap_or(config.start.open) && open::that_detached(&url).is_err() {
        reporter.say("no browser could be opened");
    }
    let thread = Builder::new().stack_size(STACK).spawn(move || follow(&mut preview, watch, teller));
    thread.map_err(|error| Error::System { action: "follow the project", error })?;
    server.wait()?;
    Ok(Outcome::Fine)
}

/// Host and port: the command line's, the configuration's, or the usual ones.
fn address(options: &Options, config: &Config) -> (String, Port) {
    let configured = config.serve.host.as_str();
    let host = options.host.as_deref().unwrap_or(configured);
    // `host:port`, but neither `[::1]` nor `::1`.
    let split = host.rsplit_once(':').filter(|(name, _)| !name.contains(':') || name.ends_with(']'));
    let (host, with_host) = match split.and_then(|(name, port)| Some((name, port.parse().ok()?))) {
        Some((name, port)) => (name, Some(port)),
        None => (host, None),
    };
    let chosen = options.port.or(with_host).or(config.serve.port);
    (host.to_owned(), chosen.map_or(Port::From(DEFAULT_PORT), Port::Exactly))
}

/// Looks at the project whenever something changed, for ever.
fn follow(preview: &mut Preview, mut watch: Watch, mut teller: Teller) {
    let (was_polling, bell) = (watch.is_polling(), watch.bell());
    loop {
        let (roots, folders) = preview.folders();
        // What changed in a folder before it was watched is found by looking once more.
        let changes = if watch.follow(roots, folders) { Changes::Anything } else { watch.wait() };
        if watch.is_polling() && !was_polling {
            teller.reporter.say("the system cannot watch so many folders; looking every second instead");
        }
        let start = Instant::now();
        match preview.look(changes, &bell) {
            Look::Same => {}
            Look::Changed(change) => {
                teller.reporter.say(&format!("{} in {}", named(&change.files), milliseconds(start.elapsed())));
                teller.tell_new(change.problems, &preview.project().root);
            }
            Look::Broken(failure) => {
                let hint = failure.hint.map(|hint| format!("\n  help: {hint}")).unwrap_or_default();
                teller.complain(&format!("error: {}{hint}\n  the last good site stays up", failure.message));
            }
        }
    }
}

/// The changed files in a line.
fn named(files: &[String]) -> String {
    let shown: Vec<_> = files.iter().take(NAMED).map(|file| visible(file)).collect();
    match files.len() {
        0 => "updated".into(),
        count if count > NAMED => format!("{} and {} more", shown.join(", "), count - NAMED),
        _ => shown.join(", "),
    }
}

fn milliseconds(time: Duration) -> String {
    format!("{} ms", time.as_millis())
}

/// Tells the author what happens, and each finding once.
struct Teller {
    reporter: Reporter,
    told: Vec<Diagnostic>,
}

impl Teller {
    fn complain(&self, text: &str) {
        writeln!(std::io::stderr(), "{text}").ok();
    }

    fn tell_new(&mut self, problems: Vec<Diagnostic>, root: &Utf8Path) {
        let key = |problem: &Diagnostic| {
            let file = problem.place.as_ref().map(|place| place.source.name.clone());
            (problem.code, file, problem.message.clone())
        };
        let known: std::collections::HashSet<_> = self.told.iter().map(key).collect();
        let new: Vec<Diagnostic> = problems.iter().filter(|problem| !known.contains(&key(problem))).cloned().collect();
        self.reporter.report(&new, root);
        self.told = problems;
    }
}
