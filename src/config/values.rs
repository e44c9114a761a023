//! How plain values are read: text, truths, numbers, lists, names of the author's own.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};

use serde_yaml::{Mapping, Value};

use super::definition::key_text;
use super::locate::Step;
use super::{FromYaml, Reader, Shape, Unwritten};
use crate::diagnostic::{Code, Diagnostic};

/// A key of Retype's that makes no sense here. It is accepted, and a note tells why; its documentation is the reason.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Needless;

impl FromYaml for Needless {
    const SHAPE: Shape = Shape::Any("anything");

    fn from_yaml(_: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        reader.needless();
        Some(Self)
    }
}

/// A key of another tool's that is accepted in silence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ignored;

impl FromYaml for Ignored {
    const SHAPE: Shape = Shape::Any("anything");

    fn from_yaml(_: &Value, _: &mut Reader<'_>) -> Option<Self> {
        Some(Self)
    }
}

/// Values of the author's own for templates, kept as they are.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Data(pub Mapping);

impl Unwritten for Data {
    fn unwritten() -> &'static Self {
        static UNWRITTEN: LazyLock<Data> = LazyLock::new(Data::default);
        &UNWRITTEN
    }
}

impl FromYaml for Data {
    const SHAPE: Shape = Shape::Map(&Shape::Any("anything"));

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            Value::Mapping(map) => Some(Self(map.clone())),
            Value::Null => Some(Self::default()),
            _ => reader.wrong(&Self::SHAPE, value),
        }
    }
}

impl FromYaml for String {
    const SHAPE: Shape = Shape::Text("text");

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            // The last line of a text that is written on lines of its own, below `>` or `|`, ends there.
            Value::String(text) => Some(text.trim_end_matches(['\n', '\r']).to_owned()),
            // `2.10` is the number 2.1, and a text as it is written.
            Value::Number(number) => Some(reader.as_written(value).unwrap_or_else(|| number.to_string())),
            Value::Bool(truth) => Some(truth.to_string()),
            Value::Null => Some(Self::new()),
            _ => reader.wrong(&Self::SHAPE, value),
        }
    }

    fn written(&self) -> Option<String> {
        (!self.is_empty()).then(|| self.clone())
    }
}

/// A text in a pointer that is smaller than a `String`, or shared.
macro_rules! text_behind {
    ($($pointer:ty),+) => {$(
        impl FromYaml for $pointer {
            const SHAPE: Shape = String::SHAPE;

            fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
                String::from_yaml(value, reader).map(Self::from)
            }

            fn written(&self) -> Option<String> {
                (!self.is_empty()).then(|| self.as_ref().to_owned())
            }
        }
    )+};
}

text_behind!(Box<str>, Arc<str>);

impl FromYaml for bool {
    const SHAPE: Shape = Shape::Flag;

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            Value::Bool(truth) => return Some(*truth),
            // As YAML had it until version 1.2, and .NET's reader still does.
            Value::String(text) => match text.to_ascii_lowercase().as_str() {
                "true" | "yes" | "on" | "y" => return Some(true),
                "false" | "no" | "off" | "n" => return Some(false),
                _ => {}
            },
            _ => {}
        }
        reader.wrong(&Self::SHAPE, value)
    }

    fn written(&self) -> Option<String> {
        Some(self.to_string())
    }
}

impl FromYaml for u32 {
    const SHAPE: Shape = Shape::Whole;

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let number = value.as_u64().or_else(|| value.as_str()?.trim().parse().ok());
        match number.and_then(|number| number.try_into().ok()) {
            Some(number) => Some(number),
            None => reader.wrong(&Self::SHAPE, value),
        }
    }

    fn written(&self) -> Option<String> {
        Some(self.to_string())
    }
}

/// A number that fits into two bytes, such as that of a port.
impl FromYaml for u16 {
    const SHAPE: Shape = Shape::Whole;

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let number = u32::from_yaml(value, reader)?;
        let fitting = Self::try_from(number).ok();
        if fitting.is_none() {
            let message = format!("`{}` takes a number up to {}, not `{number}`", reader.name(), Self::MAX);
            reader.report(Diagnostic::new(Code::WrongType, message));
        }
        fitting
    }
}

impl<T: FromYaml> FromYaml for Option<T> {
    const SHAPE: Shape = T::SHAPE;

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        if is_nothing(value) { Some(None) } else { T::from_yaml(value, reader).map(Some) }
    }

    fn written(&self) -> Option<String> {
        self.as_ref()?.written()
    }
}

/// What is large and rare stands in a box.
impl<T: FromYaml> FromYaml for Box<T> {
    const SHAPE: Shape = T::SHAPE;

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        T::from_yaml(value, reader).map(Self::new)
    }

    fn written(&self) -> Option<String> {
        self.as_ref().written()
    }
}

/// Whether nothing was written, or an empty text: many fill in a list of all keys, and leave quotes where they have nothing to say.
pub(super) fn is_nothing(value: &Value) -> bool {
    value.is_null() || value.as_str().is_some_and(|text| text.trim().is_empty())
}

/// A list, or one element without its brackets. An element that does not fit is reported and left out.
impl<T: FromYaml> FromYaml for Vec<T> {
    const SHAPE: Shape = Shape::List(&T::SHAPE);

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            nothing if is_nothing(nothing) => Some(Self::new()),
            Value::Sequence(values) => {
                let read = |(index, value)| reader.below(Step::Index(index), |reader| T::from_yaml(value, reader));
                Some(values.iter().enumerate().filter_map(read).collect())
            }
            Value::Mapping(_) if T::SHAPE.keys().is_empty() => reader.wrong(&Self::SHAPE, value),
            Value::String(_) if matches!(T::SHAPE, Shape::Object(_)) => reader.wrong(&Self::SHAPE, value),
            one => T::from_yaml(one, reader).map(|one| vec![one]),
        }
    }

    fn written(&self) -> Option<String> {
        let elements: Vec<String> = self.iter().filter_map(FromYaml::written).collect();
        (!elements.is_empty()).then(|| format!("[{}]", elements.join(", ")))
    }
}

/// Names of the author's own. A value that does not fit is reported and left out.
impl<T: FromYaml> FromYaml for BTreeMap<String, T> {
    const SHAPE: Shape = Shape::Map(&T::SHAPE);

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let map = match value {
            Value::Mapping(map) => map,
            Value::Null => return Some(Self::new()),
            _ => return reader.wrong(&Self::SHAPE, value),
        };
        let read = |(name, value): (&Value, &Value)| {
            let name = key_text(name)?;
            let value = reader.below(Step::Key(name.clone()), |reader| T::from_yaml(value, reader))?;
            Some((name, value))
        };
        Some(map.iter().filter_map(read).collect())
    }
}
