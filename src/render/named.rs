//! What front matter, folders and the configuration name without linking to it: icons, pictures, the looks of badges, words. One
//! that does not exist is told.

use rayon::prelude::*;

use super::Renderer;
use crate::config::{Layer, Layers};
use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Document, Link, LinkKind};
use crate::labels;
use crate::path::OutPath;
use crate::source::{PageFile, Sources};
use crate::theme;

/// The keys of the configuration below which links have icons.
const WITH_ICONS: [&str; 4] = ["actions", "footer", "links", "outbound"];

/// The keys of the configuration that name a picture.
const PICTURES: [&[&str]; 3] = [&["branding", "logo"], &["branding", "logoDark"], &["favicon"]];

impl Renderer {
    /// What `sources` name and is not there, among the files of the site, which are those that `has` knows.
    pub fn unknown_names(&self, sources: &Sources, has: impl Fn(&OutPath) -> bool) -> Vec<Diagnostic> {
        let pages = self.site.pages.par_iter();
        let on_pages: Vec<_> = pages.flat_map_iter(|page| self.unknown_on(&page.document)).collect();
        let in_folders = sources.folders.iter().flat_map(|folder| self.unknown_in_folder(folder));
        let told = self.unknown_in_configuration(&sources.written, has);
        told.into_iter().chain(in_folders).chain(on_pages).collect()
    }

    fn unknown_in_configuration(&self, written: &Layers, has: impl Fn(&OutPath) -> bool) -> Vec<Diagnostic> {
        let mut found = Vec::new();
        for key in WITH_ICONS {
            let icons = written.texts_under(&[key], &["icon"]).into_iter();
            found.extend(icons.filter_map(|(at, icon)| Some(written.placed(&at, self.unknown_icon(icon, None)?))));
        }
        for path in PICTURES {
            let pictures = written.texts_under(&path[..path.len() - 1], &path[path.len() - 1..]).into_iter();
            let own = pictures.filter(|(at, _)| at.len() == path.len());
            found.extend(own.filter_map(|(at, picture)| {
                let diagnostic = self.missing_picture(picture, None)?;
                Some(written.placed(&at, diagnostic.hint("a path in the configuration starts at the input folder")))
            }));
        }
        found.extend(
            self.dead_in_copyright(has).into_iter().map(|dead| written.placed_at_key(&["footer", "copyright"], dead)),
        );
        found.extend(labels::unknown_locale(&self.site.config).map(|code| {
            let diagnostic = Diagnostic::new(Code::UnknownValue, format!("there is no language `{code}`"));
            let hint = "write its code, such as `de` or `pt-PT`, or words of your own under `labels`";
            written.placed_at_key(&["locale"], diagnostic.hint(hint))
        }));
        let variants = written.texts_under(&["nav", "tags"], &["variant"]).into_iter();
        found.extend(
            variants.filter_map(|(at, name)| Some(written.placed(&at, self.unknown_of_badge("variant", name)?))),
        );
        found.extend(labels::slips(&self.site.config).into_iter().map(|(collection, name, known)| {
            let diagnostic = Diagnostic::new(Code::UnknownKey, format!("there is no word `{name}`"));
            let diagnostic = diagnostic.hint(format!("did you mean `{known}`?"));
            written.placed_at_key(&["labels", collection, name], diagnostic)
        }));
        found
    }

    /// What the links and pictures in the copyright line lead to and is not there.
    fn dead_in_copyright(&self, has: impl Fn(&OutPath) -> bool) -> Vec<Diagnostic> {
        let facts = self.copyright();
        let problem = |link: &Link| match link.kind {
            LinkKind::Link => self.site.dead_in_configuration(&link.destination, &has),
            LinkKind::Image => self.missing_picture(&link.destination, None),
        };
        let in_html = facts.html_links.iter().filter_map(|link| self.site.dead_in_html_everywhere(link, &has));
        facts.links.iter().filter_map(problem).chain(in_html).collect()
    }

    fn unknown_in_folder(&self, folder: &PageFile) -> Vec<Diagnostic> {
        let source = &folder.source;
        let layers = Layers::from(Layer::read(source, 0..source.text.len(), Code::FrontMatterInvalid).0);
        let icons = layers.texts_under(&[], &["icon"]).into_iter();
        let unknown = |icon: &str| self.unknown_icon(&folder.path.climb(icon).unwrap_or_else(|| icon.to_owned()), None);
        let icons = icons.map(|(at, icon)| (at, unknown(icon)));
        let labels = layers.texts_under(&[], &["label"]).into_iter().map(|(at, label)| (at, self.removed(label)));
        icons.chain(labels).filter_map(|(at, problem)| Some(layers.placed(&at, problem?))).collect()
    }

    fn unknown_on(&self, document: &Document) -> Vec<Diagnostic> {
        let meta = &document.meta;
        let badge = meta.nav.badge.as_ref();
        let mut found = Vec::new();
        let mut tell = |names: &[&str], value: Option<&str>, problem: &dyn Fn(&str) -> Option<Diagnostic>| {
            let value = value.unwrap_or_default();
            found.extend(problem(value).map(|diagnostic| document.placed(names, value, diagnostic)));
        };
        for icon in [meta.icon.as_deref(), badge.and_then(|badge| badge.icon.as_deref())] {
            tell(&["icon"], icon, &|icon| self.unknown_icon(icon, None));
        }
        let authors = meta.authors.0.iter().map(|author| Some(author.called()));
        let badge_text = badge.map(|badge| badge.text.as_str());
        for label in authors.chain([meta.label.as_deref(), meta.toc.label.as_deref(), badge_text]) {
            tell(&["label", "badge", "text", "name", "author", "authors"], label, &|label| self.removed(label));
        }
        for avatar in meta.authors.0.iter().map(|author| author.avatar.as_deref()) {
            tell(&["avatar"], avatar, &|avatar| self.unknown_icon(avatar, Some(document)));
        }
        tell(&["image"], meta.image.as_deref(), &|image| self.missing_picture(image, Some(document)));
        if let Some(badge) = badge {
            let (_, variant) = badge.text_and_variant();
            let written = badge.variant.as_deref().unwrap_or(&badge.text);
            tell(&["badge", "text", "variant"], Some(written), &|_| self.unknown_of_badge("variant", variant?));
            tell(&["size"], Some(&badge.size), &|size| self.unknown_of_badge("size", size));
            tell(&["corners"], badge.corners.as_deref(), &|corners| self.unknown_of_badge("corners", corners));
        }
        found
    }

    /// The picture that is named as an icon and is not there.
    pub(super) fn missing_icon(&self, name: &str, beside: Option<&Document>) -> Option<Diagnostic> {
        let missing = theme::is_path(name).then(|| self.missing_picture(name, beside)).flatten()?;
        let hint = "the path of an icon starts at the input folder, or with `../` at the page's";
        Some(if beside.is_some() { missing } else { missing.hint(hint) })
    }

    /// The icon of that name, unless it is a picture or drawn in place.
    fn unknown_icon(&self, name: &str, beside: Option<&Document>) -> Option<Diagnostic> {
        let grammar = self.theme.grammar();
        let name = name.trim();
        if theme::is_path(name) {
            return self.missing_icon(name, beside);
        }
        (!grammar.shows_icon(name)).then(|| grammar.unknown_icon(name))
    }

    /// The picture at a path from a page or from the root, unless it is drawn in place or elsewhere.
    fn missing_picture(&self, written: &str, beside: Option<&Document>) -> Option<Diagnostic> {
        let written = written.trim();
        if written.is_empty() || written.starts_with('<') || written.contains("://") || written.starts_with("data:") {
            return None;
        }
        let near = beside.and_then(|document| document.path.resolve(written));
        let is_there =
            near.is_some_and(|path| self.site.file(path.as_str()).is_some()) || self.site.file(written).is_some();
        let files = || self.site.files.iter().map(|file| file.source.path.as_str());
        let told = || Diagnostic::new(Code::MissingImage, format!("there is no image `{written}`"));
        (!is_there).then(|| told().did_you_mean(written.trim_start_matches(['.', '/']), files()))
    }

    /// A value that badges take as their variant or the like.
    pub(super) fn known_of_badge<'v>(&self, argument: &str, written: &'v str) -> Option<&'v str> {
        Some(written).filter(|value| !value.is_empty() && self.unknown_of_badge(argument, value).is_none())
    }

    /// The finding for a value that badges do not take, as their variant or the like.
    fn unknown_of_badge(&self, argument: &str, written: &str) -> Option<Diagnostic> {
        let badge = self.theme.grammar().get("badge")?;
        let values = &badge.argument(argument)?.values;
        let told = || Diagnostic::new(Code::UnknownValue, format!("a badge has no {argument} `{written}`"));
        let is_known =
            written.is_empty() || values.is_empty() || values.iter().any(|value| value.eq_ignore_ascii_case(written));
        let listed = || values.iter().map(|value| format!("`{value}`")).collect::<Vec<_>>().join(", ");
        (!is_known).then(|| {
            told().did_you_mean(written, values.iter().map(String::as_str)).hint(format!("it takes {}", listed()))
        })
    }
}
