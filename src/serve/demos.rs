//! The demos of a preview, built beside it: compiling a crate takes longer than an author waits for a page.

use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

use super::preview::Options;
use super::watch::Bell;
use crate::demo::{self, Demos};
use crate::diagnostic::{Diagnostic, guarded};
use crate::source::{Project, Sources};

/// The demos as they were last built, and what builds them anew.
#[derive(Debug)]
pub(super) struct ShownDemos {
    built: Built,
    is_building: bool,
    sender: Sender<Built>,
    finished: Receiver<Built>,
}

/// Demos, and what they were built from.
#[derive(Debug, Default)]
struct Built {
    demos: Demos,
    problems: Vec<Diagnostic>,
    digest: String,
}

impl Built {
    /// What `prepare` gives; when it fails, the demos from before and its mistake. They are not built again until their sources
    /// change, either way.
    fn by(prepare: impl FnOnce() -> (Demos, Vec<Diagnostic>), before: Demos, digest: String) -> Self {
        let (demos, problems) = guarded("demos", prepare).unwrap_or_else(|problem| (before, vec![problem]));
        Self { demos, problems, digest }
    }
}

impl ShownDemos {
    /// Those that are there before any is built.
    pub(super) fn new(options: &Options, project: &Project) -> Self {
        let demos = if options.demos { Demos::unbuilt(project) } else { Demos::left_out() };
        let (sender, finished) = channel();
        Self { built: Built { demos, ..Built::default() }, is_building: false, sender, finished }
    }

    pub(super) fn demos(&self) -> Demos {
        self.built.demos.clone()
    }

    pub(super) fn problems(&self) -> &[Diagnostic] {
        &self.built.problems
    }

    /// Takes over what was built since, and starts to build what is other than that. Returns whether anything was taken over. The
    /// bell rings when there is more.
    pub(super) fn follow(&mut self, options: &Options, project: &Project, sources: &Arc<Sources>, bell: &Bell) -> bool {
        let finished = self.finished.try_recv().ok();
        let is_new = finished.is_some();
        if let Some(built) = finished {
            (self.built, self.is_building) = (built, false);
        }
        if self.is_building || !options.demos {
            return is_new;
        }
        let digest = demo::digest(project, sources);
        if digest != self.built.digest {
            self.is_building = true;
            let (project, sources, bell, sender) =
                (project.clone(), Arc::clone(sources), bell.clone(), self.sender.clone());
            let before = self.demos();
            std::thread::spawn(move || {
                let built = Built::by(|| demo::prepare(&project, &sources, &|_| {}), before, digest);
                // Nobody waits for it any more when the preview has ended.
                sender.send(built).ok();
                bell.ring();
            });
        }
        is_new
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_failure_while_demos_are_built_ends_the_wait_for_them_and_keeps_those_from_before() {
        let before = Demos::left_out();
        let built = Built::by(|| panic!("no compiler"), before.clone(), "abc".to_owned());
        assert!(built.demos == before && built.digest == "abc");
        assert!(built.problems[0].message.contains("no compiler"), "{:?}", built.problems);
    }
}
