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
    let action = link.action.as_deref().map(str::trim).filter(|action| !action.is_empty());
    let action = action.map(|action| format!("action:{}", action.trim_start_matches("action:")));
    let destination = action.as_deref().unwrap_or_else(|| link.link.trim());
    let id = destination.strip_prefix("action:").unwrap_or_default();
    let look = match renderer.site.actions.run(destination, None) {
        Some(Run::Link { look, .. }) => look,
        _ => Vec::new(),
    };
    // What an action says of its look counts where the link says nothing.
    let said = |own: &'_ str, name: &str| -> String {
        let of_action = || look.iter().find(|(known, _)| *known == name).map(|(_, text)| *text);
        if own.is_empty() { of_action().unwrap_or_default() } else { own }.to_owned()
    };
    let (text, icon) = (said(&link.text, "text"), said(&link.icon, "icon"));
    let (target, title, description) =
        (said(&link.target, "target"), said(&link.title, "title"), said(&link.description, "description"));
    let built_in = renderer.site.actions.built_in(id);
    let icon = if icon.is_empty() { built_in.map_or("", |(icon, _)| icon) } else { &icon };
    let word = built_in.map(|(_, word)| renderer.site.labels.get(word)).or_else(|| renderer.site.actions.name(id));
    let is_bare = text.is_empty() && link.icon.is_empty();
    let text = if is_bare { word.unwrap_or_default() } else { &text };
    let url = match destination {
        "" => String::new(),
        written if is_active_url(written) => String::new(),
        written => configured::href(&renderer.site, written, from),
    };
    let entries: Vec<Value> = entries.iter().map(|entry| with_entries(renderer, entry, from, &[])).collect();
    // What has no text is called by its tooltip, or at least by where it leads.
    let name = [title.as_str(), link.link.as_str()].into_iter().find(|name| !name.is_empty()).unwrap_or_default();
    let name = if renderer.plain(text).is_empty() { name } else { "" };
    Value::object([
        ("separator", (link.kind == LinkKind::Separator).into()),
        ("text", renderer.label(text, from).into()),
        ("name", name.into()),
        ("url", url.into()),
        ("icon", renderer.icon(icon, from).into()),
        ("icon_align", link.icon_align.name().into()),
        ("target", attributes::target(&target).into()),
        ("title", title.as_str().into()),
        ("description", renderer.label(&description, from).into()),
        ("items", entries.into()),
    ])
}
