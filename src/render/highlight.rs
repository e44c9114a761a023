//! Code to HTML with a class per kind of token. syntect lives here and nowhere else.
//!
//! The grammars give each token a stack of scopes; the most specific one that the table below knows decides its class.
//! Short classes and no span for plain text keep the HTML at two to three times the code, where syntect's own generator
//! gives seven to fifteen.

use std::collections::HashMap;
use std::sync::OnceLock;

use syntect::parsing::{BasicScopeStackOp, ParseState, Scope, ScopeStack, SyntaxReference, SyntaxSet};
use syntect::util::LinesWithEndings;

use crate::document::language_id;
use crate::html::escape_into;

/// Scopes and their classes; `html.md` of the design names the classes, which themes rely on.
const CLASSES: [(&str, &str); 27] = [
    ("comment", "c"),
    ("constant", "l"),
    ("constant.character.escape", "e"),
    ("constant.numeric", "n"),
    ("entity.name", "y"),
    ("entity.name.function", "f"),
    ("entity.name.tag", "t"),
    ("entity.other.attribute-name", "a"),
    ("invalid", "x"),
    ("keyword", "k"),
    ("keyword.operator", "o"),
    ("markup.deleted", "d"),
    ("markup.heading", "h"),
    ("markup.inserted", "i"),
    ("meta.annotation", "m"),
    ("punctuation.definition.comment", "c"),
    ("punctuation.definition.string", "s"),
    ("punctuation.definition.variable", "v"),
    ("storage", "k"),
    ("string", "s"),
    ("support.class", "y"),
    ("support.constant", "l"),
    ("support.function", "f"),
    ("support.type", "y"),
    ("support.variable", "v"),
    ("variable", "v"),
    ("variable.function", "f"),
];

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
    pub id: String,
    /// Its name for people, `PowerShell`.
    pub name: String,
}

/// Highlights code. The grammars are loaded with the first block, since many pages have none.
#[derive(Debug, Default)]
pub(super) struct Highlighter {
    loaded: OnceLock<Loaded>,
}

#[derive(Debug)]
struct Loaded {
    syntaxes: SyntaxSet,
    /// Longer scopes first, so that the first prefix found is the most specific.
    classes: Vec<(Scope, &'static str)>,
}

impl Highlighter {
    fn loaded(&self) -> &Loaded {
        self.loaded.get_or_init(|| {
            let mut classes: Vec<(Scope, &'static str)> =
                CLASSES.iter().filter_map(|(scope, class)| Some((Scope::new(scope).ok()?, *class))).collect();
            classes.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
            Loaded { syntaxes: two_face::syntax::extra_newlines(), classes }
        })
    }

    /// The language that authors call `name`.
    pub(super) fn language(&self, name: &str) -> Option<Language> {
        let syntax = self.syntax(name);
        let of_syntax = || {
            let name = syntax?.name.to_lowercase();
            (name != "plain text" && !name.contains(' ')).then_some(name)
        };
        let id = match language_id(name) {
            Some("none") => return None,
            Some(id) => id.to_owned(),
            None if syntax.is_none() => return None,
            None => of_syntax().unwrap_or_else(|| name.to_lowercase()),
        };
        let name = match id.as_str() {
            "bash" => "Bash",
            "javascript" => "JavaScript",
            id => syntax.map_or(id, |syntax| syntax.name.as_str()),
        };
        Some(Language { name: name.to_owned(), id })
    }

    fn syntax(&self, name: &str) -> Option<&SyntaxReference> {
        if name.is_empty() || language_id(name) == Some("none") {
            return None;
        }
        let lower = name.to_lowercase();
        let id = language_id(&lower).unwrap_or(&lower);
        let grammar = GRAMMARS.iter().find(|(known, _)| *known == id).map(|(_, grammar)| *grammar);
        let syntaxes = &self.loaded().syntaxes;
        [lower.as_str(), grammar.unwrap_or_default(), id]
            .into_iter()
            .find_map(|name| syntaxes.find_syntax_by_token(name))
    }

    /// The lines of `code` as HTML, without line ends. Code in an unknown language is escaped and nothing more; so is the
    /// rest of a block in which a grammar fails.
    pub(super) fn lines(&self, code: &str, language: &str) -> Vec<String> {
        let Some(syntax) = self.syntax(language) else { return code.lines().map(plain).collect() };
        let Loaded { syntaxes, classes } = self.loaded();
        let mut writer = Writer { classes, known: HashMap::new(), stack: Vec::new() };
        let mut state = ParseState::new(syntax);
        let mut scopes = ScopeStack::new();
        LinesWithEndings::from(code)
            .map(|line| match state.parse_line(line, syntaxes) {
                Ok(operations) => writer.line(line, &operations, &mut scopes),
                Err(_) => plain(line),
            })
            .collect()
    }
}

fn plain(line: &str) -> String {
    let mut html = String::with_capacity(line.len());
    escape_into(&mut html, line.trim_end_matches(['\n', '\r']));
    html
}

struct Writer<'a> {
    classes: &'a [(Scope, &'static str)],
    known: HashMap<Scope, Option<&'static str>>,
    /// The class of each scope that is open, innermost last.
    stack: Vec<Option<&'static str>>,
}

impl Writer<'_> {
    fn class(&mut self, scope: Scope) -> Option<&'static str> {
        let classes = self.classes;
        *self
            .known
            .entry(scope)
            .or_insert_with(|| classes.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|found| found.1))
    }

    fn line(
        &mut self,
        line: &str,
        operations: &[(usize, syntect::parsing::ScopeStackOp)],
        scopes: &mut ScopeStack,
    ) -> String {
        let text = line.trim_end_matches(['\n', '\r']);
        let mut html = String::with_capacity(line.len() * 3);
        let mut open = None;
        let mut at = 0;
        for (until, operation) in operations {
            let until = (*until).min(text.len());
            if until > at {
                self.token(&mut html, &text[at..until], &mut open);
                at = until;
            }
            // A grammar that pops more than it pushed costs colours, nothing else.
            let applied = scopes.apply_with_hook(operation, |change, _| match change {
                BasicScopeStackOp::Push(scope) => {
                    let class = self.class(scope);
                    self.stack.push(class);
                }
                BasicScopeStackOp::Pop => drop(self.stack.pop()),
            });
            if applied.is_err() {
                break;
            }
        }
        self.token(&mut html, &text[at..], &mut open);
        if open.is_some() {
            html.push_str("</span>");
        }
        html
    }

    fn token(&self, html: &mut String, text: &str, open: &mut Option<&'static str>) {
        if text.is_empty() {
            return;
        }
        let class = self.stack.iter().rev().find_map(|class| *class);
        // White space looks the same in every class; staying in the open one saves spans.
        if *open != class && !text.trim().is_empty() {
            if open.is_some() {
                html.push_str("</span>");
            }
            if let Some(class) = class {
                html.push_str("<span class=\"");
                html.push_str(class);
                html.push_str("\">");
            }
            *open = class;
        }
        escape_into(html, text);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn powershell_is_known_by_all_its_names() {
        let highlighter = Highlighter::default();
        for name in ["ps1", "pwsh", "PowerShell", "posh"] {
            let language = highlighter.language(name).unwrap();
            assert_eq!((language.id.as_str(), language.name.as_str()), ("powershell", "PowerShell"), "{name}");
        }
        assert_eq!(highlighter.language("no-such"), None);
        assert_eq!(highlighter.language("txt"), None);
    }

    #[test]
    fn every_line_is_closed_in_itself() {
        let lines = Highlighter::default().lines("<# a\nb < c #>\n$x = \"y\" # z\n", "ps1");
        assert_eq!(lines.len(), 3);
        for line in &lines {
            assert_eq!(line.matches("<span").count(), line.matches("</span>").count(), "{line}");
        }
        assert_eq!(lines[1], "<span class=\"c\">b &lt; c #&gt;</span>");
        assert_eq!(
            lines[2],
            r#"<span class="v">$x </span><span class="o">= </span><span class="s">&quot;y&quot; </span><span class="c"># z</span>"#
        );
    }

    #[test]
    fn an_unknown_language_is_escaped() {
        assert_eq!(Highlighter::default().lines("a < b\n\nc", "none"), ["a &lt; b", "", "c"]);
    }
}
