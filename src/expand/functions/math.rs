//! `math.…`.

use super::{Arguments, Outcome, no_such};
use crate::expand::value::Value;

pub(super) const NAMES: &[&str] = &[
    "abs", "ceil", "divided_by", "floor", "format", "is_number", "minus", "modulo", "plus", "random", "round", "times",
    "uuid",
];

pub(super) fn call(name: &str, given: &Arguments, random: &mut dyn FnMut() -> u64) -> Outcome {
    let number = || given.number(0);
    let other = || given.number(1);
    Ok(match name {
        "abs" => number()?.abs().into(),
        "ceil" => number()?.ceil().into(),
        "floor" => number()?.floor().into(),
        "round" => round(number()?, if given.has(1) { given.int(1)? } else { 0 }).into(),
        "plus" => (number()? + other()?).into(),
        "minus" => (number()? - other()?).into(),
        "times" => (number()? * other()?).into(),
        "divided_by" => divided(number()?, given)?,
        "modulo" => match other()? {
            0.0 => return Err("nothing can be divided by zero".into()),
            other => (number()? % other).into(),
        },
        "format" => format(number()?, &given.text(1)).into(),
        "is_number" => matches!(given.get(0), Value::Int(_) | Value::Float(_)).into(),
        "random" => {
            let (low, high) = (given.int(0)?, given.int(1)?);
            let width = high.saturating_sub(low).max(1).unsigned_abs();
            low.saturating_add_unsigned(random() % width).into()
        }
        "uuid" => uuid(random(), random()).into(),
        _ => return no_such("math", name),
    })
}

fn round(number: f64, digits: i64) -> f64 {
    let scale = 10_f64.powi(digits.clamp(0, 15) as i32);
    (number * scale).round() / scale
}

/// A whole divisor gives a whole number.
fn divided(number: f64, given: &Arguments) -> Outcome {
    let divisor = given.number(1)?;
    if divisor == 0.0 {
        return Err("nothing can be divided by zero".into());
    }
    let quotient = number / divisor;
    Ok(if matches!(given.get(1), Value::Int(_)) { quotient.floor() } else { quotient }.into())
}

/// The numeric formats that are used for texts: `N2`, `F1`, `0.00`, `#,##0`, `P0`, `D3`, `C`, `X4`.
fn format(number: f64, pattern: &str) -> String {
    let mut chars = pattern.chars();
    let letter = chars.next().unwrap_or_default().to_ascii_uppercase();
    let digits = chars.as_str().parse::<usize>().ok().map(|digits| digits.min(15));
    match letter {
        'N' => grouped(number, digits.unwrap_or(2)),
        'C' if number < 0.0 => format!("-{}", format(-number, pattern)),
        'C' => format!("${}", grouped(number, digits.unwrap_or(2))),
        'X' => format!("{:0width$X}", number as i64, width = digits.unwrap_or(0)),
        'F' => format!("{number:.*}", digits.unwrap_or(2)),
        'P' => format!("{:.*}%", digits.unwrap_or(2), number * 100.0),
        'D' => format!("{number:0width$.0}", width = digits.unwrap_or(0)),
        _ => {
            let decimals = pattern.split_once('.').map_or(0, |(_, behind)| behind.len().min(15));
            if pattern.contains(',') { grouped(number, decimals) } else { format!("{number:.decimals$}") }
        }
    }
}

/// `1234567.8` as `1,234,567.80`.
fn grouped(number: f64, decimals: usize) -> String {
    let text = format!("{:.decimals$}", number.abs());
    let (whole, fraction) = text.split_once('.').map_or((&*text, String::new()), |(a, b)| (a, format!(".{b}")));
    let mut grouped = String::new();
    for (index, digit) in whole.chars().enumerate() {
        if index > 0 && (whole.len() - index) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    format!("{}{grouped}{fraction}", if number < 0.0 { "-" } else { "" })
}

/// In the form of a random identifier (RFC 9562 §5.4).
fn uuid(high: u64, low: u64) -> String {
    let high = (high & !0xf000) | 0x4000;
    let low = (low & !(0b11 << 62)) | (0b10 << 62);
    let (a, b, c) = (high >> 32, (high >> 16) & 0xffff, high & 0xffff);
    format!("{a:08x}-{b:04x}-{c:04x}-{:04x}-{:012x}", low >> 48, low & 0xffff_ffff_ffff)
}
