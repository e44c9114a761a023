//! What HTML that somebody else wrote asks of a browser, from which it follows what a page has to be allowed.

use std::collections::BTreeSet;

/// What HTML that somebody else wrote asks of a browser, beyond text and links.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Ask {
    /// To run a script that stands in the page, or another host's.
    Script,
    /// To let a script of the author's, wherever it stands, load what nobody can tell from here.
    ByScript,
    /// To take a style sheet from inside the page.
    Style,
    /// To take a style sheet from a file, and what that names: other sheets, fonts, pictures.
    StyleSheet,
    /// To take styles from attributes.
    StyleAttribute,
    /// To show another page in a frame.
    Frame,
    /// To show a document of the site by what the browser has for its kind.
    Object,
    /// To show one of another host so.
    ObjectElsewhere,
    /// To send a form to another host.
    Form,
    /// To load pictures.
    Picture,
    /// To play sound or film.
    Media,
}

/// What this HTML asks of a browser. Rather too much than too little: it decides what a page is allowed.
pub fn asks(html: &str) -> BTreeSet<Ask> {
    let mut asked = BTreeSet::new();
    let mut rest = html;
    // Where one comment does not end, none behind it does.
    let mut may_end = true;
    while let Some((_, piece)) = rest.split_once('<') {
        let comment = piece.strip_prefix('!').filter(|inside| may_end && inside.starts_with("--"));
        let behind = comment.and_then(behind_comment);
        may_end = comment.is_none() && may_end || behind.is_some();
        rest = match behind {
            Some(behind) => behind,
            None => {
                let (tag, behind) = piece.split_at(tag_length(piece));
                let is_style = tag.get(..5).is_some_and(|name| name.eq_ignore_ascii_case("style"));
                let text = if is_style { behind.split("</").next().unwrap_or_default() } else { "" };
                asked.extend(asked_by(tag, text));
                // The text of a style sheet is no HTML; what stands in quotes may be a page of its own, as in `srcdoc`.
                if is_style { &behind[text.len()..] } else { piece }
            }
        };
    }
    asked
}

/// What stands behind a comment, `-- … -->`, which may end where it begins: `-->` (HTML, "Comments").
fn behind_comment(inside: &str) -> Option<&str> {
    let is_end = |at: &usize| ["--", "--!"].iter().any(|end| inside[..*at].ends_with(end));
    let end = inside.match_indices('>').map(|(at, _)| at).find(is_end)?;
    Some(&inside[end..])
}

/// How long a tag is without its brackets: what stands in quotes does not end it, unless they are never closed.
fn tag_length(piece: &str) -> usize {
    let mut quote = None;
    let mut before = None;
    for (at, byte) in piece.bytes().enumerate() {
        match quote {
            Some(open) if byte == open => quote = None,
            Some(_) => {}
            None if matches!(byte, b'<' | b'>') => return at,
            None if matches!(byte, b'"' | b'\'') && before == Some(b'=') => quote = Some(byte),
            None => {}
        }
        before = if byte.is_ascii_whitespace() { before } else { Some(byte) };
    }
    piece.find(['<', '>']).unwrap_or(piece.len())
}

/// What one tag asks, without its brackets, and the text behind it.
fn asked_by(tag: &str, text: &str) -> impl Iterator<Item = Ask> {
    // White space may stand around `=`.
    let parts: Vec<&str> = tag.split_ascii_whitespace().collect();
    let tag = parts.join(" ").replace(" =", "=").replace("= ", "=").to_ascii_lowercase();
    let name = tag.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
    let attribute = |name: &'static str| {
        let behind = attributes(&tag, name).find_map(|behind| behind.strip_prefix('='))?;
        Some(behind.trim_start_matches(['"', '\'', ' ']))
    };
    let leads_out = |name: &'static str| attribute(name).is_some_and(is_elsewhere);
    let loads = leads_out("src");
    let loads_one_of = attribute("srcset").is_some_and(|all| all.split(',').any(|one| is_elsewhere(one.trim_start())));
    // A handler is an attribute, `onclick=`; the word alone is text.
    let has_handler = attributes(&tag, "on").any(|rest| {
        let behind = rest.trim_start_matches(|c: char| c.is_ascii_alphabetic());
        behind.len() < rest.len() && behind.starts_with('=')
    });
    // Data in a script is not run.
    let is_data = attribute("type").is_some_and(|kind| kind.starts_with("application/"));
    let runs = has_handler || name == "script" && !is_data;
    let is_in_page = has_handler || loads || attribute("src").is_none();
    let style = attribute("style");
    let names_files = |css: &str| css.contains("url(") || css.contains("@import");
    let is_icon = name == "link" && tag.contains("icon") && leads_out("href");
    let is_drawn = name == "image" && (leads_out("href") || leads_out("xlink:href"));
    let shows_picture =
        matches!(name, "img" | "input") && loads || loads_one_of || leads_out("poster") || is_icon || is_drawn;
    let is_object = matches!(name, "object" | "embed");
    let asked = [
        (Ask::Script, runs && is_in_page),
        (Ask::ByScript, runs),
        (Ask::Style, name == "style"),
        (Ask::StyleSheet, name == "link" && tag.contains("stylesheet") || name == "style" && names_files(text)),
        (Ask::StyleAttribute, style.is_some()),
        (Ask::Frame, name == "iframe" && loads),
        (Ask::Object, is_object),
        (Ask::ObjectElsewhere, is_object && (loads || leads_out("data"))),
        (Ask::Form, name == "form" && leads_out("action") || leads_out("formaction")),
        (Ask::Picture, shows_picture || style.is_some_and(names_files)),
        (Ask::Media, matches!(name, "video" | "audio" | "source") && loads),
    ];
    asked.into_iter().filter_map(|(ask, is_asked)| is_asked.then_some(ask))
}

/// What stands behind the begin of each attribute that is called so, or so at its begin: white space, a `/` or the end of a value
/// stands before one.
fn attributes<'t>(tag: &'t str, name: &'t str) -> impl Iterator<Item = &'t str> {
    let begins = |at: &usize| tag[..*at].ends_with([' ', '/', '"', '\'']);
    tag.match_indices(name).map(|(at, _)| at).filter(begins).map(move |at| &tag[at + name.len()..])
}

/// Whether an address is one of another host.
pub fn is_elsewhere(address: &str) -> bool {
    ["http:", "https:", "//"].iter().any(|start| address.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::{Ask, asks};

    #[test]
    fn what_html_asks_of_a_browser_is_recognised() {
        let asked = |html: &str| asks(html).into_iter().collect::<Vec<_>>();
        assert_eq!(
            asked("<p class=x>on and on = text</p><img src=a.png><form action=\"/find\"><link rel=icon href=a>"),
            []
        );
        assert_eq!(asked("<script src=\"/a.js\"></script>"), [Ask::ByScript]);
        assert_eq!(asked("<b ONCLICK=x>"), [Ask::Script, Ask::ByScript]);
        assert_eq!(asked("<SCRIPT>x()</SCRIPT><i style='y'>"), [Ask::Script, Ask::ByScript, Ask::StyleAttribute]);
        assert_eq!(asked("<style>a { color: red }</style>"), [Ask::Style]);
        assert_eq!(asked("<style>@import 'https://a.example';</style>"), [Ask::Style, Ask::StyleSheet]);
        assert_eq!(asked("<link href=\"/a.css\" rel=\"stylesheet\">"), [Ask::StyleSheet]);
        assert_eq!(asked("<i style=\"background: url(https://a.example/b)\">"), [Ask::StyleAttribute, Ask::Picture]);
        assert_eq!(asked("<embed src=a.pdf><form action='https://a.example'>"), [Ask::Object, Ask::Form]);
        assert_eq!(asked("<object data='//a.example/b'>"), [Ask::Object, Ask::ObjectElsewhere]);
        assert_eq!(
            asked("<!--\n<script>a()</script> --><!--><form action=//a.example><!-- -- --!><embed>"),
            [Ask::Object, Ask::Form]
        );
        assert_eq!(asked("<!-- <form action=//a.example>"), [Ask::Form], "in doubt");
        assert_eq!(
            asked("<img src = 'https://a.example/b'><b onclick\n= x>"),
            [Ask::Script, Ask::ByScript, Ask::Picture]
        );
        for picture in ["alt='a -> b' src=", "alt=\"a < b's\"\nsrc=", "alt = '>' src=' ", "srcset='/a.png 1x, "] {
            let html = format!("<img {picture}https://a.example/b'>");
            assert_eq!(asked(&html), [Ask::Picture], "{html}");
        }
        assert_eq!(asked("<picture><source srcset=https://a.example/b>"), [Ask::Picture]);
        for html in [
            "<img/src=https://a.example/b>",
            "<img alt=''src='//a.example/b'>",
            "<svg><image href=\"https://a.example/b\"/></svg>",
            "<svg><image\nxlink:href=\"https://a.example/b\"/></svg>",
        ] {
            assert_eq!(asked(html), [Ask::Picture], "{html}");
        }
        assert_eq!(asked("<img/onerror=x>"), [Ask::Script, Ask::ByScript]);
        assert_eq!(asked("<img data-src=https://a.example/b><svg><use href='//a.example/b'/></svg>"), []);
        assert_eq!(asked("<a title='it>'s <b onclick=x>"), [Ask::Script, Ask::ByScript]);
        assert_eq!(
            asked("<iframe srcdoc=\"<img src='//a.example/b'>\">"),
            [Ask::Frame, Ask::Picture],
            "rather too much"
        );
        for css in ["<!-- @import 'a'; -->", "@media (width < 9em) { a { background: url(b) } }"] {
            let html = format!("<style>{css}</style>");
            assert_eq!(asked(&html), [Ask::Style, Ask::StyleSheet], "{html}");
        }
        assert_eq!(asked("<button\nformaction=https://a.example>"), [Ask::Form]);
        for html in ["<video poster='https://a.example/b'>", "<link rel=icon\nhref=//a.example/b>"] {
            assert_eq!(asked(html), [Ask::Picture], "{html}");
        }
        assert_eq!(asked("<script type=\"application/ld+json\">{}</script>"), []);
        let loading =
            "<iframe src=\"https://a.example\"></iframe><img src='//b.example/c'><video src=http://d.example>";
        assert_eq!(asked(loading), [Ask::Frame, Ask::Picture, Ask::Media]);
    }
}
