//! What is known of a project before its files are looked at again.

use std::sync::Arc;

use camino::Utf8Path;
use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::Seen;
use crate::error::Result;
use crate::source::Changes;
use crate::source::found::{Found, Input};
use crate::source::look::Look;

/// What is known of a project's files before they are read again.
#[derive(Debug, Default)]
pub(in crate::source) struct Ahead<'a> {
    /// The files that may be other than they were.
    changes: Changes,
    /// The looks at files that were already taken, by their paths.
    looks: FxHashMap<&'a str, Look>,
}

impl Ahead<'_> {
    /// How a file looks that once looked as it `was`.
    pub(super) fn look(&self, disk: &Utf8Path, was: Option<Look>) -> Look {
        let is_as_it_was = || matches!(&self.changes, Changes::At(paths) if !paths.contains(disk.as_str()));
        let known = was.filter(|was| was.still_holds(was) && is_as_it_was());
        known.or_else(|| self.looks.get(disk.as_str()).copied()).unwrap_or_else(|| Look::at(disk))
    }
}

impl Seen {
    /// What is in the input folder, and what is known of its files. After changes to files that were seen, and when pages came or went,
    /// nothing else has to be looked at; when other files did, the folder is walked over; and where that is not clear, all files are
    /// looked at, too.
    pub(in crate::source) fn ahead(&self, changes: &Changes, input: &Input<'_>) -> Result<(Arc<Found>, Ahead<'_>)> {
        let (changes, found) = self.after(changes, input);
        // To look at files that are known takes as long as to find out which there are.
        let (found, looks) = rayon::join(
            || found.map_or_else(|| input.walk().map(Arc::new), Ok),
            || if changes == Changes::Anything { self.look_at_texts() } else { FxHashMap::default() },
        );
        Ok((found?, Ahead { changes, looks }))
    }

    /// Which files may be others after `changes`, and what the input folder has in it when that is known.
    fn after(&self, changes: &Changes, input: &Input<'_>) -> (Changes, Option<Arc<Found>>) {
        let (Changes::At(paths), Some(found)) = (changes, &self.found) else { return (Changes::Anything, None) };
        // What a link leads to changes under another path.
        let paths = || paths.iter().map(Utf8Path::new);
        let is_clear = !self.has_doubts && !found.walked.has_links && paths().all(|path| self.is_file_or_gone(path));
        if !is_clear {
            return (Changes::Anything, None);
        }
        let found = input.after(found, paths().filter(|path| self.was_there(path) != path.is_file()));
        (changes.clone(), found)
    }

    /// Whether what stands at a path is a file in a folder that is watched, or nothing. A folder comes and goes with all in it.
    fn is_file_or_gone(&self, path: &Utf8Path) -> bool {
        let is_in_folder = path.parent().is_some_and(|folder| self.folders.contains(folder));
        let is_other = || path.symlink_metadata().is_ok_and(|data| !data.is_file());
        is_in_folder && !self.folders.contains(path) && !is_other()
    }

    /// Whether a file of the site stood at a path.
    fn was_there(&self, path: &Utf8Path) -> bool {
        let text = self.texts.get(path.as_str()).map(|(look, _)| look);
        let file = || self.files.get(path).map(|(look, _)| look);
        text.or_else(file).is_some_and(|look| look.stamp.is_some())
    }

    /// Looks at all files again whose texts were seen.
    fn look_at_texts(&self) -> FxHashMap<&str, Look> {
        let disks: Vec<&str> = self.texts.keys().map(String::as_str).collect();
        let look = |disk: &&str| Look::at(Utf8Path::new(disk));
        let looks: Vec<Look> = disks.par_iter().map(look).collect();
        disks.into_iter().zip(looks).collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::time::{Duration, SystemTime};

    use super::*;
    use crate::source::{Overrides, Project, read_after};

    /// What is left to find out after a `change` of which was `told`: whether every file is to be looked at, and whether the folder is
    /// to be walked over.
    fn left_to_find_out(change: impl FnOnce(&Utf8Path), told: &[&str]) -> (bool, bool) {
        left_to_find_out_after(|_| (), change, told)
    }

    /// The same in a folder that was made ready first.
    fn left_to_find_out_after(
        ready: impl FnOnce(&Utf8Path),
        change: impl FnOnce(&Utf8Path),
        told: &[&str],
    ) -> (bool, bool) {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        fs::create_dir_all(root.join("guide")).unwrap();
        fs::create_dir(root.join("_includes")).unwrap();
        for name in ["retype.yml", "retype.blog.yml", "a.md", "guide/b.md", "b.png"] {
            fs::write(root.join(name), "one").unwrap();
            let file = fs::File::options().write(true).open(root.join(name)).unwrap();
            file.set_modified(SystemTime::now() - Duration::from_secs(60)).unwrap();
        }
        fs::write(root.join("retype.yml"), "input: .\n").unwrap();
        fs::write(root.join("retype.blog.yml"), "title: Blog\n").unwrap();
        ready(root);
        let project = Project::open(root, &Overrides::default()).unwrap();
        let (_, _, seen) = read_after(&project, &Seen::default(), &Changes::Anything).unwrap();
        change(root);
        let told: BTreeSet<String> = told.iter().map(|name| root.join(name).into_string()).collect();
        let project = Project::open(root, &Overrides::default()).unwrap();
        let input = Input::new(&project);
        let (changes, found) = seen.after(&Changes::At(told), &input);
        if let Some(found) = &found {
            assert_eq!(**found, input.walk().unwrap());
        }
        (changes == Changes::Anything, found.is_none())
    }

    #[test]
    fn after_a_change_only_that_is_looked_at_that_may_be_another() {
        let write = |name: &'static str| move |root: &Utf8Path| fs::write(root.join(name), "two").unwrap();
        let remove = |name: &'static str| move |root: &Utf8Path| fs::remove_file(root.join(name)).unwrap();
        let nothing = |_: &Utf8Path| ();
        assert_eq!(left_to_find_out(nothing, &[]), (false, false));
        assert_eq!(left_to_find_out(write("a.md"), &["a.md"]), (false, false));
        assert_eq!(left_to_find_out(write("b.png"), &["b.png"]), (false, false));
        // The file of an editor that is gone again.
        assert_eq!(left_to_find_out(write("a.md"), &["a.md", "a.md~"]), (false, false));
        assert_eq!(left_to_find_out(write("new.md"), &["new.md"]), (false, false));
        assert_eq!(left_to_find_out(write("guide/_new.md"), &["guide/_new.md"]), (false, false));
        assert_eq!(left_to_find_out(write("_includes/new.md"), &["_includes/new.md"]), (false, false));
        assert_eq!(left_to_find_out(remove("guide/b.md"), &["guide/b.md"]), (false, false));
        let renamed = |root: &Utf8Path| fs::rename(root.join("guide/b.md"), root.join("guide/a.md")).unwrap();
        assert_eq!(left_to_find_out(renamed, &["guide/a.md", "guide/b.md"]), (false, false));
        let names: Vec<String> = (0..40).map(|number| format!("guide/{number}.md")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let write_all = |root: &Utf8Path| names.iter().for_each(|name| fs::write(root.join(name), "two").unwrap());
        assert_eq!(left_to_find_out(write_all, &names), (false, true));
        // Where case makes no difference, the other is still there by its old name.
        assert_eq!(left_to_find_out(write("guide/B.md"), &["guide/B.md"]), (false, true));
        assert_eq!(left_to_find_out(write("new.png"), &["new.png"]), (false, true));
        assert_eq!(left_to_find_out(remove("b.png"), &["b.png"]), (false, true));
        // Another configuration may find other files.
        let configure =
            |text: &'static str| move |root: &Utf8Path| fs::write(root.join("retype.blog.yml"), text).unwrap();
        assert_eq!(left_to_find_out(configure("title: Posts\n"), &["retype.blog.yml"]), (false, false));
        assert_eq!(left_to_find_out(configure("exclude: [a.md]\n"), &["retype.blog.yml"]), (false, true));
        assert_eq!(left_to_find_out(remove("retype.blog.yml"), &["retype.blog.yml"]), (false, true));
        assert_eq!(left_to_find_out(|root| fs::create_dir(root.join("new")).unwrap(), &["new"]), (true, true));
        assert_eq!(left_to_find_out(|root| fs::remove_dir_all(root.join("guide")).unwrap(), &["guide"]), (true, true));
        assert_eq!(left_to_find_out(nothing, &["elsewhere/a.md"]), (true, true));
    }

    #[test]
    fn what_would_speak_for_a_folder_without_pages_comes_and_goes_as_any_file() {
        let without_pages = |root: &Utf8Path| {
            fs::create_dir(root.join("helm")).unwrap();
            fs::write(root.join("helm/index.yaml"), "one").unwrap();
        };
        let left_to_find_out =
            |change: fn(&Utf8Path)| left_to_find_out_after(without_pages, change, &["helm/index.yaml"]);
        let write = |root: &Utf8Path| fs::write(root.join("helm/index.yaml"), "two").unwrap();
        let remove = |root: &Utf8Path| fs::remove_file(root.join("helm/index.yaml")).unwrap();
        assert_eq!(left_to_find_out(write), (false, false));
        assert_eq!(left_to_find_out(remove), (false, true));
    }

    #[cfg(unix)]
    #[test]
    fn where_links_lead_to_files_events_name_others_and_all_are_looked_at() {
        let link = |root: &Utf8Path| std::os::unix::fs::symlink(root.join("a.md"), root.join("c.md")).unwrap();
        let write = |root: &Utf8Path| fs::write(root.join("a.md"), "two").unwrap();
        assert_eq!(left_to_find_out(link, &["c.md"]), (true, true));
        assert_eq!(left_to_find_out_after(link, write, &["a.md"]), (true, true));
        let write_new = |root: &Utf8Path| fs::write(root.join("new.md"), "two").unwrap();
        let link_to_nothing =
            |root: &Utf8Path| std::os::unix::fs::symlink(root.join("new.md"), root.join("c.md")).unwrap();
        assert_eq!(left_to_find_out_after(link_to_nothing, write_new, &["new.md"]), (true, true));
    }
}
