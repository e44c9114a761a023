//! Ids of headings by GitHub's algorithm.

use pulldown_cmark::Event;
use rustc_hash::{FxHashMap, FxHashSet};

use super::tree::{Kind, Node, Symbol};

/// The id of a text: trimmed, lower-cased, everything but letters, digits, spaces, hyphens and underscores removed, each
/// space a hyphen. `İ` stays, as in Retype: no other letter becomes two in lower case.
pub(crate) fn slug(text: &str) -> String {
    let text = text.trim();
    if text.is_ascii() {
        return ascii_slug(text);
    }
    // Ids stay in memory for as long as their page: none is larger than it has to be.
    let mut slug = String::with_capacity(text.len());
    let lower = |c: char| if c == 'İ' { c } else { c.to_lowercase().next().unwrap_or(c) };
    let kept = text.chars().map(lower);
    let kept = kept.filter(|c| is_of_word(*c) && !is_sign(*c) || matches!(c, ' ' | '-'));
    slug.extend(kept.map(|c| if c == ' ' { '-' } else { c }));
    slug
}

/// The id of a text in ASCII, of which each byte is written where the next one belongs, whether it stays there or not.
fn ascii_slug(text: &str) -> String {
    /// What each becomes; 0 when it is left out.
    const KEPT: [u8; 256] = {
        let mut kept = [0; 256];
        let mut byte = 0_u8;
        while byte.is_ascii() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') {
                kept[byte as usize] = byte.to_ascii_lowercase();
            }
            byte += 1;
        }
        kept[b' ' as usize] = b'-';
        kept
    };
    let mut slug = vec![0; text.len()];
    let mut length = 0;
    for byte in text.bytes() {
        slug[length] = KEPT[usize::from(byte)];
        length += usize::from(slug[length] != 0);
    }
    slug.truncate(length);
    String::from_utf8(slug).unwrap_or_default()
}

/// Whether a character is part of a word: a letter, a digit, an underscore.
pub(crate) fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || is_mark(c)
}

/// What is made of letters and digits but is neither: superscripts, fractions, numbers and letters in circles and squares.
fn is_sign(c: char) -> bool {
    matches!(c, '²' | '³' | '¹' | '¼'..='¾' | '\u{2070}'..='\u{2089}' | '\u{2150}'..='\u{2189}' | '\u{2460}'..='\u{24ff}')
        || matches!(c, '\u{2776}'..='\u{2793}' | '\u{3220}'..='\u{33ff}' | '\u{1f100}'..='\u{1f1ff}')
}

/// Combining marks and joiners belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{93e}'..='\u{94d}' | '\u{200d}')
}

/// What a heading's id is made of: its text without markup and components; an emoji counts as its name, an icon as
/// nothing.
pub(super) fn slug_text(nodes: &[Node<'_>]) -> String {
    let mut text = String::new();
    push(nodes, &mut text);
    text
}

fn push(nodes: &[Node<'_>], out: &mut String) {
    for node in nodes {
        match &node.kind {
            Kind::Leaf(Event::Text(text) | Event::Code(text) | Event::InlineMath(text)) => out.push_str(text),
            Kind::Leaf(Event::SoftBreak | Event::HardBreak) => out.push(' '),
            Kind::Symbol(Symbol::Emoji(name)) => out.push_str(name),
            _ => push(&node.children, out),
        }
    }
}

/// Hands out ids, each once: the second `setup` on a page is `setup-1`, and so is the first when `setup` is kept.
#[derive(Debug, Default)]
pub(super) struct Ids {
    taken: FxHashMap<String, usize>,
    /// Those that are kept for an author who chose them, until they are taken.
    kept: FxHashSet<String>,
}

impl Ids {
    /// The id for `base`, with a number when it is taken.
    pub(super) fn claim(&mut self, base: String) -> String {
        if base.is_empty() {
            return base; // No id at all, however often.
        }
        let Some(count) = self.taken.get(&base).copied() else {
            self.taken.insert(base.clone(), 0);
            return base;
        };
        let mut count = count;
        loop {
            count += 1;
            let id = format!("{base}-{count}");
            if !self.taken.contains_key(&id) {
                self.taken.insert(base, count);
                self.taken.insert(id.clone(), 0);
                return id;
            }
        }
    }

    /// Keeps an id for the author who chose it, unless it is taken.
    pub(super) fn keep(&mut self, id: &str) {
        if !self.taken.contains_key(id) {
            self.taken.insert(id.to_owned(), 0);
            self.kept.insert(id.to_owned());
        }
    }

    /// Takes an id that an author chose; `false` when it was taken before.
    pub(super) fn take(&mut self, id: &str) -> bool {
        self.keep(id);
        self.kept.remove(id)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_follow_githubs_algorithm() {
        for (heading, id) in [
            ("What versions of PowerShell support runspaces?", "what-versions-of-powershell-support-runspaces"),
            ("What's New in Retype v4.2", "whats-new-in-retype-v42"),
            ("Blog & News", "blog--news"),
            ("Step 1 – Install", "step-1--install"),
            ("--override", "--override"),
            ("RETYPE_KEY", "retype_key"),
            ("1. Create the folder", "1-create-the-folder"),
            ("LockoutStatus.exe", "lockoutstatusexe"),
            ("Größe Éa", "größe-éa"),
            ("IŞIK İle", "işik-İle"),
            ("m² ½ ① Ⅳ 🅰 Ａ１ ٣", "m-----ａ１-٣"),
            (" Page ", "page"),
        ] {
            assert_eq!(slug(heading), id);
        }
    }

    #[test]
    fn a_repeated_id_gets_the_next_free_number() {
        let mut ids = Ids::default();
        let claimed: Vec<String> = ["a", "a-1", "a", "a", "", ""].into_iter().map(|id| ids.claim(id.into())).collect();
        assert_eq!(claimed, ["a", "a-1", "a-2", "a-3", "", ""]);
    }

    #[test]
    fn an_id_that_is_made_gives_way_to_one_that_is_chosen() {
        let mut ids = Ids::default();
        ids.keep("a");
        assert_eq!([ids.claim("a".into()), ids.claim("a".into())], ["a-1", "a-2"]);
        assert_eq!([ids.take("a"), ids.take("a"), ids.take("a-1"), ids.take("b")], [true, false, false, true]);
    }
}
