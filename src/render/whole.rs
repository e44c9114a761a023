//! A whole page: what is its own, with what all pages share, in its template. Pages, lists, locked pages and the page for
//! addresses that do not exist all end here.

use super::{Renderer, inserts};
use crate::diagnostic::Diagnostic;
use crate::html::Html;
use crate::path::Url;
use crate::site::{PageId, Viewpoint};
use crate::theme::Value;

/// What is a page's own.
#[derive(Debug, Default)]
pub(super) struct Inside {
    /// `page`.
    pub(super) variables: Value,
    /// The title and the text.
    pub(super) content: Html,
    /// The list that stands below the text.
    pub(super) list: Html,
    /// What stands behind the list and the pages that link here: `_includes/bottom.md` and the footnotes.
    pub(super) end: Html,
    /// The style sheets that its components need.
    pub(super) styles: Vec<String>,
    /// The scripts that they need.
    pub(super) scripts: Vec<String>,
}

/// Where a page stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    /// At an address, with its place in the navigation.
    At(&'a Url, &'a [usize]),
    /// At any address.
    Anywhere,
}

/// Renders a page by `template`. `id` is that of a page that an author wrote and everybody may read; `name` is what findings call
/// it.
pub(super) fn render(
    renderer: &Renderer,
    template: &str,
    place: Place<'_>,
    id: Option<PageId>,
    inside: Inside,
    name: &str,
) -> (Html, Vec<Diagnostic>) {
    let (from, at) = match place {
        Place::At(url, place) => (renderer.site.base.viewpoint(url), Some((url, place))),
        Place::Anywhere => (Viewpoint::Anywhere, None),
    };
    let Some(shared) = renderer.shared.get(&from) else { return (Html::default(), Vec::new()) };
    let (chrome, problem) = renderer.chrome.on_page(renderer, at);
    let finds = |html: &Html, mark: &str| memchr::memmem::find(html.as_str().as_bytes(), mark.as_bytes()).is_some();
    let has_actions =
        ["#action=", "data-action="].iter().any(|mark| finds(&inside.content, mark) || finds(&inside.end, mark));
    let mut variables = shared.variables.to_vec();
    variables.extend(chrome);
    variables.extend([
        ("page", inside.variables),
        ("content", inside.content.into()),
        ("list", inside.list.into()),
        ("end", inside.end.into()),
        ("has_actions", has_actions.into()),
        inserts::variable(renderer, id),
        ("styles", inside.styles.into()),
        ("scripts", inside.scripts.into()),
    ]);
    let mut diagnostics: Vec<Diagnostic> = problem.into_iter().collect();
    match renderer.theme.render(template, variables) {
        Ok(html) => (html, diagnostics),
        Err(problem) => {
            diagnostics.push(problem.hint(format!("while rendering `{name}`")));
            (Html::default(), diagnostics)
        }
    }
}
