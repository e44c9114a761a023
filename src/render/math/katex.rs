//! Commands of KaTeX, which draws maths in Retype's pages, in words of other TeX.

/// A command, how many arguments it has, and what it means; `@1` is an argument that is text with maths between dollars.
const COMMANDS: [(&str, usize, &str); 34] = [
    ("Huge", 0, ""),
    ("LARGE", 0, ""),
    ("Large", 0, ""),
    ("and", 0, r"\land "),
    ("boxed", 1, r"\begin{array}{|c|}\hline #1\\ \hline\end{array}"),
    ("bull", 0, r"\bullet "),
    ("colorbox", 2, r"@2"),
    ("dotsb", 0, r"\cdots "),
    ("dotsc", 0, r"\ldots "),
    ("dotsi", 0, r"\cdots "),
    ("dotsm", 0, r"\cdots "),
    ("dotso", 0, r"\ldots "),
    ("fbox", 1, r"\begin{array}{|c|}\hline @1\\ \hline\end{array}"),
    ("fcolorbox", 3, r"\begin{array}{|c|}\hline @3\\ \hline\end{array}"),
    ("footnotesize", 0, ""),
    ("hdashline", 0, ""),
    ("href", 2, "{#2}"),
    ("huge", 0, ""),
    ("label", 1, ""),
    ("large", 0, ""),
    ("mbox", 1, r"@1"),
    ("normalsize", 0, ""),
    ("or", 0, r"\lor "),
    ("pmb", 1, r"\boldsymbol{#1}"),
    ("raisebox", 2, r"@2"),
    ("scriptsize", 0, ""),
    ("sdot", 0, r"\cdot "),
    ("small", 0, ""),
    ("substack", 1, r"\begin{subarray}{c}#1\end{subarray}"),
    ("tag", 1, r"\qquad\text{(#1)}"),
    ("textcolor", 2, r"{\color{#1}#2}"),
    ("tiny", 0, ""),
    ("url", 1, r"@1"),
    ("widetilde", 1, r"\tilde{#1}"),
];

/// Environments, what they are called elsewhere, and whether the number of their columns stands behind them.
const ENVIRONMENTS: [(&str, &str, bool); 5] = [
    ("alignat", "align", true),
    ("alignat*", "align*", true),
    ("alignedat", "aligned", true),
    ("smallmatrix", "matrix", false),
    ("split", "aligned", false),
];

/// Commands may stand in each other's arguments this deep.
const MAX_DEPTH: usize = 8;

/// An argument may be this long, in bytes. Bounds the work on braces that are never closed.
const MAX_ARGUMENT: usize = 2048;

/// TeX with KaTeX's commands spelled out; `None` when there are none.
pub(super) fn spelled_out(tex: &str) -> Option<String> {
    let mut spelled = String::with_capacity(tex.len());
    let found = push(tex, MAX_DEPTH, &mut spelled);
    in_html(&spelled).or(found.then_some(spelled))
}

/// TeX with colours such as `\color{#f00}` as the converter knows them; `None` when there are none.
fn in_html(tex: &str) -> Option<String> {
    let (before, rest) = tex.split_once(r"\color{#")?;
    let mut colored = before.to_owned();
    for part in rest.split(r"\color{#") {
        let (digits, behind) = part.split_once('}')?;
        // `#f00` is `#ff0000`.
        let times = if digits.len() == 3 { 2 } else { 1 };
        let digits: String = digits.chars().flat_map(|digit| std::iter::repeat_n(digit, times)).collect();
        colored.push_str(&format!(r"\color[HTML]{{{digits}}}{behind}"));
    }
    Some(colored)
}

/// TeX with its rows as the converter knows them: without the space that may be asked for behind `\\`, and where `\\` stands
/// outside of environments, in one of its own. KaTeX begins a new line there, centred as the first. Before the end of an environment
/// there is no row for `\\`, and no number of one. `None` when all is well.
pub(super) fn in_rows(tex: &str, is_display: bool) -> Option<String> {
    let mut rows = String::new();
    let (mut depth, mut has_rows, mut rest) = (0_usize, false, tex);
    while let Some(at) = rest.find(['\\', '{', '}']) {
        let (before, behind) = rest.split_at(at + 1);
        rows.push_str(before);
        rest = behind;
        let length = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
        match (&before[at..], &behind[..length]) {
            ("{", _) | ("\\", "begin" | "left") => depth += 1,
            ("}", _) | ("\\", "end" | "right") => depth = depth.saturating_sub(1),
            ("\\", "") => {
                let (sign, behind) = behind.split_at(behind.chars().next().map_or(0, char::len_utf8));
                let is_row = sign == "\\";
                rest = if is_row { behind.strip_prefix(space(behind)).unwrap_or(behind) } else { behind };
                if is_row && depth > 0 && rest.trim_start().starts_with(r"\end{") {
                    rows.pop();
                    continue;
                }
                rows.push_str(sign);
                has_rows |= depth == 0 && is_row;
            }
            _ => {}
        }
    }
    rows.push_str(rest);
    if has_rows && is_display {
        let rows = rows.trim_end();
        return Some(format!(r"\begin{{gathered}}{}\end{{gathered}}", rows.strip_suffix(r"\\").unwrap_or(rows)));
    }
    (rows != tex).then_some(rows)
}

/// The space that is asked for at the start of a text, as in `[1.5em]`; empty when none is.
fn space(text: &str) -> &str {
    let length = text.strip_prefix('[').and_then(|inside| inside.find(']')).filter(|length| *length <= 12).unwrap_or(0);
    let size = text.get(1..=length).unwrap_or_default().trim();
    let unit = size.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '+')).trim_start();
    let is_space = unit.len() == 2 && unit.len() < size.len() && unit.bytes().all(|byte| byte.is_ascii_lowercase());
    if is_space { &text[..length + 2] } else { "" }
}

/// Adds a text with its commands spelled out; tells whether there were any.
fn push(tex: &str, depth: usize, out: &mut String) -> bool {
    let mut found = false;
    let mut rest = tex;
    while let Some((before, behind)) = rest.split_once('\\') {
        out.push_str(before);
        let length = behind.bytes().take_while(u8::is_ascii_alphabetic).count();
        let (name, behind_name) = behind.split_at(length);
        let command = COMMANDS.iter().find(|(known, ..)| *known == name).filter(|_| depth > 0);
        if let Some((_, count, meaning)) = command
            && let Some((arguments, behind)) = arguments(behind_name, *count)
        {
            found = true;
            push_meaning(meaning, &arguments, depth - 1, out);
            rest = behind;
        } else if let Some((meaning, behind)) = environment(name, behind_name) {
            found = true;
            out.push_str(&meaning);
            rest = behind;
        } else {
            // A backslash behind another is no start of a command.
            let length = length.max(behind.chars().next().map_or(0, char::len_utf8));
            out.push('\\');
            out.push_str(&behind[..length]);
            rest = &behind[length..];
        }
    }
    out.push_str(rest);
    found
}

/// How an environment is begun or ended that has another name elsewhere, and what stands behind that.
fn environment<'t>(command: &str, behind: &'t str) -> Option<(String, &'t str)> {
    let (written, behind) = matches!(command, "begin" | "end").then(|| arguments(behind, 1)).flatten()?;
    let (_, name, is_counted) = ENVIRONMENTS.iter().find(|(known, ..)| written.contains(known))?;
    let counted = (*is_counted && command == "begin").then(|| arguments(behind, 1)).flatten();
    Some((format!(r"\{command}{{{name}}}"), counted.map_or(behind, |(_, behind)| behind)))
}

fn push_meaning(meaning: &str, arguments: &[&str], depth: usize, out: &mut String) {
    let mut rest = meaning;
    while let Some(at) = rest.find(['#', '@']) {
        out.push_str(&rest[..at]);
        let number = rest.as_bytes().get(at + 1).map_or(0, |digit| usize::from(digit.wrapping_sub(b'1')));
        let argument = arguments.get(number).copied().unwrap_or_default();
        if rest[at..].starts_with('#') {
            push(argument, depth, out);
        } else {
            push_text(argument, depth, out);
        }
        rest = rest.get(at + 2..).unwrap_or_default();
    }
    out.push_str(rest);
}

/// Adds text with maths between dollars.
fn push_text(text: &str, depth: usize, out: &mut String) {
    for (at, piece) in text.split('$').enumerate().filter(|(_, piece)| !piece.is_empty()) {
        out.push_str(if at % 2 == 0 { r"\text{" } else { "{" });
        if at % 2 == 0 {
            out.push_str(piece);
        } else {
            push(piece, depth, out);
        }
        out.push('}');
    }
}

/// The arguments in braces that a text begins with, and what stands behind them.
fn arguments(tex: &str, count: usize) -> Option<(Vec<&str>, &str)> {
    let mut arguments = Vec::with_capacity(count);
    let mut rest = tex;
    for _ in 0..count {
        let inside = rest.trim_start().strip_prefix('{')?;
        let length = closing(inside)?;
        arguments.push(&inside[..length]);
        rest = &inside[length + 1..];
    }
    Some((arguments, rest))
}

/// Where the brace closes that was opened before.
fn closing(tex: &str) -> Option<usize> {
    let (mut depth, mut is_escaped) = (0_usize, false);
    for (at, byte) in tex.bytes().take(MAX_ARGUMENT).enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'{' => depth += 1,
            b'}' if depth == 0 => return Some(at),
            b'}' => depth -= 1,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::spelled_out;

    #[test]
    fn commands_are_spelled_out_with_their_arguments() {
        for (tex, expected) in [
            (r"a \sdot b", Some(r"a \cdot  b")),
            (r"\textcolor{red}{x^{2}} y", Some(r"{\color{red}x^{2}} y")),
            (r"\href {u} {\and}", Some(r"{\land }")),
            (r"\fbox{a $b$ c}", Some(r"\begin{array}{|c|}\hline \text{a }{b}\text{ c}\\ \hline\end{array}")),
            (r"\begin{split}a\end{split}", Some(r"\begin{aligned}a\end{aligned}")),
            (r"\begin{alignat*}{2}a&\sdot b\end{alignat*}", Some(r"\begin{align*}a&\cdot  b\end{align*}")),
            (r"\begin{matrix}a\end{matrix}", None),
            (r"\\and \android", None),
            (r"\boxed x", None),
            (r"\boxed{x", None),
            (r"x\", None),
        ] {
            assert_eq!(spelled_out(tex).as_deref(), expected, "{tex}");
        }
    }
}
