//! What someone who comes from Retype can expect of a project, told without changing it.

use std::collections::BTreeMap;
use std::io::Write;

use super::{Outcome, shown};
use crate::compile::compile;
use crate::demo::Demos;
use crate::diagnostic::{Code, Diagnostic};
use crate::error::Result;
use crate::source::{self, Project};

/// Compiles the project, writes nothing, and tells what works as it is and what differs.
///
/// # Errors
/// When the project cannot be read.
pub(super) fn tell(project: &Project) -> Result<Outcome> {
    let (sources, mut diagnostics) = source::read(project)?;
    let snapshot = compile(&sources, Demos::left_out());
    diagnostics.extend_from_slice(snapshot.diagnostics());
    for path in snapshot.paths() {
        diagnostics.extend(snapshot.render(path).into_iter().flat_map(|(_, found)| found));
    }
    let count = snapshot.page_count();
    let file = project.files.first().map(|file| shown(file)).unwrap_or_default();
    let mut text =
        format!("This is a Retype project: {file}. It builds as it is, and nothing was changed.\n\nWorks as it is\n");
    line(&mut text, "pages", &format!("{count}, at the same addresses"));
    line(&mut text, "rasher build", &format!("writes the site to `{}`", project.config.output));
    line(&mut text, "rasher start", "shows it in the browser while you write");
    line(&mut text, "all that Retype sells", "is simply there: themes, breadcrumbs, labels, private pages, …");
    text.push_str("\nDiffers\n");
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.code == Code::NeedlessKey) {
        let name = diagnostic.message.split('`').nth(1).unwrap_or_default();
        let why = diagnostic.hints.first().map_or("", |why| why.trim_end_matches('.'));
        line(&mut text, name, why);
    }
    for (name, difference) in DIFFERENCES {
        line(&mut text, name, difference);
    }
    text.push_str(&findings(&diagnostics));
    write!(std::io::stdout(), "{text}").ok();
    Ok(Outcome::Fine)
}

/// What is otherwise on purpose.
const DIFFERENCES: [(&str, &str); 4] = [
    ("authors", "are drawn by their initials; `integrations.gravatar.enabled: true` asks Gravatar for pictures"),
    ("videos, embeds", "load when the reader clicks; no page asks another host by itself"),
    ("old files", "that a build no longer makes are removed from the output folder"),
    ("the look", "is Rasher's own; `theme` sets its variables, templates replace its parts"),
];

/// How often each kind of finding was made.
fn findings(diagnostics: &[Diagnostic]) -> String {
    let mut counts: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.code != Code::NeedlessKey) {
        counts.entry(diagnostic.code.name()).or_insert((0, diagnostic.code.summary())).0 += 1;
    }
    if counts.is_empty() {
        return "\nNothing wrong was found in its pages.\n".into();
    }
    let mut text = "\nFound in its pages; `rasher build` tells the places\n".to_owned();
    for (name, (count, summary)) in counts {
        line(&mut text, &format!("{count} {name}"), summary);
    }
    text
}

fn line(text: &mut String, name: &str, what: &str) {
    text.push_str(&format!("  {name:22} {what}\n"));
}
