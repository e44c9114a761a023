//! Expressions in page actions (format sheet §9.6): evaluated when the site is built, once or for each page. Those that speak of
//! what is only known when an action runs are left to the theme's script.

use rayon::prelude::*;

use super::expanded::{Expander, outside_pages};
use crate::config::{Layers, Yaml};
use crate::diagnostic::Diagnostic;
use crate::diagnostic::SourceText;
use crate::document::{self, Action};
use crate::expand::{self, Syntax, Value, World};
use crate::site::{ActionsOfPages, OwnAction, Site};

/// What is only known when an action runs.
const LATER: [&str; 3] = ["inputs.", "steps.", "context."];

/// An action whose expressions were evaluated.
struct Evaluated {
    action: Action,
    wants_pages: bool,
    diagnostics: Vec<Diagnostic>,
}

impl Expander<'_> {
    /// Evaluates the project's own actions.
    pub(super) fn evaluate_actions(&self, site: &mut Site) -> Vec<Diagnostic> {
        let mut diagnostics = Vec::new();
        let mut of_pages = ActionsOfPages::new();
        let mut once = Vec::new();
        for (id, own) in site.actions.own() {
            let evaluated = evaluate(own, None, self.world(None));
            if !evaluated.wants_pages {
                diagnostics.extend(evaluated.diagnostics);
                once.push((id.clone(), evaluated.action));
                continue;
            }
            let for_page = |page: usize| {
                let evaluated = evaluate(own, Some(&site.page_values(page)), self.world(Some(site)));
                (site.pages[page].document.path.clone(), evaluated)
            };
            let each: Vec<_> = (0..site.pages.len()).into_par_iter().map(for_page).collect();
            for (path, evaluated) in each {
                diagnostics.extend(evaluated.diagnostics);
                of_pages.entry(path).or_default().insert(id.clone(), evaluated.action);
            }
        }
        site.settled_mut().actions.settle(once, of_pages);
        diagnostics
    }
}

fn evaluate(own: &OwnAction, page: Option<&Value>, mut world: World<'_>) -> Evaluated {
    let mut evaluated = Evaluated { action: own.action.clone(), wants_pages: false, diagnostics: Vec::new() };
    if !expand::has_templates(&own.source.text, Syntax::Braces) {
        return evaluated;
    }
    if let Value::Object(data) = expand::of_data(&own.action.data) {
        data.iter().for_each(|(name, value)| world.values.set(name, value.clone()));
    }
    let layers = document::action_layers(&own.source);
    let mut action = own.action.clone();
    for value in action.steps.iter_mut().flat_map(|step| step.with.0.values_mut()) {
        change_texts(value, &mut |text| evaluated.text(text, own, page, &world, &layers));
    }
    evaluated.action = action;
    evaluated
}

impl Evaluated {
    /// A text of a step with its expressions evaluated; `None` when it stays as it is.
    fn text(
        &mut self,
        text: &str,
        own: &OwnAction,
        page: Option<&Value>,
        world: &World<'_>,
        layers: &Layers,
    ) -> Option<String> {
        let is_later = LATER.iter().any(|name| text.contains(name));
        if is_later || !expand::has_templates(text, Syntax::Braces) {
            return None;
        }
        let source = SourceText::new(own.source.name.as_str(), text);
        let expansion = expand::text("", &source, page, Syntax::Braces, world);
        self.wants_pages |= expansion.wants_pages;
        if expansion.wants_pages {
            return None;
        }
        let told = expansion.diagnostics.into_iter().map(outside_pages);
        self.diagnostics.extend(told.map(|diagnostic| layers.placed_at_text(text, diagnostic)));
        Some(expansion.source.text.clone())
    }
}

fn change_texts(value: &mut Yaml, change: &mut impl FnMut(&str) -> Option<String>) {
    match value {
        Yaml::String(text) => {
            if let Some(changed) = change(text) {
                *text = changed;
            }
        }
        Yaml::Sequence(values) => values.iter_mut().for_each(|value| change_texts(value, change)),
        Yaml::Mapping(map) => map.values_mut().for_each(|value| change_texts(value, change)),
        _ => {}
    }
}
