//! YAML in which a key is written twice, or an integer is too large for any type. The library refuses the whole text; for its author
//! all but one key is right, and the integer is a text.

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, MapAccess, SeqAccess, VariantAccess, Visitor};
use serde_yaml::{Mapping, Value};

use super::definition::key_text;
use super::locate::Step;
use crate::diagnostic::{Code, Diagnostic};

/// A value, and the keys that are written again: the last one counts.
pub fn read(text: &str) -> serde_yaml::Result<(Value, Vec<Vec<Step>>)> {
    let mut twice = Vec::new();
    let seed = Seed { path: &mut Vec::new(), twice: &mut twice };
    let value = seed.deserialize(serde_yaml::Deserializer::from_str(text))?;
    Ok((value, twice))
}

/// The finding at the key that counts of two.
pub fn counts(what: &str) -> Diagnostic {
    let diagnostic = Diagnostic::new(Code::DuplicateKey, format!("{what}: this one counts"));
    diagnostic.hint("bring the two together, or take one out")
}

struct Seed<'a> {
    path: &'a mut Vec<Step>,
    twice: &'a mut Vec<Vec<Step>>,
}

impl Seed<'_> {
    fn below(&mut self) -> Seed<'_> {
        Seed { path: self.path, twice: self.twice }
    }
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Value;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("YAML")
    }

    fn visit_bool<E>(self, value: bool) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i64<E>(self, value: i64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_u64<E>(self, value: u64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_i128<E>(self, value: i128) -> Result<Value, E> {
        Ok(value.to_string().into())
    }

    fn visit_u128<E>(self, value: u128) -> Result<Value, E> {
        Ok(value.to_string().into())
    }

    fn visit_f64<E>(self, value: f64) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_str<E>(self, value: &str) -> Result<Value, E> {
        Ok(value.into())
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_none<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Value, D::Error> {
        self.deserialize(deserializer)
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut list: A) -> Result<Value, A::Error> {
        let mut values = Vec::new();
        loop {
            self.path.push(Step::Index(values.len()));
            let value = list.next_element_seed(self.below())?;
            self.path.pop();
            match value {
                Some(value) => values.push(value),
                None => return Ok(Value::Sequence(values)),
            }
        }
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut object: A) -> Result<Value, A::Error> {
        let mut values = Mapping::new();
        while let Some(key) = object.next_key_seed(self.below())? {
            self.path.push(Step::Key(key_text(&key).unwrap_or_default()));
            let before = self.twice.len();
            let value = object.next_value_seed(self.below())?;
            // The one that counts stands where it is written: other names of the key may stand between the two.
            if values.shift_remove(&key).is_some() {
                let below = self.twice.split_off(before);
                // What was told below the one that does not count is gone with it.
                self.twice.retain(|path| !path.starts_with(self.path));
                self.twice.push(self.path.clone());
                self.twice.extend(below);
            }
            values.insert(key, value);
            self.path.pop();
        }
        Ok(Value::Mapping(values))
    }

    /// A value with a tag, which nothing here asks for.
    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<Value, A::Error> {
        let (_, value) = data.variant::<String>()?;
        value.newtype_variant_seed(self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_of_two_counts_and_is_told_by_its_path() {
        let text = "a: 1\nb: [{c: x, d: 2.5, c: y}]\na: {e: true, f: null}\ng: !tag h\nb: []\n";
        let (value, twice) = read(text).unwrap();
        assert_eq!(serde_yaml::to_string(&value).unwrap(), "a:\n  e: true\n  f: null\ng: h\nb: []\n");
        let paths: Vec<String> = twice.iter().map(|path| path.iter().map(ToString::to_string).collect()).collect();
        assert_eq!(paths, ["a", "b"]);
        assert!(read("a: [").is_err());
    }

    #[test]
    fn integers_that_fit_in_no_type_are_texts() {
        let [huge, low] = ["99999999999999999999999", "-88888888888888888888888"];
        let (value, _) =
            read(&format!("a: {huge}\nb: [{low}, 0xfffffffffffffffff, \"{huge}!\"]\n{huge}: 1\n")).unwrap();
        let json = format!("{{\"a\":\"{huge}\",\"b\":[\"{low}\",\"295147905179352825855\",\"{huge}!\"],\"{huge}\":1}}");
        assert_eq!(serde_json::to_string(&value).unwrap(), json);
    }

    #[test]
    fn what_stands_twice_in_the_one_that_counts_is_told_and_in_the_others_not() {
        let (_, twice) = read("a: {b: 1, b: 2}\na: {b: 3}\na: {c: 4, c: 5}\nd: {b: 6, b: 7}\n").unwrap();
        let paths: Vec<String> = twice.iter().map(|path| path.iter().map(ToString::to_string).collect()).collect();
        assert_eq!(paths, ["a", "ac", "db"]);
    }
}
