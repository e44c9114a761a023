//! Patterns: of paths, as in `.gitignore` (`exclude` and `include`), of names, and of addresses of other sites.

use globset::{Candidate, Glob, GlobBuilder, GlobSet, GlobSetBuilder};
use serde_yaml::Value;

use super::{FromYaml, Reader, Shape};
use crate::diagnostic::{Code, Diagnostic};
use crate::path::{SourcePath, compared, slashed};

/// One pattern of paths that can be understood, as it is written.
#[derive(Debug, Clone, PartialEq)]
pub struct Pattern(String);

impl FromYaml for Pattern {
    const SHAPE: Shape = Shape::Text("a pattern");

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let pattern = match value {
            Value::Sequence(_) | Value::Mapping(_) => return reader.wrong(&Self::SHAPE, value),
            // Without its quotes `!keep.md` is nothing with a tag, for YAML.
            Value::Tagged(tagged) if tagged.value.is_null() => Self(tagged.tag.to_string()),
            text => Self(String::from_yaml(text, reader)?),
        };
        let (message, hint) = match pattern.compiled("") {
            _ if pattern.0.trim().contains('\n') => (
                format!("`{}` is a text of several lines", reader.name()),
                "write each pattern behind a `- ` of its own",
            ),
            Ok(_) => return Some(pattern),
            Err(error) => (
                format!("`{}` is no pattern: {}", pattern.0, error.kind()),
                "a sign that stands for itself is put between brackets: `[[]`, `[{]`",
            ),
        };
        reader.report(Diagnostic::new(Code::WrongType, message).hint(hint));
        None
    }
}

impl Pattern {
    /// What it says of a path in the folder `input`, and of which. It begins there, or with the folder's own path, as where its files are
    /// seen from the configuration: whoever writes `content/drafts` means no folder `content/content`.
    fn compiled(&self, input: &str) -> Result<(Verdict, GlobSet), globset::Error> {
        // On Windows `\` stands between folders. As an escape, which globs take it for, a list of paths hardly needs it.
        let pattern = compared(&slashed(self.0.trim()));
        let (verdict, pattern) = match pattern.strip_prefix('!') {
            Some(pattern) => (Verdict::TakenBack, pattern),
            None => (Verdict::Among, &*pattern),
        };
        let inside = bare(pattern).strip_prefix(bare(&compared(input))).filter(|rest| rest.starts_with('/'));
        let mut set = GlobSetBuilder::new();
        for text in [Some(pattern), inside].into_iter().flatten() {
            for glob in globs(text)? {
                set.add(glob);
            }
        }
        Ok((verdict, set.build()?))
    }
}

/// The globs of a pattern: one for the path itself, one for what is in it.
fn globs(pattern: &str) -> Result<Vec<Glob>, globset::Error> {
    let anchored = pattern.trim_end_matches('/').contains('/');
    let pattern = bare(pattern);
    if pattern.is_empty() {
        return Ok(Vec::new());
    }
    let prefix = if anchored || pattern.starts_with("**") { "" } else { "**/" };
    let glob = |text: String| GlobBuilder::new(&text).literal_separator(true).build();
    Ok(vec![glob(format!("{prefix}{pattern}"))?, glob(format!("{prefix}{pattern}/**"))?])
}

/// A path without what may stand around it.
fn bare(path: &str) -> &str {
    path.trim_matches('/').trim_start_matches("./").trim_end_matches("/.")
}

/// A list of patterns: `?`, `*`, `**`, and `!` to take back what earlier ones match. A pattern without `/` matches at any
/// depth; one that matches a folder matches everything in it. Case is ignored, and `\` stands for `/`.
#[derive(Debug, Default)]
pub(crate) struct Patterns(Vec<(Verdict, GlobSet)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict {
    Among,
    TakenBack,
}

impl Patterns {
    /// Compiles patterns of what is in the folder `input`, each by itself: there is a limit to what fits into one set.
    pub(crate) fn new(patterns: &[Pattern], input: &str) -> Self {
        Self(patterns.iter().filter_map(|pattern| pattern.compiled(input).ok()).collect())
    }

    /// Whether a path is among them: the last pattern that matches it decides.
    pub(crate) fn matches(&self, path: &SourcePath) -> bool {
        if self.0.is_empty() {
            return false;
        }
        // Globs would ignore the case of ASCII alone.
        let path = path.lower_case();
        let path = Candidate::new(&*path);
        let last = self.0.iter().rev().find(|(_, globs)| globs.is_match_candidate(&path));
        last.is_some_and(|(verdict, _)| *verdict == Verdict::Among)
    }
}

/// A list of patterns for names: `?` and `*`. Case is ignored.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wildcards(GlobSet);

impl Wildcards {
    /// Compiles patterns; those that cannot be understood are left out.
    pub(crate) fn new(patterns: &[String]) -> Self {
        let mut set = GlobSetBuilder::new();
        for pattern in patterns {
            // Only the two wildcards mean something in names.
            let literal: String =
                compared(pattern.trim()).chars().flat_map(|c| bracketed(c).into_iter().flatten()).collect();
            if let Ok(glob) = Glob::new(&literal) {
                set.add(glob);
            }
        }
        Self(set.build().unwrap_or_default())
    }

    /// Whether a name is among them.
    pub(crate) fn matches(&self, name: &str) -> bool {
        !self.0.is_empty() && self.0.is_match(compared(name))
    }
}

/// A list of patterns of addresses of other sites: of domains, `*.example.com`, and of paths, `example.com/docs/*`.
#[derive(Debug, Default)]
pub(crate) struct AddressPatterns {
    hosts: Wildcards,
    places: Wildcards,
    is_empty: bool,
}

impl AddressPatterns {
    /// Compiles patterns, with or without `https://`; a path stands for all below it, too.
    pub(crate) fn new(written: &[String]) -> Self {
        let bare = |pattern: &String| {
            let pattern = pattern.trim();
            pattern.split_once("://").map_or(pattern, |(_, rest)| rest).trim_end_matches('/').to_owned()
        };
        let (places, hosts): (Vec<String>, Vec<String>) = written.iter().map(bare).partition(|p| p.contains('/'));
        let below = places.iter().map(|place| format!("{place}/*"));
        let places: Vec<String> = below.chain(places.iter().cloned()).collect();
        Self { hosts: Wildcards::new(&hosts), places: Wildcards::new(&places), is_empty: written.is_empty() }
    }

    /// Whether there are none.
    pub(crate) fn is_empty(&self) -> bool {
        self.is_empty
    }

    /// Whether an address, without its scheme and `//`, is among them.
    pub(crate) fn matches(&self, place: &str) -> bool {
        let place = place.split(['?', '#']).next().unwrap_or_default();
        let host = place.split(['/', ':']).next().unwrap_or_default();
        self.hosts.matches(host) || self.places.matches(place)
    }
}

/// A character that would mean something else in a glob, as one that does not.
fn bracketed(c: char) -> [Option<char>; 3] {
    match c {
        '[' | ']' | '{' | '}' | '!' | '\\' => [Some('['), Some(c), Some(']')],
        c => [Some(c), None, None],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_match_as_in_a_gitignore() {
        let matches = |patterns: &[&str], path: &str| {
            let patterns: Vec<Pattern> = patterns.iter().map(|pattern| Pattern((*pattern).to_owned())).collect();
            Patterns::new(&patterns, "./content/").matches(&SourcePath::new(path).unwrap())
        };
        assert!(matches(&["draft*"], "a/Drafts/b.md"));
        assert!(matches(&["ÄNDERUNGEN", "Черновики/*.md"], "änderungen/a.md") && matches(&["é.md"], "E\u{301}.md"));
        assert!(matches(&["/a/b"], "a/b/c.md"));
        assert!(!matches(&["/a/b"], "x/a/b/c.md"));
        assert!(matches(&["*.txt"], "a/b.txt"));
        assert!(matches(&["a/*.md"], "a/b.md") && !matches(&["a/*.md"], "a/b/c.md"));
        assert!(!matches(&["*.md", "!keep.md"], "keep.md"));
        assert!(matches(&["priv\\*.md", "!priv\\b.md"], "priv/a.md") && matches(&["one\\two.md"], "one/two.md"));
        assert!(!matches(&["priv\\*.md", "!priv\\b.md"], "priv/b.md") && !matches(&["\\a\\b"], "x/a/b"));
        assert!(matches(&["**/x/**"], "a/x/y.md"));
        assert!(matches(&["!keep.md", "*.md"], "keep.md"), "the last pattern decides");
        assert!(matches(&["content/a"], "a/b.md") && matches(&["./Content/a/*.md"], "a/b.md"));
        assert!(!matches(&["content/a"], "b/a/c.md") && !matches(&["contents/a"], "a"));
        assert!(matches(&["content/a"], "content/a"));
        let many: Vec<String> = (0..3000).map(|number| format!("**/a?b*{number}/c[a-z]*.md")).collect();
        let many: Vec<&str> = many.iter().map(String::as_str).chain(["drafts"]).collect();
        assert!(matches(&many, "drafts/a.md") && matches(&many, "x/aab7/cc.md") && !matches(&many, "x.md"));
    }

    #[test]
    fn wildcards_match_names() {
        let matches = |pattern: &str, name: &str| Wildcards::new(&[pattern.to_owned()]).matches(name);
        assert!(
            matches("release*", "Release notes") && matches("v?", "v1") && matches("*.example.com", "a.b.example.com")
        );
        assert!(matches("änderungen*", "Änderungen in 2.0"));
        assert!(!matches("v?", "v10") && matches("[x]", "[x]") && !matches("[x]", "x"));
    }

    #[test]
    fn addresses_match_by_their_domain_or_their_path() {
        let patterns = AddressPatterns::new(&["*.example.com".into(), "https://a.org/docs/".into()]);
        for address in ["b.example.com/x", "b.example.com:80/x", "a.org/docs/x?y", "a.org/docs"] {
            assert!(patterns.matches(address), "{address}");
        }
        assert!(!patterns.matches("example.com") && !patterns.matches("a.org/blog"));
    }
}
