//! Keys as a JSON Schema (draft 7, which editors know best), so that editors complete and check them.

use serde_json::{Map, Value, json};

use super::{Key, Shape};

/// What a file with such keys may hold besides.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ForeignKeys {
    /// Keys of other tools, as in front matter.
    Allowed,
    /// Nothing: another key is a slip.
    Refused,
}

/// The schema of a file with these keys.
pub fn schema(title: &str, keys: &[Key], foreign: ForeignKeys) -> Value {
    let mut schema = json!({ "$schema": "http://json-schema.org/draft-07/schema#", "title": title });
    merge(&mut schema, object(keys, foreign, "#"));
    schema
}

/// An object with these keys, which stands at `pointer` in the schema.
fn object(keys: &[Key], foreign: ForeignKeys, pointer: &str) -> Value {
    let mut properties = Map::new();
    for key in keys {
        for name in std::iter::once(&key.name).chain(key.aliases) {
            let below = format!("{pointer}/properties/{name}");
            let mut property = value(&key.shape, foreign, &below, pointer);
            merge(&mut property, json!({ "description": key.effect() }));
            if let Some(default) = default(key) {
                merge(&mut property, json!({ "default": default }));
            }
            properties.insert((*name).to_owned(), property);
        }
    }
    json!({ "type": "object", "properties": properties, "additionalProperties": foreign == ForeignKeys::Allowed })
}

/// A value that stands at `pointer`, in an object that stands at `around`.
fn value(shape: &Shape, foreign: ForeignKeys, pointer: &str, around: &str) -> Value {
    let below = |index: usize, shape: &Shape| value(shape, foreign, &format!("{pointer}/anyOf/{index}"), around);
    match shape {
        // A number or truth is read as text.
        Shape::Text(_) => json!({ "type": ["string", "number", "boolean"] }),
        Shape::Flag => json!({ "type": "boolean" }),
        Shape::Whole => json!({ "type": "integer", "minimum": 0 }),
        Shape::Choice(names) => json!({ "enum": names.concat() }),
        Shape::List(element) => {
            let items = value(element, foreign, &format!("{pointer}/anyOf/0/items"), around);
            json!({ "anyOf": [{ "type": "array", "items": items }, below(1, element)] })
        }
        Shape::Nested => json!({ "type": "array", "items": { "$ref": around } }),
        Shape::Object(keys) => object(keys, foreign, pointer),
        Shape::Short(short, keys) => {
            json!({ "anyOf": [below(0, short), object(keys, foreign, &format!("{pointer}/anyOf/1"))] })
        }
        Shape::Either(shapes) => {
            let shapes: Vec<Value> = shapes.iter().enumerate().map(|(index, shape)| below(index, shape)).collect();
            json!({ "anyOf": shapes })
        }
        Shape::Map(of) => {
            let of = value(of, foreign, &format!("{pointer}/additionalProperties"), around);
            json!({ "type": "object", "additionalProperties": of })
        }
        Shape::Any(_) => json!({}),
    }
}

/// The default as a value; defaults are written as in YAML.
fn default(key: &Key) -> Option<Value> {
    let written = (key.default)()?;
    match key.shape {
        Shape::Text(_) | Shape::Choice(_) => Some(written.into()),
        _ => serde_yaml::from_str(&written).ok(),
    }
}

fn merge(into: &mut Value, more: Value) {
    if let (Value::Object(into), Value::Object(more)) = (into, more) {
        into.extend(more);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    #[test]
    fn every_reference_leads_to_an_object_and_every_default_has_a_place() {
        let schema = schema("Configuration", Config::KEYS, ForeignKeys::Refused);
        let at = |pointer: &str| schema.pointer(pointer).unwrap_or_else(|| panic!("nothing at {pointer}"));
        assert_eq!(at("/properties/toc/anyOf/1/properties/depth/default"), "2-3");
        assert_eq!(at("/properties/blog/properties/pageSize/default"), 10);
        assert_eq!(at("/properties/search/properties/hotkeys/default"), &json!(["k"]));
        assert_eq!(at("/properties/scheme/anyOf/0/enum"), &json!(["system", "light", "dark"]));
        assert_eq!(at("/additionalProperties"), false);
        let reference = at("/properties/links/anyOf/0/items/properties/items/items/$ref").as_str().unwrap();
        assert_eq!(reference, "#/properties/links/anyOf/0/items");
        assert!(at(&format!("{}/properties/icon", &reference[1..])).is_object());
    }
}
