//! Templates of whole pages: what they are given on all of them, and what on one.
//!
//! The built-in templates write what they are given of a page as it is, in the places that its shape decides: whether there is a
//! date, how many steps the breadcrumb has. So they are stencils, one for all pages of a shape, and a page is rendered by writing
//! its texts, from its title to its navigation, behind one another. A project's own templates are given the texts
//! themselves, since they may do with them what they like.

use super::stencil::{Marks, Outline, Stencils, holds_mark};
use super::value::Value;
use crate::html::Html;

/// A variable of a template.
pub type Variable = (&'static str, Value);

/// What templates are given on many pages, and what was rendered with it.
#[derive(Debug, Default)]
pub struct Frame {
    variables: Vec<Variable>,
    stencils: Stencils,
    /// Whether an author wrote what could be taken for a mark.
    holds_mark: bool,
}

impl Frame {
    /// A frame of these variables.
    pub fn new(variables: impl IntoIterator<Item = Variable>) -> Self {
        let variables: Vec<Variable> = variables.into_iter().collect();
        let holds_mark = variables.iter().any(|(_, value)| holds_mark(value));
        let variables = variables.into_iter().map(|(name, value)| (name, value.ready())).collect();
        Self { variables, stencils: Stencils::default(), holds_mark }
    }

    /// Its variables.
    pub fn variables(&self) -> impl Iterator<Item = Variable> {
        self.variables.iter().cloned()
    }

    /// What `render` makes of the template `name` with the frame's variables and these.
    pub(super) fn fill<E>(
        &self,
        name: &str,
        own: &[Variable],
        render: impl Fn(Vec<(&'static str, tera::Value)>) -> Result<Html, E>,
    ) -> Result<Html, E> {
        let shared = || self.variables.iter().map(|(name, value)| (*name, value.for_template()));
        let plain = || render(shared().chain(own.iter().map(|(name, value)| (*name, value.for_template()))).collect());
        let Some(outline) = self.outline(name, own) else { return plain() };
        let mut marks = Marks::default();
        let filled = self.stencils.fill(&outline, || {
            render(shared().chain(own.iter().map(|(name, value)| (*name, marks.value(value)))).collect())
        })?;
        debug_assert!(plain().is_ok_and(|plain| plain == filled), "`{name}` does more than writing its variables");
        Ok(filled)
    }

    fn outline<'v>(&self, name: &str, own: &'v [Variable]) -> Option<Outline<'v>> {
        if self.holds_mark {
            return None;
        }
        let mut outline = Outline::new(name);
        for (name, value) in own {
            outline.text(name);
            outline.opaque(value)?;
        }
        Some(outline)
    }
}

#[cfg(test)]
mod tests {
    use super::Frame;
    use crate::diagnostic::SourceText;
    use crate::html::Html;
    use crate::theme::{Theme, Value};

    fn theme(page: &str) -> Theme {
        let (theme, problems) = Theme::bare(&[("page.html".to_owned(), SourceText::new("page.html", page))]);
        assert!(problems.is_empty(), "{problems:?}");
        theme
    }

    fn page(theme: &Theme, frame: &Frame, title: &str, text: &str, steps: &[&str]) -> String {
        let steps: Vec<Value> = steps.iter().map(|step| Value::object([("label", (*step).into())])).collect();
        let page = Value::object([("title", title.into()), ("steps", steps.into()), ("words", text.len().into())]);
        let own = [("page", page), ("text", Html::trusted(text).into())];
        theme.render_in(frame, "page.html", &own).map(Html::into_string).unwrap_or_default()
    }

    #[test]
    fn pages_of_one_shape_are_filled_in() {
        let text = "{% if page.title %}<h1>{{ page.title }}</h1>{% endif %}{% for step in page.steps %}{{ step.label }}\
            {% if not loop.last %}/{% endif %}{% endfor %}{{ text }}{{ page.words }}{{ site }}";
        let (theme, frame) = (theme(text), Frame::new([("site", "S".into())]));
        let page = |title: &str, text: &str, steps: &[&str]| page(&theme, &frame, title, text, steps);
        for _ in 0..2 {
            assert_eq!(page("<", "<b>", &["é", "b"]), "<h1>&lt;</h1>é/b<b>3S");
            assert_eq!(page("\u{fdd2}0002", "<i>", &["c", "\u{fdd2}0000"]), "<h1>\u{fdd2}0002</h1>c/\u{fdd2}0000<i>3S");
            assert_eq!(page("", "", &[]), "0S");
        }
    }

    #[test]
    fn a_mark_that_an_author_writes_on_every_page_is_text() {
        let (theme, frame) = (theme("{{ page.title }}{{ site }}"), Frame::new([("site", "\u{fdd2}0000".into())]));
        assert_eq!(page(&theme, &frame, "a", "", &[]), "a\u{fdd2}0000");
    }

    #[test]
    fn a_project_s_own_template_may_ask_about_what_it_is_given() {
        let text = "{% if text %}{{ text | length }}{% endif %}{{ page.title | upper }}";
        let (theme, problems) = Theme::load(&[("page.html".to_owned(), SourceText::new("page.html", text))]);
        assert!(problems.is_empty(), "{problems:?}");
        assert_eq!(page(&theme, &Frame::new([]), "<a", "<b></b>", &[]), "7&lt;A");
    }
}
