//! The part of a file that is included: lines, a region, the section below a heading, a component, a block with an id.

use std::ops::Range;
use std::sync::Arc;

use super::code::Code;
use crate::diagnostic::{SourceText, nearest};
use crate::document::{self, region};
use crate::path::SourcePath;
use crate::source::PageFile;
use crate::theme::Grammar;

/// Stretches of a file.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Selected {
    pub(super) stretches: Vec<Range<usize>>,
    /// What about the selector does not fit the file, and what may have been meant.
    pub(super) problem: Option<(String, Option<String>)>,
}

/// The part of a file that `selector` means; all of it, but for its front matter, without one.
pub(super) fn part(path: &str, source: &Arc<SourceText>, selector: &str, grammar: &Grammar) -> Selected {
    let text = &source.text;
    if selector.is_empty() {
        let body = if is_page(path) { document::body_start(text) } else { 0 };
        return Selected { stretches: without_regions(text, body..without_last_end(text, body)), problem: None };
    }
    if let Some(lines) = line_numbers(selector) {
        return select_lines(text, lines);
    }
    let found =
        region::find(text, selector).or_else(|| if is_page(path) { named(source, selector, grammar) } else { None });
    match found {
        Some(stretch) => {
            let end = without_last_end(&text[..stretch.end], stretch.start);
            Selected { stretches: without_regions(text, stretch.start..end), problem: None }
        }
        None if region::begins(text, selector) => {
            let problem = format!("the region `{selector}` in `{}` is never closed", source.name);
            Selected {
                stretches: Vec::new(),
                problem: Some((problem, Some("write `///endregion` behind it".to_owned()))),
            }
        }
        None => {
            let ids = ids(source, grammar);
            let near = nearest(selector, ids.iter().map(String::as_str));
            let near = near.map(|near| format!("did you mean `#{near}`?"));
            let problem = format!("there is no `#{selector}` in `{}`", source.name);
            Selected { stretches: Vec::new(), problem: Some((problem, near)) }
        }
    }
}

fn is_page(path: &str) -> bool {
    let extension = path.rsplit('.').next().unwrap_or_default();
    extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown")
}

/// The end of a text without its last line's end, so that an include may stand in the middle of a sentence.
fn without_last_end(text: &str, start: usize) -> usize {
    let kept = text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text));
    kept.len().max(start)
}

/// `2`, `2-5`, `1-3, 5`: ranges of lines, from 1, in order and without overlap.
fn line_numbers(selector: &str) -> Option<Vec<(usize, usize)>> {
    let range = |part: &str| {
        let (from, to) = part.split_once('-').unwrap_or((part, part));
        let (from, to): (usize, usize) = (from.trim().parse().ok()?, to.trim().parse().ok()?);
        Some((from.min(to), from.max(to)))
    };
    let mut ranges: Vec<(usize, usize)> = selector.split(',').map(range).collect::<Option<_>>()?;
    ranges.sort_unstable();
    let mut merged: Vec<(usize, usize)> = Vec::new();
    for (from, to) in ranges {
        match merged.last_mut().filter(|last| from <= last.1.saturating_add(1)) {
            Some(last) => last.1 = last.1.max(to),
            None => merged.push((from, to)),
        }
    }
    Some(merged)
}

fn select_lines(text: &str, ranges: Vec<(usize, usize)>) -> Selected {
    let mut starts: Vec<usize> =
        std::iter::once(0).chain(memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at + 1)).collect();
    if starts.last() == Some(&text.len()) {
        starts.pop();
    }
    let count = starts.len();
    let start_of = |line: usize| starts.get(line.saturating_sub(1)).copied().unwrap_or(text.len());
    let last = ranges.last().map_or(0, |range| range.1);
    let problem = (last > count).then(|| format!("line {last} is behind the end of the file, which has {count}"));
    let mut stretches: Vec<Range<usize>> = ranges
        .into_iter()
        .map(|(from, to)| start_of(from)..start_of(to.saturating_add(1)))
        .filter(|s| !s.is_empty())
        .collect();
    if let Some(last) = stretches.last_mut() {
        last.end = without_last_end(&text[..last.end], last.start);
    }
    Selected { stretches, problem: problem.map(|problem| (problem, None)) }
}

/// The stretch without the lines that mark regions, which are never shown.
pub(super) fn without_regions(text: &str, within: Range<usize>) -> Vec<Range<usize>> {
    if memchr::memmem::find(text.as_bytes(), b"///").is_none() {
        return vec![within];
    }
    let code = Code::of(text);
    let mut kept: Vec<Range<usize>> = Vec::new();
    let mut is_continued = false;
    for line in region::lines(&text[within.clone()]) {
        let line = within.start + line.start..within.start + line.end;
        let written = text[line.clone()].trim_start();
        if written.starts_with("///") && region::is_mark(written) && !code.has(line.start) {
            is_continued = false;
            continue;
        }
        match kept.last_mut().filter(|_| is_continued) {
            Some(last) => last.end = line.end,
            None => kept.push(line),
        }
        is_continued = true;
    }
    kept
}

/// The section of a heading, a component, or a block.
fn named(source: &Arc<SourceText>, id: &str, grammar: &Grammar) -> Option<Range<usize>> {
    let document = parsed(source, grammar)?;
    let headings = &document.facts.headings;
    if let Some(at) = headings.iter().position(|heading| *heading.id == *id) {
        let next = headings[at + 1..].iter().find(|heading| heading.level <= headings[at].level);
        return Some(headings[at].span.start..next.map_or(source.text.len(), |next| next.span.start));
    }
    let component = document.extent(id);
    component.or_else(|| block(&source.text, document.body, id))
}

/// The file as a page, whose name and place do not matter here.
fn parsed(source: &Arc<SourceText>, grammar: &Grammar) -> Option<document::Document> {
    let page = PageFile { path: SourcePath::new("include.md")?, source: Arc::clone(source), beside: None };
    Some(document::parse(&page, grammar).0)
}

/// The paragraph, or the element of a list, that ends with ` ^id`, without the id.
fn block(text: &str, body: usize, id: &str) -> Option<Range<usize>> {
    let mark = format!(" ^{}", id.trim_start_matches('^'));
    let end = region::lines(&text[body..]).find_map(|line| {
        let written = text[body + line.start..body + line.end].trim_end();
        written.ends_with(&mark).then(|| body + line.start + written.len() - mark.len())
    })?;
    let before = &text[body..end];
    let paragraph = before.rfind("\n\n").map_or(body, |at| body + at + 2);
    let element =
        ["\n- ", "\n* ", "\n+ "].iter().filter_map(|bullet| before.rfind(bullet)).max().map(|at| body + at + 1);
    Some(element.map_or(paragraph, |element| element.max(paragraph))..end)
}

/// What could have been selected, for "did you mean".
fn ids(source: &Arc<SourceText>, grammar: &Grammar) -> Vec<String> {
    let Some(document) = parsed(source, grammar) else { return Vec::new() };
    document.facts.anchors().chain(region::names(&source.text)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn selected(text: &str, selector: &str) -> (String, bool) {
        let (theme, _) = crate::theme::Theme::load(&[]);
        let source = SourceText::new("a.md", text);
        let part = part("a.md", &source, selector, theme.grammar());
        (part.stretches.into_iter().map(|stretch| text[stretch].to_owned()).collect(), part.problem.is_some())
    }

    #[test]
    fn every_kind_of_selector_finds_its_part() {
        let text = "# A\n\none\n\n## B\n\ntwo\n///region r\nthree\n///endregion\n\n### C\n\nfour ^b\n\n## D {#d}\n\n!!! {#box}\nfive\n!!!\n";
        for (selector, expected) in [
            ("1", "# A"),
            ("5-3", "one\n\n## B"),
            ("1, 3", "# A\none"),
            ("r", "three"),
            ("c", "### C\n\nfour ^b\n"),
            ("^b", "four"),
            ("box", "!!! {#box}\nfive\n!!!"),
            ("b", "## B\n\ntwo\nthree\n\n### C\n\nfour ^b\n"),
        ] {
            assert_eq!(selected(text, selector), (expected.to_owned(), false), "{selector}");
        }
        assert_eq!(selected(text, "99"), (String::new(), true));
        assert_eq!(selected(text, "gone"), (String::new(), true));
    }

    #[test]
    fn a_whole_file_comes_without_front_matter_region_marks_and_last_line_end() {
        assert_eq!(selected("---\ntitle: x\n---\na\n///region r\nb\n///endregion\n", "").0, "a\nb\n");
    }
}
