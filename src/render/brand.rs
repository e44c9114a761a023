//! The site's face in the header: logo, name, label, hub.

use super::by_need::theme_file;
use super::image::displayed_size;
use super::{Renderer, attributes, configured};
use crate::config::FromYaml as _;
use crate::document::with_tags_as_text;
use crate::html::Html;
use crate::path::slashed;
use crate::site::{File, Site, Viewpoint};
use crate::theme::{self, Value};

/// Where a logo is looked for when none is named.
const LOGO_FOLDERS: [&str; 7] = ["", "assets/", "static/", "images/", "img/", "public/", "resources/"];

/// Kinds of pictures that a logo or favicon may be.
const PICTURES: [&str; 7] = ["svg", "png", "webp", "avif", "jpg", "jpeg", "gif"];

/// Kinds of pictures that browsers take for a favicon, best first.
const FAVICONS: [&str; 3] = ["svg", "ico", "png"];

/// The name with its markup. In the title of the home page, which stands for one, what looks like markup is text.
pub(super) fn name(renderer: &Renderer, from: Viewpoint) -> Html {
    let site = &renderer.site;
    let written = site.config.branding.title.as_deref();
    written.map_or_else(|| Html::text(site.title()), |title| renderer.label(&with_tags_as_text(title), from))
}

/// The chip beside the name.
pub(super) fn label(renderer: &Renderer, from: Viewpoint) -> Html {
    let label = renderer.site.config.branding.label.as_deref().unwrap_or_default();
    renderer.label(&with_tags_as_text(label), from)
}

/// The logo, for the light and the dark scheme. One that is named where no title is stands alone: it says the name itself.
pub(super) fn logo(renderer: &Renderer, from: Viewpoint) -> Value {
    let site = &renderer.site;
    let branding = &site.config.branding;
    let written = branding.logo.as_deref().map(str::trim).filter(|logo| !logo.is_empty());
    let light = match written {
        Some(written) => Picture::named(site, written),
        None => found(site, "logo").map(Picture::File),
    };
    let dark = match (branding.logo_dark.as_deref(), &light) {
        (Some(written), _) => Picture::named(site, written),
        (None, Some(Picture::File(light))) => twin(site, light).map(Picture::File),
        _ => None,
    };
    let size = (branding.logo_width, branding.logo_height);
    let picture = |picture: Option<Picture<'_>>| picture.map(|picture| picture.value(renderer, from, size));
    let align = branding.logo_align.written().unwrap_or_default();
    let is_alone = written.is_some() && light.is_some() && branding.title.is_none();
    Value::object([
        ("alone", is_alone.into()),
        ("light", picture(light).into()),
        ("dark", picture(dark).into()),
        ("align", align.into()),
    ])
}

/// The favicon, for the light and the dark scheme, and the one for home screens.
pub(super) fn favicon(renderer: &Renderer, from: Viewpoint) -> Value {
    let site = &renderer.site;
    let href = |file: &File| site.base.href(from, &file.url);
    let (light, dark) = match own_favicon(site) {
        Some(Picture::File(file)) => (Some(href(file)), twin(site, file).map(href)),
        Some(Picture::Address(address)) => (Some(address.to_owned()), None),
        Some(Picture::Svg(_)) => (None, None),
        None => (Some(theme_file(renderer, "favicon.svg", from)), None),
    };
    Value::object([
        ("light", light.into()),
        ("dark", dark.into()),
        ("touch", site.file("favicon.png").map(href).into()),
    ])
}

/// Whether the theme's favicon is shown, since the project has none.
pub fn lacks_favicon(site: &Site) -> bool {
    own_favicon(site).is_none()
}

fn own_favicon(site: &Site) -> Option<Picture<'_>> {
    match site.config.favicon.as_deref() {
        Some(written) => Picture::named(site, written),
        None => FAVICONS.iter().find_map(|extension| site.file(&format!("favicon.{extension}"))).map(Picture::File),
    }
}

/// The link back to the site that this one belongs to.
pub(super) fn hub(renderer: &Renderer, from: Viewpoint) -> Value {
    let hub = &renderer.site.config.hub;
    let Some(link) = &hub.link else { return Value::none() };
    Value::object([
        ("url", configured::href(&renderer.site, link, from).into()),
        ("alt", hub.alt.clone().unwrap_or_else(|| slashed(link).into_owned()).into()),
        ("target", hub.target.as_deref().map(attributes::target).into()),
    ])
}

enum Picture<'a> {
    Svg(&'a str),
    Address(&'a str),
    File(&'a File),
}

impl<'a> Picture<'a> {
    fn named(site: &'a Site, written: &'a str) -> Option<Self> {
        if theme::is_drawing(written) {
            return Some(Self::Svg(written));
        }
        if written.contains("://") {
            return Some(Self::Address(written));
        }
        site.file(written).map(Self::File)
    }

    /// Its size is what the project says, in proportion; without that the theme's.
    fn value(&self, renderer: &Renderer, from: Viewpoint, wanted: (Option<u32>, Option<u32>)) -> Value {
        let (svg, src, own) = match self {
            Self::Svg(svg) => (Html::trusted(*svg), String::new(), None),
            Self::Address(address) => (Html::default(), (*address).to_owned(), None),
            Self::File(file) => (Html::default(), renderer.site.base.href(from, &file.url), file.source.dimensions),
        };
        let (width, height) = displayed_size(wanted, own);
        Value::object([
            ("svg", svg.into()),
            ("src", src.into()),
            ("width", i64::from(width).into()),
            ("height", i64::from(height).into()),
        ])
    }
}

fn found<'a>(site: &'a Site, name: &str) -> Option<&'a File> {
    let paths = LOGO_FOLDERS.iter().flat_map(|folder| PICTURES.map(|kind| format!("{folder}{name}.{kind}")));
    paths.into_iter().find_map(|path| site.file(&path))
}

/// `logo-dark.svg` beside `logo.svg`; its kind may differ.
fn twin<'a>(site: &'a Site, light: &File) -> Option<&'a File> {
    let path = light.source.path.as_str();
    let (stem, own) = path.rsplit_once('.')?;
    let kinds = std::iter::once(own).chain(PICTURES).chain(FAVICONS);
    kinds.into_iter().find_map(|kind| site.file(&format!("{stem}-dark.{kind}")))
}
