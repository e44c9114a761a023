//! Icons as authors name them.

use super::Renderer;
use crate::config::RawHtml;
use crate::html::{Html, escape};
use crate::site::Viewpoint;
use crate::theme;

impl Renderer {
    /// An icon that a page names. A drawing of its author's is shown as a picture where HTML is not to be trusted.
    pub(super) fn icon(&self, name: &str, from: Viewpoint) -> Html {
        let name = name.trim();
        let is_trusted = matches!(self.site.config.html, None | Some(RawHtml::Allow));
        if is_trusted || !name.starts_with('<') {
            return self.owners_icon(name, from);
        }
        if theme::is_drawing(name) { picture_of(name) } else { Html::default() }
    }

    /// An icon that the owner names: one of the project's own, an Octicon, an emoji in colons, a character, an address of a picture,
    /// or an `<svg>`.
    pub(super) fn owners_icon(&self, name: &str, from: Viewpoint) -> Html {
        let name = name.trim();
        if name.is_empty() {
            return Html::default();
        }
        let bare = name.trim_matches(':');
        let icon = bare.strip_prefix("icon-").unwrap_or(bare);
        if let Some(own) = self.theme.grammar().custom_icon(icon) {
            return own.svg(icon);
        }
        if name.starts_with('<') {
            let drawing = || Html::trusted(format!("<span class=\"icon\">{name}</span>"));
            return theme::is_drawing(name).then(drawing).unwrap_or_default();
        }
        if name.starts_with(':')
            && let Some(emoji) = theme::emoji(bare)
        {
            return Html::trusted(format!("<span class=\"emoji\">{emoji}</span>"));
        }
        if let Some(svg) = theme::icon_svg(icon) {
            return svg;
        }
        if theme::is_path(name) {
            let file = self.site.file(name);
            let src = file.map_or_else(|| name.to_owned(), |file| self.site.base.href(from, &file.url));
            return Html::trusted(format!("<img class=\"icon\" src=\"{}\" alt=\"\">", escape(&src)));
        }
        if name.chars().count() <= 8 && !name.is_ascii() {
            return Html::trusted(format!("<span class=\"emoji\">{}</span>", escape(name)));
        }
        Html::default()
    }
}

/// A drawing in which nothing can run.
fn picture_of(drawing: &str) -> Html {
    let named = if drawing.contains("xmlns=") {
        drawing.to_owned()
    } else {
        drawing.replacen("<svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"", 1)
    };
    let data = percent_encoding::utf8_percent_encode(&named, percent_encoding::NON_ALPHANUMERIC);
    Html::trusted(format!("<img class=\"icon\" src=\"data:image/svg+xml,{data}\" alt=\"\">"))
}
