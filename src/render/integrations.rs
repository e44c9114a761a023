//! Services of others, only when they are configured. Our pages hold no inline script, so what they need
//! beside their own file is said in attributes.

use super::Renderer;
use super::by_need::theme_file;
use crate::site::Viewpoint;
use crate::theme::Value;

/// Google Analytics and Tag Manager, started by a script of the theme's.
pub(super) fn google(renderer: &Renderer, from: Viewpoint) -> Value {
    let integrations = &renderer.site.config.integrations;
    if !integrations.has_google() {
        return Value::none();
    }
    Value::object([
        ("script", theme_file(renderer, "analytics.js", from).into()),
        ("google", integrations.google_analytics.id.clone().into()),
        ("tags", integrations.google_tag_manager.id.clone().into()),
    ])
}

/// Plausible's own script, from its host or the author's.
pub(super) fn plausible(renderer: &Renderer) -> Value {
    let plausible = &renderer.site.config.integrations.plausible;
    let Some(domain) = &plausible.domain else { return Value::none() };
    let script = plausible.script();
    Value::object([("script", script.into()), ("domain", domain.as_str().into())])
}
