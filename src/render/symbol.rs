//! Emoji and icons in a line of text.

use super::context::{Context, argument};
use crate::document::Symbol;
use crate::html::escape;
use crate::theme;

pub(super) fn render(symbol: &Symbol, context: &mut Context<'_>) -> String {
    match symbol {
        Symbol::Emoji(name) => {
            let text = theme::emoji(name).unwrap_or_default();
            context.component("emoji", vec![argument("name", name.as_str()), argument("text", text.as_ref())], None)
        }
        Symbol::Icon(name) => {
            let renderer = context.renderer;
            let (name, view, markup) = match (renderer.theme.grammar().custom_icon(name), theme::icon(name)) {
                (Some(own), _) => (name.as_str(), argument("viewBox", own.view_box.as_str()), own.markup.as_str()),
                (None, Some(icon)) => (icon.name, argument("size", i64::from(icon.size)), icon.markup),
                (None, None) => return escape(&format!(":icon-{name}:")).into_owned(),
            };
            context.component("icon", vec![argument("name", name), view], Some(markup))
        }
    }
}
