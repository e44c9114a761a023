//! `rasher schema`: the keys of the configuration and of front matter, for editors and for the manual.

use std::io::Write;

use super::Outcome;
use crate::config::{self, ForeignKeys};
use crate::document;
use crate::labels::WORDS;

/// What to describe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Subject {
    /// The keys of `rasher.yml`
    Config,
    /// The keys at the top of a page
    FrontMatter,
    /// The words that `labels` can replace
    Labels,
}

/// In which form.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Form {
    /// A JSON Schema
    Json,
    /// Tables in Markdown, as in the manual
    Markdown,
}

/// Prints the description.
pub fn run(subject: Subject, form: Form) -> Outcome {
    let text = match form {
        Form::Json => json(subject),
        Form::Markdown => markdown(subject),
    };
    writeln!(std::io::stdout(), "{}", text.trim_end()).ok();
    Outcome::Fine
}

fn json(subject: Subject) -> String {
    let schema = match subject {
        Subject::Config => config::schema("Configuration of Rasher", config::keys(), ForeignKeys::Refused),
        Subject::FrontMatter => {
            config::schema("Front matter of a page of Rasher", document::keys(), ForeignKeys::Allowed)
        }
        Subject::Labels => {
            let words = WORDS.iter().map(|word| (word.name.to_owned(), word.english.into()));
            serde_json::Value::Object(words.collect())
        }
    };
    format!("{schema:#}")
}

fn markdown(subject: Subject) -> String {
    match subject {
        Subject::Config => config::reference(config::keys()),
        Subject::FrontMatter => config::reference(document::keys()),
        Subject::Labels => labels(),
    }
}

fn labels() -> String {
    let names = |names: &[&str]| names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let row = |name: &str, others: &[&str], english: &str| format!("| `{name}` | {} | {english} |\n", names(others));
    let rows: String = WORDS.iter().map(|word| row(word.name, word.of_retype, word.english)).collect();
    format!("| name | in Retype | in English |\n|---|---|---|\n{rows}")
}
