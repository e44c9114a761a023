//! `object.…`.

use super::{Arguments, Outcome, no_such};
use crate::expand::value::Value;

pub(super) const NAMES: &[&str] = &["default", "has_key", "has_value", "keys", "kind", "size", "typeof", "values"];

pub(super) fn call(name: &str, given: &Arguments) -> Outcome {
    let value = given.get(0);
    Ok(match name {
        "default" => {
            let is_empty = matches!(value, Value::Null) || matches!(value, Value::Text(text) if text.is_empty());
            if is_empty { given.get(1).clone() } else { value.clone() }
        }
        "has_key" => value.member(&given.text(1)).is_some().into(),
        "has_value" => value.member(&given.text(1)).is_some_and(|value| value != Value::Null).into(),
        "keys" => match value {
            Value::Object(object) => Value::list(object.iter().map(|(name, _)| name.into())),
            other => return Err(format!("an object is needed, not {}", other.kind())),
        },
        "values" => match value {
            Value::Object(object) => Value::list(object.iter().map(|(_, value)| value.clone())),
            other => return Err(format!("an object is needed, not {}", other.kind())),
        },
        "size" => match value {
            Value::Object(object) => (object.len() as i64).into(),
            Value::Text(text) => (text.chars().count() as i64).into(),
            _ => (given.list(0)?.len() as i64).into(),
        },
        "typeof" | "kind" => match value {
            Value::Null => Value::Null,
            Value::Bool(_) => "boolean".into(),
            Value::Int(_) | Value::Float(_) => "number".into(),
            Value::Text(_) => "string".into(),
            Value::Date(_) => "date".into(),
            Value::List(_) => "array".into(),
            Value::Object(_) | Value::Library(_) => "object".into(),
            Value::Function(_) => "function".into(),
        },
        _ => return no_such("object", name),
    })
}
