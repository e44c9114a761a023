//! What characters a text has at all, so that nothing looks through the whole tree for what they could begin.

/// What stands in a text outside of code that is code for certain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::document) struct Signs {
    /// One of the characters of `^raised^`, `~lowered~`, `++inserted++` and `==marked==`.
    pub(in crate::document) spans: bool,
    /// One of those that attributes and block ids begin with.
    pub(in crate::document) attributes: bool,
}

impl Signs {
    /// Takes note of a line. An entity may stand for any character.
    pub(super) fn see(&mut self, line: &str) {
        self.spans = self.spans || has(line, |byte| matches!(byte, b'^' | b'~' | b'+' | b'=' | b'&'));
        self.attributes = self.attributes || has(line, |byte| matches!(byte, b'{' | b'^' | b'&'));
    }
}

/// Whether a line has a character of a kind. All are looked at, so that the compiler makes wide instructions of it.
pub(super) fn has(line: &str, is_one: impl Fn(u8) -> bool) -> bool {
    line.as_bytes().iter().fold(false, |any, byte| any | is_one(*byte))
}
