//! Code to HTML with a class per kind of token.
//!
//! Short classes and no span for plain text keep the HTML at two to three times the code, where syntect's own generator
//! gives seven to fifteen. Highlighting costs ten times what the rest of a page does, so whatever was highlighted before is
//! remembered: whole blocks, of this build and of earlier ones, and single lines.

mod known;
mod memo;
mod runs;
mod tokens;

use std::collections::HashMap;
use std::io::{self, Write};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use syntect::parsing::SyntaxReference;
use syntect::util::LinesWithEndings;

use known::Found;
pub use known::KnownCode;
use memo::Memo;
use runs::{Lines, Runs};
use tokens::{Grammars, State};

use crate::document::language_id;

/// Languages that the grammars know under another name, or as part of another.
const GRAMMARS: [(&str, &str); 20] = [
    ("batch", "bat"),
    ("cshtml", "html"),
    ("csharp", "c#"),
    ("docker", "dockerfile"),
    ("django", "jinja2"),
    ("fsharp", "f#"),
    ("hcl", "tf"),
    ("ignore", "gitignore"),
    ("json5", "json"),
    ("jsonp", "javascript"),
    ("kusto", "sql"),
    ("latte", "php"),
    ("markup", "html"),
    ("objectivec", "objective-c"),
    ("plsql", "sql"),
    ("shell-session", "bash"),
    ("console", "bash"),
    ("go-module", "go"),
    ("visual-basic", "vb"),
    ("vbnet", "vb"),
];

/// A language that can be highlighted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Language {
    /// Its identifier in classes, `powershell`.
    pub id: Box<str>,
    /// Its name for people, `PowerShell`.
    pub name: Box<str>,
}

impl Language {
    /// What authors call `name`, when its grammar is `syntax`.
    fn new(name: &str, syntax: Option<&SyntaxReference>) -> Option<Self> {
        let of_syntax = || {
            let name = syntax?.name.to_lowercase();
            (name != "plain text" && !name.contains(' ')).then_some(name)
        };
        let id: Box<str> = match language_id(name) {
            Some(id) => id.into(),
            None if syntax.is_none() => return None,
            None => of_syntax().unwrap_or_else(|| name.to_lowercase()).into(),
        };
        let name = match &*id {
            "bash" => "Bash",
            "javascript" => "JavaScript",
            id => syntax.map_or(id, |syntax| syntax.name.as_str()),
        };
        Some(Self { name: name.into(), id })
    }
}

/// How a block of code is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Highlighted {
    /// Its language, when it is known.
    pub(super) language: Option<Arc<Language>>,
    runs: Box<[u8]>,
}

impl Highlighted {
    /// The lines of the block, whose text is `code`.
    pub(super) fn lines<'a>(&'a self, code: &'a str) -> Lines<'a> {
        Lines { code, runs: &self.runs }
    }
}

/// Highlights code. The grammars are loaded with the first block that is not known already.
#[derive(Debug, Default)]
pub struct Highlighter {
    grammars: OnceLock<Grammars>,
    /// Languages by the names that authors gave them.
    languages: Mutex<HashMap<String, Option<Arc<Language>>>>,
    known: KnownCode,
    found: Found,
}

impl Highlighter {
    /// One that need not highlight again what is known.
    pub fn new(known: KnownCode) -> Self {
        Self { known, ..Self::default() }
    }

    /// Whether the blocks that were asked for are others than those that were known.
    pub fn has_new_code(&self) -> bool {
        self.found.differs_from(&self.known)
    }

    /// Writes all the blocks that were asked for, for [`KnownCode::read`].
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_code(&self, out: &mut impl Write) -> io::Result<()> {
        self.found.write(&self.known, out)
    }

    /// Highlights a block in the language that its author wrote. Code in an unknown language has no classes.
    pub(super) fn block(&self, code: &str, language: &str) -> Arc<Highlighted> {
        if is_text(language) {
            return Arc::default();
        }
        let key = known::key(code, language);
        if let Some(block) = self.known.get(&key).or_else(|| self.found.get(&key)) {
            return block;
        }
        let runs = self.syntax(language).map(|syntax| self.runs(code, syntax)).unwrap_or_default();
        let language = self.language(language);
        let block = Arc::new(Highlighted { language, runs: runs.as_bytes().into() });
        self.found.keep(key, &block);
        block
    }

    /// A block without classes, under the name of its language.
    pub(super) fn plain(&self, language: &str) -> Arc<Highlighted> {
        if is_text(language) {
            return Arc::default();
        }
        Arc::new(Highlighted { language: self.language(language), ..Highlighted::default() })
    }

    fn grammars(&self) -> &Grammars {
        self.grammars.get_or_init(Grammars::load)
    }

    /// The language that authors call `name`. Its blocks share it.
    fn language(&self, name: &str) -> Option<Arc<Language>> {
        let mut languages = self.languages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = languages.get(name) {
            return known.clone();
        }
        let language = Language::new(name, self.syntax(name)).map(Arc::new);
        languages.insert(name.to_owned(), language.clone());
        language
    }

    fn syntax(&self, name: &str) -> Option<&SyntaxReference> {
        let lower = name.to_lowercase();
        let id = language_id(&lower).unwrap_or(&lower);
        let grammar = GRAMMARS.iter().find(|(known, _)| *known == id).map(|(_, grammar)| *grammar);
        let grammars = self.grammars();
        [lower.as_str(), grammar.unwrap_or_default(), id].into_iter().find_map(|name| grammars.named(name))
    }

    /// Reads the lines of a block one after another, as far as they were not met before.
    fn runs(&self, code: &str, syntax: &SyntaxReference) -> Runs {
        Memo::lend(|memo| {
            let mut runs = Runs::default();
            let mut place = memo.number(Box::new(State::start(syntax)));
            for line in LinesWithEndings::from(code) {
                let number = place.as_ref().ok().copied();
                if let Some(next) = number.and_then(|number| memo.follow(number, line, &mut runs)) {
                    place = Ok(next);
                    continue;
                }
                let mut state = place.map_or_else(|state| state, |number| Box::new(memo.state(number).clone()));
                let of_line = state.line(line, self.grammars());
                runs.extend(of_line.as_bytes());
                place = memo.number(state);
                if let (Some(number), Ok(next)) = (number, &place) {
                    memo.keep(number, line, of_line, *next);
                }
            }
            runs
        })
    }
}

/// Whether a name means that there is nothing to highlight.
fn is_text(name: &str) -> bool {
    name.is_empty() || language_id(name) == Some("none")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(name: &str) -> Option<(String, String)> {
        let block = Highlighter::default().block("x", name);
        block.language.as_ref().map(|language| (language.id.to_string(), language.name.to_string()))
    }

    fn lines(highlighter: &Highlighter, code: &str, language: &str) -> Vec<String> {
        let block = highlighter.block(code, language);
        let mut html = String::new();
        block.lines(code).write(&mut html, |_| "");
        html.lines().filter_map(|line| Some(line.strip_suffix("</span>")?.to_owned())).collect()
    }

    #[test]
    fn powershell_is_known_by_all_its_names() {
        for name in ["ps1", "pwsh", "PowerShell", "posh"] {
            assert_eq!(language(name), Some(("powershell".into(), "PowerShell".into())), "{name}");
        }
        assert_eq!(language("no-such"), None);
        assert_eq!(language("txt"), None);
    }

    #[test]
    fn every_line_is_closed_in_itself() {
        let lines = lines(&Highlighter::default(), "<# a\nb < c #>\n$x = \"y\" # z\n", "ps1");
        assert_eq!(lines.len(), 3);
        for line in &lines {
            assert_eq!(line.matches("<span").count(), line.matches("</span>").count(), "{line}");
        }
        assert_eq!(lines[1], "<span class=\"c\">b &lt; c #&gt;</span>");
        assert_eq!(
            lines[2],
            r#"<span class="v">$x </span><span class="o">= </span><span class="s">"y" </span><span class="c"># z</span>"#
        );
    }

    #[test]
    fn an_unknown_language_is_escaped() {
        assert_eq!(lines(&Highlighter::default(), "a < b\n\nc", "none"), ["a &lt; b", "", "c"]);
    }

    #[test]
    fn what_is_remembered_is_what_the_grammar_says() {
        const LINES: [&str; 14] = [
            "x = \"a\" # b", "x = \"a", "b\" + 'c'", "/* d", "*/ fn e() {", "}", "", "cat <<END", "END", "cat <<-'X'",
            "\"\"\"", "<!-- f", "-->", "@\"",
        ];
        let shared = Highlighter::default();
        let mut seed = 7_usize;
        for round in 0..60 {
            let code: String = (0..12)
                .map(|_| {
                    seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
                    format!("{}\n", LINES[(seed >> 33) % LINES.len()])
                })
                .collect();
            for language in ["python", "bash", "rust", "js", "html", "powershell"] {
                let syntax = shared.syntax(language).unwrap();
                let mut state = State::start(syntax);
                let mut runs = Runs::default();
                for line in LinesWithEndings::from(&code) {
                    runs.extend(state.line(line, shared.grammars()).as_bytes());
                }
                assert_eq!(shared.runs(&code, syntax), runs, "round {round}, {language}:\n{code}");
            }
        }
    }

    #[test]
    fn what_is_known_is_not_highlighted_again() {
        let first = Highlighter::default();
        let block = first.block("let x = 1;\n", "rust");
        let mut code = Vec::new();
        first.write_code(&mut code).unwrap();
        let second = Highlighter::new(KnownCode::read(code));
        assert_eq!(second.block("let x = 1;\n", "rust"), block);
        assert!(second.grammars.get().is_none() && !second.has_new_code());
    }
}
