//! Icons of a project's own: `_components/icon/<pack>/<name>.svg`.
//!
//! They stand in pages as drawings of the page itself, so that they take the colour of the text; what runs or asks other hosts
//! is refused.

use crate::html::{Html, attributes, escape};

/// A drawing that pages may show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomIcon {
    /// The part of the plane that it fills.
    pub view_box: String,
    /// What is inside the `<svg>`, with the look that its author gave the whole.
    pub markup: String,
}

/// How a drawing begins.
const SVG: &str = "<svg";

/// What of the `<svg>` itself says how its inside looks.
const LOOK: [&str; 8] = [
    "fill", "stroke", "stroke-width", "stroke-linecap", "stroke-linejoin", "fill-rule", "clip-rule",
    "stroke-miterlimit",
];

impl CustomIcon {
    /// Reads a file; the reason when it cannot be shown.
    pub(super) fn read(text: &str) -> Result<Self, String> {
        let start = text.find(SVG).ok_or("it holds no `<svg>`")?;
        let (attributes, tag_end) = attributes(text, start + SVG.len());
        let attribute = |name: &str| attributes.iter().find(|own| own.name == name).map(|own| own.value);
        let end = text.rfind("</svg>").filter(|end| *end >= tag_end).ok_or("its `<svg>` is never closed")?;
        let inside = text[tag_end..end].trim();
        if let Some(what) = active(text) {
            return Err(format!("`{what}` runs code or asks other hosts"));
        }
        let size = |name: &str| attribute(name).and_then(|size| size.trim_end_matches("px").parse::<f64>().ok());
        let of_size = || Some(format!("0 0 {} {}", size("width")?, size("height")?));
        let view_box = attribute("viewBox").map(str::to_owned).or_else(of_size).ok_or("it has no `viewBox`")?;
        let look: String =
            LOOK.iter().filter_map(|name| Some(format!(" {name}=\"{}\"", escape(attribute(name)?)))).collect();
        let markup = if look.is_empty() { inside.to_owned() } else { format!("<g{look}>{inside}</g>") };
        Ok(Self { view_box, markup })
    }

    /// The finished `<svg>`.
    pub fn svg(&self, name: &str) -> Html {
        Html::trusted(format!(
            r#"<svg class="icon icon-{}" viewBox="{}" aria-hidden="true">{}</svg>"#,
            escape(name),
            escape(&self.view_box),
            self.markup
        ))
    }
}

/// What in the text could do more than draw.
fn active(text: &str) -> Option<&'static str> {
    let text = text.to_ascii_lowercase();
    let words = [
        "<script", "<foreignobject", "<style", "<iframe", "<image", "javascript:", "url(http", "<!entity", "<animate",
        "<set",
    ];
    let handler = |text: &str| {
        text.split(|c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '/')).any(|word| {
            word.strip_prefix("on").is_some_and(|rest| rest.split_once('=').is_some_and(|(name, _)| !name.is_empty()))
        })
    };
    let outside = text.split("href=").skip(1).any(|value| !value.trim_start_matches(['"', '\'']).starts_with('#'));
    words.into_iter().find(|word| text.contains(word)).or(handler(&text).then_some("on…")).or(outside.then_some("href"))
}

#[cfg(test)]
mod tests {
    use super::CustomIcon;

    #[test]
    fn a_drawing_keeps_the_look_of_its_whole() {
        let icon = CustomIcon::read(
            "<?xml version=\"1.0\"?><svg xmlns=\"http://www.w3.org/2000/svg\" width=\"24\" height=\"24\" viewBox=\"0 0 24 24\" fill=\"none\" stroke=\"currentColor\"><path d=\"M0 0\"/></svg>",
        )
        .unwrap();
        assert_eq!(icon.view_box, "0 0 24 24");
        assert_eq!(icon.markup, "<g fill=\"none\" stroke=\"currentColor\"><path d=\"M0 0\"/></g>");
        let written_otherwise = "<svg\n\tviewBox='0 0 9 8'\n\tfill = 'none'><a/></svg>";
        let icon = CustomIcon::read(written_otherwise).unwrap();
        assert_eq!((icon.view_box.as_str(), icon.markup.as_str()), ("0 0 9 8", "<g fill=\"none\"><a/></g>"));
        assert_eq!(CustomIcon::read("<svg width=\"10\" height=\"8px\"><a/></svg>").unwrap().view_box, "0 0 10 8");
    }

    #[test]
    fn what_does_more_than_draw_is_refused() {
        for inside in [
            "<script>x</script>",
            "<path onclick=\"x\"/>",
            "<path/onload=x>",
            "<use href=\"https://x.example/a.svg#b\"/>",
            "<foreignObject/>",
            "<a xlink:href='javascript:x'/>",
        ] {
            assert!(CustomIcon::read(&format!("<svg viewBox=\"0 0 1 1\">{inside}</svg>")).is_err(), "{inside}");
        }
        assert!(CustomIcon::read("<svg viewBox=\"0 0 1 1\"><use href=\"#a\"/></svg>").is_ok());
        assert!(CustomIcon::read("no drawing").is_err());
    }
}
