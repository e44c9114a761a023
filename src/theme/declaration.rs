//! What a component's metadata says that cannot be: an argument that it does not have, a marker that is none. A template is
//! written once and used by people who never see it, so a slip in it is told where it stands.

use super::component::{Component, Shape};
use crate::diagnostic::nearest;

/// What is wrong with what a component declares, beside the components `before` it, in words, each with a hint.
pub(super) fn mistakes(component: &Component, before: &[Component]) -> Vec<(String, String)> {
    let mut mistakes: Vec<(String, String)> = unknown_arguments(component).collect();
    mistakes.extend(match component.shape {
        Shape::Fence | Shape::Panes => marker(component, before),
        Shape::Inline => (!is_name(component.written_name())).then(|| {
            let message = format!("pages cannot call a component `{}`", component.written_name());
            (message, "a name has two lower-case letters or more; digits and hyphens may follow".to_owned())
        }),
        Shape::Url => missing("match", component.metadata.patterns.is_empty()),
        Shape::Code => missing("language", component.metadata.language.is_empty()),
        Shape::Line | Shape::Symbol | Shape::Element | Shape::Part => None,
    });
    let has_panes = component.argument("panes").is_some();
    mistakes.extend((component.shape == Shape::Panes && !has_panes).then(|| {
        let message = "a component of the shape `panes` has an argument `panes`".to_owned();
        (message, "write `panes: array` before its other arguments".to_owned())
    }));
    mistakes
}

/// Whether the scanner can go by the component's marker.
pub(super) fn is_usable(component: &Component) -> bool {
    !matches!(component.shape, Shape::Fence | Shape::Panes) || is_marker(&component.metadata.marker)
}

fn missing(key: &str, is_missing: bool) -> Option<(String, String)> {
    is_missing
        .then(|| (format!("its shape needs `{key}`"), "the manual's page on templates lists what each says".to_owned()))
}

/// Names of arguments that the component does not declare.
fn unknown_arguments(component: &Component) -> impl Iterator<Item = (String, String)> {
    let metadata = &component.metadata;
    let single = [
        ("loads", &metadata.loads),
        ("glued", &metadata.glued),
        ("text", &metadata.text),
        ("piped", &metadata.piped),
        ("link", &metadata.link),
        ("fold", &metadata.fold),
        ("number", &metadata.number),
        ("idFrom", &metadata.id_from),
    ];
    let lists = [
        ("requires", &metadata.requires),
        ("markdown", &metadata.markdown),
        ("icons", &metadata.icons),
        ("images", &metadata.images),
        ("opaque", &metadata.opaque),
    ];
    let named = single.into_iter().flat_map(|(key, name)| name.iter().map(move |name| (key, name)));
    let listed = lists.into_iter().flat_map(|(key, names)| names.iter().map(move |name| (key, name)));
    let valued = metadata.values.keys().map(|name| ("values", name));
    let sized = metadata.sizes.keys().map(|name| ("sizes", name));
    let worded = metadata.words.keys().map(|name| ("words", name));
    let unknown = named.chain(listed).chain(valued).chain(sized).chain(worded);
    unknown.filter(|(_, name)| component.argument(name).is_none()).map(|(key, name)| {
        let near = nearest(name, component.arguments.iter().map(|argument| argument.name.as_str()));
        let hint = near.map_or_else(
            || "name it in the parentheses behind the component's name".to_owned(),
            |near| format!("did you mean `{near}`?"),
        );
        (format!("`{key}` names the argument `{name}`, which the component does not have"), hint)
    })
}

fn marker(component: &Component, before: &[Component]) -> Option<(String, String)> {
    let marker = component.metadata.marker.as_str();
    if marker.is_empty() {
        return missing("marker", true);
    }
    if !is_marker(marker) {
        let message = format!("`{marker}` cannot be a marker");
        return Some((
            message,
            "a marker is one character three times, such as `???`, and means nothing in Markdown".to_owned(),
        ));
    }
    let is_block = |other: &&Component| matches!(other.shape, Shape::Fence | Shape::Panes);
    let other = before.iter().filter(is_block).find(|other| other.metadata.marker == marker)?;
    Some((format!("`{marker}` is the marker of `{}`, too", other.name), "choose another character".to_owned()))
}

/// One character three times that Markdown gives no meaning.
fn is_marker(marker: &str) -> bool {
    let mut bytes = marker.bytes();
    let Some(mark) = bytes.next() else { return false };
    marker.len() == 3
        && bytes.all(|byte| byte == mark)
        && mark.is_ascii_punctuation()
        && !b"`~*_-#<[]{}()\\%$".contains(&mark)
}

fn is_name(name: &str) -> bool {
    let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    name.len() > 1 && name.bytes().all(plain)
}
