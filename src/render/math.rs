//! TeX to MathML, which browsers draw by themselves. math-core lives here and nowhere else.

mod katex;

use std::fmt::Write;
use std::ops::Range;

use math_core::{LatexError, LatexToMathML, MathDisplay};

use super::context::{Context, argument};
use crate::case::uncapitalized;
use crate::diagnostic::{Code, Diagnostic, guarded};
use crate::html::escape;

/// So many commands, braces and scripts a formula may have.
const MOST_SIGNS: usize = 4000;

/// Maths in text or, when `is_display`, in a line of its own. `span` is where it stands, dollars included. A mistake is told
/// with its place, and the TeX shown as it is.
pub(super) fn render(tex: &str, is_display: bool, span: &Range<usize>, context: &mut Context<'_>) -> String {
    let display = if is_display { MathDisplay::Block } else { MathDisplay::Inline };
    let converted = match is_too_long(tex) {
        true => Err(Diagnostic::new(Code::MathInvalid, "this formula is too long").hint("make several of it")),
        false => guarded("a formula", || context.renderer.maths.convert(tex, display)).map_err(|_| not_drawn()),
    };
    let (mistake, place) = match converted {
        Ok(Ok(mathml)) => {
            let body = numbered(&with_classes(&mathml), &mut context.equations);
            return context.component("math", vec![argument("display", is_display)], Some(&body));
        }
        Ok(Err(error)) => {
            let place = place(tex, span, &error.0, context);
            (Diagnostic::new(Code::MathInvalid, message(&error.error_message())), place)
        }
        Err(mistake) => (mistake, span.clone()),
    };
    context.report(mistake, place);
    let body = format!("<code class=\"math-error\">{}</code>", escape(tex.trim()));
    context.component("math", vec![argument("display", is_display)], Some(&body))
}

/// Whether a formula may hold more within each other than the converter has room for: it goes down at each of these signs.
fn is_too_long(tex: &str) -> bool {
    tex.bytes().filter(|byte| matches!(byte, b'\\' | b'{' | b'^' | b'_')).count() > MOST_SIGNS
}

/// The converter fails on a cell or a row that ends where none can, as in `\frac{a}& b`.
fn not_drawn() -> Diagnostic {
    let hint =
        "`&` and `\\\\` stand neither in braces nor between `\\left` and `\\right`, nor in the place of an argument";
    Diagnostic::new(Code::MathInvalid, "this formula cannot be drawn").hint(hint)
}

/// The converter, shared by all threads.
#[derive(Default)]
pub(super) struct Maths(LatexToMathML);

impl Maths {
    /// MathML for TeX, or the first mistake in it. What the converter does not know of KaTeX, it is told in its own words.
    fn convert(&self, tex: &str, display: MathDisplay) -> Result<String, Box<LatexError>> {
        let rows = katex::in_rows(tex, display == MathDisplay::Block);
        let converted = rows.and_then(|tex| self.as_written(&tex, display).ok());
        converted.map_or_else(|| self.as_written(tex, display), Ok)
    }

    fn as_written(&self, tex: &str, display: MathDisplay) -> Result<String, Box<LatexError>> {
        let convert = |tex: &str| self.0.convert_with_local_state(tex, display).map(|maths| maths.mathml);
        convert(tex).or_else(|mistake| katex::spelled_out(tex).and_then(|tex| convert(&tex).ok()).ok_or(mistake))
    }
}

impl std::fmt::Debug for Maths {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Maths")
    }
}

/// Where in the file a mistake is. In TeX that was put together from lines of a quote it is the first such word.
fn place(tex: &str, span: &Range<usize>, mistake: &Range<usize>, context: &Context<'_>) -> Range<usize> {
    let written = context.source().and_then(|source| source.text.get(span.clone())).unwrap_or_default();
    let start = tex.floor_char_boundary(mistake.start);
    let end = tex.floor_char_boundary(mistake.end).max(start);
    if let Some(at) = written.find(tex).map(|at| span.start + at) {
        return at + start..at + end;
    }
    let word = &tex[start..end];
    let found = written.find(word).filter(|_| !word.is_empty()).map(|at| span.start + at);
    found.map_or_else(|| span.clone(), |at| at..at + word.len())
}

/// Styles as attributes and classes, since a strict policy forbids the former: a colour is `mathcolor`, a size `mathsize`,
/// anything else a class such as `m-text-align-left`, for which `math.css` has the rule.
fn with_classes(mathml: &str) -> String {
    let mut html = String::with_capacity(mathml.len());
    let mut rest = mathml;
    while let Some((before, behind)) = rest.split_once(" style=\"") {
        html.push_str(before);
        let (style, behind) = behind.split_once('"').unwrap_or((behind, ""));
        rest = behind;
        let mut classes = Vec::new();
        for declaration in style.split(';').filter(|declaration| !declaration.trim().is_empty()) {
            let (property, value) = declaration.split_once(':').unwrap_or((declaration, ""));
            match property.trim() {
                "color" => push_attribute(&mut html, "mathcolor", value),
                "font-size" => push_attribute(&mut html, "mathsize", value),
                property => classes.push(class(property, value)),
            }
        }
        if !classes.is_empty() {
            push_attribute(&mut html, "class", &classes.join(" "));
        }
    }
    html.push_str(rest);
    html
}

/// With the numbers of its rows counted on through the page, as KaTeX does; the converter begins each formula with one.
fn numbered(mathml: &str, equations: &mut usize) -> String {
    const CELL: &str = " class=\"m-width-50 m-text-align-right m-justify-items-end\"";
    let mut parts = mathml.split(CELL);
    let mut html = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let number = part.split_once("<mtext>(").and_then(|(before, number)| Some((before, number.split_once(')')?.1)));
        html.push_str(CELL);
        let Some((before, behind)) = number else {
            html.push_str(part);
            continue;
        };
        *equations += 1;
        // Writing to a string cannot fail.
        write!(html, "{before}<mtext>({equations}){behind}").ok();
    }
    html
}

fn push_attribute(html: &mut String, name: &str, value: &str) {
    // Writing to a string cannot fail.
    write!(html, " {name}=\"{}\"", escape(value.trim())).ok();
}

fn class(property: &str, value: &str) -> String {
    let value = value.trim().trim_end_matches(" currentcolor");
    let value: String = value.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '-' }).collect();
    format!("m-{property}-{}", value.trim_end_matches('-'))
}

/// The converter's message in our manner: names in backticks, no capital.
fn message(text: &str) -> String {
    uncapitalized(&text.trim_end_matches('.').replace('"', "`"))
}

#[cfg(test)]
mod tests {
    use super::{MathDisplay, Maths, numbered, with_classes};

    #[test]
    fn commands_of_katex_are_understood() {
        for tex in [
            r"a \and b \or c \sdot d",
            r"\boxed{x^2} \fbox{x $y$}",
            r"\colorbox{red}{x} \fcolorbox{green}{none}{$\displaystyle x_i$}",
            r"\href{https://example.com}{x}",
            r"{\color{#f00}x} \textcolor{#00FF00}{y} z",
            r"\sum_{\substack{a\\b}} \textcolor{red}{x} \tag{1}",
            r"\begin{aligned}a\\\hdashline b\end{aligned}",
            r"P_i\small\text{ is} \Large{x}",
            r"\mbox{for $x$} \pmb{x} \widetilde{abc} \dotsb \raisebox{1em}{x} \label{eq}x",
            r"\begin{equation}\begin{split}a &= b\\&= c\end{split}\end{equation}",
            r"\begin{alignat}{2}a &= b & c\end{alignat} ",
            r"\begin{smallmatrix}a & b\end{smallmatrix}",
        ] {
            let converted = Maths::default().convert(tex, MathDisplay::Block);
            assert!(converted.is_ok(), "{tex}: {:?}", converted.err());
        }
    }

    #[test]
    fn a_line_is_broken_where_it_is_outside_of_environments() {
        let rows = |tex| Maths::default().convert(tex, MathDisplay::Block).map(|html| html.matches("<mtr>").count());
        for (tex, expected) in [
            (r"a\\b\\", 2),
            (r"\text{where } a\\[1em] \frac{b}{c} \\ d", 3),
            (r"\begin{cases}a\\[-1.5 pt]b\end{cases}", 2),
            (r"a \{ b \}", 0),
            (r"\begin{gather}a\notag\\b\\[1em] \end{gather}", 2),
        ] {
            assert!(matches!(rows(tex), Ok(found) if found == expected), "{tex}: {:?}", rows(tex));
        }
        assert_eq!(
            super::katex::in_rows(r"\begin{matrix}a\\[2em]b\\ [a]\\[b]c\end{matrix}", true).as_deref(),
            Some(r"\begin{matrix}a\\b\\ [a]\\[b]c\end{matrix}")
        );
    }

    #[test]
    fn numbers_go_on_from_formula_to_formula() {
        let mut equations = 0;
        let mut numbers = |tex| {
            let mathml = Maths::default().convert(tex, MathDisplay::Block).unwrap();
            let html = numbered(&with_classes(&mathml), &mut equations);
            html.split("<mtext>").skip(1).map(|text| text.split('<').next().unwrap().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(numbers(r"\begin{align}a &= b\\c &= d\label{x}\end{align}"), ["(1)", "(2)"]);
        assert_eq!(numbers(r"\begin{gather}a\notag\\b\text{ (1)}\end{gather}"), ["\u{a0}(1)", "(3)"]);
        assert_eq!(numbers(r"\begin{equation}a\end{equation}"), ["(4)"]);
    }

    #[test]
    fn styles_become_attributes_and_classes() {
        assert_eq!(
            with_classes(
                "<mtd style=\"text-align: left;padding-right: 0;\"><mrow style=\"color:#f00;\">x</mrow></mtd>"
            ),
            "<mtd class=\"m-text-align-left m-padding-right-0\"><mrow mathcolor=\"#f00\">x</mrow></mtd>"
        );
        assert_eq!(with_classes("<mtable style=\"width: 100%\">"), "<mtable class=\"m-width-100\">");
        assert_eq!(with_classes("<math><mi>x</mi></math>"), "<math><mi>x</mi></math>");
    }
}
