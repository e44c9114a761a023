//! Links of the configuration: in the header, its menus, and the footer (`links`).

use super::{Renderer, attributes, configured};
use crate::config::{Link, LinkKind};
use crate::html::is_active_url;
use crate::site::{Run, Viewpoint};
use crate::theme::Value;

/// Links as templates get them; those with entries open a menu.
pub(super) fn links(renderer: &Renderer, links: &[Link], from: Viewpoint) -> Vec<Value> {
    links.iter().map(|link| with_entries(renderer, link, from, &link.items.0)).collect()
}

/// There is one level of menus: an entry's own entries are not shown.
fn with_entries(renderer: &Renderer, link: &Link, from: Viewpoint, entries: &[Link]) -> Value {
    let destination = destination(link);
    let Look { text, icon, target, title, description } = look(renderer, link, &destination);
    let url = match destination.as_str() {
        "" => String::new(),
        written if is_active_url(written) => String::new(),
        written => configured::href(&renderer.site, written, from),
    };
    let entries: Vec<Value> = entries.iter().map(|entry| with_entries(renderer, entry, from, &[])).collect();
    // What has no text is called by its tooltip or what it does, or at least by where it leads.
    let word = || destination.strip_prefix("action:").and_then(|id| word_for_action(renderer, id));
    let called = || match title.as_str() {
        "" => word().map_or_else(|| link.link.clone(), |word| renderer.plain(word)),
        title => title.to_owned(),
    };
    let name = if renderer.plain(&text).is_empty() { called() } else { String::new() };
    Value::object([
        ("separator", (link.kind == LinkKind::Separator).into()),
        ("text", renderer.owners_label(&text, from).into()),
        ("name", name.into()),
        ("url", url.into()),
        ("icon", renderer.owners_icon(&icon, from).into()),
        ("icon_align", link.icon_align.name().into()),
        ("target", attributes::target(&target).into()),
        ("title", title.as_str().into()),
        ("description", renderer.owners_label(&description, from).into()),
        ("items", entries.into()),
    ])
}

/// Where a link leads, or `action:` and the id of what it does.
fn destination(link: &Link) -> String {
    match link.action.as_deref().map(str::trim).filter(|action| !action.is_empty()) {
        Some(action) => format!("action:{}", action.trim_start_matches("action:")),
        None => link.link.trim().to_owned(),
    }
}

/// What an action is called.
pub(super) fn word_for_action<'r>(renderer: &'r Renderer, id: &str) -> Option<&'r str> {
    let actions = &renderer.site.actions;
    let built_in = actions.built_in(id).map(|(_, word)| renderer.site.labels.get(word));
    built_in.or_else(|| actions.name(id))
}

/// What is shown of a link.
struct Look {
    text: String,
    icon: String,
    target: String,
    title: String,
    description: String,
}

/// How a link looks: as it says itself, or where it says nothing as its action does.
fn look(renderer: &Renderer, link: &Link, destination: &str) -> Look {
    let actions = &renderer.site.actions;
    let of_action = match actions.run(destination, None) {
        Some(Run::Link { look, .. }) => look,
        _ => Vec::new(),
    };
    let said = |own: &str, name: &str| {
        let of_action = || of_action.iter().find(|(known, _)| *known == name).map_or("", |(_, text)| *text);
        if own.is_empty() { of_action() } else { own }.to_owned()
    };
    let mut look = Look {
        text: said(&link.text, "text"),
        icon: said(&link.icon, "icon"),
        target: said(&link.target, "target"),
        title: said(&link.title, "title"),
        description: said(&link.description, "description"),
    };
    let id = destination.strip_prefix("action:").unwrap_or_default();
    if look.text.is_empty() && link.icon.is_empty() {
        look.text = word_for_action(renderer, id).unwrap_or(id).to_owned();
    }
    if let Some((icon, _)) = actions.built_in(id).filter(|_| look.icon.is_empty()) {
        look.icon = icon.to_owned();
    }
    look
}
