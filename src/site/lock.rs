//! Pages that need a password: whether they can be published, and what of theirs cannot be locked.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::inherited::Inherited;
use super::nav::Trail;
use super::{File, FileId, Folders, Page, Target};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Visibility};
use crate::seal::Password;

/// The pages that can be published. Without a password, one that needs it must not be, and is told.
pub(super) fn publishable(pages: Vec<Arc<Page>>, password: Option<&Password>) -> (Vec<Arc<Page>>, Vec<Diagnostic>) {
    if password.is_some() {
        return (pages, Vec::new());
    }
    let (open, locked): (Vec<_>, Vec<_>) = pages.into_iter().partition(|page| page.is_open());
    let diagnostics = locked.iter().map(|page| without_password(page)).collect();
    (open, diagnostics)
}

fn without_password(page: &Page) -> Diagnostic {
    let visibility = page.visibility.name();
    let message = format!("this page is {visibility}, but there is no password; it was left out");
    let diagnostic = page.document.placed(&["visibility"], visibility, Diagnostic::new(Code::PasswordMissing, message));
    diagnostic.hint("give the password in the variable RASHER_PASSWORD, or by `--password`")
}

/// The files whose text is not for everybody: those of pages that need a password, and of such as are `unpublished`.
pub(super) fn sources(pages: &[Arc<Page>], unpublished: &[Arc<Document>]) -> BTreeSet<String> {
    let locked = pages.iter().filter(|page| !page.is_open()).map(|page| &page.document);
    let files =
        locked.chain(unpublished).flat_map(|document| std::iter::once(&document.source).chain(&document.beside));
    files.map(|source| source.name.clone()).collect()
}

/// Takes what private folders say of themselves from them: a page in one of them may be public, and stands in the navigation
/// below the folder's name.
pub(super) fn conceal_folders(folders: &mut Folders, pages: &[Arc<Page>]) {
    let speaking: Vec<&Document> =
        pages.iter().filter(|page| page.is_folder_page).map(|page| &*page.document).collect();
    let visibility = Inherited::new(&speaking, folders, |meta| meta.visibility());
    for (folder, meta) in folders.iter_mut() {
        if visibility.in_folder(folder) == Some(Visibility::Private) {
            (meta.label, meta.title, meta.icon, meta.target, meta.nav.badge) = (None, None, None, None, None);
        }
    }
}

/// The finding for a page with a password that sends readers on to what only those who open it should know.
pub(super) fn leads_on() -> Diagnostic {
    let message = "this page needs a password, and everybody would be told where it leads";
    Diagnostic::new(Code::RedirectLocked, message).hint("write the link into its text, or let the page be public")
}

/// Takes the folders above a private page from it: what they are called is not for everybody either.
pub(super) fn conceal(pages: &mut [Arc<Page>]) {
    for page in pages.iter_mut().filter(|page| page.visibility == Visibility::Private) {
        Arc::make_mut(page).trail = Trail::default();
    }
}

/// Tells of files that only pages with a password use: they are published as they are.
pub(super) fn files_in_clear(pages: &[Arc<Page>], files: &[File]) -> Vec<Diagnostic> {
    if pages.iter().all(|page| page.is_open()) {
        return Vec::new();
    }
    let targets = pages.iter().filter(|page| page.is_open()).flat_map(|page| &page.targets);
    let open: BTreeSet<FileId> = targets.filter_map(Target::file).collect();
    let mut diagnostics = Vec::new();
    for page in pages.iter().filter(|page| !page.is_open()) {
        for (link, target) in page.document.facts.links.iter().zip(&page.targets) {
            let Some(id) = target.file().filter(|id| !open.contains(id)) else { continue };
            let message = format!(
                "`{}` can be fetched without the password by whoever guesses its address",
                files[id].source.path
            );
            let diagnostic = Diagnostic::new(Code::FileInClear, message).at(&page.document.source, link.span.clone());
            diagnostics
                .push(diagnostic.hint("only the text of a page is encrypted; leave out what the file must not tell"));
        }
    }
    diagnostics
}
