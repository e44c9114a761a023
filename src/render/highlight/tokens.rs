//! Lines of code to runs of classes, with syntect's grammars. syntect lives here and nowhere else.
//!
//! The grammars give each token a stack of scopes; the most specific one that the table below knows decides its class.

use syntect::parsing::{BasicScopeStackOp, ParseState, Scope, ScopeStack, ScopeStackOp, SyntaxReference, SyntaxSet};

use super::runs::{Class, Runs, text_of};

/// Scopes and their classes, which are public: style sheets of projects may rely on them.
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

/// The grammars, and what their scopes mean to us.
#[derive(Debug)]
pub(super) struct Grammars {
    syntaxes: SyntaxSet,
    /// Longer scopes first, so that the first prefix found is the most specific.
    classes: Vec<(Scope, u8)>,
}

impl Grammars {
    /// Loads the grammars; each is unpacked when it is first used.
    pub(super) fn load() -> Self {
        let class = |(scope, class): &(&str, &str)| Some((Scope::new(scope).ok()?, class.bytes().next()?));
        let mut classes: Vec<(Scope, u8)> = CLASSES.iter().filter_map(class).collect();
        classes.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
        Self { syntaxes: two_face::syntax::extra_newlines(), classes }
    }

    /// The grammar of the language that goes by a name or file extension.
    pub(super) fn named(&self, name: &str) -> Option<&SyntaxReference> {
        let found = self.syntaxes.find_syntax_by_token(name)?;
        // JavaScript's never comes to an end where a comment that stays open follows an expression, `x /*` (trishume/syntect#460); the
        // one of its dialects knows as much. Svelte's, which holds it, stops at more, and takes the cube of blanks.
        let instead = match &*found.name {
            "JavaScript" => "JavaScript (Babel)",
            "Svelte" => "HTML",
            _ => return Some(found),
        };
        self.syntaxes.find_syntax_by_name(instead)
    }

    fn class(&self, scope: Scope) -> Class {
        self.classes.iter().find(|(prefix, _)| prefix.is_prefix_of(scope)).map(|found| found.1)
    }
}

/// Longer lines are not read, in bytes: patterns of some grammars take the cube of a line's length, minutes for 5,000 brackets.
const LONGEST_LINE: usize = 2000;

/// Where a grammar stands between two lines. What a line becomes depends on this and the line alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct State {
    parser: ParseState,
    scopes: ScopeStack,
    /// The class of each scope that is open, innermost last.
    classes: Vec<Class>,
}

impl State {
    /// Before the first line.
    pub(super) fn start(syntax: &SyntaxReference) -> Self {
        Self { parser: ParseState::new(syntax), scopes: ScopeStack::new(), classes: Vec::new() }
    }

    /// The scopes that are open; states with different ones are different.
    pub(super) fn scopes(&self) -> &[Scope] {
        self.scopes.as_slice()
    }

    /// Reads a line with its line end. One on which the grammar fails, or that is very long, has no classes.
    pub(super) fn line(&mut self, line: &str, grammars: &Grammars) -> Runs {
        let text = text_of(line);
        let mut writer = Writer { text, from: 0, at: 0, open: None, runs: Runs::default() };
        // Blanks alone say nothing, and INI's grammar takes the cube of their number.
        let line = if text.trim().is_empty() { "\n" } else { line };
        let parsed = (text.len() <= LONGEST_LINE).then(|| self.parser.parse_line(line, &grammars.syntaxes));
        match parsed {
            Some(Ok(operations)) => self.apply(&operations, grammars, &mut writer),
            _ => writer.at = text.len(),
        }
        writer.end_run();
        writer.runs
    }

    fn apply(&mut self, operations: &[(usize, ScopeStackOp)], grammars: &Grammars, writer: &mut Writer<'_>) {
        let Self { scopes, classes, .. } = self;
        for (until, operation) in operations {
            writer.token(*until, classes);
            // A grammar that pops more than it pushed costs colours, nothing else.
            let applied = scopes.apply_with_hook(operation, |change, _| match change {
                BasicScopeStackOp::Push(scope) => classes.push(grammars.class(scope)),
                BasicScopeStackOp::Pop => drop(classes.pop()),
            });
            if applied.is_err() {
                break;
            }
        }
        writer.token(writer.text.len(), classes);
    }
}

struct Writer<'a> {
    text: &'a str,
    /// Where the run begins that is being made, how far it goes, and its class.
    from: usize,
    at: usize,
    open: Class,
    runs: Runs,
}

impl Writer<'_> {
    /// The text up to `until` has the innermost class.
    fn token(&mut self, until: usize, classes: &[Class]) {
        let until = until.min(self.text.len());
        if until <= self.at {
            return;
        }
        // White space looks the same in every class; staying in the open one saves spans.
        if !self.text[self.at..until].trim().is_empty() {
            let class = classes.iter().rev().find_map(|class| *class);
            if class != self.open {
                self.end_run();
                self.open = class;
            }
        }
        self.at = until;
    }

    fn end_run(&mut self) {
        if self.at > self.from {
            self.runs.push(self.open, self.at - self.from);
            self.from = self.at;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CLASSES;
    use crate::render::highlight::runs::LETTERS;

    #[test]
    fn every_class_has_a_number_in_runs() {
        assert!(CLASSES.iter().all(|(_, class)| LETTERS[1..].contains(&class.as_bytes()[0])));
        assert!(LETTERS.is_sorted());
    }
}
