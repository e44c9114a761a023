//! Where code stands in a page: fences, code spans and formulas.
//!
//! This is asked before Markdown is parsed, since templates run first. It only decides what becomes of expressions that are
//! not ours, so a rough answer does: fences and formulas of their own by their lines, code spans and formulas within a line.

use std::ops::Range;

use crate::document::{ends_block, span_of_inline};

/// The stretches of a text that are code, in order.
#[derive(Debug)]
pub(super) struct Code(Vec<Range<usize>>);

impl Code {
    pub(super) fn of(text: &str) -> Self {
        let mut stretches = Vec::new();
        let mut fence: Option<(usize, char, usize)> = None;
        let mut formula: Option<usize> = None;
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let end = start + line.len();
            let mark = fence_mark(line);
            if mark.is_some() {
                formula = None;
            }
            match (fence, mark) {
                (Some((from, open, length)), Some((c, run, true))) if c == open && run >= length => {
                    stretches.push(from..end);
                    fence = None;
                }
                (Some(_), _) => {}
                (None, Some((c, run, _))) => fence = Some((start, c, run)),
                (None, None) => {
                    let closed = formula.filter(|_| ends_block(line));
                    if let Some(from) = closed {
                        stretches.truncate(stretches.partition_point(|stretch| stretch.start < from));
                        stretches.push(from..end);
                        formula = None;
                    } else {
                        formula = formula.or_else(|| opens_formula(line).then_some(start));
                        spans(text, start..end, &mut stretches);
                    }
                }
            }
            start = end;
        }
        stretches.extend(fence.map(|(from, ..)| from..text.len()));
        Self(stretches)
    }

    /// Whether the byte at `offset` is code.
    pub(super) fn has(&self, offset: usize) -> bool {
        is_within(&self.0, offset)
    }
}

fn is_within(stretches: &[Range<usize>], offset: usize) -> bool {
    let behind = stretches.partition_point(|stretch| stretch.start <= offset);
    behind > 0 && stretches[behind - 1].end > offset
}

/// The character of the fence on a line, how often it stands there, and whether nothing follows.
fn fence_mark(line: &str) -> Option<(char, usize, bool)> {
    let rest = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
    let c = rest.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let run = rest.chars().take_while(|next| *next == c).count();
    let behind = &rest[run..];
    (run >= 3 && !(c == '`' && behind.contains('`'))).then(|| (c, run, behind.trim().is_empty()))
}

/// Whether a formula of its own begins on a line and does not end there.
fn opens_formula(line: &str) -> bool {
    let rest = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
    rest.strip_prefix("$$").is_some_and(|behind| !behind.contains("$$"))
}

/// Formulas in text, and code spans.
fn spans(text: &str, line: Range<usize>, stretches: &mut Vec<Range<usize>>) {
    let first = stretches.len();
    code_spans(&text[line.clone()], line.start, stretches);
    let code = stretches.len();
    let mut until = line.start;
    for dollar in memchr::memchr_iter(b'$', &text.as_bytes()[line.clone()]).map(|at| line.start + at) {
        let is_code = |at: usize| is_within(&stretches[first..code], at);
        let formula = (dollar >= until && !is_code(dollar)).then(|| span_of_inline(text, dollar)).flatten();
        if let Some(formula) = formula.filter(|formula| formula.end <= line.end && !is_code(formula.end - 1)) {
            until = formula.end;
            stretches.push(formula);
        }
    }
    if stretches.len() > code {
        stretches[first..].sort_by_key(|stretch| stretch.start);
    }
}

/// A run of backticks to the next run that is as long.
fn code_spans(line: &str, start: usize, stretches: &mut Vec<Range<usize>>) {
    let runs: Vec<Range<usize>> = runs(line);
    let mut at = 0;
    while let Some(open) = runs.get(at) {
        let close = runs[at + 1..].iter().take(64).position(|run| run.len() == open.len());
        match close {
            Some(close) => {
                stretches.push(start + open.start..start + runs[at + 1 + close].end);
                at += close + 2;
            }
            None => at += 1,
        }
    }
}

fn runs(line: &str) -> Vec<Range<usize>> {
    let mut runs: Vec<Range<usize>> = Vec::new();
    for at in memchr::memchr_iter(b'`', line.as_bytes()) {
        match runs.last_mut().filter(|run| run.end == at) {
            Some(run) => run.end = at + 1,
            None => runs.push(at..at + 1),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fences_and_spans_are_code() {
        let text = "a `b` c\n```yml\nd\n```\ne `` ` `` f\n~~~\ng";
        let code = Code::of(text);
        let found: String = "abcdefg".chars().filter(|c| code.has(text.find(*c).unwrap_or_default())).collect();
        assert_eq!(found, "bdg");
    }

    #[test]
    fn formulas_are_code() {
        let text = "a $b$ c $5 d `$`e`$` $$f$$ $ p^2 $\n$$\n\ng `x\nh $$\n> $$\n> i $$\n- $$\nj `k` l\n\n```\nm\n```\n$$\n`n` o\n";
        let code = Code::of(text);
        let found: String = ('a'..='p').filter(|c| code.has(text.rfind(*c).unwrap_or_default())).collect();
        assert_eq!(found, "bfghikmnp");
        let prices = "US${{ a }} and US${{ b }}.\n$$ is the process\n\n{{ c }}, not $$ {{ d }}\n";
        assert!(prices.match_indices("{{").all(|(at, _)| !Code::of(prices).has(at)));
    }
}
