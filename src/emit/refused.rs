//! Output folders that are refused, since building into them would cost the author a file.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};

use super::manifest;
use crate::compile::Snapshot;
use crate::error::{Error, Result};

/// Refuses an output folder that is one of the `sources`, its input first, or holds the project: building would mix our files with
/// the author's. Where the project's configuration names its own folder or the one around it, or a site was written beside the input
/// before, the author wants it so.
///
/// # Errors
/// When it does.
pub fn check_output(output: &Utf8Path, root: &Utf8Path, sources: &[Utf8PathBuf], is_configured: bool) -> Result<()> {
    let is_source = sources.iter().any(|folder| folder == output);
    let holds_project = sources.first().is_some_and(|input| holds_project(output, root, input));
    let is_wanted =
        || manifest::holds_site(output) || is_configured && (output == root || Some(output) == root.parent());
    if is_source || holds_project && !is_wanted() {
        Err(Error::OutputHoldsProject { path: Utf8PathBuf::from(output) })
    } else {
        Ok(())
    }
}

/// Refuses to write a site around its project where that would cost the author a file: in the input, where it would be read by the
/// next build, or in a place that no earlier site had, be it the copy of a page or the site's headers. Otherwise the folder is known as
/// one that we may write to.
///
/// # Errors
/// When it would, or the system refuses to write.
pub fn check_around(snapshot: &Snapshot, output: &Utf8Path, root: &Utf8Path, input: &Utf8Path) -> Result<()> {
    if !holds_project(output, root, input) {
        return Ok(());
    }
    let (is_first, is_from_retype) = (!manifest::holds_site(output), manifest::is_from_retype(output));
    let ours = if is_first { BTreeSet::new() } else { manifest::read(output)? };
    let mut places = snapshot.paths().map(|path| (output.join(path.as_str()), ours.contains(path.as_str())));
    // What Retype left there may be replaced, and it leaves no such files.
    let is_only_ours = |place: &Utf8Path| {
        let path = place.strip_prefix(output).unwrap_or(place);
        !is_from_retype
            || path.extension() == Some("md")
            || path.starts_with("theme")
            || path.starts_with("search")
            || path.as_str().starts_with('_')
    };
    let is_authors = |(place, is_ours): &(Utf8PathBuf, bool)| {
        place.starts_with(input) || (!is_ours && is_only_ours(place) && place.symlink_metadata().is_ok())
    };
    match places.find(is_authors) {
        Some((path, _)) => Err(Error::InPlaceOfSource { path }),
        None if is_first => manifest::write(output, &BTreeSet::new()),
        None => Ok(()),
    }
}

fn holds_project(output: &Utf8Path, root: &Utf8Path, input: &Utf8Path) -> bool {
    root.starts_with(output) || input.starts_with(output)
}
