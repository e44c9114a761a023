//! Bare addresses in text, of the web and of mailboxes, which are links as in GitHub's extended autolinks and on sites that were
//! published with Retype.

use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType, Tag};

use super::east_asia;
use super::scan::{address_length, may_stand_before_address, www_length};
use super::tree::{Kind, Node};
use super::wiki::is_picture;

/// What the addresses begin with that have no scheme.
pub(super) const WWW: &str = "www.";

/// Bare addresses in a text become links; gives the pieces in order.
pub(super) fn autolink<'a>(node: Node<'a>) -> Vec<Node<'a>> {
    let Some(text) = node.text() else { return vec![node] };
    let mut signs = Signs::of(text);
    if signs.next(0).is_none() {
        return vec![node];
    }
    let mut pieces = Vec::new();
    let (mut done, mut at) = (0, 0);
    while let Some(found) = signs.next(at) {
        let Some(address) = address(text, done, found) else {
            at = found + 1;
            continue;
        };
        pieces.extend(node.part(done..address.span.start));
        done = address.span.end;
        at = done;
        pieces.push(address.link(&text[address.span.clone()], node.span_of(address.span.clone())));
    }
    if pieces.is_empty() {
        return vec![node];
    }
    pieces.extend(node.part(done..text.len()));
    pieces
}

/// What an address may begin with, or hold.
const SIGNS: [&str; 5] = ["http", WWW, "mailto:", "ftp://", "@"];

/// Where in a text something is that may be of an address.
struct Signs<'t> {
    text: &'t str,
    /// The next of each sign; each is looked for once, so that a text is searched as often as there are signs.
    next: [Option<usize>; SIGNS.len()],
}

impl<'t> Signs<'t> {
    fn of(text: &'t str) -> Self {
        Self { text, next: SIGNS.map(|sign| find(text, sign, 0)) }
    }

    /// The first at `at` or behind it.
    fn next(&mut self, at: usize) -> Option<usize> {
        for (next, sign) in self.next.iter_mut().zip(SIGNS) {
            if next.is_some_and(|next| next < at) {
                *next = find(self.text, sign, at);
            }
        }
        self.next.iter().flatten().min().copied()
    }
}

fn find(text: &str, sign: &str, at: usize) -> Option<usize> {
    memchr::memmem::find(&text.as_bytes()[at..], sign.as_bytes()).map(|found| at + found)
}

/// A bare address.
struct Address {
    span: Range<usize>,
    /// How much of its start is not shown.
    hidden: usize,
    /// What it leads to has before it.
    scheme: &'static str,
}

impl Address {
    fn link<'a>(&self, written: &str, span: Range<usize>) -> Node<'a> {
        let tag = Tag::Link {
            link_type: LinkType::Autolink,
            dest_url: CowStr::from(format!("{}{written}", self.scheme)),
            title: CowStr::Borrowed(""),
            id: CowStr::Borrowed(""),
        };
        let text = Node::of_text(written[self.hidden..].to_owned(), span.clone());
        Node { kind: Kind::Element(tag), span, children: vec![text] }
    }
}

/// What stands before the address of a mailbox in a link.
const MAIL: &str = "mailto:";

/// The address whose sign stands at `at` in a text, behind what is an address already.
fn address(text: &str, done: usize, at: usize) -> Option<Address> {
    if text[at..].starts_with('@') {
        return mailbox(text, done, at).map(|span| Address { span, hidden: 0, scheme: MAIL });
    }
    let before = text[..at].chars().next_back();
    if before.is_some_and(|before| before.is_alphanumeric() && !east_asia::is_letter(before)) {
        return None;
    }
    let rest = &text[at..];
    if rest.starts_with(WWW) {
        return www_length(rest, before).map(|length| Address { span: at..at + length, hidden: 0, scheme: "http://" });
    }
    if rest.starts_with(MAIL) && may_stand_before_address(before) {
        let length = mail_length(rest, MAIL.len())?;
        return Some(Address { span: at..at + length, hidden: MAIL.len(), scheme: "" });
    }
    let scheme = ["https://", "http://", "ftp://"].into_iter().find(|scheme| rest.starts_with(scheme))?;
    Some(Address { span: at..at + address_length(rest, scheme.len())?, hidden: 0, scheme: "" })
}

/// The bytes of the mailbox around the `@` at `at`, `ann@example.com`. Its domain ends in letters, as that of `vue@3.2.1` does not,
/// and it is the whole of a word: `git@example.com:a/b` is a remote, `@ann@example.com` an account. `icon@2x.png` is a file.
fn mailbox(text: &str, done: usize, at: usize) -> Option<Range<usize>> {
    let is_of_domain = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'.' | b'-');
    let is_of_name = |byte: &u8| is_of_domain(byte) || matches!(byte, b'_' | b'+');
    let name = text.as_bytes()[done..at].iter().rev().take_while(|byte| is_of_name(byte)).count();
    let behind = &text[at + 1..];
    let domain = &behind[..behind.bytes().take_while(is_of_domain).count()];
    let domain = domain.trim_end_matches(['.', '-']);
    let (host, top) = domain.rsplit_once('.')?;
    let is_top = top.len() > 1 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    let is_domain = !host.is_empty() && is_top && !is_picture(domain);
    let (start, end) = (at - name, at + 1 + domain.len());
    let mut next = text[end..].chars();
    let goes_on = match next.next() {
        Some(':') => next.next().is_some_and(|next| !next.is_whitespace()),
        Some(next) => matches!(next, '@' | '/' | '_') || next.is_alphanumeric() && !east_asia::is_letter(next),
        None => false,
    };
    let is_whole = may_stand_before_address(text[..start].chars().next_back()) && !goes_on;
    (text.as_bytes()[start].is_ascii_alphanumeric() && is_domain && is_whole).then_some(start..end)
}

/// The length of the address of a mailbox that `text` begins with, behind its scheme. Only what has a name and a domain is
/// measured, so that a text is not measured for each of many that have none.
fn mail_length(text: &str, scheme: usize) -> Option<usize> {
    let (name, behind) = text[scheme..].split_once(|c: char| c.is_whitespace() || matches!(c, '@' | ':'))?;
    let domain = scheme + name.len() + 1;
    let written = behind.split(|c: char| c.is_whitespace() || matches!(c, '@' | ':' | '/' | '?')).next()?;
    if name.is_empty() || text.as_bytes()[domain - 1] != b'@' || !written.contains('.') {
        return None;
    }
    address_length(text, scheme).filter(|length| text.get(domain..*length).is_some_and(|domain| domain.contains('.')))
}

#[cfg(test)]
mod tests {
    use super::{Kind, Node, Tag, autolink};

    fn linked(text: &str) -> String {
        let node = Node::of_text(text, 0..text.len());
        let shown = |node: Node<'_>| match &node.kind {
            Kind::Element(Tag::Link { dest_url, .. }) => {
                format!("[{}]({dest_url})", node.children.first().and_then(Node::text).unwrap_or_default())
            }
            _ => node.text().unwrap_or_default().to_owned(),
        };
        autolink(node).into_iter().map(shown).collect()
    }

    #[test]
    fn addresses_are_links() {
        for (text, expected) in [
            ("see https://x.org/a, and", "see [https://x.org/a](https://x.org/a), and"),
            ("https://x.org/a> or", "[https://x.org/a](https://x.org/a)> or"),
            ("(www.x.org)", "([www.x.org](http://www.x.org))"),
            ("www.x.org/a.b. So", "[www.x.org/a.b](http://www.x.org/a.b). So"),
            ("mailto:a@b.org!", "[a@b.org](mailto:a@b.org)!"),
            ("mailto:a@b.org?subject=c.", "[a@b.org?subject=c](mailto:a@b.org?subject=c)."),
            ("(mailto:(mailto:a@b.org)", "(mailto:([a@b.org](mailto:a@b.org))"),
            ("mailto:a b@c.org", "mailto:a [b@c.org](mailto:b@c.org)"),
            ("ftp://x.org/y", "[ftp://x.org/y](ftp://x.org/y)"),
            ("to a@b.org.", "to [a@b.org](mailto:a@b.org)."),
            (
                "(a.b+c_d@e-f.g.org), a@b.org: x",
                "([a.b+c_d@e-f.g.org](mailto:a.b+c_d@e-f.g.org)), [a@b.org](mailto:a@b.org): x",
            ),
            ("https://a@b.org/c d@e.org", "[https://a@b.org/c](https://a@b.org/c) [d@e.org](mailto:d@e.org)"),
            ("看www.x.org，（mailto:a@b.org）", "看[www.x.org](http://www.x.org)，（[a@b.org](mailto:a@b.org)）"),
            ("邮箱a@b.org，或c@d.org。", "邮箱[a@b.org](mailto:a@b.org)，或[c@d.org](mailto:c@d.org)。"),
        ] {
            assert_eq!(linked(text), expected);
        }
    }

    #[test]
    fn what_only_begins_like_an_address_is_text() {
        for text in [
            "www.x", "www. x.org", "xhttp://a.b", "a/www.x.org", "http", "mailto:", "mailto:a", "mailto:@b.org",
            "mailto:a@b", "a@b", "a@b.c", "@b.org", "@a@b.org", "a@b@c.org", "a@b.org@c.org", "vue@3.2.1",
            "git@b.org:c/d", "ssh:a@b.org", "a@b.org/c", "ä@b.org", "a@.org", "icon@2x.png", "ftp://",
        ] {
            assert_eq!(linked(text), text);
        }
    }
}
