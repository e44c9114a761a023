//! What an open page is told: that its bytes changed, which of its files did, and what is wrong.
//!
//! A page is sent as it was built, and one line behind it loads a script (`client.js`) that keeps a stream of server-sent
//! events open. It says which page it shows and the digest of what it shows, so that only those pages reload whose own bytes
//! changed, and none misses a change that happened while it was not listening.

use camino::Utf8Path;
use memchr::memmem;
use percent_encoding::{percent_decode_str, utf8_percent_encode};
use serde_json::{Value, json};

use super::request::{OWN, page_at};
use super::{Failure, Moment};
use crate::diagnostic::{Diagnostic, Severity, in_order};
use crate::html::escape;
use crate::outputs::Content;
use crate::path::{OutPath, slashed};

/// The script that listens.
pub(super) const CLIENT: &str = include_str!("client.js");

/// How many findings here, and how many elsewhere, a page is told; nobody reads thousands there, and every open page would be sent
/// them with every change.
const MOST_TOLD: usize = 100;

/// A page with the line that loads the script behind it. What the build would write stands before it, unchanged.
pub(super) fn with_script(mut page: Vec<u8>, moment: &Moment) -> Vec<u8> {
    let base = escape(&moment.site.site().base.path).into_owned();
    let shown = digest(&page, moment.site.version());
    let moment = moment.number;
    let line = format!(
        "<script src=\"{base}{OWN}client.js\" data-base=\"{base}\" data-shown=\"{shown}\" data-moment=\"{moment}\" defer></script>\n"
    );
    page.extend_from_slice(line.as_bytes());
    page
}

/// A digest of what a page shows. The theme's version, which is part of the addresses of styles and scripts, is left out:
/// a style that changed is exchanged in place.
fn digest(page: &[u8], version: &str) -> String {
    let mut hasher = blake3::Hasher::new();
    let mut done = 0;
    for at in memmem::find_iter(page, &format!("v={version}")) {
        hasher.update(&page[done..at]);
        done = at + "v=".len() + version.len();
    }
    hasher.update(&page[done..]);
    hasher.finalize().to_hex()[..16].to_owned()
}

/// What one open page knows.
#[derive(Debug)]
pub(super) struct Tab {
    /// Its address.
    page: String,
    /// The digest of what it shows.
    shown: String,
    /// The newest moment that it was told of.
    moment: u64,
    /// The findings that it shows.
    told: Option<Value>,
}

impl Tab {
    /// Reads the query of the stream's address: `page=…&shown=…&moment=…`.
    pub(super) fn new(query: &str) -> Self {
        let value = |name: &str| {
            let pair = query.split('&').find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == name));
            pair.map(|(_, value)| percent_decode_str(value).decode_utf8_lossy().into_owned()).unwrap_or_default()
        };
        // A page that does not say when it was loaded is told of every change.
        Self {
            page: value("page"),
            shown: value("shown"),
            moment: value("moment").parse().unwrap_or_default(),
            told: None,
        }
    }

    /// What the page has to know of `moment`, as an event; nothing when all is as it knows.
    pub(super) fn news(&mut self, moment: &Moment) -> Option<String> {
        let row = page_at(&self.page, &moment.site);
        let rendered = row.as_ref().and_then(|row| moment.site.render(row));
        let (shown, problems) = match rendered {
            Some((Content::Bytes(bytes), problems)) => (digest(&bytes, moment.site.version()), problems),
            _ => (String::new(), Vec::new()),
        };
        let reloads = shown != self.shown;
        let files: Vec<&str> = moment.files_since(self.moment).collect();
        let findings = findings(moment, row.as_ref(), problems);
        let is_news = reloads || !files.is_empty() || self.told.as_ref() != Some(&findings);
        self.moment = moment.number;
        let data = json!({ "moment": moment.number, "reload": reloads, "files": files, "findings": findings });
        self.told = Some(findings);
        if reloads {
            self.shown = shown;
        }
        let event = if reloads { "reload" } else { "news" };
        is_news.then(|| format!("event: {event}\ndata: {data}\n\n"))
    }
}

/// What is wrong, that of the page at `row` first, and how much more there is than a page is told.
fn findings(moment: &Moment, row: Option<&OutPath>, rendered: Vec<Diagnostic>) -> Value {
    let source = row.and_then(|row| moment.site.source_of(row));
    let is_here = |diagnostic: &&Diagnostic| {
        let name = diagnostic.place.as_ref().map(|place| place.source.name.as_str());
        name.is_some() && name == source
    };
    let (here, elsewhere): (Vec<&Diagnostic>, Vec<_>) =
        moment.problems.iter().filter(|problem| problem.severity > Severity::Note).partition(is_here);
    let here = in_order(here.into_iter().cloned().chain(rendered).collect());
    // A page tells of errors at once, wherever they are.
    let (errors, warnings): (Vec<&Diagnostic>, Vec<_>) =
        elsewhere.into_iter().partition(|problem| problem.severity == Severity::Error);
    let lists = [here.iter().collect(), [errors, warnings].concat()];
    let more: usize = lists.iter().map(|list| list.len().saturating_sub(MOST_TOLD)).sum();
    let [here, elsewhere] = lists.map(|list| {
        let told = list.into_iter().take(MOST_TOLD);
        told.map(|problem| finding(problem, &moment.root, &moment.editor)).collect::<Vec<_>>()
    });
    json!({
        "failure": moment.failure.as_ref().map(|Failure { message, hint }| json!({ "message": message, "hint": hint })),
        "here": here,
        "elsewhere": elsewhere,
        "more": more,
    })
}

/// A finding for the overlay.
fn finding(diagnostic: &Diagnostic, root: &Utf8Path, editor: &str) -> Value {
    let place = diagnostic.place.as_ref().map(|place| {
        let (line, column) = place.source.line_column(place.span.start);
        let disk = root.join(&place.source.name);
        json!({
            "file": place.source.name,
            "line": line,
            "column": column,
            "text": place.source.text.lines().nth(line - 1).unwrap_or_default(),
            // A template of the theme's own is in no file.
            "editor": disk.is_file().then(|| editor_link(editor, &disk, line, column)),
        })
    });
    json!({
        "severity": diagnostic.severity.name(),
        "code": diagnostic.code.name(),
        "message": diagnostic.message,
        "hints": diagnostic.hints,
        "place": place,
    })
}

/// `vscode://file/{file}:{line}:{column}` with what the braces name.
fn editor_link(pattern: &str, file: &Utf8Path, line: usize, column: usize) -> String {
    let path = slashed(file.as_str());
    let path = utf8_percent_encode(path.trim_start_matches('/'), crate::site::PATH).to_string();
    let path = if pattern.contains("file/{file}") { path } else { format!("/{path}") };
    pattern.replace("{file}", &path).replace("{line}", &line.to_string()).replace("{column}", &column.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_version_of_the_theme_does_not_change_what_a_page_shows() {
        let page = |version: &str, text: &str| format!("<link href=\"theme.css?v={version}\"><p>{text}").into_bytes();
        let shown = |version: &str, text: &str| digest(&page(version, text), version);
        assert_eq!(shown("00aa", "x"), shown("11bb", "x"));
        assert_ne!(shown("00aa", "x"), shown("00aa", "y"));
    }

    #[test]
    fn an_editor_is_called_with_file_line_and_column() {
        let link = |pattern| editor_link(pattern, Utf8Path::new("/home/a b/c.md"), 3, 7);
        assert_eq!(link("vscode://file/{file}:{line}:{column}"), "vscode://file/home/a%20b/c.md:3:7");
        assert_eq!(link("idea://open?file={file}&line={line}"), "idea://open?file=/home/a%20b/c.md&line=3");
    }
}
