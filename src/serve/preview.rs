//! A project that is followed: looked at whenever something changed, and compiled when that shows.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, OnceLock};

use camino::Utf8PathBuf;
use tokio::sync::watch;

use super::demos::ShownDemos;
use super::watch::Bell;
use super::{Failure, Moment};
use crate::compile::{Snapshot, compile, compile_after};
use crate::demo;
use crate::diagnostic::{Code, Diagnostic, guarded, in_order};
use crate::error::{Error, Result};
use crate::path::find_near;
use crate::site::Base;
use crate::source::{Changes, Overrides, PageFile, Project, SETTLING, Seen, Sources, read_after};

/// What is followed.
#[derive(Debug, Clone)]
pub struct Options {
    /// The project's folder or configuration file.
    pub project: Utf8PathBuf,
    /// What the command line says over the configuration.
    pub overrides: Overrides,
    /// Whether demos are built and shown.
    pub demos: bool,
}

/// A project that is followed, and the moments of its site.
#[derive(Debug)]
pub struct Preview {
    options: Options,
    project: Project,
    seen: Seen,
    /// What may have changed since the project was read.
    changes: Changes,
    sources: Arc<Sources>,
    demos: ShownDemos,
    moments: watch::Sender<Arc<Moment>>,
}

/// What a look at the project found.
#[derive(Debug)]
pub enum Look {
    /// Nothing new.
    Same,
    /// The site is another.
    Changed(Change),
    /// The project cannot be compiled as it is; the site stays.
    Broken(Failure),
}

/// How a site changed.
#[derive(Debug)]
pub struct Change {
    /// The names of the files that changed, came or went.
    pub files: Vec<String>,
    /// Everything that is wrong now.
    pub problems: Vec<Diagnostic>,
}

impl Preview {
    /// Opens a project and compiles it for the first time, still without its demos.
    ///
    /// # Errors
    /// When there is no project or it cannot be read.
    pub fn open(options: Options) -> Result<Self> {
        let project = Project::open(&options.project, &options.overrides)?;
        let (sources, problems, seen) = read_after(&project, &Seen::default(), &Changes::Anything)?;
        let demos = ShownDemos::new(&options, &project);
        let site = compile(&sources, demos.demos());
        let problems = all([&problems, site.diagnostics()]);
        let moment = moment(&project, Moment::next_number(0), site, problems, BTreeMap::new());
        let moments = watch::Sender::new(Arc::new(moment));
        Ok(Self { options, project, seen, changes: Changes::none(), sources, demos, moments })
    }

    /// The project as it is now.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// The folder of the host at which the site is shown, with slashes at both ends.
    pub fn base(&self) -> String {
        self.moments.borrow().site.site().base.path.clone()
    }

    /// Everything that is wrong.
    pub fn problems(&self) -> Vec<Diagnostic> {
        self.moments.borrow().problems.clone()
    }

    /// How many pages there are.
    pub fn page_count(&self) -> usize {
        self.moments.borrow().site.page_count()
    }

    /// The moments of the site, for a server.
    pub fn moments(&self) -> watch::Receiver<Arc<Moment>> {
        self.moments.subscribe()
    }

    /// The folders whose being replaced would go unnoticed, and all in which a change matters.
    pub fn folders(&self) -> (Vec<Utf8PathBuf>, BTreeSet<Utf8PathBuf>) {
        let project = &self.project;
        let mut roots = vec![project.root.clone(), project.input(), project.templates()];
        roots.extend(project.static_folder());
        let mut folders = self.seen.folders().clone();
        folders.extend(project.files.iter().filter_map(|file| file.parent()).map(Utf8PathBuf::from));
        if self.options.demos {
            folders.extend(demo::folders(project));
        }
        (roots, folders)
    }

    /// Looks at the project after `changes` and, when something is new, publishes the next moment. The bell rings when there is more
    /// to see.
    pub fn look(&mut self, changes: Changes, bell: &Bell) -> Look {
        self.changes.add(changes);
        match survived(|| self.compile(bell)) {
            Ok(look) => look,
            Err(failure) => {
                let before = Arc::clone(&self.moments.borrow());
                if before.failure.as_ref() == Some(&failure) {
                    return Look::Same;
                }
                let number = Moment::next_number(before.number);
                self.publish(Moment { number, failure: Some(failure.clone()), ..Moment::clone(&before) });
                Look::Broken(failure)
            }
        }
    }

    fn compile(&mut self, bell: &Bell) -> std::result::Result<Look, Failure> {
        // What the system refuses now it may grant later, and no event tells when.
        let again = |_: &Error| bell.ring_in(SETTLING);
        let project = Project::open(&self.options.project, &self.options.overrides).inspect_err(again)?;
        if let Some(problem) = project.diagnostics.iter().find(|problem| problem.code == Code::ConfigInvalid) {
            // A build would go on without what cannot be read, but nobody wants to see another site for a missing quote.
            return Err(problem.into());
        }
        // Nor one without any configuration while an editor writes it; and no page without its text.
        if project.is_being_written {
            bell.ring_in(SETTLING);
            return Ok(Look::Same);
        }
        let (sources, problems, seen) = read_after(&project, &self.seen, &self.changes).inspect_err(again)?;
        if seen.has_doubts() {
            bell.ring_in(SETTLING);
        }
        let has_new_demos = self.demos.follow(&self.options, &project, &sources, bell);
        let before = Arc::clone(&self.moments.borrow());
        let files = changed(&self.sources, &sources, &seen, &self.seen);
        let is_same = files.is_empty() && sources == self.sources && !has_new_demos && before.failure.is_none();
        if is_same {
            (self.project, self.seen, self.changes) = (project, seen, Changes::none());
            return Ok(Look::Same);
        }
        let number = Moment::next_number(before.number);
        let mut changed_files = before.changed_files.clone();
        let base = &before.site.site().base;
        changed_files.extend(seen.changed_files(&self.seen).map(|file| (address(base, file.path.as_str()), number)));
        let site = compile_after(&before.site, &sources, self.demos.demos());
        let seen_before = std::mem::replace(&mut self.seen, seen);
        (self.project, self.sources, self.changes) = (project, sources, Changes::none());
        let problems = all([&problems, self.demos.problems(), site.diagnostics()]);
        self.publish(moment(&self.project, number, site, problems.clone(), changed_files));
        let_go((before, seen_before));
        Ok(Look::Changed(Change { files, problems }))
    }

    fn publish(&self, moment: Moment) {
        let_go(self.moments.send_replace(Arc::new(moment)));
    }
}

/// Lets something go elsewhere: freeing ten thousand pages takes longer than telling of one.
fn let_go(something: impl Send + 'static) {
    // Where no thread can be had, it is let go of here.
    std::thread::Builder::new().spawn(move || drop(something)).ok();
}

/// What `compile` comes to. A mistake of ours that ends it must not end the following, too: the next change may be one that it can
/// take.
fn survived<T>(compile: impl FnOnce() -> std::result::Result<T, Failure>) -> std::result::Result<T, Failure> {
    guarded("the project", compile).unwrap_or_else(|problem| Err((&problem).into()))
}

/// The moment of a site that could be compiled.
fn moment(
    project: &Project,
    number: u64,
    site: Snapshot,
    problems: Vec<Diagnostic>,
    changed_files: BTreeMap<String, u64>,
) -> Moment {
    let (root, editor) = (project.root.clone(), project.config.serve.editor.clone());
    let (site, published) = (Arc::new(site), OnceLock::new());
    Moment { number, site, problems, failure: None, changed_files, published, root, editor }
}

fn all<const N: usize>(problems: [&[Diagnostic]; N]) -> Vec<Diagnostic> {
    in_order(problems.concat())
}

/// The address of a published file, from the root of the host.
fn address(base: &Base, path: &str) -> String {
    format!("{}{}", base.path, path.to_lowercase())
}

/// The names of the files that are other than they were.
fn changed(before: &Sources, after: &Sources, seen: &Seen, seen_before: &Seen) -> Vec<String> {
    let mut names: BTreeSet<String> = seen.changed_files(seen_before).map(|file| file.path.to_string()).collect();
    for (before, after) in [(&before.pages, &after.pages), (&before.folders, &after.folders)] {
        names.extend(changed_pages(before, after).into_iter().map(|page| page.source.name.clone()));
    }
    let templates = after.templates.iter().filter(|template| !before.templates.contains(template));
    names.extend(templates.map(|(_, source)| source.name.clone()));
    names.into_iter().collect()
}

/// The pages of two lists in path order that are not in both.
fn changed_pages<'a>(before: &'a [PageFile], after: &'a [PageFile]) -> Vec<&'a PageFile> {
    let is_new =
        |(at, page): &(usize, &PageFile)| page_at(before, *at, page).is_none_or(|before| before.source != page.source);
    let is_gone = |(at, page): &(usize, &PageFile)| page_at(after, *at, page).is_none();
    let (new, gone) = (after.iter().enumerate().filter(is_new), before.iter().enumerate().filter(is_gone));
    new.chain(gone).map(|(_, page)| page).collect()
}

/// The page among `pages` with the path of one that is `at` this place among others.
fn page_at<'a>(pages: &'a [PageFile], at: usize, page: &PageFile) -> Option<&'a PageFile> {
    find_near(pages, at, &page.path, |other| &other.path)
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self { message: error.to_string(), hint: error.hint().map(str::to_owned) }
    }
}

impl From<&Diagnostic> for Failure {
    fn from(problem: &Diagnostic) -> Self {
        let place = problem.place.as_ref().map(|place| {
            let (line, column) = place.source.line_column(place.span.start);
            format!("{}:{line}:{column}: ", place.source.name)
        });
        let message = format!("{}{}", place.unwrap_or_default(), problem.message);
        Self { message, hint: problem.hints.first().cloned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mistake_of_ours_keeps_a_project_from_being_compiled_but_not_from_being_followed() {
        let failed = survived::<()>(|| panic!("out of luck")).unwrap_err();
        assert!(failed.message.contains("out of luck"), "{failed:?}");
        assert_eq!(survived(|| Ok(1)), Ok(1));
    }
}
