//! Components that are rendered once and filled for every call.
//!
//! Most of what elements are given (an id, a title, the code itself) their templates write as it is, or leave out when it is
//! empty; a template says so of its arguments with `opaque`. For all calls that differ in nothing else it is rendered once, with
//! marks in their places, and what stands between the marks is written from then on. A template that says nothing is rendered
//! for every call.

use std::sync::{Arc, PoisonError, RwLock};

use rustc_hash::FxHashMap;

use super::component::Component;
use super::value::{Named, Value};
use crate::html::{Html, escape_into};

/// Begins a mark in a template's output; a letter follows. A noncharacter, which no text is meant to hold.
const MARK: char = '\u{fdd2}';

/// The mark of the first number, which is written with so many digits that no other has them. The next is larger by 1.
const NUMBER: i64 = 8_070_605_040_302_010_000;

/// So many stencils are kept; a site has a few for each component.
const MOST: usize = 1000;

/// The stencils of a theme, by all that they depend on.
#[derive(Debug, Default)]
pub(super) struct Stencils(RwLock<FxHashMap<Box<[u8]>, Arc<Stencil>>>);

/// HTML with places to fill.
#[derive(Debug)]
struct Stencil {
    html: Box<str>,
    /// Where something is written, and which of the arguments; the one behind the last is the body.
    places: Box<[(usize, usize)]>,
}

impl Stencils {
    /// What `render` makes of these arguments.
    pub(super) fn fill<E>(
        &self,
        component: &Component,
        arguments: Vec<Named>,
        body: Option<&str>,
        render: impl Fn(Vec<Named>, Option<&str>) -> Result<Html, E>,
    ) -> Result<Html, E> {
        let Some(key) = key(component, &arguments, body) else { return render(arguments, body) };
        let known = self.0.read().unwrap_or_else(PoisonError::into_inner).get(key.as_slice()).cloned();
        if let Some(stencil) = known {
            return Ok(stencil.filled(&arguments, body));
        }
        let marked = arguments.iter().enumerate().map(|(at, (name, value))| {
            let is_filled = is_opaque(component, name) && value.0.is_truthy();
            (name.clone(), if is_filled { mark_like(value, at) } else { value.clone() })
        });
        let marked_body = body.map(|body| if body.is_empty() { String::new() } else { mark(arguments.len()) });
        let stencil = Stencil::new(&render(marked.collect(), marked_body.as_deref())?, arguments.len());
        let html = stencil.filled(&arguments, body);
        let mut stencils = self.0.write().unwrap_or_else(PoisonError::into_inner);
        if stencils.len() < MOST {
            stencils.insert(key.into(), Arc::new(stencil));
        }
        Ok(html)
    }
}

/// All that a stencil depends on; nothing for a call that cannot be filled in.
fn key(component: &Component, arguments: &[Named], body: Option<&str>) -> Option<Vec<u8>> {
    if component.metadata.opaque.is_empty() || arguments.len() >= 26 {
        return None;
    }
    let mut key = Vec::with_capacity(128);
    let text = |key: &mut Vec<u8>, text: &str| {
        key.extend(text.len().to_le_bytes());
        key.extend(text.as_bytes());
    };
    text(&mut key, &component.name);
    for (name, value) in arguments {
        text(&mut key, name);
        key.extend([u8::from(value.0.is_truthy()), u8::from(value.0.is_safe()), u8::from(value.0.is_string())]);
        if is_opaque(component, name) && (value.0.is_string() || value.0.as_i64().is_some()) {
            continue;
        }
        match (value.0.as_str(), value.0.as_i64(), value.0.as_bool()) {
            (Some(own), _, _) if !own.contains(MARK) => text(&mut key, own),
            (None, Some(number), _) if number < NUMBER => key.extend(number.to_le_bytes()),
            (None, None, Some(_)) => {}
            _ => return None,
        }
    }
    key.push(body.map_or(0, |body| 1 + u8::from(body.is_empty())));
    Some(key)
}

fn is_opaque(component: &Component, name: &str) -> bool {
    component.metadata.opaque.iter().any(|opaque| opaque == name)
}

fn mark(at: usize) -> String {
    let letter = u8::try_from(at).map_or('z', |at| char::from(b'a' + at));
    String::from_iter([MARK, letter])
}

/// A mark of the same type as `value`, to which templates may hold it.
fn mark_like(value: &Value, at: usize) -> Value {
    match value.0.is_string() {
        true if value.0.is_safe() => Html::trusted(mark(at)).into(),
        true => mark(at).as_str().into(),
        false => (NUMBER + at as i64).into(),
    }
}

impl Stencil {
    /// Finds the marks of `count` arguments and the body.
    fn new(marked: &Html, count: usize) -> Self {
        let marks = (0..=count).flat_map(|at| [(mark(at), at), ((NUMBER + at as i64).to_string(), at)]);
        let mut found: Vec<(usize, usize, usize)> = marks
            .flat_map(|(mark, at)| {
                let places = marked.as_str().match_indices(&mark).map(|(start, mark)| (start, mark.len(), at));
                places.collect::<Vec<_>>()
            })
            .collect();
        found.sort_unstable();
        let mut html = String::with_capacity(marked.as_str().len());
        let mut places = Vec::with_capacity(found.len());
        let mut done = 0;
        for (start, length, at) in found {
            html.push_str(&marked.as_str()[done..start]);
            places.push((html.len(), at));
            done = start + length;
        }
        html.push_str(&marked.as_str()[done..]);
        Self { html: html.into(), places: places.into() }
    }

    fn filled(&self, arguments: &[Named], body: Option<&str>) -> Html {
        let mut html = String::with_capacity(self.html.len() + body.map_or(0, str::len) + 128);
        let mut done = 0;
        for (start, at) in &self.places {
            html.push_str(&self.html[done..*start]);
            done = *start;
            match arguments.get(*at).map(|(_, value)| &value.0) {
                None => html.push_str(body.unwrap_or_default()),
                Some(value) => match value.as_str() {
                    Some(text) if value.is_safe() => html.push_str(text),
                    Some(text) => escape_into(&mut html, text),
                    None => html.push_str(&value.as_i64().unwrap_or_default().to_string()),
                },
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
            (2, "".into(), 0, "\u{fdd2}a".into(), Some("\u{fdd2}b 8070605040302010001")),
            (2, "q".into(), -3, "\u{fdd2}a".into(), Some("b")),
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
}
