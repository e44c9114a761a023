//! What a value may look like: in words for people, and as the base of the JSON Schema for editors.

use super::Key;

/// The form of a value.
#[derive(Debug, Clone, Copy)]
pub enum Shape {
    /// Text, or a number or truth that is read as text. In words that fit after "takes".
    Text(&'static str),
    /// `true` or `false`.
    Flag,
    /// A whole number that is not negative.
    Whole,
    /// One of these names. Behind each stand other names for the same.
    Choice(&'static [&'static [&'static str]]),
    /// A list, or one element without its brackets.
    List(&'static Shape),
    /// A list of objects like the one that it stands in.
    Nested,
    /// An object with these keys.
    Object(&'static [Key]),
    /// An object with these keys, or in short the value of one of them.
    Short(&'static Shape, &'static [Key]),
    /// Any of these.
    Either(&'static [Shape]),
    /// An object whose keys the author chooses.
    Map(&'static Shape),
    /// Whatever the author likes. In words that fit after "takes".
    Any(&'static str),
}

impl Shape {
    /// Whether an empty text may mean something.
    pub fn takes_text(&self) -> bool {
        match self {
            Self::Text(_) | Self::Any(_) | Self::List(_) => true,
            Self::Short(one, _) => one.takes_text(),
            Self::Either(shapes) => shapes.iter().any(Self::takes_text),
            Self::Flag | Self::Whole | Self::Choice(_) | Self::Nested | Self::Object(_) | Self::Map(_) => false,
        }
    }

    /// The names of which it may be one.
    pub fn names(&self) -> Vec<&'static str> {
        match self {
            Self::Flag => vec!["true", "false"],
            Self::Choice(names) => names.concat(),
            Self::Short(one, _) | Self::List(one) => one.names(),
            Self::Either(shapes) => shapes.iter().flat_map(Self::names).collect(),
            _ => Vec::new(),
        }
    }

    /// The keys of the object that it is or holds.
    pub fn keys(&self) -> &'static [Key] {
        match self {
            Self::Object(keys) | Self::Short(_, keys) => keys,
            Self::List(element) => element.keys(),
            Self::Either(shapes) => shapes.iter().map(Self::keys).find(|keys| !keys.is_empty()).unwrap_or_default(),
            _ => &[],
        }
    }

    /// What it is, in words that fit after "takes".
    pub fn words(&self) -> String {
        match self {
            Self::Text(words) | Self::Any(words) => (*words).to_owned(),
            Self::Flag => "`true` or `false`".into(),
            Self::Whole => "a whole number".into(),
            Self::Choice(names) => alternatives(&choices(names)),
            Self::List(Self::Object(_)) | Self::Nested => "a list of objects".into(),
            Self::List(element) => format!("a list of {}", plural(&element.words())),
            Self::Object(_) => "an object".into(),
            Self::Short(short, _) => format!("{}, or an object", short.words()),
            Self::Either(shapes) => {
                let words = |shape: &Self| match shape {
                    Self::Choice(names) => choices(names),
                    other => vec![other.words()],
                };
                alternatives(&shapes.iter().flat_map(words).collect::<Vec<_>>())
            }
            Self::Map(_) => "an object with names of your own".into(),
        }
    }
}

fn choices(names: &[&[&str]]) -> Vec<String> {
    names.iter().map(|names| format!("`{}`", names[0])).collect()
}

/// `a, b or c`.
fn alternatives(words: &[String]) -> String {
    match words {
        [] => String::new(),
        [one] => one.clone(),
        [before @ .., last] => format!("{} or {last}", before.join(", ")),
    }
}

/// What a list holds: "a pattern" becomes "patterns"; what has no article stays.
fn plural(words: &str) -> String {
    let noun = words.strip_prefix("a ").or_else(|| words.strip_prefix("an "));
    noun.filter(|noun| !noun.contains([' ', ','])).map_or_else(|| words.to_owned(), |noun| format!("{noun}s"))
}

#[cfg(test)]
mod tests {
    use super::Shape;

    #[test]
    fn shapes_are_told_in_words() {
        const CHOICE: Shape = Shape::Choice(&[&["soft"], &["hard", "break"]]);
        assert_eq!(CHOICE.words(), "`soft` or `hard`");
        assert_eq!(Shape::List(&Shape::Text("a pattern")).words(), "a list of patterns");
        assert_eq!(Shape::List(&Shape::Text("text")).words(), "a list of text");
        assert_eq!(Shape::Either(&[Shape::Flag, Shape::Whole]).words(), "`true` or `false` or a whole number");
        assert_eq!(Shape::Either(&[CHOICE, Shape::Text("a path")]).words(), "`soft`, `hard` or a path");
        assert_eq!(Shape::Short(&Shape::Flag, &[]).words(), "`true` or `false`, or an object");
    }
}
