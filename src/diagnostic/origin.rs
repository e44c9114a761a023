//! Where an expanded text comes from: templates and includes make a text that is not in any file, and what is found in it
//! must all the same be told where an author can mend it.

use std::ops::Range;
use std::sync::Arc;

use super::SourceText;

/// The files that the stretches of a text come from.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// In order and without gaps.
    stretches: Vec<Stretch>,
    own: Range<usize>,
}

/// A stretch of a text, up to the next.
#[derive(Debug, PartialEq, Eq)]
struct Stretch {
    start: usize,
    source: Arc<SourceText>,
    from: Range<usize>,
    /// Whether it stands there byte for byte; otherwise an expression there made it.
    is_copy: bool,
}

impl Origin {
    /// Notes that from `start` on the text is that of `from` in `source`.
    pub fn copy(&mut self, start: usize, source: &Arc<SourceText>, from: Range<usize>) {
        let continues = self
            .stretches
            .last_mut()
            .filter(|last| last.is_copy && last.from.end == from.start && Arc::ptr_eq(&last.source, source));
        match continues {
            Some(last) => last.from.end = from.end,
            None if from.is_empty() => {}
            None => self.stretches.push(Stretch { start, source: Arc::clone(source), from, is_copy: true }),
        }
    }

    /// Notes that from `start` on the text was made by what stands at `from` in `source`.
    pub fn make(&mut self, start: usize, source: &Arc<SourceText>, from: Range<usize>) {
        self.stretches.push(Stretch { start, source: Arc::clone(source), from, is_copy: false });
    }

    /// Notes which part of the text is the page's own, without what stands on every page.
    pub fn set_own(&mut self, own: Range<usize>) {
        self.own = own;
    }

    /// The part of the text that is the page's own.
    pub fn own(&self) -> Range<usize> {
        self.own.clone()
    }

    /// The file and its stretch that `span` of the text comes from: as far as it lies in one file.
    pub fn of(&self, span: &Range<usize>) -> Option<(&Arc<SourceText>, Range<usize>)> {
        let first = self.stretch_at(span.start)?;
        let start = first.locate(span.start);
        let last = self.stretch_at(span.end.saturating_sub(1).max(span.start)).unwrap_or(first);
        let is_one_file = Arc::ptr_eq(&first.source, &last.source);
        let end = match last.is_copy {
            true if is_one_file => last.locate(span.end),
            false if is_one_file => last.from.end,
            _ => first.from.end,
        };
        let start = if first.is_copy { start } else { first.from.start };
        Some((&first.source, start..end.max(start)))
    }

    fn stretch_at(&self, offset: usize) -> Option<&Stretch> {
        let behind = self.stretches.partition_point(|stretch| stretch.start <= offset);
        self.stretches.get(behind.saturating_sub(1))
    }
}

impl Stretch {
    fn locate(&self, offset: usize) -> usize {
        (self.from.start + offset.saturating_sub(self.start)).min(self.from.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_found_in_a_made_text_is_told_where_it_was_written() {
        let page = SourceText::new("a.md", "one {{ x }} two");
        let mut origin = Origin::default();
        origin.copy(0, &page, 0..4);
        origin.make(4, &page, 4..11);
        origin.copy(9, &page, 11..15);
        // `one VALUE two`
        let of = |span| origin.of(&span).map(|(_, from)| from);
        assert_eq!(of(0..3), Some(0..3));
        assert_eq!(of(5..6), Some(4..11), "an expression is told whole");
        assert_eq!(of(10..13), Some(12..15));
        assert_eq!(of(2..12), Some(2..14), "over an expression");
    }
}
