//! What operators do.

use crate::expand::functions::array::compare;
use crate::expand::functions::within_limit;
use crate::expand::tree::Operator;
use crate::expand::value::Value;

/// Applies an operator that needs both sides.
pub(super) fn apply(operator: Operator, left: &Value, right: &Value) -> Result<Value, String> {
    Ok(match operator {
        Operator::Equal => equal(left, right).into(),
        Operator::Unequal => (!equal(left, right)).into(),
        Operator::Less => (comparable(left, right) && compare(left, right).is_lt()).into(),
        Operator::Greater => (comparable(left, right) && compare(left, right).is_gt()).into(),
        Operator::LessOrEqual => (comparable(left, right) && compare(left, right).is_le()).into(),
        Operator::GreaterOrEqual => (comparable(left, right) && compare(left, right).is_ge()).into(),
        Operator::Contains => contains(left, right).into(),
        Operator::Add => add(left, right)?,
        Operator::Subtract => numbers(left, right, |a, b| a - b)?,
        Operator::Multiply => numbers(left, right, |a, b| a * b)?,
        Operator::Divide => numbers(left, nonzero(right)?, |a, b| a / b)?,
        Operator::DivideWhole => numbers(left, nonzero(right)?, |a, b| (a / b).floor())?,
        Operator::Remainder => numbers(left, nonzero(right)?, |a, b| a % b)?,
        // These look at the right side only when they need it, before they come here.
        Operator::Or | Operator::And | Operator::Coalesce => right.clone(),
    })
}

/// Whether two values are the same; numbers by their size.
pub(super) fn equal(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Int(_) | Value::Float(_), Value::Int(_) | Value::Float(_)) => left.number() == right.number(),
        (Value::Date(_), Value::Text(_)) => left.text() == right.text(),
        _ => left == right,
    }
}

fn comparable(left: &Value, right: &Value) -> bool {
    *left != Value::Null && *right != Value::Null
}

fn contains(left: &Value, right: &Value) -> bool {
    match left {
        Value::Text(text) => text.contains(&right.text()),
        Value::Object(object) => object.get(&right.text()).is_some(),
        Value::List(list) => list.iter().any(|element| equal(element, right)),
        _ => false,
    }
}

fn add(left: &Value, right: &Value) -> Result<Value, String> {
    match (left, right) {
        (Value::Text(_), _) | (_, Value::Text(_)) => {
            let (left, right) = (left.text(), right.text());
            within_limit(left.len() + right.len())?;
            Ok((left + &right).into())
        }
        _ => numbers(left, right, |a, b| a + b),
    }
}

/// Nothing counts as no number, and makes none.
fn numbers(left: &Value, right: &Value, of: fn(f64, f64) -> f64) -> Result<Value, String> {
    if *left == Value::Null || *right == Value::Null {
        return Ok(Value::Null);
    }
    let number = |value: &Value| value.number().ok_or_else(|| format!("a number is needed, not {}", value.kind()));
    Ok(of(number(left)?, number(right)?).into())
}

fn nonzero(value: &Value) -> Result<&Value, String> {
    if value.number() == Some(0.0) { Err("nothing can be divided by zero".into()) } else { Ok(value) }
}
