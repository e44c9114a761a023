//! `rasher check`: everything that is wrong with a project, without writing its site.

use std::io::Write;

use camino::Utf8PathBuf;
use rayon::prelude::*;

use super::{Outcome, Reporter, plural};
use crate::cache::Cache;
use crate::check::{self, external, mend};
use crate::compile::{Snapshot, compile};
use crate::demo::{self, Demos};
use crate::diagnostic::{Diagnostic, in_order, telling};
use crate::error::Result;
use crate::source::{self, Overrides, Project};

/// What to look at, and how to tell about it.
#[derive(Debug, Clone)]
pub struct Options {
    /// The project's folder or configuration file.
    pub project: Utf8PathBuf,
    /// What the command line says over the configuration.
    pub overrides: Overrides,
    /// Whether demos are built, too.
    pub demos: bool,
    /// Whether what is mechanical is mended in the sources.
    pub fix: bool,
    /// Whether other hosts are asked.
    pub external: bool,
    /// Whether warnings fail the check.
    pub strict: bool,
    /// How it tells of it.
    pub reporter: Reporter,
}

/// Looks at a project.
///
/// # Errors
/// When the environment does not allow it. An author's mistakes are in the outcome.
pub fn run(options: &Options) -> Result<Outcome> {
    let mut project = Project::open(&options.project, &options.overrides)?;
    let (mut site, mut findings) = look(&project, options)?;
    if options.fix {
        let mended = mend::mend(&project.root, &findings)?;
        tell(&mended, options.reporter);
        if !mended.mends.is_empty() {
            // What the mended project has to tell, its lines and those of its configuration being others now.
            project = Project::open(&options.project, &options.overrides)?;
            (site, findings) = look(&project, options)?;
        }
    }
    if options.external {
        findings.extend(external::ask(site.site(), project.written(), &Cache::of(&project.root))?);
        findings = in_order(findings);
    }
    let tally = options.reporter.report(&findings, &project.root);
    let mendable = findings.iter().filter(|finding| finding.replacement.is_some()).count();
    let notes = findings.len() - tally.warnings - tally.errors;
    let counts = [(tally.errors, "error"), (tally.warnings, "warning"), (notes, "note")];
    let counts = counts.map(|(count, what)| plural(count, what)).join(", ");
    let hint = match mendable {
        0 => String::new(),
        _ if options.fix => String::new(),
        count => format!("; `--fix` mends {count} of them"),
    };
    options.reporter.say(&format!("{}: {counts}{hint}", plural(site.page_count(), "page")));
    Ok(tally.outcome(options.strict))
}

/// Compiles and renders the whole site, and keeps the findings alone.
fn look(project: &Project, options: &Options) -> Result<(Snapshot, Vec<Diagnostic>)> {
    let (sources, mut findings) = source::read(project)?;
    let demos = match options.demos {
        true => telling(&mut findings, demo::prepare(project, &sources, &|_| {})),
        false => Demos::left_out(),
    };
    let site = compile(&sources, demos);
    findings.extend_from_slice(site.diagnostics());
    let paths: Vec<_> = site.paths().collect();
    let rendered = paths.into_par_iter().filter_map(|path| Some(site.render(path)?.1));
    findings.extend(rendered.flatten().collect::<Vec<_>>());
    findings.extend(check::review(site.site(), &sources, site.grammar()));
    Ok((site, in_order(findings)))
}

/// Shows what was mended as a difference, and what was not with the reason. For tools only the findings are printed.
fn tell(mended: &mend::Mended, reporter: Reporter) {
    for (file, reason) in &mended.refused {
        writeln!(std::io::stderr(), "`{file}` was not mended: {reason}").ok();
    }
    for mend in &mended.mends {
        reporter.say(&format!("{}:{}\n- {}\n+ {}\n", mend.file, mend.line, mend.before, mend.after));
    }
    reporter.say(&format!("{} mended", plural(mended.mends.len(), "line")));
}
