//! Where fenced code stands, as far as lines tell: what is opened there is open in no page, and what is closed there closes
//! nothing of it. Whether a line is code is for the parser to judge.

/// The fence that is open.
#[derive(Debug, Default)]
pub(super) struct CodeFence {
    mark: u8,
    /// How many marks it has; 0 when none is open.
    length: usize,
}

impl CodeFence {
    /// Whether code begins behind the last line that was seen, or has begun before.
    pub(super) fn is_open(&self) -> bool {
        self.length > 0
    }

    /// Takes note of a line whose first character, behind white space and quote marks, is `first`.
    pub(super) fn see(&mut self, line: &str, first: Option<u8>) {
        if !matches!(first, Some(b'`' | b'~' | b'-' | b'*' | b'+' | b'0'..=b'9')) {
            return;
        }
        let is_before = |c: char| matches!(c, ' ' | '\t' | '>');
        // A closing line stands behind no bullet.
        let is_bullet = |c: char| c.is_ascii_digit() || matches!(c, '-' | '*' | '+' | '.' | ')');
        let marks = match self.is_open() {
            true => line.trim_start_matches(is_before),
            false => line.trim_start_matches(|c| is_before(c) || is_bullet(c)),
        };
        let Some(mark) = marks.bytes().next().filter(|mark| matches!(mark, b'`' | b'~')) else { return };
        let length = marks.bytes().take_while(|byte| *byte == mark).count();
        let behind = marks[length..].trim();
        if self.is_open() {
            let closes = mark == self.mark && length >= self.length && behind.is_empty();
            self.length = if closes { 0 } else { self.length };
        } else if length >= 3 && !(mark == b'`' && behind.contains('`')) {
            *self = Self { mark, length };
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CodeFence;

    #[test]
    fn a_fence_is_open_to_the_line_that_closes_it() {
        for (text, expected) in [
            ("a\n```js\n===\n```\nb", ".##.."),
            ("~~~\n```\n~~~\nb", "##.."),
            ("````\n```\n````\nb", "##.."),
            ("- ```\n  x\n  ```\nb", "##.."),
            ("> ```\n> - ```\n> ```\nb", "##.."),
            ("```a``` b\n``\n--- \nb", "...."),
        ] {
            let mut fence = CodeFence::default();
            let open = |line: &str| {
                let first = line.bytes().find(|byte| !matches!(byte, b' ' | b'\t' | b'>'));
                fence.see(line, first);
                if fence.is_open() { '#' } else { '.' }
            };
            assert_eq!(text.lines().map(open).collect::<String>(), expected.trim(), "{text}");
        }
    }
}
