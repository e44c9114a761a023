//! `array.…`. A list is never changed: each function gives a new one.

use std::cmp::Ordering;

use super::{Arguments, Call, Outcome, no_such, within_limit};
use crate::expand::value::Value;

pub(super) const NAMES: &[&str] = &[
    "add", "add_range", "any", "compact", "contains", "each", "filter", "first", "insert_at", "join", "last", "limit",
    "map", "offset", "remove_at", "reverse", "size", "sort", "uniq",
];

pub(super) fn call(name: &str, given: &Arguments, call: Call<'_>) -> Outcome {
    let list = given.list(0)?;
    Ok(match name {
        "first" => list.first().cloned().unwrap_or(Value::Null),
        "last" => list.last().cloned().unwrap_or(Value::Null),
        "size" => (list.len() as i64).into(),
        "limit" => Value::list(list.iter().take(given.count(1)?).cloned()),
        "offset" => Value::list(list.iter().skip(given.count(1)?).cloned()),
        "reverse" => Value::list(list.iter().rev().cloned()),
        "sort" => sort(&list, given),
        "map" => {
            let member = given.text(1);
            Value::list(list.iter().map(|value| value.member(&member).unwrap_or(Value::Null)))
        }
        "join" => join(&list, &given.text(1))?,
        "compact" => Value::list(list.iter().filter(|value| **value != Value::Null).cloned()),
        "uniq" => uniq(&list),
        "contains" => list.contains(given.get(1)).into(),
        "add" => Value::list(list.iter().chain([given.get(1)]).cloned()),
        "add_range" => Value::list(list.iter().chain(given.list(1)?.iter()).cloned()),
        "insert_at" => {
            let mut values = list.to_vec();
            values.insert(given.count(1)?.min(values.len()), given.get(2).clone());
            Value::list(values)
        }
        "remove_at" => {
            let at = given.int(1)?;
            let at = if at < 0 { at + list.len() as i64 } else { at };
            Value::list(
                list.iter().enumerate().filter(|(index, _)| *index as i64 != at).map(|(_, value)| value.clone()),
            )
        }
        "each" => Value::list(applied(&list, given.get(1), call)?),
        "filter" => {
            let kept = applied(&list, given.get(1), call)?;
            Value::list(list.iter().zip(kept).filter(|(_, keep)| keep.is_true()).map(|(value, _)| value.clone()))
        }
        "any" => applied(&list, given.get(1), call)?.iter().any(Value::is_true).into(),
        _ => return no_such("array", name),
    })
}

/// By a member, or by the values themselves: numbers and dates by size, everything else as text.
fn sort(list: &[Value], given: &Arguments) -> Value {
    let member = given.has(1).then(|| given.text(1));
    let key = |value: &Value| match &member {
        Some(member) => value.member(member).unwrap_or(Value::Null),
        None => value.clone(),
    };
    let mut keyed: Vec<(Value, &Value)> = list.iter().map(|value| (key(value), value)).collect();
    keyed.sort_by(|a, b| compare(&a.0, &b.0));
    Value::list(keyed.into_iter().map(|(_, value)| value.clone()))
}

/// The order of two values.
pub(in crate::expand) fn compare(a: &Value, b: &Value) -> Ordering {
    match (a, b) {
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::Text(a), Value::Text(b)) => a.cmp(b),
        _ => match (a.number(), b.number()) {
            (Some(a), Some(b)) => a.total_cmp(&b),
            _ => a.text().cmp(&b.text()),
        },
    }
}

fn join(list: &[Value], separator: &str) -> Outcome {
    let texts: Vec<String> = list.iter().map(Value::text).collect();
    let length: usize = texts.iter().map(|text| text.len() + separator.len()).sum();
    within_limit(length)?;
    Ok(texts.join(separator).into())
}

fn uniq(list: &[Value]) -> Value {
    let mut seen = std::collections::HashSet::new();
    Value::list(list.iter().filter(|value| seen.insert((value.kind(), value.text()))).cloned())
}

fn applied(list: &[Value], function: &Value, call: Call<'_>) -> Result<Vec<Value>, String> {
    list.iter().map(|value| call(function, vec![value.clone()])).collect()
}
