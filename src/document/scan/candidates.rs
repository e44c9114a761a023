//! What may be markup in a page, line by line.

use std::iter::Peekable;
use std::ops::Range;
use std::sync::Arc;

use super::code::CodeFence;
use super::html::HtmlLines;
use super::inline::{Rare, inline_candidates};
use super::open::{OpenBlocks, OpenPanels};
use super::rows::TableRows;
use super::{BlockMarker, Fold, Marker, MarkerKind};
use crate::document::attributes::Attributes;
use crate::document::call::InlineCall;
use crate::document::foreign;
use crate::document::{abbreviations, callouts, list, math, table};
use crate::theme::{Component, Grammar};

pub(super) fn candidates(source: &str, body: usize, grammar: &Grammar) -> Vec<Marker> {
    let mut markers = Vec::new();
    let mut open = OpenBlocks::default();
    // What lines of code open concerns lines of code.
    let mut open_in_code = OpenBlocks::default();
    let mut code = CodeFence::default();
    let mut html = HtmlLines::default();
    let mut rows = TableRows::default();
    let mut letters: Option<Peekable<std::vec::IntoIter<Marker>>> = None;
    let last_close = last_bare(source, "+++");
    let rare = Rare::of(&source[body..], grammar);
    let mut has_closing = rare.has_maths;
    let mut inline_until = body;
    let mut start = body;
    for line in lines(&source[body..]) {
        let text = without_ending(line);
        let first = text.bytes().find(|byte| !matches!(byte, b' ' | b'\t' | b'>'));
        let is_below_row = rows.see(text, first);
        code.leave(text, first);
        let was_code = code.is_open();
        let open = if was_code { &mut open_in_code } else { &mut open };
        let is_plain =
            first.is_none_or(|first| first.is_ascii_alphabetic()) && is_words(text) && !rare.may_have_www(text);
        if letters.is_none() && list::is_lettered(text) {
            letters = Some(list::markers(source, body).into_iter().peekable());
        }
        if is_plain && start >= inline_until && letters.is_none() {
            html.see(text, first, start); // Most lines are.
        } else if start < inline_until {
            // Inside a comment, or behind a component that began on an earlier line.
            inline_candidates(source, start..start + text.len(), rare, &mut inline_until, grammar, &mut markers);
        } else if matches!(first, Some(b'%' | b'{'))
            && let Some(marker) = whole_line(source, start..start + text.len())
        {
            inline_until = marker.span.end;
            markers.push(marker);
        } else if first == Some(b'*')
            && let Some(marker) = abbreviations::definition(source, start..start + text.len())
        {
            inline_until = marker.span.end;
            markers.push(marker);
        } else if first == Some(b'$')
            && rare.has_maths
            && let Some(marker) = math::block(source, start..start + text.len(), &mut has_closing)
        {
            inline_until = marker.span.end;
            markers.push(marker);
        } else if matches!(first, Some(b'{' | b'<' | b'`' | b':'))
            && let Some(marker) = foreign::marker(source, start..start + text.len(), grammar, &mut open.fences)
        {
            inline_until = marker.span.end;
            markers.push(marker);
            start += line.len();
            continue; // A fence of theirs is none of code.
        } else if matches!(first, Some(b'-' | b'*' | b'+' | b'0'..=b'9'))
            && let Some(marker) = foreign::marker_in_item(source, start..start + text.len(), grammar)
        {
            inline_until = marker.span.end;
            markers.push(marker);
        } else if let Some(marker) = block_marker(text, start, grammar, &mut open.panels, last_close)
            && !(is_below_row && is_row(&marker, source))
        {
            inline_until = marker.span.end;
            if let MarkerKind::Block(block) = &marker.kind {
                if !html.is_open() || open.has(block) {
                    open.count(block);
                    if let Some(above) = html.end() {
                        // Nothing in it is markup.
                        markers.truncate(markers.partition_point(|marker| marker.span.start < above.span.start));
                        markers.push(above);
                    }
                } else {
                    html.see(text, first, start);
                }
                open.take(block, markers.len(), &mut markers);
            }
            markers.push(marker);
        } else {
            if let Some(letters) = &mut letters {
                while letters.next_if(|letters| letters.span.start < start).is_some() {}
                markers.extend(letters.next_if(|letters| letters.span.start < start + text.len()));
            }
            html.see(text, first, start);
            if first == Some(b':') {
                markers.extend(symbol(text, start));
            }
            let behind = table::attributes_behind(source, start..start + text.len());
            let end = behind.as_ref().map_or(start + text.len(), |behind| behind.span.start);
            for barred in table::barred(source, start..end) {
                let line = start..barred.span.start;
                inline_candidates(source, line, rare, &mut inline_until, grammar, &mut markers);
                if barred.span.start >= inline_until {
                    inline_until = barred.span.end;
                    markers.push(barred);
                }
            }
            inline_candidates(source, start..end, rare, &mut inline_until, grammar, &mut markers);
            if behind.as_ref().is_some_and(|behind| behind.span.start >= inline_until) {
                markers.extend(behind);
            }
        }
        code.see(text, first);
        if code.is_open() || was_code {
            html = HtmlLines::default();
        }
        if code.is_open() && !was_code {
            open_in_code = open.in_code();
        }
        start += line.len();
    }
    markers
}

/// Whether no character of a line that begins with a letter has a meaning that the parser does not know.
fn is_words(line: &str) -> bool {
    // All of them are looked at, so that the compiler makes wide instructions of it.
    let has_meaning = |byte: &u8| matches!(byte, b'[' | b':' | b'%' | b'$' | b'|' | b'}' | b'>');
    !line.as_bytes().iter().fold(false, |any, byte| any | has_meaning(byte))
}

/// The lines of a text with their endings, as `split_inclusive` gives them at several times the cost.
pub(in crate::document) fn lines(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        let end = memchr::memchr(b'\n', text.as_bytes()).map_or(text.len(), |at| at + 1);
        let (line, behind) = text.split_at(end);
        text = behind;
        (!line.is_empty()).then_some(line)
    })
}

fn without_ending(line: &str) -> &str {
    let ending = line.bytes().rev().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    &line[..line.len() - ending]
}

/// The first colon of a line that begins with `:name:`. A term's definition has a space behind its colon, `:--:` aligns a
/// column.
fn symbol(line: &str, start: usize) -> Option<Marker> {
    let rest = line.trim_start_matches([' ', '\t', '>']).strip_prefix(':')?;
    let (name, _) = rest.split_once(':')?;
    let may_be = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'+');
    let is_name = name.bytes().all(may_be) && name.bytes().any(|byte| byte.is_ascii_alphanumeric());
    let behind = start + line.len() - rest.len();
    is_name.then_some(Marker { span: behind - 1..behind, kind: MarkerKind::Symbol })
}

/// A comment block that begins on a line, or attributes that stand alone on it, directly above a block.
fn whole_line(source: &str, line: Range<usize>) -> Option<Marker> {
    let unquoted = |line: &str| line.len() - line.trim_start_matches([' ', '\t', '>']).len();
    let text = &source[line.clone()];
    let at = line.start + unquoted(text);
    let text = source[at..line.end].trim();
    if text == "%%" && !source[line.start..at].contains('>') {
        let mut start = line.end;
        let close = source[line.end..].split_inclusive('\n').find_map(|below| {
            let own = start;
            start += below.len();
            (below.trim() == "%%").then(|| own + below.trim_end().len())
        });
        return Some(Marker { span: at..close?, kind: MarkerKind::CommentBlock });
    }
    let inside = text.strip_prefix('{')?.strip_suffix('}')?;
    let is_blank = |line: &str| line[unquoted(line)..].trim().is_empty();
    let mut below = source[line.end..].lines().skip(1);
    let is_directly_above = below.next().is_some_and(|below| !is_blank(below));
    let kind = match inside.strip_prefix(':') {
        Some(inside) if is_directly_above => MarkerKind::Admonition(admonition(inside)?),
        Some(_) => return None,
        // Attributes that are a paragraph of their own belong to the block below, however far down it stands.
        None if !is_directly_above
            && (source[..line.start].lines().next_back().is_some_and(|above| !is_blank(above))
                || below.all(is_blank)) =>
        {
            return None;
        }
        None => MarkerKind::Attributes(Attributes::parse(inside)?),
    };
    Some(Marker { span: at..at + text.len(), kind })
}

/// The one class of `{: .note }`, when it is the name of a kind of callout.
fn admonition(inside: &str) -> Option<String> {
    let class = Attributes::parse(inside)?.classes.into_iter().next()?;
    let kind = class.strip_suffix("-title").unwrap_or(&class);
    callouts::variant(kind).is_some().then_some(class)
}

/// The marker on a line, behind any list bullets and quote marks.
fn block_marker(
    line: &str,
    start: usize,
    grammar: &Grammar,
    open_panels: &mut OpenPanels,
    last_close: usize,
) -> Option<Marker> {
    let (at, component) = marker_start(line, grammar)?;
    let rest = line[at..].trim_end();
    let mark = component.metadata.marker.as_bytes().first().copied()?;
    let mut length = rest.bytes().take_while(|byte| *byte == mark).count();
    let mut fold = None;
    if length == 2 && component.metadata.fold.is_some() {
        fold = match rest.as_bytes().get(2) {
            Some(b'-') => Some(Fold::Closed),
            Some(b'+') => Some(Fold::Open),
            _ => None,
        };
        length += usize::from(fold.is_some());
    }
    let exact = mark == b'=';
    if length < 3 || (exact && length != 3) {
        return None;
    }
    let after = &rest[length..];
    let mut word = after.find([' ', '\t', '{']).unwrap_or(after.len());
    if word > 0 && component.metadata.glued.is_none() {
        // `+++Title` is a tab when something closes it; it may also draw a line. `|||cell` is a row of a table.
        let is_line = match mark {
            b'+' => start > last_close || !after.starts_with(|c: char| c.is_alphabetic() || c == ':'),
            b'|' => !after.starts_with(":icon-"),
            _ => false,
        };
        if !component.metadata.glued_text || length != 3 || is_line {
            return None;
        }
        word = 0;
    }
    let text = after[word..].trim_start();
    if mark == b'|' && after.ends_with('|') {
        return None; // A row of a table.
    }
    if word > 0 && component.metadata.encloses && text.ends_with(component.metadata.marker.as_str()) {
        // `:::code source="…" :::` begins and ends on its line.
        let name = start + at + length..start + at + length + word;
        let end = start + at + rest.len();
        let closing = component.metadata.marker.len();
        let mut words = name.end..end - closing;
        let line_text = &line[words.start - start..words.end - start];
        let (braces, attributes) = Attributes::at_end(line_text).unwrap_or((line_text.len()..0, Attributes::default()));
        words.end = words.start + braces.start;
        let component = grammar.line(&after[..word]).cloned();
        let call = InlineCall { component, name, words, link: None, attributes };
        return Some(Marker { span: start + at..end, kind: MarkerKind::Inline(call) });
    }
    // Outside a panel, `===` under a paragraph makes it a heading.
    let only_closes = exact && after.is_empty() && fold.is_none();
    if exact {
        let closes = after.is_empty() && open_panels.close(at);
        if only_closes && !closes {
            return None;
        }
        if !closes {
            open_panels.open(at);
        }
    }
    let end = start + at + rest.len();
    let glued = start + at + length..start + at + length + word;
    let text = end - text.len()..end;
    let component = Arc::clone(component);
    let (is_enclosed, foreign) = (false, None);
    let block = BlockMarker { component, length, fold, glued, text, only_closes, is_enclosed, foreign };
    Some(Marker { span: start + at..end, kind: MarkerKind::Block(block) })
}

/// Whether a marker line is a row where it stands below another: `||| x | y` has bars that are no part of its marker.
fn is_row(marker: &Marker, source: &str) -> bool {
    let MarkerKind::Block(block) = &marker.kind else { return false };
    block.component.metadata.marker.starts_with('|') && source[block.text.clone()].contains('|')
}

/// Where the last line begins that holds nothing but `marks`; 0 when there is none.
fn last_bare(source: &str, marks: &str) -> usize {
    if memchr::memmem::find(source.as_bytes(), marks.as_bytes()).is_none() {
        return 0;
    }
    let is_alone = |at: &usize| {
        let before = source[..*at].rsplit('\n').next().unwrap_or_default();
        let behind = source[at + marks.len()..].lines().next().unwrap_or_default();
        before.trim().is_empty() && behind.trim().is_empty()
    };
    source.rmatch_indices(marks).map(|(at, _)| at).find(is_alone).unwrap_or(0)
}

/// Where a marker may begin on this line, and the component that its character belongs to.
fn marker_start<'g>(line: &str, grammar: &'g Grammar) -> Option<(usize, &'g Arc<Component>)> {
    let bytes = line.as_bytes();
    let mut at = 0;
    loop {
        while matches!(bytes.get(at), Some(b' ' | b'\t')) {
            at += 1;
        }
        let mark = *bytes.get(at)?;
        if mark.is_ascii_alphabetic() {
            return None; // Most lines are text; no marker is made of letters.
        }
        let run = bytes[at..].iter().take_while(|byte| **byte == mark).count();
        // `>>> ` is a step; `>` and `>> ` are quotes.
        let is_quote = mark == b'>' && !(run == 3 && matches!(bytes.get(at + 3), None | Some(b' ' | b'\t')));
        if is_quote || (mark == b'>' && grammar.block(mark).is_none()) {
            at += 1;
            continue;
        }
        if run >= 2
            && let Some(component) = grammar.block(mark)
        {
            return Some((at, component));
        }
        let bullet = match mark {
            b'-' | b'*' | b'+' | b':' => 1,
            b'0'..=b'9' => {
                let digits = bytes[at..].iter().take(9).take_while(|byte| byte.is_ascii_digit()).count();
                if matches!(bytes.get(at + digits), Some(b'.' | b')')) { digits + 1 } else { return None }
            }
            _ => return None,
        };
        if !matches!(bytes.get(at + bullet), Some(b' ' | b'\t')) {
            return None;
        }
        at += bullet;
    }
}
