//! Templates that are rendered once and filled in.
//!
//! Most of what templates are given (an id, a title, the code itself) they write as it is, or leave out when it is empty. For
//! all renderings that differ in nothing else a template is rendered once, with marks in the places of such texts, and what
//! stands between the marks is written from then on. The template of a component says so of its arguments, and those of its
//! panes, with `opaque`; one that says nothing, and one of a project's own, is rendered for every call. What the built-in
//! templates of whole pages are given of a page is all like that.

mod marks;
mod outline;

use std::sync::{PoisonError, RwLock};

use marks::{DIGITS, MARK, NUMBER};
pub(super) use marks::{Marks, holds_mark};
use outline::Filling;
pub(super) use outline::Outline;
use rustc_hash::FxHashMap;

use super::component::Component;
use super::value::{Kind, Named, Value};
use crate::html::{Html, escape_into};

/// So many stencils are kept; a site has a few for each component.
const MOST: usize = 1000;

/// The stencils of templates, by all that they depend on.
#[derive(Debug, Default)]
pub(super) struct Stencils(RwLock<FxHashMap<Box<[u8]>, Stencil>>);

/// HTML with places to fill.
#[derive(Debug)]
struct Stencil {
    html: Box<str>,
    /// Where something is written, and which of the texts.
    places: Box<[(usize, usize)]>,
}

impl Stencils {
    /// What `render` makes of a component's arguments.
    pub(super) fn component<E>(
        &self,
        component: &Component,
        arguments: &[Named],
        body: Option<&str>,
        render: impl Fn(Vec<(&Named, tera::Value)>, Option<&str>) -> Result<Html, E>,
    ) -> Result<Html, E> {
        let plain = || render(arguments.iter().map(|named| (named, named.1.for_template())).collect(), body);
        let Some(outline) = Outline::of_call(component, arguments, body) else { return plain() };
        let filled = self.fill(&outline, || {
            let mut marks = Marks::default();
            let marked = arguments.iter().map(|named| (named, marks.argument(component, &named.0, &named.1))).collect();
            let body = body.map(|body| if body.is_empty() { String::new() } else { marks.text() });
            render(marked, body.as_deref())
        })?;
        let does_no_more = || plain().is_ok_and(|plain| plain == filled);
        debug_assert!(does_no_more(), "`{}` does more with `opaque` arguments than writing them", component.name);
        Ok(filled)
    }

    /// What `render` makes of marks, filled in.
    pub(super) fn fill<E>(&self, outline: &Outline<'_>, render: impl FnOnce() -> Result<Html, E>) -> Result<Html, E> {
        if let Some(stencil) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(outline.key.as_slice()) {
            return Ok(stencil.filled(&outline.fillings));
        }
        let stencil = Stencil::new(&render()?);
        let html = stencil.filled(&outline.fillings);
        let mut stencils = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if stencils.len() < MOST {
            stencils.insert(outline.key.as_slice().into(), stencil);
        }
        Ok(html)
    }
}

/// Whether a component does nothing with an argument but write it. The body of a pane is like that, as that of a component.
fn is_opaque(component: &Component, name: &str) -> bool {
    name == "body" || component.metadata.opaque.iter().any(|opaque| opaque == name)
}

/// The argument of a component that is its panes, each with arguments of its own.
fn panes<'v>(name: &str, value: &'v Value) -> Option<impl Iterator<Item = &'v Vec<Named>>> {
    let Kind::List(panes) = &value.0 else { return None };
    let fields = |pane: &'v Value| match &pane.0 {
        Kind::Object(fields) => Some(fields),
        _ => None,
    };
    (name == "panes").then(|| panes.iter().filter_map(fields))
}

impl Stencil {
    /// Finds the marks in what a template wrote.
    fn new(marked: &Html) -> Self {
        let marked = marked.as_str();
        let place = |begin: &str, start: usize| {
            let digits = start + begin.len()..start + begin.len() + DIGITS;
            Some((start, digits.end, marked.get(digits)?.parse().ok()?))
        };
        let places =
            |begin: &'static str| marked.match_indices(begin).filter_map(move |(start, _)| place(begin, start));
        let mut found: Vec<(usize, usize, usize)> = places(MARK).chain(places(NUMBER)).collect();
        found.sort_unstable();
        let mut html = String::with_capacity(marked.len());
        let mut places = Vec::with_capacity(found.len());
        let mut done = 0;
        for (start, end, at) in found {
            html.push_str(&marked[done..start]);
            places.push((html.len(), at));
            done = end;
        }
        html.push_str(&marked[done..]);
        Self { html: html.into(), places: places.into() }
    }

    fn filled(&self, fillings: &[Filling<'_>]) -> Html {
        let size: usize = self.places.iter().filter_map(|(_, at)| fillings.get(*at)).map(Filling::size).sum();
        let mut html = String::with_capacity(self.html.len() + size + 64);
        let mut done = 0;
        for (start, at) in &self.places {
            html.push_str(&self.html[done..*start]);
            done = *start;
            match fillings.get(*at) {
                Some(Filling::Text(text)) => escape_into(&mut html, text),
                Some(Filling::Html(own)) => html.push_str(own),
                Some(Filling::Number(number)) => html.push_str(&number.to_string()),
                None => {}
            }
        }
        html.push_str(&self.html[done..]);
        Html::trusted(html)
    }
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::SourceText;
    use crate::html::Html;
    use crate::theme::{Theme, Value};

    fn template(opaque: &str) -> Theme {
        let text = format!(
            "{{% component box(level: integer, id: string = \"\", size: integer = 0, note: string = \"\") {{\"shape\": \"element\"{opaque}}} -%}}\
             <b{{{{ level }}}}{{% if id %}} id=\"{{{{ id }}}}\" href=\"#{{{{ id }}}}\"{{% endif %}}{{% if size %}} s={{{{ size }}}}{{% endif %}}\
             {{% if level > 1 %}}+{{% endif %}}>{{{{ note }}}}{{{{ body }}}}</b>{{%- endcomponent box %}}"
        );
        let (theme, problems) =
            Theme::bare(&[("components/box.html".to_owned(), SourceText::new("components/box.html", text))]);
        assert!(problems.is_empty(), "{problems:?}");
        theme
    }

    #[test]
    fn what_is_filled_in_is_what_the_template_says() {
        let (plain, opaque) = (template(""), template(", \"opaque\": [\"id\", \"size\", \"note\"]"));
        let html = |text: &str| Value::from(Html::trusted(text));
        let calls: [(i64, Value, i64, Value, Option<&str>); 7] = [
            (1, "a".into(), 0, "".into(), Some("")),
            (2, "a".into(), 0, "".into(), Some("")),
            (2, "<\"&'>".into(), 7, "x".into(), Some("<i>body</i>")),
            (2, "other".into(), 12, "y".into(), Some("")),
            (2, html("<safe>"), 12, html("<i>"), Some("z")),
            (2, "".into(), 0, "\u{fdd2}0000".into(), Some("\u{fdd2}0001 8070605040302010001")),
            (2, "q".into(), -3, "\u{fdd2}0000".into(), Some("b")),
        ];
        // The second time everything is known.
        for (level, id, size, note, body) in calls.iter().chain(&calls) {
            let arguments =
                || [("level", (*level).into()), ("id", id.clone()), ("size", (*size).into()), ("note", note.clone())];
            let of = |theme: &Theme| theme.component("box", arguments(), *body).map(Html::into_string).ok();
            assert!(of(&plain).is_some());
            assert_eq!(of(&opaque), of(&plain));
        }
    }

    #[test]
    fn panes_have_opaque_arguments_too_and_others_decide() {
        let text = "{% component panes(panes: array, title: string = \"\", fold: string = \"\") {\"shape\": \"panes\", \"marker\": \"===\", \
            \"text\": \"title\", \"opaque\": [\"title\"]} -%}{% for pane in panes %}<p{% if pane.fold == \"open\" %} open{% endif %}>\
            {{ pane.title }}: {{ pane.body }}</p>{% endfor %}{%- endcomponent panes %}";
        let template = ("components/panes.html".to_owned(), SourceText::new("components/panes.html", text));
        let (theme, problems) = Theme::bare(&[template]);
        assert!(problems.is_empty(), "{problems:?}");
        let shown = |panes: &[[&str; 3]]| {
            let pane = |[title, fold, body]: &[&str; 3]| {
                let body = Html::trusted(*body).into();
                Value::object([("title", (*title).into()), ("fold", (*fold).into()), ("body", body)])
            };
            let panes = panes.iter().map(pane).collect::<Vec<_>>();
            theme.component("panes", [("panes", Value::from(panes))], None).map(Html::into_string).unwrap_or_default()
        };
        for _ in 0..2 {
            assert_eq!(shown(&[["a", "open", "<b>"], ["<", "", ""]]), "<p open>a: <b></p><p>&lt;: </p>");
            assert_eq!(shown(&[["b", "", "<i>"], ["c", "open", ""]]), "<p>b: <i></p><p open>c: </p>");
            assert_eq!(shown(&[["d", "open", "<i>"]]), "<p open>d: <i></p>");
        }
        assert_eq!(theme.stencils.0.read().map_or(0, |known| known.len()), 3);
    }
}
