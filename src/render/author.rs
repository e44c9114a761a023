//! Authors in the by-line: name, link and picture.
//!
//! Without a picture an author is shown by initials, which are drawn here. Gravatar is only asked when the project says so.

use sha2::{Digest, Sha256};

use super::{Renderer, configured};
use crate::document::front_matter::Author;
use crate::html::{Html, escape, is_active_url};
use crate::site::{Page, Taxonomy, Viewpoint};
use crate::theme::{self, Value};

/// Width and height of a picture, in CSS pixels, and as Gravatar is asked for: twice that, for dense screens.
const SIZE: usize = 30;

/// The authors of a page as its template is given them.
pub(super) fn values(renderer: &Renderer, page: &Page, from: Viewpoint) -> Vec<Value> {
    let value = |author: &Author| {
        let url = url(renderer, author, from);
        let name = author.called();
        let name = if url.is_empty() { renderer.inline(name, from) } else { renderer.label(name, from) };
        Value::object([
            ("name", name.into()),
            ("url", url.into()),
            ("avatar", avatar(renderer, page, author, from).into()),
            ("initials", initials(author.called()).into()),
        ])
    };
    page.document.meta.authors.0.iter().map(value).collect()
}

/// Where the name leads: to the author's address or mail, or to the list of the author's pages.
fn url(renderer: &Renderer, author: &Author, from: Viewpoint) -> String {
    let site = &renderer.site;
    let list = || site.terms.named(Taxonomy::Authors, author.called()).map(|id| &site.terms.all[id].url);
    match author.href() {
        href if is_active_url(&href) => String::new(),
        href if href.is_empty() => list().map(|url| site.base.href(from, url)).unwrap_or_default(),
        href => configured::href(site, &href, from),
    }
}

/// The picture; empty when the initials stand for it.
fn avatar(renderer: &Renderer, page: &Page, author: &Author, from: Viewpoint) -> Html {
    let own = author.avatar.as_deref().map(str::trim).filter(|avatar| !avatar.is_empty());
    match own {
        Some(avatar) => picture(renderer, page, avatar, from),
        None => gravatar(renderer, author).map(|address| image(&address)).unwrap_or_default(),
    }
}

fn picture(renderer: &Renderer, page: &Page, avatar: &str, from: Viewpoint) -> Html {
    let site = &renderer.site;
    let file = || {
        let beside = page.document.path.resolve(avatar).and_then(|path| site.file(path.as_str()));
        beside.or_else(|| site.file(avatar)).map(|file| site.base.href(from, &file.url))
    };
    match avatar {
        address if address.contains("://") => image(address),
        path if theme::is_path(path) => file().map(|src| image(&src)).unwrap_or_default(),
        icon => renderer.icon(icon, from),
    }
}

fn image(src: &str) -> Html {
    if is_active_url(src) {
        return Html::default();
    }
    let src = escape(src);
    Html::trusted(format!("<img src=\"{src}\" alt=\"\" width=\"{SIZE}\" height=\"{SIZE}\" loading=\"lazy\">"))
}

/// The address of the picture that Gravatar has for an e-mail address.
fn gravatar(renderer: &Renderer, author: &Author) -> Option<String> {
    let gravatar = &renderer.site.config.integrations.gravatar;
    let email = author.email.trim().to_lowercase();
    if !gravatar.enabled || email.is_empty() {
        return None;
    }
    let hash: String = Sha256::digest(email.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    let default = percent_encoding::utf8_percent_encode(&gravatar.default.0, percent_encoding::NON_ALPHANUMERIC);
    Some(format!("https://www.gravatar.com/avatar/{hash}?d={default}&s={}", SIZE * 2))
}

/// `AB` for Adam Bacon; for an e-mail address its first letter.
fn initials(name: &str) -> String {
    let name = name.split('@').next().unwrap_or_default();
    let words: Vec<&str> = name.split_whitespace().collect();
    let ends = match words[..] {
        [] => Vec::new(),
        [one] => vec![one],
        [first, .., last] => vec![first, last],
    };
    ends.into_iter()
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()))
        .flat_map(char::to_uppercase)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::initials;

    #[test]
    fn initials_are_those_of_the_first_and_the_last_name() {
        assert_eq!(
            ["Adam Bacon", "ada von Neumann", "cher", "ann@b.c", "(x) öz", ""].map(initials),
            ["AB", "AN", "C", "A", "XÖ", ""]
        );
    }
}
