//! Styles and scripts without what only those need who write them: comments, indentation, blanks.
//!
//! The build script condenses the theme's, once for all sites; those of a demo are condensed with its site.

/// CSS without comments and needless blanks. Strings, addresses and what a backslash stands before stay as they are (CSS Syntax,
/// "Tokenization"), and so do blanks that may stand between an element and those in it: `a :is(b)`.
///
/// Minifiers in Rust that are kept and small take such a blank for that of a declaration in nested rules.
pub fn style(css: &str) -> String {
    // A blank behind a backslash is part of a name.
    if css.contains("\\ ") {
        return css.to_owned();
    }
    let mut condensed = String::with_capacity(css.len());
    let mut rest = css;
    while let Some(first) = rest.chars().next() {
        let (token, behind) = rest.split_at(token_length(rest, first));
        rest = behind;
        let is_glued = condensed.is_empty() || condensed.ends_with([' ', '{', '}', ';', ',', ':', '(', '>']);
        match first {
            // A comment between two words is all that keeps them apart.
            '/' if token.len() > 1 && is_glued => {}
            _ if first.is_ascii_whitespace() && is_glued => {}
            _ if first.is_ascii_whitespace() => condensed.push(' '),
            '{' | '}' | ';' | ',' | ')' | '>' => {
                let spent = if first == '}' { &[' ', ';'][..] } else { &[' '] };
                condensed.truncate(condensed.trim_end_matches(spent).len());
                condensed.push(first);
            }
            _ => condensed.push_str(token),
        }
    }
    condensed
}

/// How long the piece is that CSS begins with: a comment, a string, an address, a run of blanks, a character.
fn token_length(css: &str, first: char) -> usize {
    let up_to = |end: &str, from: usize| css[from..].find(end).map_or(css.len(), |at| from + at + end.len());
    match first {
        '/' if css.starts_with("/*") => up_to("*/", 2),
        '"' | '\'' => string_length(css, first),
        'u' if css.starts_with("url(") && !css[4..].trim_ascii_start().starts_with(['"', '\'']) => up_to(")", 0),
        '\\' => css.chars().take(2).map(char::len_utf8).sum(),
        _ if first.is_ascii_whitespace() => css.len() - css.trim_ascii_start().len(),
        _ => first.len_utf8(),
    }
}

/// How long the string is that CSS begins with, quotes and all.
fn string_length(css: &str, quote: char) -> usize {
    let mut is_escaped = true;
    let end = css.char_indices().find(|(_, c)| {
        let ends = *c == quote && !is_escaped;
        is_escaped = *c == '\\' && !is_escaped;
        ends
    });
    end.map_or(css.len(), |(at, _)| at + quote.len_utf8())
}

/// JavaScript without indentation, empty lines and lines of comment.
///
/// Its lines stay lines, since they may end statements, and a script with a text that goes over lines is left as it is. Minifiers in
/// Rust that are kept and small take such line ends, and regular expressions, for something else.
pub fn script(js: &str) -> String {
    let goes_over_lines = |line: &str| line.matches('`').count() % 2 == 1 || line.ends_with('\\');
    if js.lines().any(goes_over_lines) {
        return js.to_owned();
    }
    let is_said = |line: &&str| !line.is_empty() && !line.starts_with("//");
    js.lines().map(str::trim).filter(is_said).flat_map(|line| [line, "\n"]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn styles_lose_comments_and_blanks_and_mean_the_same() {
        for (css, condensed) in [
            ("/* a */\n.nav * .b > c { margin: calc(1px + 2px) -1px;\n}\n", ".nav * .b>c{margin:calc(1px + 2px) -1px}"),
            (
                "a {\n  & .b :is(c, d) :hover { x: y; }\n  > e + f ~ g { x: y }\n}\n",
                "a{& .b :is(c,d) :hover{x:y}>e + f ~ g{x:y}}",
            ),
            ("a::before { content: \"a  /* b */ \\\" ; \" ; }", "a::before{content:\"a  /* b */ \\\" ; \"}"),
            ("a { b: url(data:x, y  z) , url( \"a  ) b\" ); }", "a{b:url(data:x, y  z),url(\"a  ) b\")}"),
            (
                "@media (min-width: 1px) and (width < 2px) { a/**/b { --x: ; } }",
                "@media (min-width:1px) and (width < 2px){a/**/b{--x:}}",
            ),
            (".a\\  b, [c = \"d\"] { x: y !important }", ".a\\  b, [c = \"d\"] { x: y !important }"),
            ("a { /* b", "a{"),
            ("a { b: \"c", "a{b:\"c"),
        ] {
            assert_eq!(style(css), condensed, "{css}");
        }
    }

    #[test]
    fn scripts_lose_comments_and_indentation_and_keep_their_lines() {
        let js = "// a\nlet b = 1\n  // c\n  let d = `e // ${b}` // f\n\n  ;[d].map(g)\n";
        assert_eq!(script(js), "let b = 1\nlet d = `e // ${b}` // f\n;[d].map(g)\n");
        for goes_over_lines in ["let a = `b\n  // c\n`\n", "let a = \"b\\\n  c\"\n"] {
            assert_eq!(script(goes_over_lines), goes_over_lines);
        }
    }
}
