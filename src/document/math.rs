//! Maths between dollars: `$x$` in text, `$$ … $$` on lines of its own.
//!
//! A dollar opens only before a character that is no white space, not inside of a word, and closes only behind one, not before a
//! letter or digit, and by the rules of emphasis for punctuation: prices, variables of shells and `**$true**` are no maths. As in
//! Markdig, spaces may stand at both ends, `$ x^2 $`, but here only of what cannot be two prices.

use std::ops::Range;

use super::east_asia;
use super::margin::{indentation, unquoted};
use super::scan::{Marker, MarkerKind, is_escaped};

/// What is longer is text. Bounds the work on a dollar that nothing closes.
const MAX_INLINE: usize = 8 * 1024;

/// The maths that begins with the dollar at `at`.
pub(super) fn inline(source: &str, at: usize) -> Option<Marker> {
    let bytes = source.as_bytes();
    let before = source[..at].chars().next_back();
    if before == Some('$') {
        return None; // The run was counted at its first.
    }
    let dollars = run(bytes, at);
    if dollars > 2 {
        return None;
    }
    let inside = at + dollars;
    let first = source[inside..].chars().next()?;
    let is_in_word = before.is_some_and(|c| c.is_ascii_alphanumeric());
    if dollars == 1 && (is_in_word || is_mark(first) && !is_edge(before)) {
        return None;
    }
    let close = closing(bytes, inside)?;
    if run(bytes, close) != dollars {
        return None;
    }
    let end = close + dollars;
    let last = source[..close].chars().next_back()?;
    let after = source[end..].chars().next();
    if after.is_some_and(is_of_word) {
        return None;
    }
    let tex = inside..close;
    let is_apart = first.is_whitespace();
    if dollars == 1 && (is_apart != last.is_whitespace() || is_mark(last) && !is_edge(after)) {
        return None;
    }
    if dollars == 1 && is_apart && (!is_formula(&source[tex.clone()]) || is_beside_number(source, at..end)) {
        return None;
    }
    let has_text = source[tex.clone()].lines().all(|line| !unquoted(line).is_empty());
    has_text.then_some(Marker { span: at..end, kind: MarkerKind::Math { tex } })
}

/// Whether a line between a dollar and the next is a formula for certain: it has a sign of TeX's, or letters that stand alone.
fn is_formula(line: &str) -> bool {
    let is_of_two_cells = || line.trim().starts_with('|') != line.trim().ends_with('|');
    let mut words = line.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).peekable();
    let has_any = words.peek().is_some() || line.contains('=');
    let has_single_letters = has_any && words.all(|word| word.chars().nth(1).is_none());
    !line.contains('\n') && !is_of_two_cells() && (has_single_letters || has_sign(line) && !has_text(line))
}

/// Whether there is a command, a power or an index in braces. Where a backslash precedes something else, or `^` is a footnote's, it
/// is Markdown's.
fn has_sign(line: &str) -> bool {
    let is_sign = |(at, sign): (usize, &str)| match sign {
        "^" => !line[..at].ends_with('['),
        "\\" => line[at + 1..].starts_with(|c: char| c.is_ascii_alphabetic()),
        _ => line[at + 1..].starts_with('{'),
    };
    line.match_indices(['\\', '^', '_']).any(is_sign)
}

/// Whether a word stands between spaces, outside of braces, in which it may be `\text`.
fn has_text(line: &str) -> bool {
    let mut depth = 0_usize;
    line.split_whitespace().any(|word| {
        let is_outside = depth == 0;
        depth = (depth + word.matches('{').count()).saturating_sub(word.matches('}').count());
        let letters = word.trim_end_matches(|c: char| c.is_ascii_punctuation());
        is_outside && letters.chars().nth(1).is_some() && letters.chars().all(char::is_alphabetic)
    })
}

/// Whether a dollar is the sign of a number outside, `$ 5`: then what stands between two is no formula.
fn is_beside_number(source: &str, span: Range<usize>) -> bool {
    let is_digit = |c: char| c.is_ascii_digit();
    let (before, behind) = (&source[..span.start], &source[span.end..]);
    before.trim_end_matches(' ').ends_with(is_digit) || behind.trim_start_matches(' ').starts_with(is_digit)
}

/// The next dollar behind `from` that no backslash escapes.
fn closing(bytes: &[u8], from: usize) -> Option<usize> {
    let limit = bytes.len().min(from + MAX_INLINE);
    let mut at = from;
    loop {
        at += memchr::memchr2(b'$', b'\\', bytes.get(at..limit)?)?;
        if bytes[at] == b'$' {
            return Some(at);
        }
        at += 2;
    }
}

/// `$$` at the start of a line, behind white space and quote marks, to the next line that ends with `$$`. `has_closing` is
/// set to false when there is none, so that no later line looks again.
pub(super) fn block(source: &str, line: Range<usize>, has_closing: &mut bool) -> Option<Marker> {
    let at = line.start + indentation(&source[line.clone()]).len();
    let rest = source[at..line.end].trim_end();
    let body = rest.strip_prefix("$$").filter(|body| !body.starts_with('$'))?;
    if let Some(dollars) = body.find("$$") {
        let ends = dollars + "$$".len() == body.len() && !body[..dollars].trim().is_empty();
        let end = at + rest.len();
        return ends.then(|| marker(at..end));
    }
    if !*has_closing {
        return None;
    }
    let mut end = line.end;
    for line in source[line.end..].split_inclusive('\n') {
        let text = line.trim_end();
        if ends_block(text) {
            return Some(marker(at..end + text.len()));
        }
        end += line.len();
    }
    *has_closing = false;
    None
}

/// Whether a formula on lines of its own ends with a line.
pub(crate) fn ends_block(line: &str) -> bool {
    let line = line.trim_end();
    line.ends_with("$$") && !line.ends_with("\\$$")
}

/// The formula in text that begins with the dollar at `at`, with its dollars.
pub(crate) fn span_of_inline(source: &str, at: usize) -> Option<Range<usize>> {
    (!is_escaped(source.as_bytes(), at)).then(|| inline(source, at)).flatten().map(|marker| marker.span)
}

fn marker(span: Range<usize>) -> Marker {
    let tex = span.start + 2..span.end - 2;
    Marker { span, kind: MarkerKind::MathBlock { tex } }
}

/// TeX without the quote marks at the starts of its lines.
pub(super) fn without_quote_marks(tex: &str) -> String {
    let quoted = tex.lines().skip(1).any(|line| line.trim_start().starts_with('>'));
    if !quoted {
        return tex.to_owned();
    }
    tex.lines().map(unquoted).collect::<Vec<_>>().join("\n")
}

fn run(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().take_while(|byte| **byte == b'$').count()
}

fn is_mark(c: char) -> bool {
    c.is_ascii_punctuation()
}

/// Whether a text begins or ends beside this character.
fn is_edge(c: Option<char>) -> bool {
    c.is_none_or(|c| !is_of_word(c))
}

/// Whether a character is of a word that goes on: where no spaces are set between words it is another.
fn is_of_word(c: char) -> bool {
    c.is_alphanumeric() && !east_asia::is_letter(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        let mut found = Vec::new();
        let mut at = 0;
        while let Some(dollar) = text[at..].find('$').map(|dollar| at + dollar) {
            match inline(text, dollar) {
                Some(marker) => {
                    found.push(&text[marker.span.clone()]);
                    at = marker.span.end;
                }
                None => at = dollar + 1,
            }
        }
        found
    }

    #[test]
    fn dollars_that_hold_maths_are_found() {
        for text in
            ["$x$", "($x$)", "$a+b$, and", "$f(x)$-axis", "$$x$$", "$\\$5$", "$-1$", "$a\nb$", "**$x$**", "$ x $"]
        {
            assert_eq!(found(text).len(), 1, "{text}");
        }
        for text in [
            "$ n_{max} $", "$  x^2  $.", "$ \\alpha $", "$ 2 x + y $", "$ O(n) $", "$ 1 + 1 = 2 $", "$ |x| $",
            "$ sin(x)^2 $",
        ] {
            assert_eq!(found(text).len(), 1, "{text}");
        }
        assert_eq!(found("$a$ and $b$"), ["$a$", "$b$"]);
        assert_eq!(found("其中$x$表示，为$O(n)$的。$S^k$의 $f(x)$는"), ["$x$", "$O(n)$", "$S^k$", "$f(x)$"]);
        assert_eq!(found("가격$5, 세금$6, 价格$100和$200，$5と$6"), [""; 0]);
    }

    #[test]
    fn dollars_that_hold_none_are_text() {
        for text in [
            "$5 and $6",
            "costs $5",
            "$ x$",
            "$x $",
            "$ 5 or $ 10",
            "$ 5 - $ 10",
            "$ 5 / mo, $ 10",
            "$ cd my_dir && $ ls",
            "$ cd C:\\temp, then $ dir",
            "$ grep ^x file; $ ls",
            "$ 5[^1] or $ 10[^1]",
            "$ 5\\*/$ 6\\*",
            "| $ 10 / h | $ 20 / h |",
            "| a $ | b $ |",
            "$ 5 + $ 3 = $ 8",
            "5 $ = x, 6 $ = y",
            "$ x\ny $",
            "US$5/month (US$)",
            "m$ath$",
            "$x$y",
            "$x$2",
            "$10/$20",
            "$HOME:$PATH",
            "$$$x$$$",
            "$a\n\nb$",
            "**$PSCmdlet.ShouldProcess** will be **$true** or **$PSCmdlet.ShouldProcess to $false**",
            "$",
            "$$",
            "x$$y$",
        ] {
            assert_eq!(found(text), [""; 0], "{text}");
        }
    }
}
