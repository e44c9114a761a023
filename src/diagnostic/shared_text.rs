//! Texts that lie one behind the other in one piece of memory.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

/// A text of its own, or one in a block that it shares with others: between texts of some kilobytes each an allocator leaves a
/// tenth of its room.
#[derive(Clone)]
pub struct SharedText {
    block: Arc<String>,
    span: Range<usize>,
}

impl SharedText {
    /// The texts at `spans` of a block.
    ///
    /// # Panics
    /// When a span is used that is none of whole characters in the block.
    pub fn all(block: String, spans: impl IntoIterator<Item = Range<usize>>) -> impl Iterator<Item = Self> {
        let block = Arc::new(block);
        spans.into_iter().map(move |span| Self { block: Arc::clone(&block), span })
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        self
    }
}

impl Deref for SharedText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.block[self.span.clone()]
    }
}

impl<T: Into<String>> From<T> for SharedText {
    fn from(text: T) -> Self {
        let text = text.into();
        Self { span: 0..text.len(), block: Arc::new(text) }
    }
}

impl PartialEq for SharedText {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for SharedText {}

impl fmt::Debug for SharedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        (**self).fmt(f)
    }
}
