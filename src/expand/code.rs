//! Where code stands in a page: fences and code spans.
//!
//! This is asked before Markdown is parsed, since templates run first. It only decides what becomes of expressions that are
//! not ours, so a rough answer does: fences by their lines, code spans within a line.

use std::ops::Range;

/// The stretches of a text that are code, in order.
#[derive(Debug)]
pub(super) struct Code(Vec<Range<usize>>);

impl Code {
    pub(super) fn of(text: &str) -> Self {
        let mut stretches = Vec::new();
        let mut fence: Option<(usize, char, usize)> = None;
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let end = start + line.len();
            let mark = fence_mark(line);
            match (fence, mark) {
                (Some((from, open, length)), Some((c, run, true))) if c == open && run >= length => {
                    stretches.push(from..end);
                    fence = None;
                }
                (Some(_), _) => {}
                (None, Some((c, run, _))) => fence = Some((start, c, run)),
                (None, None) => spans(line, start, &mut stretches),
            }
            start = end;
        }
        stretches.extend(fence.map(|(from, ..)| from..text.len()));
        Self(stretches)
    }

    /// Whether the byte at `offset` is code.
    pub(super) fn has(&self, offset: usize) -> bool {
        let behind = self.0.partition_point(|stretch| stretch.start <= offset);
        behind > 0 && self.0[behind - 1].end > offset
    }
}

/// The character of the fence on a line, how often it stands there, and whether nothing follows.
fn fence_mark(line: &str) -> Option<(char, usize, bool)> {
    let rest = line.trim_start_matches([' ', '\t', '>', '-', '*', '+']);
    let c = rest.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let run = rest.chars().take_while(|next| *next == c).count();
    let behind = &rest[run..];
    (run >= 3 && !(c == '`' && behind.contains('`'))).then(|| (c, run, behind.trim().is_empty()))
}

/// Code spans: a run of backticks to the next run that is as long.
fn spans(line: &str, start: usize, stretches: &mut Vec<Range<usize>>) {
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
}
