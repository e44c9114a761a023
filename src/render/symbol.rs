//! Emoji and icons in a line of text (format sheet §1.13, §1.20).

use super::context::{Context, argument};
use crate::document::Symbol;
use crate::html::escape;

pub(super) fn render(symbol: &Symbol, context: &mut Context<'_>) -> String {
    match symbol {
        Symbol::Emoji(name) => {
            let text = crate::theme::emoji(name).unwrap_or_default();
            context.component("emoji", vec![argument("name", name.as_str()), argument("text", text.as_ref())], None)
        }
        Symbol::Icon(name) if context.renderer.theme.grammar().custom_icon(name).is_some() => {
            let Some(icon) = context.renderer.theme.grammar().custom_icon(name) else { return String::new() };
            let arguments = vec![argument("name", name.as_str()), argument("viewBox", icon.view_box.as_str())];
            context.component("icon", arguments, Some(&icon.markup))
        }
        Symbol::Icon(name) => match crate::theme::icon(name) {
            Some(icon) => {
                let arguments = vec![argument("name", name.as_str()), argument("size", i64::from(icon.size))];
                context.component("icon", arguments, Some(icon.markup))
            }
            None => escape(&format!(":icon-{name}:")).into_owned(),
        },
    }
}
