//! Templates of whole pages, which are rendered with marks in the places of what is large.
//!
//! A page's text, its header and its navigation are finished HTML that the built-in templates write as it is and ask nothing
//! about. A template engine copies a text into a value, and out of it again; so it is given marks, and the texts are written
//! behind it, once. A project's own templates are given the texts themselves, since they may do with them what they like.

use super::value::Value;
use crate::html::Html;

/// Stands on both sides of a name in a mark. A noncharacter, which no text is meant to hold.
const MARK: char = '\u{fdd3}';

/// A piece of a page, by its name in templates.
pub type Piece = (&'static str, Html);

/// The mark of a piece; an empty one is nothing in a template's conditions.
pub(super) fn mark((name, html): &Piece) -> (&'static str, Value) {
    let mark = if html.as_str().is_empty() { String::new() } else { format!("{MARK}{name}{MARK}") };
    (name, Html::trusted(mark).into())
}

/// What a template wrote, with the pieces in the places of their marks. None when there are other marks than one of each piece
/// at most: then an author wrote one.
pub(super) fn filled(frame: &str, pieces: &[Piece]) -> Option<String> {
    let size: usize = pieces.iter().map(|(_, html)| html.as_str().len()).sum();
    let mut page = String::with_capacity(frame.len() + size);
    let mut missing: Vec<&Piece> = pieces.iter().filter(|(_, html)| !html.as_str().is_empty()).collect();
    let mut rest = frame;
    while let Some((before, behind)) = rest.split_once(MARK) {
        let (name, behind) = behind.split_once(MARK)?;
        let (_, html) = missing.swap_remove(missing.iter().position(|(own, _)| *own == name)?);
        page.push_str(before);
        page.push_str(html.as_str());
        rest = behind;
    }
    page.push_str(rest);
    Some(page)
}

#[cfg(test)]
mod tests {
    use super::{filled, mark};
    use crate::diagnostic::SourceText;
    use crate::html::Html;
    use crate::theme::Theme;

    #[test]
    fn pieces_stand_where_their_marks_stood() {
        let pieces = [("a", Html::trusted("<b>\u{fdd3}b\u{fdd3}</b>")), ("b", Html::default())];
        assert_eq!(mark(&pieces[1]).1.0.as_str(), Some(""));
        let piece = pieces[0].1.as_str();
        assert_eq!(filled("x\u{fdd3}a\u{fdd3}é", &pieces), Some(format!("x{piece}é")));
        assert_eq!(filled("none", &pieces).as_deref(), Some("none"));
        for of_an_author in ["\u{fdd3}a\u{fdd3}\u{fdd3}a\u{fdd3}", "\u{fdd3}b\u{fdd3}", "\u{fdd3}c\u{fdd3}", "\u{fdd3}"]
        {
            assert_eq!(filled(of_an_author, &pieces), None, "{of_an_author:?}");
        }
    }

    #[test]
    fn a_mark_that_an_author_writes_is_text() {
        let (theme, _) = Theme::bare(&[("page.html".to_owned(), SourceText::new("page.html", "{{ t }}|{{ a }}"))]);
        let theme = Theme { has_own_templates: false, ..theme };
        let of = |title: &str| {
            let pieces = vec![("a", Html::trusted("<b>"))];
            theme.render_around("page.html", [("t", title.into())], pieces).map(Html::into_string).ok()
        };
        assert_eq!(of("x").as_deref(), Some("x|<b>"));
        assert_eq!(of("\u{fdd3}a\u{fdd3}").as_deref(), Some("\u{fdd3}a\u{fdd3}|<b>"));
    }

    #[test]
    fn a_project_s_own_template_may_ask_about_a_piece() {
        let text = "{% if a %}{{ a | length }}{% endif %}{% if not b %}-{% endif %}{{ c }}";
        let own = [("page.html".to_owned(), SourceText::new("page.html", text))];
        let (theme, problems) = Theme::load(&own);
        assert!(problems.is_empty(), "{problems:?}");
        let pieces = [("a", Html::trusted("<b></b>")), ("b", Html::default())];
        let page = theme.render_around("page.html", [("c", "<".into())], pieces.into());
        assert_eq!(page.map(Html::into_string).ok().as_deref(), Some("7-&lt;"));
    }
}
