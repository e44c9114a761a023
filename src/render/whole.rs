//! A whole page: what is its own, with what all pages share, in its template. Pages, lists, locked pages and the page for
//! addresses that do not exist all end here.

use memchr::memmem;

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
    /// What stands in it, from its title to its footnotes.
    pub(super) content: Html,
    /// The style sheets that its components need.
    pub(super) styles: Vec<String>,
    /// The scripts that they need.
    pub(super) scripts: Vec<String>,
    /// What stands in it only when a reader has opened it, of a page that needs a password.
    pub(super) sealed: Html,
    /// Whether something that an author wrote in it has the id `content`.
    pub(super) has_id_content: bool,
}

impl Inside {
    /// Whether something in it runs a page action.
    fn acts(&self) -> bool {
        let in_text = |text: &str| {
            // Found by its end: `c` and `=` stand as far from each other in `class=`, at which a search for all of it stops.
            let mut found = memmem::find_iter(text.as_bytes(), "tion=");
            found.any(|at| text[..at].ends_with("#ac") || text[..at].ends_with("data-ac"))
        };
        [&self.content, &self.sealed].into_iter().any(|html| in_text(html.as_str()))
    }

    /// The id of the page's text: the one that themes and readers' tools know, unless something in the text has it, which links to it
    /// are meant for.
    fn main_id(&self) -> &'static str {
        if self.has_id_content { "page:content" } else { "content" }
    }
}

/// Where a page stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Place<'a> {
    /// At an address, with its place in the navigation.
    At(&'a Url, &'a [usize]),
    /// At any address.
    Anywhere,
}

impl Place<'_> {
    pub(super) fn viewpoint(self, renderer: &Renderer) -> Viewpoint {
        match self {
            Self::At(url, _) => renderer.site.base.viewpoint(url),
            Self::Anywhere => Viewpoint::Anywhere,
        }
    }
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
    let shared = renderer.shared.get(place.viewpoint(renderer));
    let (pieces, problem) = renderer.chrome.on_page(renderer, place);
    let has_actions = inside.acts();
    let actions = &renderer.site.actions;
    let page = id.map(|id| renderer.site.pages[id].as_ref());
    let own_actions = (has_actions || actions.are_everywhere).then(|| actions.for_script(page));
    let mut variables = Vec::from(pieces);
    variables.extend([
        ("main_id", inside.main_id().into()),
        ("page", inside.variables),
        ("content", inside.content.into()),
        ("has_actions", has_actions.into()),
        ("own_actions", own_actions.into()),
        inserts::variable(renderer, id),
        ("styles", inside.styles.into()),
        ("scripts", inside.scripts.into()),
    ]);
    let mut diagnostics: Vec<Diagnostic> = problem.into_iter().collect();
    match renderer.theme.render_in(&shared.frame, template, &variables) {
        Ok(html) => (html, diagnostics),
        Err(problem) => {
            diagnostics.push(problem.hint(format!("while rendering `{name}`")));
            (Html::default(), diagnostics)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Inside;
    use crate::html::Html;

    #[test]
    fn a_page_acts_by_a_link_or_an_attribute() {
        let acts = |content: &str| Inside { content: Html::trusted(content), ..Inside::default() }.acts();
        for content in [
            r##"<a href="#action=print-page">"##,
            r#"<button data-action="share-page">"#,
            r##"<form action="/"><p class="action">x</p><a href="../#action=a">"##,
        ] {
            assert!(acts(content), "{content}");
        }
        for content in
            ["", "tion=", r#"<form action="/">"#, r#"<b class="c" data-caption="a">"#, "action=", "é#faction="]
        {
            assert!(!acts(content), "{content}");
        }
        assert!(Inside { sealed: Html::trusted(r#"<p data-action="a">"#), ..Inside::default() }.acts());
    }
}
