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
    // What has no text is called by its tooltip, or at least by where it leads.
    let name = [title.as_str(), link.link.as_str()].into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    let name = if renderer.plain(&text).is_empty() { name } else { "" };
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
    let built_in = actions.built_in(id);
    if look.text.is_empty() && link.icon.is_empty() {
        let word = built_in.map(|(_, word)| renderer.site.labels.get(word)).or_else(|| actions.name(id));
        look.text = word.unwrap_or_default().to_owned();
    }
    if let Some((icon, _)) = built_in.filter(|_| look.icon.is_empty()) {
        look.icon = icon.to_owned();
    }
    look
}
