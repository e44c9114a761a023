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
use runs::{Lines, Runs, text_of};
use tokens::{Grammars, State};

use crate::document::{language_id, language_name};

/// What a terminal shows: commands behind prompts, and what they print.
const SESSION: &str = "shell-session";

/// Languages that the grammars know under another name, or as part of another, and names that mean another one to them.
const GRAMMARS: [(&str, &str); 22] = [
    ("batch", "bat"),
    ("conf", "ini"),
    ("cshtml", "html"),
    ("csharp", "c#"),
    ("docker", "dockerfile"),
    ("django", "jinja2"),
    ("fs", "f#"),
    ("fsharp", "f#"),
    ("h", "c"),
    ("hcl", "tf"),
    ("ignore", "gitignore"),
    ("json5", "json"),
    ("jsonp", "javascript"),
    ("kusto", "sql"),
    ("latte", "php"),
    ("markup", "html"),
    ("objectivec", "objective-c"),
    ("plsql", "sql"),
    (SESSION, "bash"),
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
    /// The one that authors call `name`, if the format has it.
    fn of_format(name: &str) -> Option<Self> {
        Some(Self { id: language_id(name)?.into(), name: language_name(name)?.into() })
    }

    /// One that only its grammar knows, and that authors call `name`.
    fn of_grammar(name: &str, grammar: &SyntaxReference) -> Self {
        let of_grammar = grammar.name.to_lowercase();
        let id = if of_grammar.contains(' ') { name.to_lowercase() } else { of_grammar };
        Self { id: id.into(), name: grammar.name.as_str().into() }
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
        let is_session = language_id(language) == Some(SESSION) && code.lines().any(has_prompt);
        let runs = match self.syntax(language) {
            Some(syntax) if is_session => self.session(code, syntax),
            Some(syntax) => self.runs(code, syntax),
            None => Runs::default(),
        };
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
        // The names of grammars take longer to load than a page to write.
        let of_grammar = || Some(Language::of_grammar(name, self.syntax(name)?));
        let language = Language::of_format(name).or_else(of_grammar).map(Arc::new);
        languages.insert(name.to_owned(), language.clone());
        language
    }

    /// The grammar of the language that authors call `name`.
    fn syntax(&self, name: &str) -> Option<&SyntaxReference> {
        let lower = name.to_lowercase();
        let id = language_id(&lower).unwrap_or(&lower);
        // What the author wrote says more than the identifier: XML, too, is `markup`.
        let mut names = [grammar_of(&lower), Some(&lower), grammar_of(id), Some(id)].into_iter().flatten();
        let grammars = self.grammars();
        names.find_map(|name| grammars.named(name))
    }

    /// Reads the commands of a session, each by itself. What they print is in no language.
    fn session(&self, code: &str, syntax: &SyntaxReference) -> Runs {
        let mut runs = Runs::default();
        let mut goes_on = false;
        for line in LinesWithEndings::from(code) {
            if goes_on || has_prompt(line) {
                runs.extend(self.runs(line, syntax).as_bytes());
                goes_on = text_of(line).ends_with('\\');
            } else {
                runs.push(None, text_of(line).len());
            }
        }
        runs
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

/// Whether a line of a session is a command.
fn has_prompt(line: &str) -> bool {
    ["$ ", "# ", "% "].iter().any(|prompt| line.trim_start().starts_with(prompt))
}

/// What the grammars call a language that they know under another name.
fn grammar_of(language: &str) -> Option<&'static str> {
    GRAMMARS.iter().find(|(known, _)| *known == language).map(|(_, grammar)| *grammar)
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
    fn a_name_that_two_grammars_claim_is_that_of_the_format() {
        let highlighter = Highlighter::default();
        let grammar = |name| highlighter.syntax(name).map(|syntax| syntax.name.as_str());
        for (name, wanted) in [("fs", "F#"), ("h", "C"), ("conf", "INI"), ("xml", "XML"), ("html", "HTML")] {
            assert_eq!(grammar(name), Some(wanted), "{name}");
        }
    }

    #[test]
    fn grammars_that_never_end_are_kept_clear_of() {
        let (done, waits) = std::sync::mpsc::channel();
        std::thread::spawn(move || {
            for language in ["javascript", "jsonp", "js", "ts", "svelte", "html"] {
                Highlighter::default().block("{x /* a\n*/}\n<script>\nx /*\n*/\n</script>\n", language);
                Highlighter::default().block("{x /*/\n*/}\n{a == b\n  // c\n}\n", language);
            }
            for width in 1980..2000 {
                Highlighter::default().block(&format!("{}\n", " ".repeat(width)), "ini");
            }
            done.send(())
        });
        assert!(waits.recv_timeout(std::time::Duration::from_secs(60)).is_ok());
    }

    #[test]
    fn names_of_the_format_need_no_grammars() {
        let highlighter = Highlighter::default();
        assert!(highlighter.plain("ps1").language.is_some() && highlighter.grammars.get().is_none());
        assert!(highlighter.plain("fish").language.is_some() && highlighter.grammars.get().is_some());
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
    fn a_very_long_line_has_no_colours_and_the_next_goes_on() {
        let code = format!("a(); /*\n{}\n*/ b();\n", "a(b,".repeat(50_000));
        let lines = lines(&Highlighter::default(), &code, "systemverilog");
        assert!(!lines[1].contains('<') && lines[2].contains("class=\"c\""), "{}", lines[2]);
    }

    #[test]
    fn what_a_command_prints_has_no_colours() {
        let session = "$ echo \"a\" \\\n  'b'\nerror: can't\n\n$ ls 'c'\n";
        let coloured: Vec<bool> = lines(&Highlighter::default(), session, "console")
            .iter()
            .map(|line| line.contains("class=\"s\""))
            .collect();
        assert_eq!(coloured, [true, true, false, false, true]);
        assert!(lines(&Highlighter::default(), "echo 'c'\n", "console")[0].contains("class=\"s\""), "commands alone");
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
