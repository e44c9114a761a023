//! What HTML that somebody else wrote asks of a browser, from which it follows what a page has to be allowed.

use std::collections::BTreeSet;

use super::attributes::{HtmlAttribute, attributes};

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
    add_asks(html, &mut asked);
    asked
}

fn add_asks(html: &str, asked: &mut BTreeSet<Ask>) {
    let mut rest = html;
    // Where one comment does not end, none behind it does.
    let mut may_end = true;
    while let Some((_, piece)) = rest.split_once('<') {
        let comment = piece.strip_prefix('!').filter(|inside| may_end && inside.starts_with("--"));
        let behind = comment.and_then(behind_comment);
        may_end = comment.is_none() && may_end || behind.is_some();
        let name = piece.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        rest = match behind {
            Some(behind) => behind,
            None if name.is_empty() => piece,
            None => {
                let (attributes, end) = attributes(piece, name.len());
                let behind = &piece[end..];
                // The text of a style sheet is no HTML.
                let is_style = name.eq_ignore_ascii_case("style");
                let text = if is_style { behind.split("</").next().unwrap_or_default() } else { "" };
                asked.extend(asked_by(&name.to_ascii_lowercase(), &attributes, text));
                // What stands in quotes may be a page of its own, as in `srcdoc`, or they are never closed.
                let quoted = |at: &HtmlAttribute<'_>| piece[..at.value_span.start].ends_with(['"', '\'']);
                attributes.iter().filter(|at| quoted(at)).for_each(|at| add_asks(at.value, asked));
                &behind[text.len()..]
            }
        };
    }
}

/// What stands behind a comment, `-- … -->`, which may end where it begins: `-->` (HTML, "Comments").
fn behind_comment(inside: &str) -> Option<&str> {
    let is_end = |at: &usize| ["--", "--!"].iter().any(|end| inside[..*at].ends_with(end));
    let end = inside.match_indices('>').map(|(at, _)| at).find(is_end)?;
    Some(&inside[end..])
}

/// What one tag asks, by its name in lower case and its attributes, and the text behind it.
fn asked_by(name: &str, attributes: &[HtmlAttribute<'_>], text: &str) -> impl Iterator<Item = Ask> {
    let attribute = |name: &str| {
        let found = attributes.iter().find(|attribute| attribute.name.eq_ignore_ascii_case(name))?;
        Some(found.value.trim_start().to_ascii_lowercase())
    };
    let leads_out = |name: &str| attribute(name).is_some_and(|address| is_elsewhere(&address));
    let loads = leads_out("src");
    let loads_one_of = attribute("srcset").is_some_and(|all| all.split(',').any(|one| is_elsewhere(one.trim_start())));
    let is_handler = |name: &str| name.get(..2).is_some_and(|start| start.eq_ignore_ascii_case("on"));
    let has_handler = attributes.iter().any(|attribute| is_handler(attribute.name));
    // Data in a script is not run.
    let is_data = attribute("type").is_some_and(|kind| kind.starts_with("application/"));
    let runs = has_handler || name == "script" && !is_data;
    let is_in_page = has_handler || loads || attribute("src").is_none();
    let style = attribute("style");
    let names_files = |css: &str| css.contains("url(") || css.contains("@import");
    let is_link_of = |kind: &str| name == "link" && attribute("rel").is_some_and(|rel| rel.contains(kind));
    let is_icon = is_link_of("icon") && leads_out("href");
    let is_drawn = name == "image" && (leads_out("href") || leads_out("xlink:href"));
    let shows_picture = matches!(name, "image" | "img" | "input") && loads
        || loads_one_of
        || leads_out("poster")
        || is_icon
        || is_drawn;
    let is_object = matches!(name, "object" | "embed");
    let asked = [
        (Ask::Script, runs && is_in_page),
        (Ask::ByScript, runs),
        (Ask::Style, name == "style"),
        (Ask::StyleSheet, is_link_of("stylesheet") || name == "style" && names_files(text)),
        (Ask::StyleAttribute, style.is_some()),
        (Ask::Frame, name == "iframe" && loads),
        (Ask::Object, is_object),
        (Ask::ObjectElsewhere, is_object && (loads || leads_out("data"))),
        (Ask::Form, name == "form" && leads_out("action") || leads_out("formaction")),
        (Ask::Picture, shows_picture || style.is_some_and(|css| names_files(&css))),
        (Ask::Media, matches!(name, "video" | "audio" | "source") && loads),
    ];
    asked.into_iter().filter_map(|(ask, is_asked)| is_asked.then_some(ask))
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
        assert_eq!(asked("<iframe srcdoc=\"<img src='//a.example/b'>\">"), [Ask::Picture]);
        for html in ["<a href='/go/on=x'>", "<a href=/online=x title='a style=b'>", "a <b='<' onclick=x"] {
            assert_eq!(asked(html), [], "{html}");
        }
        for html in [
            "<img alt='a src=x' src='//a.example/b'>",
            "<image src='//a.example/b'>",
            "<i title='<img src=//a.example>",
        ] {
            assert_eq!(asked(html), [Ask::Picture], "{html}");
        }
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
