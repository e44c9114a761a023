//! YAML as values: `data`, front matter, the configuration.

use std::sync::Arc;

use super::functions::date;
use super::value::{Object, Value};
use crate::config::{Yaml, YamlMapping, key_text, parse_yaml};
use crate::document;

/// A value of YAML; text that is a date and nothing else is a date.
pub(super) fn value(yaml: &Yaml) -> Value {
    match yaml {
        Yaml::Null => Value::Null,
        Yaml::Bool(truth) => (*truth).into(),
        Yaml::Number(number) => match number.as_i64() {
            Some(whole) => whole.into(),
            None => Value::Float(number.as_f64().unwrap_or_default()),
        },
        Yaml::String(text) => dated(text),
        Yaml::Sequence(elements) => Value::list(elements.iter().map(value)),
        Yaml::Mapping(map) => mapping(map),
        Yaml::Tagged(tagged) => value(&tagged.value),
    }
}

pub(super) fn mapping(map: &YamlMapping) -> Value {
    Value::object(map.iter().filter_map(|(name, yaml)| Some((key_text(name)?, value(yaml)))))
}

fn dated(text: &str) -> Value {
    let is_day = text.len() >= 10 && text.as_bytes()[..4].iter().all(u8::is_ascii_digit) && text.as_bytes()[4] == b'-';
    match date::parse(text).filter(|_| is_day) {
        Some(date) => Value::Date(date),
        None => text.into(),
    }
}

/// The front matter that an expanded text begins with.
pub(super) fn front_matter(text: &str) -> Option<Yaml> {
    let yaml = &text[document::front_matter_span(text)];
    (!yaml.is_empty()).then(|| parse_yaml(yaml))
}

/// The page's own `data`.
pub(super) fn data(matter: Option<&Yaml>) -> Object {
    match matter.and_then(|matter| matter.get("data")).map(value) {
        Some(Value::Object(data)) => (*data).clone(),
        _ => Object::default(),
    }
}

/// What a page says about itself, with what is settled for it over it. That a page has none of what pages can have is no mistake, so
/// those names are there, too.
pub(super) fn over(matter: &Yaml, page: &Value) -> Value {
    let (Value::Object(matter), Value::Object(page)) = (value(matter), page) else { return page.clone() };
    let mut all = (*matter).clone();
    for (name, value) in page.iter() {
        if *value != Value::Null || all.get(name).is_none() {
            all.set(name, value.clone());
        }
    }
    Value::Object(Arc::new(all))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_settled_stands_over_what_a_page_says_and_nothing_over_nothing() {
        let matter = parse_yaml("title: Own\nicon: bug\n");
        let page =
            Value::object([("title", Value::from("Settled")), ("icon", Value::Null), ("lastUpdated", Value::Null)]);
        let all = over(&matter, &page);
        let text = |name: &str| all.member(name).map(|value| value.text());
        assert_eq!(text("title").as_deref(), Some("Settled"));
        assert_eq!(text("icon").as_deref(), Some("bug"));
        assert_eq!(text("lastUpdated").as_deref(), Some(""));
    }
}
