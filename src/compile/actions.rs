//! Expressions in page actions: evaluated when the site is built, once or for each page. Those that speak of
//! what is only known when an action runs are left to the theme's script.

use std::sync::OnceLock;

use rayon::prelude::*;

use super::outside::{Worlds, outside_pages};
use crate::config::{Layers, Yaml};
use crate::diagnostic::{Diagnostic, SourceText};
use crate::document::{self, Action};
use crate::expand::{self, Object, Syntax, Value, World};
use crate::site::{ActionsOfPages, OwnAction, PageId, Site};

/// What is only known when an action runs.
const LATER: [&str; 3] = ["inputs.", "steps.", "context."];

/// The project's own actions that have expressions, evaluated.
#[derive(Default)]
pub(super) struct EvaluatedActions {
    /// Those that are the same everywhere, by their ids.
    pub(super) once: Vec<(String, Action)>,
    /// Those that are another on each page.
    pub(super) of_pages: ActionsOfPages,
    /// What was found wrong.
    pub(super) diagnostics: Vec<Diagnostic>,
}

/// Evaluates the project's own actions.
pub(super) fn evaluate(site: &Site, worlds: &Worlds<'_>) -> EvaluatedActions {
    let mut all = EvaluatedActions::default();
    let has_templates = |own: &OwnAction| expand::has_templates(&own.source.text, Syntax::Braces);
    for (id, own) in site.actions.own().filter(|(_, own)| has_templates(own)) {
        let template = Template::new(own);
        let evaluated = template.evaluated(None, worlds.without_pages());
        if !evaluated.wants_pages {
            all.diagnostics.extend(evaluated.diagnostics);
            all.once.push((id.clone(), evaluated.action));
            continue;
        }
        for (page, evaluated) in template.on_pages(site, worlds.with_pages()) {
            all.diagnostics.extend(evaluated.diagnostics);
            let path = site.pages[page].document.path.clone();
            all.of_pages.entry(path).or_default().insert(id.clone(), evaluated.action);
        }
    }
    all
}

/// An action whose expressions are to be evaluated.
struct Template<'a> {
    own: &'a OwnAction,
    data: Object,
    /// Where its texts stand: only known once there is something to tell.
    layers: OnceLock<Layers>,
}

/// An action whose expressions were evaluated.
struct Evaluated {
    action: Action,
    wants_pages: bool,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Template<'a> {
    fn new(own: &'a OwnAction) -> Self {
        let data = match expand::of_data(&own.action.data) {
            Value::Object(data) => (*data).clone(),
            _ => Object::default(),
        };
        Self { own, data, layers: OnceLock::new() }
    }

    /// The action on every page.
    fn on_pages(&self, site: &Site, world: &World<'_>) -> Vec<(PageId, Evaluated)> {
        let on_page = |page| (page, self.evaluated(Some(&site.page_values(page)), world));
        (0..site.pages.len()).into_par_iter().map(on_page).collect()
    }

    fn evaluated(&self, page: Option<&Value>, world: &World<'_>) -> Evaluated {
        let mut action = self.own.action.clone();
        let (mut wants_pages, mut diagnostics) = (false, Vec::new());
        let mut change = |text: &str| {
            let expansion = self.expansion(text, page, world)?;
            wants_pages |= expansion.wants_pages;
            if expansion.wants_pages {
                return None;
            }
            diagnostics.extend(expansion.diagnostics.into_iter().map(|diagnostic| self.placed(text, diagnostic)));
            Some(expansion.source.text.to_string())
        };
        for value in action.steps.iter_mut().flat_map(|step| step.with.0.values_mut()) {
            change_texts(value, &mut change);
        }
        Evaluated { action, wants_pages, diagnostics }
    }

    /// A text of a step with its expressions evaluated; `None` when it stays as it is.
    fn expansion(&self, text: &str, page: Option<&Value>, world: &World<'_>) -> Option<expand::Expansion> {
        let is_later = LATER.iter().any(|name| text.contains(name));
        if is_later || !expand::has_templates(text, Syntax::Braces) {
            return None;
        }
        let source = SourceText::new(self.own.source.name.as_str(), text);
        Some(expand::text_of_action(&source, &self.data, page, world))
    }

    fn placed(&self, text: &str, diagnostic: Diagnostic) -> Diagnostic {
        let layers = self.layers.get_or_init(|| document::action_layers(&self.own.source));
        layers.placed_at_text(text, outside_pages(diagnostic))
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
