//! Configuration from several texts, one over the other.
//!
//! Objects are merged key by key, whatever the case of the keys; anything else is replaced; `null` takes a key out. Every
//! value remembers which text said it, so that a finding points into that text.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use serde_yaml::{Mapping, Value};

use super::definition::key_text;
use super::locate::{Step, locate};
use super::twice;
use super::yaml::{self, Slip};
use crate::diagnostic::{Code, Diagnostic, SourceText};

/// One text of YAML.
#[derive(Debug, Clone)]
pub struct Layer {
    text: Text,
    value: Value,
    twice: Vec<Vec<Step>>,
}

/// YAML that stands in a block of a source.
#[derive(Debug, Clone, PartialEq)]
struct Text {
    source: Arc<SourceText>,
    block: Range<usize>,
}

impl Layer {
    /// Reads the YAML that stands in `block` of `source`, as far as it can be read. What cannot is told as a finding of kind
    /// `invalid`.
    pub fn read(source: &Arc<SourceText>, block: Range<usize>, invalid: Code) -> (Self, Vec<Diagnostic>) {
        let start = block.end - yaml::unmarked(&source.text[block.clone()]).len();
        let text = Text { source: Arc::clone(source), block: start..block.end };
        let said = yaml::read(text.yaml());
        let slips = said.slips.into_iter().map(|slip| text.told(slip, invalid)).collect();
        (Self { text, value: said.value, twice: said.twice }, slips)
    }

    /// The texts of the list, or of the single text, under a key of the top level.
    pub fn texts(&self, key: &str) -> Vec<&str> {
        let Value::Mapping(map) = &self.value else { return Vec::new() };
        match key_like(map, key).and_then(|key| map.get(&key)) {
            Some(Value::String(text)) => vec![text],
            Some(Value::Sequence(texts)) => texts.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// Where a key of the top level stands.
    pub fn place_of(&self, key: &str) -> (&Arc<SourceText>, Range<usize>) {
        (&self.text.source, self.text.locate(&[Step::Key(key.to_owned())]))
    }
}

/// Texts that are merged, later ones over earlier ones. By default there are none.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Layers {
    texts: Vec<Text>,
    value: Value,
    origin: Origin,
    /// Keys that a text has twice, with the text.
    twice: Vec<(usize, Vec<Step>)>,
}

/// Which text said a value, and which said what is below it where that is another.
#[derive(Debug, Clone, Default, PartialEq)]
struct Origin {
    text: usize,
    below: HashMap<String, Origin>,
}

impl From<Layer> for Layers {
    fn from(layer: Layer) -> Self {
        let twice = layer.twice.into_iter().map(|path| (0, path)).collect();
        Self { texts: vec![layer.text], value: layer.value, origin: Origin::default(), twice }
    }
}

impl Layers {
    /// Merges one more text over the others.
    pub fn add(&mut self, layer: Layer) {
        self.twice.extend(layer.twice.into_iter().map(|path| (self.texts.len(), path)));
        self.texts.push(layer.text);
        if !layer.value.is_null() {
            merge(&mut self.value, &mut self.origin, layer.value, self.texts.len() - 1);
        }
    }

    /// Tells the keys that stand in a text twice.
    pub(super) fn told_twice(&self) -> impl Iterator<Item = Diagnostic> + '_ {
        self.twice.iter().filter_map(|(text, path)| {
            let text = self.texts.get(*text)?;
            let key = path.last()?;
            let diagnostic = twice::counts(&format!("`{key}` is written twice"));
            Some(diagnostic.at(&text.source, text.locate(path)))
        })
    }

    /// What all texts say together.
    pub fn value(&self) -> &Value {
        &self.value
    }

    /// Every text that stands below these keys under one of these names, with the path that leads to it.
    pub fn texts_under(&self, keys: &[&str], names: &[&str]) -> Vec<(Vec<Step>, &str)> {
        let mut found = Vec::new();
        if let Some((path, value)) = self.value_at(&steps(keys)) {
            let is_named = |key: &str, _: &str| names.iter().any(|name| name.eq_ignore_ascii_case(key));
            texts(value, &path, &is_named, &mut found);
        }
        found
    }

    /// Puts a finding at the first key that has this text, if one has.
    #[must_use]
    pub fn placed_at_text(&self, text: &str, diagnostic: Diagnostic) -> Diagnostic {
        let mut found = Vec::new();
        texts(&self.value, &[], &|_, known| known == text, &mut found);
        match found.into_iter().next() {
            Some((path, _)) => self.placed(&path, diagnostic),
            None => diagnostic,
        }
    }

    /// Puts a finding at the key that `path` leads to, if the configuration has it.
    #[must_use]
    pub fn placed(&self, path: &[Step], diagnostic: Diagnostic) -> Diagnostic {
        match self.value_at(path).and_then(|(path, _)| self.place_of(&path)) {
            Some((source, span)) => diagnostic.at(source, span),
            None => diagnostic,
        }
    }

    /// Puts a finding at the key below these, if the configuration has it.
    #[must_use]
    pub fn placed_at_key(&self, keys: &[&str], diagnostic: Diagnostic) -> Diagnostic {
        self.placed(&steps(keys), diagnostic)
    }

    /// Puts a finding at the value behind the key that `path` leads to, when it is written on the key's line as it is read; else
    /// at the key, where nothing can be written instead of it.
    #[must_use]
    pub fn placed_at_value(&self, path: &[Step], value: &str, diagnostic: Diagnostic) -> Diagnostic {
        let found = self.value_at(path).and_then(|(path, _)| self.place_of(&path)).and_then(|(source, key)| {
            let line = source.text[key.end..].lines().next()?;
            let at = key.end + line.find(value)?;
            (line.matches(value).count() == 1).then(|| (source, at..at + value.len()))
        });
        match found {
            Some((source, span)) => diagnostic.at(source, span),
            None => self.placed(path, diagnostic.mended_by(None)),
        }
    }

    /// What stands under `path`, whatever the case of its keys, and the path as it is written.
    fn value_at(&self, path: &[Step]) -> Option<(Vec<Step>, &Value)> {
        let mut written = Vec::with_capacity(path.len());
        let mut value = &self.value;
        for step in path {
            let (step, below) = match (step, value) {
                (Step::Key(key), Value::Mapping(map)) => {
                    let key = key_like(map, key)?;
                    (Step::Key(key_text(&key)?), map.get(&key)?)
                }
                (Step::Index(index), Value::Sequence(values)) => (step.clone(), values.get(*index)?),
                _ => return None,
            };
            written.push(step);
            value = below;
        }
        Some((written, value))
    }

    /// The source and the bytes of the key or element that `path` leads to, or of the nearest around it; nothing when there is
    /// no text.
    pub fn place_of(&self, path: &[Step]) -> Option<(&Arc<SourceText>, Range<usize>)> {
        let mut origin = &self.origin;
        for step in path {
            let Step::Key(key) = step else { break };
            let Some(below) = origin.below.get(&key.to_lowercase()) else { break };
            origin = below;
        }
        let text = self.texts.get(origin.text)?;
        Some((&text.source, text.locate(path)))
    }
}

fn steps(keys: &[&str]) -> Vec<Step> {
    keys.iter().map(|key| Step::Key((*key).to_owned())).collect()
}

/// The texts below a value that are `wanted` by their key and themselves, with the paths to them. An element of a list goes by
/// the list's key.
fn texts<'a>(
    value: &'a Value,
    path: &[Step],
    wanted: &dyn Fn(&str, &str) -> bool,
    found: &mut Vec<(Vec<Step>, &'a str)>,
) {
    let below = |step: Step| path.iter().cloned().chain([step]).collect::<Vec<_>>();
    match value {
        Value::Mapping(map) => {
            let keys = map.iter().filter_map(|(key, value)| Some((key_text(key)?, value)));
            keys.for_each(|(key, value)| texts(value, &below(Step::Key(key)), wanted, found));
        }
        Value::Sequence(values) => {
            values.iter().enumerate().for_each(|(at, value)| texts(value, &below(Step::Index(at)), wanted, found));
        }
        Value::String(text) => {
            let key = path.iter().rev().find_map(|step| match step {
                Step::Key(key) => Some(key.as_str()),
                Step::Index(_) => None,
            });
            if wanted(key.unwrap_or_default(), text) {
                found.push((path.to_vec(), text));
            }
        }
        _ => {}
    }
}

fn merge(value: &mut Value, origin: &mut Origin, over: Value, text: usize) {
    let (Value::Mapping(map), Value::Mapping(over)) = (&mut *value, &over) else {
        *value = over;
        *origin = Origin { text, below: HashMap::new() };
        return;
    };
    for (key, over) in over {
        let known = key_text(key).and_then(|key| key_like(map, &key)).unwrap_or_else(|| key.clone());
        let name = key_text(key).unwrap_or_default().to_lowercase();
        if over.is_null() {
            map.shift_remove(&known);
            continue;
        }
        let parent = origin.text;
        let origin = origin.below.entry(name).or_insert_with(|| Origin { text: parent, below: HashMap::new() });
        merge(map.entry(known).or_insert(Value::Null), origin, over.clone(), text);
    }
}

/// The key that is written like that, or else the first that only differs in case.
fn key_like(map: &Mapping, key: &str) -> Option<Value> {
    let exact = Value::from(key);
    if map.contains_key(&exact) {
        return Some(exact);
    }
    map.keys().find(|known| key_text(known).is_some_and(|known| known.eq_ignore_ascii_case(key))).cloned()
}

impl Text {
    fn yaml(&self) -> &str {
        &self.source.text[self.block.clone()]
    }

    fn locate(&self, path: &[Step]) -> Range<usize> {
        let found = locate(self.yaml(), path);
        self.block.start + found.start..self.block.start + found.end
    }

    fn told(&self, slip: Slip, code: Code) -> Diagnostic {
        let span = self.block.start + slip.span.start..self.block.start + slip.span.end;
        let diagnostic = Diagnostic::new(code, format!("this is not valid YAML: {}", slip.message));
        diagnostic.hint(slip.hint).mended_by(slip.replacement).at(&self.source, span)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn layers(texts: &[&str]) -> Layers {
        let layer = |(index, text): (usize, &&str)| {
            let source = SourceText::new(format!("{index}.yml"), *text);
            Layer::read(&source, 0..text.len(), Code::ConfigInvalid).0
        };
        let mut parsed = texts.iter().enumerate().map(layer);
        let mut layers = Layers::from(parsed.next().unwrap());
        parsed.for_each(|layer| layers.add(layer));
        layers
    }

    fn merged(texts: &[&str]) -> String {
        serde_yaml::to_string(layers(texts).value()).unwrap().trim().replace('\n', "; ")
    }

    #[test]
    fn objects_are_merged_and_all_else_is_replaced() {
        assert_eq!(merged(&["a: {b: 1, c: 2}", "a: {c: 3, d: 4}"]), "a:;   b: 1;   c: 3;   d: 4");
        assert_eq!(merged(&["a: [1, 2]", "a: [3]"]), "a:; - 3");
        assert_eq!(merged(&["a: {b: 1}", "a: x"]), "a: x");
        assert_eq!(merged(&["a: 1", ""]), "a: 1");
        assert_eq!(merged(&["", "a: 1"]), "a: 1");
    }

    #[test]
    fn a_name_in_a_text_over_another_is_no_second_one() {
        let read = |texts| crate::config::read(&layers(texts), crate::config::Dialect::Retype).1;
        let is_told = |texts| read(texts).iter().any(|diagnostic| diagnostic.code == Code::DuplicateKey);
        assert!(is_told(&["poweredBy: a\npoweredByRetype: b"]));
        assert!(!is_told(&["poweredBy: a", "poweredByRetype: b"]));
    }

    #[test]
    fn what_is_no_yaml_is_told_where_it_stands_behind_any_letters() {
        let text = "title: Größe – „ÄÖÜ“\nicon: :rocket:\n";
        let source = SourceText::new("a.md", text);
        let (_, told) = Layer::read(&source, 0..text.len(), Code::FrontMatterInvalid);
        let place = told[0].place.clone().unwrap();
        assert_eq!((source.line_column(place.span.start).0, &text[place.span]), (2, ":rocket:"));
        assert_eq!(told[0].hints, ["this text needs quotes around it: `icon: \":rocket:\"`"]);
    }

    #[test]
    fn the_mark_of_an_editor_is_no_part_of_the_first_key() {
        let text = "\u{feff}title: A\nlinks:\n- a\nicon: :rocket:\n";
        let source = SourceText::new("retype.yml", text);
        let (layer, told) = Layer::read(&source, 0..text.len(), Code::ConfigInvalid);
        assert_eq!(layer.texts("links"), ["a"]);
        assert_eq!(&text[layer.place_of("title").1], "title");
        assert_eq!(&text[told[0].place.clone().unwrap().span], ":rocket:");
    }

    #[test]
    fn null_takes_a_key_out_and_case_does_not_matter() {
        assert_eq!(merged(&["url: x\nb: 1", "URL: null"]), "b: 1");
        assert_eq!(merged(&["brandIng: {title: x}", "branding: {Title: y}"]), "brandIng:;   title: y");
    }

    #[test]
    fn every_key_is_found_in_the_text_that_said_it() {
        let layers = layers(&["a:\n  b: 1\n  c: 2\n", "A:\n  c: 3\n", "d:\n- e: 1\n"]);
        let place = |path: &[&str]| {
            let steps: Vec<Step> =
                path.iter().map(|step| step.parse().map_or_else(|_| Step::Key((*step).into()), Step::Index)).collect();
            let (source, span) = layers.place_of(&steps).unwrap();
            format!("{} {}", source.name, &source.text[span])
        };
        assert_eq!(place(&["a", "b"]), "0.yml b");
        assert_eq!(place(&["a", "c"]), "1.yml c");
        assert_eq!(place(&["d", "0", "e"]), "2.yml e");
    }

    #[test]
    fn texts_are_found_under_their_names_with_the_path_to_them() {
        let layers = layers(&["Links:\n- Link: a\n  items: [{link: b}, 5]\n- 7\n", "hub: {link: c}"]);
        let found = |path: &str| -> Vec<String> {
            let found = layers.texts_under(&[path], &["link"]);
            let text = |(path, text): (Vec<Step>, &str)| {
                let place = layers.placed(&path, Diagnostic::new(Code::DeadLink, "x")).place.unwrap();
                format!("{text} {:?}", place.source.line_column(place.span.start))
            };
            found.into_iter().map(text).collect()
        };
        assert_eq!(found("links"), ["a (2, 3)", "b (3, 12)"]);
        assert_eq!(found("hub"), ["c (1, 7)"]);
        assert_eq!(layers.placed_at_key(&["url"], Diagnostic::new(Code::DeadLink, "x")).place, None);
    }
}
