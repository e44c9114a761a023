//! Pages that a slip shows to everybody: what should have hidden them could not be read.

use std::ops::Range;
use std::sync::Arc;

use serde_yaml::Value;

use super::{Meta, Visibility};
use crate::config::{FromYaml, Reader, Shape};
use crate::diagnostic::{Code, Diagnostic, Severity, SourceText, nearest};

/// What hides a page.
const KEYS: [&str; 3] = ["visibility", "hidden", "draft"];

/// What their values say of a page that is for everybody.
const OPEN: [&str; 8] = ["", "public", "false", "no", "off", "null", "~", "0"];

/// What their values say of one that is not.
const CLOSED: [&str; 6] = ["hidden", "private", "protected", "true", "yes", "on"];

/// What signs may stand around a key or a value, be it by a slip.
const AROUND: &[char] = &[' ', '\t', '\r', '\n', '"', '\'', '[', ']', '{', '}', ',', '-', '?', '='];

/// How a line ends that says a value below it.
const OPENING: &[char] = &[':', '|', '>', '+', '-', '[', '{'];

/// A key by which another tool hides the page when it is `HIDING`. Here it does not, and who comes from there is told.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HidesElsewhere<const HIDING: bool>;

impl<const HIDING: bool> FromYaml for HidesElsewhere<HIDING> {
    const SHAPE: Shape = Shape::Any("anything");

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        if value.as_bool() == Some(HIDING) {
            let message = format!("everybody sees this page: `{}: {HIDING}` has no effect", reader.name());
            let own = if HIDING { "hidden: true" } else { "draft: true" };
            let diagnostic = Diagnostic::new(Code::PageExposed, message).hint(format!("write `{own}`"));
            reader.report(Diagnostic { severity: Severity::Warning, ..diagnostic });
        }
        Some(Self)
    }
}

/// Whether a page says that it is not for everybody.
pub(super) fn hides(meta: &Meta) -> bool {
    meta.draft || !matches!(meta.visibility(), None | Some(Visibility::Public))
}

/// That a page which is for everybody, since nothing that was read in its front matter hides it, may have been meant not to be: a line
/// of it says so.
pub(super) fn exposed(source: &Arc<SourceText>, yaml: Range<usize>) -> Option<Diagnostic> {
    let mut at = yaml.start;
    // Whether the last key of the page has its value below it, which then is no matter of the page's.
    let mut is_open = false;
    let mut keys = source.text[yaml].split_inclusive('\n').filter_map(|line| {
        let start = at;
        at += line.len();
        let is_below = line.starts_with([' ', '\t', '-']);
        let key = key_that_hides(line).filter(|_| !(is_below && is_open));
        if !is_below {
            is_open = line.split(" #").next().unwrap_or_default().trim_end().ends_with(OPENING);
        }
        let key = key?;
        Some((start + key.start..start + key.end, &line[key]))
    });
    let (place, key) = keys.next()?;
    let message = format!("everybody sees this page, since its `{key}` cannot be read");
    let hint = match nearest(key, KEYS) {
        Some(key @ ("hidden" | "draft")) => format!("write `{key}: true`"),
        _ => "write `visibility: hidden`, `visibility: private` or `visibility: protected`".to_owned(),
    };
    Some(Diagnostic::new(Code::PageExposed, message).at(source, place).hint(hint))
}

/// Where the key stands in a line that would hide a page. What is indented, lacks the colon, or is only almost the key, may be something
/// else, and has to say more clearly what it means.
pub(super) fn key_that_hides(line: &str) -> Option<Range<usize>> {
    let text = line.trim_start_matches(AROUND);
    let key = text.split(|c: char| c == ':' || c.is_whitespace()).next()?.trim_end_matches(AROUND);
    let behind = text[key.len()..].trim_matches(AROUND);
    let value = behind.strip_prefix(':');
    let is_key = KEYS.iter().any(|known| known.eq_ignore_ascii_case(key));
    // Pages may have keys of others: `craft` is no slip of `draft`.
    let may_slip = |known: &&str| key.get(..1).is_some_and(|first| known[..1].eq_ignore_ascii_case(first));
    if !is_key && (value.is_none() || nearest(key, KEYS.into_iter().filter(may_slip)).is_none()) {
        return None;
    }
    let (value, is_certain) = match value {
        Some(value) => (value, is_key && !line.starts_with([' ', '\t', '-'])),
        None if behind.is_empty() => ("below", line.starts_with('?')),
        None => (behind, false),
    };
    let value = value.split('#').next().unwrap_or_default().trim_matches(AROUND).to_lowercase();
    let first = value.split_whitespace().next().unwrap_or_default().trim_end_matches(AROUND);
    let hides = if is_certain { !OPEN.contains(&first) } else { CLOSED.contains(&first) };
    let start = line.len() - text.len();
    hides.then(|| start..start + key.len())
}

#[cfg(test)]
mod tests {
    use crate::diagnostic::{Code, SourceText};

    /// The lines on which a page with this front matter is told to be read by everybody.
    fn exposed(front_matter: &str) -> Vec<usize> {
        exposed_on(&format!("---\norder: 1\n{front_matter}\n---\n"))
    }

    /// The lines on which a page is told to be read by everybody.
    fn exposed_on(page: &str) -> Vec<usize> {
        let source = SourceText::new("a.md", page);
        let (_, problems) = super::super::read(&source, super::super::split(&source.text).yaml);
        let found = problems.iter().filter(|problem| problem.code == Code::PageExposed);
        found.filter_map(|problem| Some(source.line_column(problem.place.as_ref()?.span.start).0)).collect()
    }

    #[test]
    fn a_page_that_is_hidden_no_more_by_a_slip_is_told_once() {
        for text in [
            "visibilty: hidden",
            "hiden: true",
            "Darft: yes",
            "draft true # since: today",
            "{visibilty: hidden, title: x}",
            "visibility: [hidden",
            "visibility: hiden",
            "visibility: 5",
            "draft: perhaps",
            "hidden: \"true",
            "visibility: hidden\n\ttags: x",
            "draft: true\n  draft2: x",
            "visibility: hidden\n title: x",
            "visibility: hidden\n- x",
            "visibility: hidden\n}",
            "\tvisibility: hidden",
            "Visibility: hiden",
            "\"visibility\": hiden",
            "visibility : hiden",
            "? visibility\n: hiden",
            "- visibility: hidden",
            "visibility hidden",
            "draft: perhaps\nvisibility: public",
        ] {
            assert_eq!(exposed(text), [3], "{text}");
        }
        assert_eq!(exposed("title: x\n  visibility: hidden"), [4]);
        assert_eq!((exposed("published: false"), exposed("unlisted: true")), (vec![3], vec![3]));
        assert_eq!(exposed("nav:\n  hidden: true\nvisibility: hiden"), [5]);
        assert_eq!(exposed(&format!("visibility: hidden\ntitle: {}", "x".repeat(70_000))), [3], "not read at all");
    }

    #[test]
    fn a_page_whose_front_matter_is_shown_as_text_is_not_hidden_by_it() {
        for text in [
            "—\ndraft: true\n—\nText",
            "---\ndraft: true\nText",
            "----\nvisibility: private\n----\n",
            "\n ---\r\nhidden: true\r\n ---\r\n",
            "+++\ndraft = true\n+++\n",
        ] {
            assert_eq!(exposed_on(text), [2 + text.find("---\r").map_or(0, |_| 1)], "{text}");
        }
        for text in ["—\ntitle: x\n—\ndraft: true\n", "---\ntitle: x\n\nhidden: true\n", "Text\ndraft: true\n"] {
            assert_eq!(exposed_on(text), [0; 0], "{text}");
        }
    }

    #[test]
    fn a_page_that_is_hidden_or_meant_for_everybody_is_not_told() {
        for text in [
            "visibility: hiden\nhidden: true",
            "draft: yess\nvisibility: hidden",
            "visibility: hiden\ndraft: true",
            "visibility: private\nvisibility: private",
            "visibility: hidden\nlabel: [a",
            "draft: false\nicon: :rocket:",
            "visibility: public # not hidden\nicon: [",
            "hidden: \"false\"\ntags: [x",
            "draft:\ntags: [x",
            "description: |\n  draft of a letter\n  hidden: there\ntags: [x",
            "drafts: 2\ntags: [x",
            "lable: x\ncraft: true",
            "published: true\nunlisted: false",
            "published: false\ndraft: true",
            "published: 2025-03-05",
            "lable: x\nnav:\n  hidden: true\n  badge: New",
            "lable: x\ndata: # ours\n  - a: b\n    draft: yes",
            "lable: x\ndata:\n- visibility: hidden",
            "lable: x\ndata: {\n  hidden: true }",
            "lable: x\ndescription: >-\n  hidden: true",
        ] {
            assert_eq!(exposed(text), [0; 0], "{text}");
        }
    }
}
