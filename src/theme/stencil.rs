//! Templates that are rendered once and filled in.
//!
//! Most of what templates are given (an id, a title, the code itself) they write as it is, or leave out when it is empty. For
//! all renderings that differ in nothing else a template is rendered once, with marks in the places of such texts, and what
//! stands between the marks is written from then on. The template of a component says so of its arguments, and those of its
//! panes, with `opaque`; one that says nothing, and one of a project's own, is rendered for every call. What the built-in
//! templates of whole pages are given of a page is all like that.

use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;
use smallvec::SmallVec;

use super::component::Component;
use super::value::{self, Kind, Named, Value};
use crate::html::{Html, escape_into};

/// Begins a mark in a template's output; its number follows. A noncharacter, which no text is meant to hold.
const MARK: &str = "\u{fdd2}";

/// Begins the mark of a number, to which templates may hold a number; that of the mark follows.
const NUMBER: &str = "807060504030201";

/// A mark's number has so many digits.
const DIGITS: usize = 4;

/// There are fewer marks than this.
const MARKS: usize = 1000;

/// Ends a text in a key; no byte of UTF-8.
const END: u8 = 0xff;

/// A key takes about so many bytes.
const KEY: usize = 512;

/// So many stencils are kept; a site has a few for each component.
const MOST: usize = 1000;

/// The stencils of templates, by all that they depend on.
#[derive(Debug, Default)]
pub(super) struct Stencils(RwLock<FxHashMap<Box<[u8]>, Arc<Stencil>>>);

/// HTML with places to fill.
#[derive(Debug)]
struct Stencil {
    html: Box<str>,
    /// Where something is written, and which of the texts.
    places: Box<[(usize, usize)]>,
}

/// What is written into a stencil.
#[derive(Debug, Clone, Copy)]
enum Filling<'v> {
    Text(&'v str),
    Html(&'v str),
    Number(i64),
}

/// All that a stencil depends on, and what is written into it.
#[derive(Debug)]
pub(super) struct Outline<'v> {
    key: Vec<u8>,
    fillings: SmallVec<[Filling<'v>; 16]>,
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
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(outline.key.as_slice()).cloned();
        if let Some(stencil) = known {
            return Ok(stencil.filled(&outline.fillings));
        }
        let stencil = Stencil::new(&render()?);
        let html = stencil.filled(&outline.fillings);
        let mut stencils = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if stencils.len() < MOST {
            stencils.insert(outline.key.as_slice().into(), Arc::new(stencil));
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

impl<'v> Outline<'v> {
    /// That of the template `name`.
    pub(super) fn new(name: &str) -> Self {
        let mut outline = Self { key: Vec::with_capacity(KEY), fillings: SmallVec::new() };
        outline.text(name);
        outline
    }

    /// That of a component's call; nothing for one that cannot be filled in.
    fn of_call(component: &Component, arguments: &'v [Named], body: Option<&'v str>) -> Option<Self> {
        if component.metadata.opaque.is_empty() {
            return None;
        }
        let mut outline = Self::new(&component.name);
        outline.arguments(component, arguments)?;
        outline.key.push(u8::from(body.is_some()));
        if let Some(body) = body {
            outline.written(2, body.is_empty(), Filling::Html(body))?;
        }
        Some(outline)
    }

    fn arguments(&mut self, component: &Component, arguments: &'v [Named]) -> Option<()> {
        self.length(arguments.len());
        arguments.iter().try_for_each(|(name, value)| {
            self.text(name);
            if is_opaque(component, name) {
                return self.opaque(value);
            }
            let Some(mut panes) = panes(name, value) else { return self.read(value) };
            panes.try_for_each(|pane| self.arguments(component, pane))
        })
    }

    /// Adds a value that a template asks about.
    fn read(&mut self, value: &Value) -> Option<()> {
        match &value.0 {
            Kind::None => self.key.push(0),
            Kind::Truth(truth) => self.key.push(1 + u8::from(*truth)),
            Kind::Number(number) if !is_mark(*number) => {
                self.key.push(3);
                self.key.extend_from_slice(&number.to_le_bytes());
            }
            Kind::Text(text) if !begins_mark(text) => {
                self.key.push(4);
                self.text(text);
            }
            Kind::Html(html) if !begins_mark(html.as_str()) => {
                self.key.push(5);
                self.text(html.as_str());
            }
            _ => return None,
        }
        Some(())
    }

    /// Adds a value of which a template only asks what is empty.
    pub(super) fn opaque(&mut self, value: &'v Value) -> Option<()> {
        match &value.0 {
            Kind::None => self.key.push(6),
            Kind::Truth(truth) => self.key.push(7 + u8::from(*truth)),
            Kind::Number(number) => self.written(9, *number == 0, Filling::Number(*number))?,
            Kind::Text(text) => self.written(11, text.is_empty(), Filling::Text(text))?,
            Kind::Html(html) => self.written(13, html.as_str().is_empty(), Filling::Html(html.as_str()))?,
            Kind::List(values) => {
                self.key.push(15);
                self.length(values.len());
                values.iter().try_for_each(|value| self.opaque(value))?;
            }
            Kind::Object(fields) => {
                self.key.push(16);
                self.length(fields.len());
                fields.iter().try_for_each(|(name, value)| {
                    self.text(name);
                    self.opaque(value)
                })?;
            }
            Kind::Ready(_) => return None,
        }
        Some(())
    }

    /// Adds what is written unless it is empty.
    fn written(&mut self, kind: u8, is_empty: bool, filling: Filling<'v>) -> Option<()> {
        self.key.push(kind + u8::from(is_empty));
        if !is_empty {
            self.fillings.push(filling);
        }
        (self.fillings.len() < MARKS).then_some(())
    }

    pub(super) fn text(&mut self, text: &str) {
        self.key.extend_from_slice(text.as_bytes());
        self.key.push(END);
    }

    fn length(&mut self, length: usize) {
        self.key.extend_from_slice(&length.to_le_bytes());
    }
}

/// Gives out marks, in the order of an outline's fillings.
#[derive(Debug, Default)]
pub(super) struct Marks(usize);

impl Marks {
    /// An argument of a component with marks in the place of what is filled in.
    fn argument(&mut self, component: &Component, name: &str, value: &Value) -> tera::Value {
        if is_opaque(component, name) {
            return self.value(value);
        }
        let Some(panes) = panes(name, value) else { return value.for_template() };
        value::list(
            panes.map(|pane| {
                value::object(pane.iter().map(|(name, value)| (name, self.argument(component, name, value))))
            }),
        )
    }

    /// A value with marks in the place of what is filled in.
    pub(super) fn value(&mut self, value: &Value) -> tera::Value {
        match &value.0 {
            Kind::Number(number) if *number != 0 => {
                let mark: i64 = self.next(NUMBER).parse().unwrap_or_default();
                tera::Value::from(mark)
            }
            Kind::Text(text) if !text.is_empty() => tera::Value::normal_string(&self.text()),
            Kind::Html(html) if !html.as_str().is_empty() => tera::Value::safe_string(&self.text()),
            Kind::List(values) => value::list(values.iter().map(|value| self.value(value))),
            Kind::Object(fields) => value::object(fields.iter().map(|(name, value)| (name, self.value(value)))),
            _ => value.for_template(),
        }
    }

    fn text(&mut self) -> String {
        self.next(MARK)
    }

    fn next(&mut self, begin: &str) -> String {
        self.0 += 1;
        format!("{begin}{:0DIGITS$}", self.0 - 1)
    }
}

/// Whether a number is one of the marks.
fn is_mark(number: i64) -> bool {
    number >= 1_000_000_000_000_000_000 && number.to_string().starts_with(NUMBER)
}

/// Whether anything in a text begins a mark.
fn begins_mark(text: &str) -> bool {
    text.contains(MARK) || text.contains(NUMBER)
}

/// Whether anything in a value begins a mark.
pub(super) fn holds_mark(value: &Value) -> bool {
    match &value.0 {
        Kind::Text(text) => begins_mark(text),
        Kind::Html(html) => begins_mark(html.as_str()),
        Kind::Number(number) => is_mark(*number),
        Kind::List(values) => values.iter().any(holds_mark),
        Kind::Object(fields) => fields.iter().any(|(_, value)| holds_mark(value)),
        Kind::None | Kind::Truth(_) => false,
        Kind::Ready(_) => true,
    }
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

impl Filling<'_> {
    fn size(&self) -> usize {
        match self {
            Self::Text(text) | Self::Html(text) => text.len(),
            Self::Number(_) => 8,
        }
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
