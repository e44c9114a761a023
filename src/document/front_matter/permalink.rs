//! Addresses, as pages give them, here and elsewhere.

use std::ops::Deref;

use serde_yaml::Value;

use crate::config::{FromYaml, Reader, Shape};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::path::Url;

/// The address of a page or folder, as it is written; one that the site can have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Permalink(Box<str>);

impl Deref for Permalink {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl FromYaml for Permalink {
    const SHAPE: Shape = Shape::Text("text");

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let written = Box::<str>::from_yaml(value, reader)?;
        let Err(reason) = check(&written) else { return Some(Self(written)) };
        let shown = written.split_at(written.floor_char_boundary(40));
        let more = if shown.1.is_empty() { "" } else { "…" };
        let message = format!("`{}{more}` is no address: {reason}", shown.0);
        reader.report(Diagnostic::new(Code::WrongType, message).hint("write it like `/guide/start`"));
        None
    }
}

/// A key by which other tools keep a page at its old addresses, too. Here it does not, and who comes from there is told. Names
/// without a slash are Obsidian's, which are no addresses.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RedirectsElsewhere;

impl FromYaml for RedirectsElsewhere {
    const SHAPE: Shape = Shape::Any("anything");

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let first = value.as_sequence().map_or(Some(value), |values| values.first());
        if let Some(old) = first.and_then(Value::as_str).filter(|old| old.starts_with('/')) {
            let message = format!("nothing stands at `{old}`: `{}` has no effect", reader.name());
            let hint = format!("make a page that says `permalink: {old}`, and as its `redirect` this one");
            let diagnostic = Diagnostic::new(Code::UnknownKey, message).hint(hint);
            reader.report(Diagnostic { severity: Severity::Note, ..diagnostic });
        }
        Some(Self)
    }
}

/// So many bytes an address may have: systems take paths of 4096, and the output folder's stands before it.
const LONGEST: usize = 1000;

/// What is wrong with an address.
fn check(written: &str) -> Result<(), &'static str> {
    let url = Url::new(written).ok_or("it leads out of the site")?;
    if url.as_str().as_bytes().get(2) == Some(&b':') {
        return Err("it begins like a drive of Windows");
    }
    if url.as_str().len() > LONGEST {
        return Err("it has more than 1000 bytes, which file systems do not take");
    }
    let mut names = url.as_str().split('/');
    if names.clone().any(|name| Url::fitting(name) != name) {
        return Err("a name in it has more than 200 bytes, which file systems do not take");
    }
    if names.any(|name| name.starts_with('.') && name != ".well-known") {
        return Err("hosts and tools keep names that begin with a dot for themselves");
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn an_address_can_be_one_of_the_site() {
        for good in ["/guide/start/", "start", "a b/é", "/.well-known/x", "/", &"x".repeat(200)] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        for bad in [
            "../x",
            "/.git/x",
            "/.rasher-manifest",
            "C:\\x",
            "C:x",
            &"é".repeat(101),
            &format!("/a/{}/b", "x".repeat(201)),
            &"a/".repeat(501),
        ] {
            assert!(check(bad).is_err(), "{bad}");
        }
    }
}
