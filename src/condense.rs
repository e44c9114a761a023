//! Styles and scripts without what only those need who write them: comments, indentation, blanks.
//!
//! The build script condenses the theme's, once for all sites; those of a demo are condensed with its site.

/// CSS without comments and needless blanks; what cannot be read is left as it is.
pub fn style(css: &str) -> String {
    minifier::css::minify(css).map_or_else(|_| css.to_owned(), |condensed| condensed.to_string())
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
        let css = "/* a */\n.nav * .b > c { margin: calc(1px + 2px) -1px; content: \"a  /* b */\"; }\n\na:not(.b) :hover { --x: 1 }\n";
        let condensed = ".nav * .b>c{margin:calc(1px + 2px) -1px;content:\"a  /* b */\";}a:not(.b) :hover{--x:1}";
        assert_eq!(style(css).trim(), condensed);
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
