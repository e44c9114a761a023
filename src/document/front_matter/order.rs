//! `order`: a page's place among its neighbours.

use serde_yaml::Value;

use crate::config::{FromYaml, Reader, Shape};

/// A page's place among its neighbours.
#[derive(Debug, Clone, Default, PartialEq)]
pub enum Order {
    /// None given, or `0`.
    #[default]
    None,
    /// A number; never NaN.
    Number(f64),
    /// A version, its parts and its pre-release.
    Version(Vec<u64>, String),
    /// Text, compared with the labels of the others.
    Text(String),
}

impl FromYaml for Order {
    const SHAPE: Shape = Shape::Text("a number, or text such as `v1.2`");

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            // As text, since a number may be larger than any integer type.
            Value::Number(number) => Some(Self::number(number.to_string().parse().unwrap_or_default())),
            Value::String(text) => Some(Self::text(text.trim())),
            Value::Null => Some(Self::None),
            _ => reader.wrong(&Self::SHAPE, value),
        }
    }
}

impl Order {
    fn number(number: f64) -> Self {
        if number == 0.0 || number.is_nan() { Self::None } else { Self::Number(number) }
    }

    fn text(text: &str) -> Self {
        // `inf` and `nan` are words to an author.
        if let Ok(number) = text.parse::<f64>()
            && text.contains(|c: char| c.is_ascii_digit())
        {
            return Self::number(number);
        }
        let (version, pre_release) = text.split_once('-').unwrap_or((text, ""));
        let parts: Option<Vec<u64>> = version
            .strip_prefix(['v', 'V'])
            .map(|numbers| numbers.split('.').map(|part| part.parse().ok()).collect())
            .unwrap_or_default();
        match parts {
            Some(parts) => Self::Version(parts, pre_release.to_owned()),
            None if text.is_empty() => Self::None,
            None => Self::Text(text.to_owned()),
        }
    }
}
