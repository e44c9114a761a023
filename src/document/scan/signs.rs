//! What characters a text has at all, so that nothing looks through the whole tree for what they could begin.

/// What stands in a text outside of code that is code for certain.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(in crate::document) struct Signs {
    /// One of the characters of `^raised^`, `~lowered~`, `++inserted++` and `==marked==`.
    pub(in crate::document) spans: bool,
    /// One of those that attributes and block ids begin with.
    pub(in crate::document) attributes: bool,
    /// What an address without a scheme begins with, in code or not.
    pub(in crate::document) www: bool,
}

impl Signs {
    /// Takes note of a line.
    pub(super) fn see(&mut self, line: LineSigns) {
        self.spans |= line.has(LineSigns::SPANS);
        self.attributes |= line.has(LineSigns::ATTRIBUTES);
    }
}

/// The kinds of characters that a line has: each of its bytes is looked at once, whoever asks.
#[derive(Debug, Clone, Copy)]
pub(super) struct LineSigns(u8);

impl LineSigns {
    /// A character of [`Signs::spans`].
    const SPANS: u8 = 1;
    /// A character of [`Signs::attributes`].
    const ATTRIBUTES: u8 = 1 << 1;
    /// What a component, a wiki link, a comment, maths or an address with a scheme has.
    pub(super) const INLINE: u8 = 1 << 2;
    /// A border of a table's cell.
    pub(super) const BAR: u8 = 1 << 3;
    /// What ends attributes or a tag.
    pub(super) const END: u8 = 1 << 4;

    /// The kinds that each byte is of. An entity may stand for any character.
    const KINDS: [u8; 256] = {
        let mut kinds = [0; 256];
        let signs: [(&[u8], u8); 5] = [
            (b"^~+=&", Self::SPANS),
            (b"{^&", Self::ATTRIBUTES),
            (b"[:%$", Self::INLINE),
            (b"|", Self::BAR),
            (b"}>", Self::END),
        ];
        let mut kind = 0;
        while kind < signs.len() {
            let mut at = 0;
            while at < signs[kind].0.len() {
                kinds[signs[kind].0[at] as usize] |= signs[kind].1;
                at += 1;
            }
            kind += 1;
        }
        kinds
    };

    /// The kinds of characters that a line has.
    pub(super) fn of(line: &str) -> Self {
        let of = |byte: u8| Self::KINDS[usize::from(byte)];
        // Eight at a time, since the compiler does not do so by itself.
        let (whole, rest) = line.as_bytes().as_chunks();
        let kinds = whole.iter().fold(0, |kinds, &[a, b, c, d, e, f, g, h]| {
            kinds | of(a) | of(b) | of(c) | of(d) | of(e) | of(f) | of(g) | of(h)
        });
        Self(rest.iter().fold(kinds, |kinds, byte| kinds | of(*byte)))
    }

    /// Whether there is a character of one of these kinds.
    pub(super) fn has(self, kinds: u8) -> bool {
        self.0 & kinds != 0
    }
}

#[cfg(test)]
mod tests {
    use super::LineSigns;

    #[test]
    fn each_character_of_a_line_counts_wherever_it_stands() {
        let kinds = |line: &str| LineSigns::of(line).0;
        for at in 0..20 {
            let line = |sign: char| format!("{}{sign}{}", "é".repeat(at / 2), "a".repeat(20 - at));
            for (sign, expected) in [('+', 1), ('{', 2), ('&', 3), ('%', 4), ('|', 8), ('>', 16), ('é', 0), ('`', 0)] {
                assert_eq!(kinds(&line(sign)), expected, "{}", line(sign));
            }
        }
        assert_eq!(kinds(""), 0);
    }
}
