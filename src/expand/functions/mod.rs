//! The built-in functions. One file per namespace; each is a match over names.

pub(super) mod array;
pub(super) mod date;
mod html;
mod math;
mod object;
mod string;

use super::value::Value;

/// A text that a function makes may be this long.
const MAX_TEXT: usize = 1 << 20;
/// A list that a function makes may have this many elements.
pub(super) const MAX_LIST: usize = 100_000;

/// What a function gives, or why it cannot.
pub(super) type Outcome = Result<Value, String>;

/// What functions that take functions call them by.
pub(super) type Call<'c> = &'c mut dyn FnMut(&Value, Vec<Value>) -> Outcome;

/// The namespaces with the names of their functions.
const NAMESPACES: [(&str, &[&str]); 6] = [
    ("array", array::NAMES),
    ("date", date::NAMES),
    ("html", html::NAMES),
    ("math", math::NAMES),
    ("object", object::NAMES),
    ("string", string::NAMES),
];

/// Every function's full name.
pub(super) fn names() -> impl Iterator<Item = String> {
    NAMESPACES.into_iter().flat_map(|(space, names)| names.iter().map(move |name| format!("{space}.{name}")))
}

/// Whether `path` names a function, or the namespace of some.
pub(super) fn is_known(path: &str) -> bool {
    let (space, name) = path.split_once('.').map_or((path, None), |(space, name)| (space, Some(name)));
    let names = NAMESPACES.iter().find(|(own, _)| *own == space).map(|(_, names)| names);
    names.is_some_and(|names| name.is_none_or(|name| names.contains(&name)))
}

/// The namespace and name of the function that Liquid calls by one name.
pub(super) fn of_liquid(name: &str) -> Option<(&'static str, &'static str)> {
    let (space, name) = match name {
        "date" => (Some("date"), "to_string"),
        "size" => (Some("object"), "size"),
        "strip_html" => (Some("html"), "strip"),
        // Of two functions of one name, Liquid's is that of texts.
        name => (None, name),
    };
    let spaces = NAMESPACES.into_iter().rev().filter(|(own, _)| space.is_none_or(|space| space == *own));
    let mut found = spaces.filter_map(|(space, names)| Some((space, *names.iter().find(|own| **own == name)?)));
    found.next()
}

/// Calls the function of that full name.
pub(super) fn call(path: &str, given: Vec<Value>, outside: &mut Outside<'_>) -> Outcome {
    let arguments = Arguments(given);
    let (space, name) = path.split_once('.').unwrap_or((path, ""));
    let value = match space {
        "array" => array::call(name, &arguments, outside.call)?,
        "date" => date::call(name, &arguments, outside.now)?,
        "html" => html::call(name, &arguments)?,
        "math" => math::call(name, &arguments, outside.random)?,
        "object" => object::call(name, &arguments)?,
        "string" => string::call(name, &arguments)?,
        _ => return Err(format!("there is no function `{path}`")),
    };
    match &value {
        Value::Text(text) if text.len() > MAX_TEXT => Err("the text is longer than 1 MB".into()),
        Value::List(list) if list.len() > MAX_LIST => Err("the list has more than 100,000 elements".into()),
        _ => Ok(value),
    }
}

/// What functions take from outside their arguments.
pub(super) struct Outside<'a> {
    pub(super) now: jiff::civil::DateTime,
    /// The next of a row of numbers that is the same in every build.
    pub(super) random: &'a mut dyn FnMut() -> u64,
    pub(super) call: Call<'a>,
}

/// The values that a function was given.
pub(super) struct Arguments(Vec<Value>);

impl Arguments {
    fn get(&self, index: usize) -> &Value {
        self.0.get(index).unwrap_or(&Value::Null)
    }

    fn text(&self, index: usize) -> String {
        self.get(index).text()
    }

    fn number(&self, index: usize) -> Result<f64, String> {
        let value = self.get(index);
        value.number().ok_or_else(|| format!("a number is needed, not {}", value.kind()))
    }

    fn int(&self, index: usize) -> Result<i64, String> {
        self.number(index).map(|number| number as i64)
    }

    /// How many of something: not less than none.
    fn count(&self, index: usize) -> Result<usize, String> {
        Ok(usize::try_from(self.int(index)?.max(0)).unwrap_or(usize::MAX))
    }

    fn list(&self, index: usize) -> Result<std::sync::Arc<Vec<Value>>, String> {
        let value = self.get(index);
        value.elements().ok_or_else(|| format!("a list is needed, not {}", value.kind()))
    }

    fn has(&self, index: usize) -> bool {
        self.0.len() > index
    }
}

/// Refuses a text before it is made.
pub(super) fn within_limit(length: usize) -> Result<(), String> {
    if length > MAX_TEXT { Err("the text is longer than 1 MB".into()) } else { Ok(()) }
}

fn no_such(space: &str, name: &str) -> Outcome {
    Err(format!("there is no function `{space}.{name}`"))
}
