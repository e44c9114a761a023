//! Walks YAML, knows where it is, and collects what is wrong.

use std::ops::Range;
use std::sync::Arc;

use serde_yaml::{Mapping, Value};

use super::definition::{key_text, named};
use super::elsewhere::{instead_of, meant, meant_in};
use super::locate::Step;
use super::values::is_nothing;
use super::{FromYaml, Key, Layers, Shape, twice};
use crate::diagnostic::{Code, Diagnostic, nearest};

/// What to do with a key that nobody defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum UnknownKeys {
    /// Report each.
    Report,
    /// Report only one that is close to a known key.
    ReportSlips,
}

/// Walks a YAML value, knows where it is, and collects what is wrong.
pub struct Reader<'a> {
    layers: &'a Layers,
    whole: &'static str,
    unknown_keys: UnknownKeys,
    all_keys: &'static [Key],
    path: Vec<Step>,
    keys: Vec<&'static Key>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Reader<'a> {
    /// Reads all of `layers`. As a `whole`, in findings, they are "the configuration" or the like.
    pub fn read<T: FromYaml + Default>(
        layers: &'a Layers,
        whole: &'static str,
        unknown_keys: UnknownKeys,
    ) -> (T, Vec<Diagnostic>) {
        let (path, keys, diagnostics) = (Vec::new(), Vec::new(), Vec::new());
        let mut reader = Self { layers, whole, unknown_keys, all_keys: T::SHAPE.keys(), path, keys, diagnostics };
        let read = match layers.value() {
            Value::Null => T::default(),
            value => T::from_yaml(value, &mut reader).unwrap_or_default(),
        };
        reader.diagnostics.extend(layers.told_twice());
        (read, reader.diagnostics)
    }

    /// Reads `value` as what stands below `step`.
    pub fn below<T>(&mut self, step: Step, read: impl FnOnce(&mut Self) -> T) -> T {
        self.path.push(step);
        let result = read(self);
        self.path.pop();
        result
    }

    /// Reads an object key by key: `read` is told which of `known` each is, and gives nothing for a value that does not fit.
    /// A key that is none of them is reported, at least where none at all is known and a plain value was to stand; one without a value
    /// is as good as left out. Of two names of one key the last counts, as of two that are the same, and it is told.
    pub fn object(
        &mut self,
        map: &Mapping,
        known: &'static [Key],
        mut read: impl FnMut(&'static Key, &Value, &mut Self) -> Option<()>,
    ) {
        let mut counting = Vec::new();
        let unknown_keys = self.strictness(map, known);
        let unknown_keys = std::mem::replace(&mut self.unknown_keys, unknown_keys);
        let mut empty: Option<&Key> = None;
        for (key, value) in map {
            let Some(written) = key_text(key) else { continue };
            let Some(key) = named(known, &written) else {
                match empty.filter(|above| named(above.shape.keys(), &written).is_some()) {
                    Some(above) => self.not_indented(&written, above),
                    None => self.unknown(&written, value, map, known),
                }
                continue;
            };
            empty = value.is_null().then_some(key);
            if value.is_null() && key.shape.takes_text() {
                self.below(Step::Key(written), Self::nothing::<()>);
                continue;
            }
            if is_nothing(value) && !key.shape.takes_text() {
                continue;
            }
            self.keys.push(key);
            let told = self.diagnostics.len();
            let taken = self.below(Step::Key(written.clone()), |reader| read(key, value, reader));
            self.keys.pop();
            if self.diagnostics.len() > told {
                self.tell_exposed(key, &written);
            }
            if taken.is_some() {
                self.count(&mut counting, key.name, written);
            }
        }
        self.unknown_keys = unknown_keys;
    }

    /// How an object's unknown keys are taken: all are told where it has no other and a plain value was to stand.
    fn strictness(&self, map: &Mapping, known: &'static [Key]) -> UnknownKeys {
        let is_known = |key| key_text(key).is_some_and(|written| named(known, &written).is_some());
        let may_be_plain = self.keys.last().is_some_and(|key| matches!(key.shape, Shape::Short(..)));
        if may_be_plain && !map.keys().any(is_known) { UnknownKeys::Report } else { self.unknown_keys }
    }

    /// Notes under which name a key counts, and tells when it did under another before.
    fn count(&mut self, counting: &mut Vec<(&'static str, String)>, key: &'static str, written: String) {
        match counting.iter_mut().find(|(name, _)| *name == key) {
            Some((_, before)) => {
                let before = std::mem::replace(before, written.clone());
                self.tell_other_name(&before, &written);
            }
            None => counting.push((key, written)),
        }
    }

    /// Tells that a key was read under another name before; not when it stands in another text, which is merged over that one.
    fn tell_other_name(&mut self, before: &str, written: &str) {
        let place = |key: &str| {
            let path: Vec<Step> = self.path.iter().cloned().chain([Step::Key(key.to_owned())]).collect();
            self.layers.place_of(&path)
        };
        let (Some((first, _)), Some((source, span))) = (place(before), place(written)) else { return };
        if Arc::ptr_eq(first, source) {
            let diagnostic = twice::counts(&format!("`{written}` is the same key as `{before}`"));
            self.diagnostics.push(diagnostic.at(source, span));
        }
    }

    /// Tells what readers may get since a key that keeps it from them could not be read. It is written as `written`.
    fn tell_exposed(&mut self, key: &Key, written: &str) {
        let Some(shown) = key.unread else { return };
        let message = format!("{shown}, since `{}` cannot be read", key.name);
        self.below(Step::Key(written.to_owned()), |reader| reader.report(Diagnostic::new(Code::SiteExposed, message)));
    }

    /// Notes that a key is accepted and makes no sense here; its documentation says why.
    pub fn needless(&mut self) {
        let why = self.keys.last().map(|key| key.effect()).unwrap_or_default();
        let message = format!("`{}` is accepted, but has no effect here", self.name());
        self.report(Diagnostic::new(Code::NeedlessKey, message).hint(why));
    }

    /// The dotted name of the key that is being read.
    pub fn name(&self) -> String {
        let names: Vec<String> = self.path.iter().map(ToString::to_string).collect();
        names.join(".").replace(".[", "[")
    }

    /// Adds a finding at the key that is being read.
    pub fn report(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(match self.layers.place_of(&self.path) {
            Some((source, span)) => diagnostic.at(source, span),
            None => diagnostic,
        });
    }

    /// What stands in the text for a plain value that is being read, where it stands on the line of its key or element.
    pub(super) fn as_written(&self, value: &Value) -> Option<String> {
        let (source, span) = self.layers.place_of(&self.path)?;
        let line = source.text[span.start..].lines().next()?;
        let mut words = line.split(|c: char| c.is_whitespace() || ":,[]{}".contains(c)).filter(|word| !word.is_empty());
        words.find(|word| serde_yaml::from_str::<Value>(word).is_ok_and(|read| read == *value)).map(str::to_owned)
    }

    /// Gives nothing for a key without a value, and tells when a colour without quotes was to be its value: `text: #fff`.
    pub(super) fn nothing<T>(&mut self) -> Option<T> {
        let (source, key) = self.layers.place_of(&self.path)?;
        let span = colour_behind(&source.text, key.end)?;
        let colour = &source.text[span.clone()];
        let message = format!("`{colour}` is a comment here, so `{}` has no value", self.name());
        let quoted = format!("\"{colour}\"");
        let diagnostic = Diagnostic::new(Code::WrongType, message).hint(format!("write `{quoted}`, with quotes"));
        self.diagnostics.push(diagnostic.mended_by(Some(quoted)).at(source, span));
        None
    }

    /// Reports that the value does not fit and gives nothing.
    pub fn wrong<T>(&mut self, takes: &Shape, value: &Value) -> Option<T> {
        let written = match value {
            Value::Mapping(_) => "an object".to_owned(),
            Value::Sequence(_) => "a list".to_owned(),
            Value::Null => "nothing".to_owned(),
            plain => {
                let written = serde_yaml::to_string(plain).unwrap_or_default();
                format!("`{}`", written.trim().lines().next().unwrap_or_default())
            }
        };
        let is_whole = self.path.is_empty();
        let subject = if is_whole { self.whole.to_owned() } else { format!("`{}`", self.name()) };
        let diagnostic = Diagnostic::new(Code::WrongType, format!("{subject} takes {}, not {written}", takes.words()));
        let hint = "write keys with their values, each on its line: `title: Home`";
        let diagnostic = diagnostic.did_you_mean(value.as_str().unwrap_or_default(), takes.names());
        let instead = instead_of(&self.keys, value);
        self.report(match (takes, instead) {
            _ if is_whole => diagnostic.hint(hint),
            (_, Some(instead)) => diagnostic.hint(instead),
            (Shape::Object(keys), None) => diagnostic.hint(format!("{subject} has {}", listed(keys))),
            _ => diagnostic,
        });
        None
    }

    /// Reports a key of an object that nobody defined.
    fn unknown(&mut self, key: &str, value: &Value, object: &Mapping, known: &'static [Key]) {
        // Where others may have keys of their own, `name` is no slip of `cname`, and `$schema` none of `scheme`.
        let first = |name: &str| name.chars().next().map(|first| first.to_ascii_lowercase());
        let may_slip = |name: &&str| self.unknown_keys == UnknownKeys::Report || first(name) == first(key);
        let names = known.iter().flat_map(|key| std::iter::once(key.name).chain(key.aliases.iter().copied()));
        let names = names.filter(may_slip);
        let has = |key: &Key| object.keys().filter_map(Value::as_str).any(|written| key.is_named(written));
        let is_free = |name: &&str| named(known, name).is_some_and(|key| !has(key));
        let of_others = meant_in(&self.name(), key).filter(|_| !value.is_mapping()).filter(is_free);
        let near = of_others.or_else(|| nearest(key, names));
        let diagnostic = Diagnostic::new(Code::UnknownKey, format!("unknown key `{key}`")).meant(near);
        // An object's own name in it, `locale: { locale: fr }`, is no key of another tool's.
        let is_own = key.eq_ignore_ascii_case(&self.name());
        let diagnostic = match self.unknown_keys {
            _ if !diagnostic.hints.is_empty() => diagnostic,
            UnknownKeys::ReportSlips if !is_own => self.with_key_beside(diagnostic, key),
            _ => self.with_what_was_meant(diagnostic, key, known),
        };
        self.below(Step::Key(key.to_owned()), |reader| reader.report_unknown(diagnostic));
        if let Some(near) = near.and_then(|near| named(known, near)) {
            self.tell_exposed(near, key);
        }
    }

    /// Reports a key that was to stand in the object above it, which is empty since its keys are not indented.
    fn not_indented(&mut self, key: &str, above: &Key) {
        let diagnostic = Diagnostic::new(Code::UnknownKey, format!("unknown key `{key}`"));
        let diagnostic = diagnostic.hint(format!("`{key}` is a key of `{}`: indent it", above.name));
        self.below(Step::Key(key.to_owned()), |reader| reader.report(diagnostic));
    }

    /// Reports that something is unknown: what is near to nothing known only where everything has to be.
    pub(super) fn report_unknown(&mut self, diagnostic: Diagnostic) {
        if self.unknown_keys == UnknownKeys::Report || !diagnostic.hints.is_empty() {
            self.report(diagnostic);
        }
    }

    /// Adds where a key belongs that nothing here is called like, or what there is here.
    fn with_what_was_meant(&self, diagnostic: Diagnostic, key: &str, known: &[Key]) -> Diagnostic {
        if self.path.is_empty() {
            return diagnostic.meant(meant(key, self.all_keys).as_deref());
        }
        if known.is_empty() {
            return diagnostic;
        }
        let diagnostic = diagnostic.hint(format!("`{}` has {}", self.name(), listed(known)));
        self.with_key_beside(diagnostic, key)
    }

    /// Adds that a key of the top level stands in an object beside which it belongs: `favicon` in `branding`.
    fn with_key_beside(&self, diagnostic: Diagnostic, key: &str) -> Diagnostic {
        let is_object =
            self.keys.last().is_some_and(|above| matches!(above.shape, Shape::Object(_) | Shape::Short(..)));
        let is_beside = |outer: &&Key| outer.name != self.name() && !matches!(outer.shape, Shape::Any(_));
        let outer = named(self.all_keys, key).filter(|_| is_object && self.path.len() == 1);
        match outer.filter(is_beside) {
            Some(outer) => diagnostic.hint(format!("`{}` is a key beside `{}`", outer.name, self.name())),
            None => diagnostic,
        }
    }
}

/// The names of keys: `title`, `label`.
fn listed(keys: &[Key]) -> String {
    keys.iter().map(|key| format!("`{}`", key.name)).collect::<Vec<_>>().join(", ")
}

/// Where a colour stands behind the key that ends at `key_end`, and nothing before it: without quotes it is a comment.
fn colour_behind(text: &str, key_end: usize) -> Option<Range<usize>> {
    let rest = text.get(key_end..)?.trim_start_matches([' ', '\t']).strip_prefix(':')?.trim_start_matches([' ', '\t']);
    let word = rest.split_ascii_whitespace().next().filter(|word| rest.starts_with(word))?;
    let digits = word.strip_prefix('#')?;
    let start = text.len() - rest.len();
    let is_colour = matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_colour.then(|| start..start + word.len())
}

#[cfg(test)]
mod tests {
    use super::colour_behind;

    #[test]
    fn a_colour_behind_a_key_is_found_where_it_is_a_comment() {
        let found = |text: &str| colour_behind(text, "text".len()).map(|span| text[span].to_owned());
        assert_eq!(found("text: #fff"), Some("#fff".to_owned()));
        assert_eq!(found("text:  #11AA33 # grey\nb: 1"), Some("#11AA33".to_owned()));
        for text in ["text: # fff", "text: #ffff0", "text: #optional", "text:\n#fff", "text: a #fff", "text", "text:"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
