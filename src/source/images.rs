//! The size of a picture, from its header.

use camino::Utf8Path;

use crate::html::attributes;

/// Width and height in pixels; `None` for what is no picture or has no size of its own.
pub(super) fn dimensions(file: &Utf8Path) -> Option<(u32, u32)> {
    let extension = file.extension()?.to_ascii_lowercase();
    if extension == "svg" {
        return svg_dimensions(&std::fs::read_to_string(file).ok()?);
    }
    if !matches!(extension.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp" | "avif" | "bmp" | "heif" | "ico" | "tiff")
    {
        return None;
    }
    let size = imagesize::size(file).ok()?;
    Some((u32::try_from(size.width).ok()?, u32::try_from(size.height).ok()?))
}

/// How the drawing of an SVG begins.
const SVG: &str = "<svg";

/// An SVG's `width` and `height` in pixels, or the size of its `viewBox`.
fn svg_dimensions(text: &str) -> Option<(u32, u32)> {
    let (attributes, _) = attributes(text, text.find(SVG)? + SVG.len());
    let attribute = |name: &str| attributes.iter().find(|own| own.name == name).map(|own| own.value);
    let pixels = |text: &str| text.trim_end_matches("px").parse::<f64>().ok();
    let size = match (attribute("width").and_then(pixels), attribute("height").and_then(pixels)) {
        (Some(width), Some(height)) => (width, height),
        _ => {
            let parts = attribute("viewBox")?.split(|c: char| c.is_whitespace() || c == ',');
            let numbers: Vec<f64> = parts.filter_map(|number| number.parse().ok()).collect();
            (*numbers.get(2)?, *numbers.get(3)?)
        }
    };
    let whole = |number: f64| (1.0..100_000.0).contains(&number).then_some(number.round() as u32);
    Some((whole(size.0)?, whole(size.1)?))
}

#[cfg(test)]
mod tests {
    use super::svg_dimensions;

    #[test]
    fn an_svg_tells_its_size_in_pixels_or_by_its_view_box() {
        assert_eq!(svg_dimensions(r#"<svg width="20" height="10px">"#), Some((20, 10)));
        assert_eq!(svg_dimensions(r#"<?xml?><svg width="100%" viewBox="0 0 24 16">"#), Some((24, 16)));
        assert_eq!(svg_dimensions("<svg\n\taria-label='a > b'\n\tviewBox='0 0\n24 16'>"), Some((24, 16)));
        assert_eq!(svg_dimensions("<svg>"), None);
    }
}
