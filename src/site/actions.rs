//! Page actions: what is built in, what a project adds, and what a link to an action leads to.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use super::Page;
use crate::config::{self, Config, Layers, Link};
use crate::diagnostic::{Code, Diagnostic, SourceText, telling};
use crate::document::{self, Action, Step};
use crate::path::SourcePath;
use crate::source::PageFile;

/// Links to actions begin with this.
const SCHEME: &str = "action:";

/// The actions that the theme's script knows: their ids, their icons, and the names of the words for them.
const BUILT_IN: [(&str, &str, &str); 7] = [
    ("copy-page-link", "link", "action_copy_link"),
    ("copy-page-markdown", "copy", "action_copy_markdown"),
    ("copy-to-clipboard", "link", "action_copy_link"),
    ("print-page", "download", "action_print"),
    ("scroll-to-top", "arrow-up", "action_top"),
    ("share-page", "share", "action_share"),
    ("view-page-markdown", "markdown", "action_view_markdown"),
];

/// What a step can be done by, in the theme's script.
const HANDLERS: [&str; 6] = ["clipboard", "fetch", "open", "print", "scroll", "share"];

/// An action of the project's own.
#[derive(Debug, Clone)]
pub struct OwnAction {
    /// What it does.
    pub action: Action,
    /// The file that says so.
    pub source: Arc<SourceText>,
}

/// Actions that are another on each page, by the page's path and their ids.
pub type ActionsOfPages = HashMap<SourcePath, BTreeMap<String, Action>>;

/// The actions of a site.
#[derive(Debug, Clone, Default)]
pub struct Actions {
    own: BTreeMap<String, OwnAction>,
    of_pages: ActionsOfPages,
    /// The actions that are steps of the project's own.
    steps: BTreeSet<String>,
    /// Whether the header, the footer or the menu beside titles has one, so that every page needs the script.
    pub are_everywhere: bool,
}

/// What a link to an action leads to.
#[derive(Debug, Clone, PartialEq)]
pub enum Run<'a> {
    /// Somewhere: all that the action does is to link there.
    Link {
        /// Where it leads.
        link: &'a str,
        /// How what it is the link of looks, as far as that says nothing itself: `text`, `icon`, `variant`.
        look: Vec<(&'a str, &'a str)>,
    },
    /// To a script, under this address on the page.
    Script(String),
}

impl Actions {
    /// Reads the actions of the project, and looks where actions are used.
    pub(super) fn new(files: &[PageFile], config: &Config, written: &Layers) -> (Self, Vec<Diagnostic>) {
        let mut actions = Self::default();
        let mut diagnostics = Vec::new();
        for file in files {
            let action = telling(&mut diagnostics, document::action(&file.source));
            let id = action.id.clone().unwrap_or_else(|| file.path.stem().to_owned());
            actions.own.insert(id.to_lowercase(), OwnAction { action, source: Arc::clone(&file.source) });
        }
        diagnostics.extend(actions.own.iter().flat_map(|(id, own)| actions.unknown_steps(id, own)));
        actions.leave_out_circles();
        actions.steps = actions.own.values().flat_map(|own| steps_of(&own.action)).collect();
        let menu = config.actions.items.iter().filter(|_| config.actions.enabled);
        let entries = |link: &Link| link.items.0.clone();
        let links: Vec<Link> = config.links.iter().chain(&config.footer.links).cloned().collect();
        let all = links.iter().flat_map(entries).chain(links.iter().cloned()).chain(menu.cloned());
        actions.are_everywhere = all.filter_map(|link| id_of_link(&link)).next().is_some();
        let named = ["links", "footer", "actions"].map(|menus| {
            let at = |name: &str| written.texts_under(&[menus], &[name]);
            let links = at("link").into_iter().filter_map(|(at, link)| Some((at, id(link.trim())?)));
            let ids = at("action").into_iter().map(|(at, id)| (at, id_of_action(id)));
            links.chain(ids).collect::<Vec<_>>()
        });
        let unknown = |(at, id): (Vec<config::Step>, String)| Some(written.placed(&at, actions.unknown(&id)?));
        diagnostics.extend(named.into_iter().flatten().filter_map(unknown));
        (actions, diagnostics)
    }

    /// The project's own actions.
    pub fn own(&self) -> impl Iterator<Item = (&String, &OwnAction)> {
        self.own.iter()
    }

    /// Whether one of them speaks of the page that it stands on.
    pub fn speak_of_pages(&self) -> bool {
        !self.of_pages.is_empty()
    }

    /// Takes over the actions whose expressions were evaluated: those that are the same everywhere, and those of each page.
    pub fn settle(&mut self, once: Vec<(String, Action)>, of_pages: ActionsOfPages) {
        for (id, action) in once {
            if let Some(own) = self.own.get_mut(&id) {
                own.action = action;
            }
        }
        self.of_pages = of_pages;
    }

    /// What a destination that names an action leads to on a page, or in what all pages share; `None` when it names none.
    pub fn run(&self, destination: &str, page: Option<&Page>) -> Option<Run<'_>> {
        Some(self.run_of(&id(destination)?, page))
    }

    fn run_of(&self, id: &str, page: Option<&Page>) -> Run<'_> {
        let of_page = page.and_then(|page| self.of_pages.get(&page.document.path)?.get(id));
        // What is another on each page cannot stand in what they share.
        let differs = || self.of_pages.values().next().is_some_and(|actions| actions.contains_key(id));
        let same = || self.own.get(id).filter(|_| !differs()).map(|own| &own.action);
        let link = of_page.or_else(same).and_then(|action| match action.steps.as_slice() {
            [Step { handler: None, action: None, with, .. }] => {
                let texts = with.0.iter().filter_map(|(name, value)| Some((name.as_str()?, value.as_str()?)));
                let (links, look): (Vec<_>, Vec<_>) = texts.partition(|(name, _)| *name == "link");
                Some(Run::Link { link: links.first()?.1, look })
            }
            _ => None,
        });
        link.unwrap_or_else(|| Run::Script(format!("#action={id}")))
    }

    /// The icon and the name of the word for a built-in action.
    pub fn built_in(&self, id: &str) -> Option<(&'static str, &'static str)> {
        BUILT_IN.iter().find(|(known, ..)| known.eq_ignore_ascii_case(id)).map(|(_, icon, word)| (*icon, *word))
    }

    /// What the project calls an action of its own.
    pub fn name(&self, id: &str) -> Option<&str> {
        self.own.get(&id.to_lowercase()).map(|own| own.action.name.as_str()).filter(|name| !name.is_empty())
    }

    /// The project's own actions for the script, on a page or where all are alike; empty when it needs none of them.
    pub fn for_script(&self, page: Option<&Page>) -> String {
        let steps = |action: &Action| action.steps.iter().map(step).collect::<Vec<_>>();
        let object = |action: &Action| serde_json::json!({ "steps": steps(action), "inputs": action.inputs.0, "data": action.data.0 });
        let of_page = page.and_then(|page| self.of_pages.get(&page.document.path));
        let action = |id: &String, own: &OwnAction| object(of_page.and_then(|own| own.get(id)).unwrap_or(&own.action));
        let own: BTreeMap<&String, serde_json::Value> = self
            .own
            .iter()
            .filter(|(id, _)| self.needs_script(id, page))
            .map(|(id, own)| (id, action(id, own)))
            .collect();
        if own.is_empty() {
            return String::new();
        }
        serde_json::to_string(&own).unwrap_or_default()
    }

    /// Whether the script runs an action on a page: as more than a link there or in what all pages share, or as a step of another.
    fn needs_script(&self, id: &str, page: Option<&Page>) -> bool {
        let shared = self.are_everywhere.then_some(None);
        let is_run = |page: Option<&Page>| matches!(self.run_of(id, page), Run::Script(_));
        self.steps.contains(id) || std::iter::once(page).chain(shared).any(is_run)
    }

    /// The steps of an action that nothing can do, and those that would do the action itself.
    fn unknown_steps(&self, id: &str, own: &OwnAction) -> Vec<Diagnostic> {
        let written = document::action_layers(&own.source);
        let unknown_handler = |name: &str| {
            let message = format!("there is no handler `{name}`");
            let told = Diagnostic::new(Code::UnknownValue, message).did_you_mean(name, HANDLERS);
            (!HANDLERS.contains(&name)).then(|| told.hint(format!("it is one of `{}`", HANDLERS.join("`, `"))))
        };
        // What a handler is given may have any names.
        let with = config::Step::Key("with".into());
        let of_step = |(at, _): &(Vec<config::Step>, &str)| !at.contains(&with);
        let handlers = written.texts_under(&["steps"], &["handler"]).into_iter().filter(of_step);
        let actions = written.texts_under(&["steps"], &["action"]).into_iter().filter(of_step);
        let unknown = handlers.map(|(at, name)| (at, unknown_handler(name)));
        let problem = |step: &str| self.unknown(step).or_else(|| self.circular(id, step));
        let unknown = unknown.chain(actions.map(|(at, name)| (at, problem(&id_of_action(name)))));
        unknown.filter_map(|(at, problem)| Some(written.placed(&at, problem?))).collect()
    }

    /// The finding for a step that leads back to its action.
    fn circular(&self, id: &str, step: &str) -> Option<Diagnostic> {
        let told = || Diagnostic::new(Code::ActionCircular, format!("`action: {step}` leads round in a circle"));
        self.leads_to(step, id).then(|| told().hint("the step is left out"))
    }

    /// Whether an action does another, or is the same.
    fn leads_to(&self, from: &str, to: &str) -> bool {
        let (mut seen, mut ahead) = (BTreeSet::new(), vec![from.to_owned()]);
        while let Some(id) = ahead.pop() {
            if id == to {
                return true;
            }
            if let Some(own) = self.own.get(&id)
                && seen.insert(id)
            {
                ahead.extend(steps_of(&own.action));
            }
        }
        false
    }

    /// Leaves out the steps that lead back to their action: the script would never end.
    fn leave_out_circles(&mut self) {
        let whole = self.clone();
        let goes_on =
            |id: &str, step: &Step| !step.action.as_deref().is_some_and(|to| whole.leads_to(&id_of_action(to), id));
        for (id, own) in &mut self.own {
            own.action.steps.retain(|step| goes_on(id, step));
        }
    }

    /// The finding for an action that does not exist.
    pub fn unknown(&self, id: &str) -> Option<Diagnostic> {
        let id = &id.trim().to_lowercase();
        if self.own.contains_key(id) || self.built_in(id).is_some() {
            return None;
        }
        let known = || BUILT_IN.iter().map(|(id, ..)| *id).chain(self.own.keys().map(String::as_str));
        let diagnostic =
            Diagnostic::new(Code::DeadLink, format!("there is no action `{id}`")).did_you_mean(id, known());
        if !diagnostic.hints.is_empty() {
            return Some(diagnostic);
        }
        let mut names: Vec<&str> = known().collect();
        names.sort_unstable();
        Some(diagnostic.hint(format!("there are `{}`", names.join("`, `"))))
    }
}

fn step(step: &Step) -> serde_json::Value {
    let mut object = serde_json::Map::new();
    let action = step.action.as_deref().map(id_of_action);
    for (name, value) in [("id", step.id.clone()), ("handler", step.handler.clone()), ("action", action)] {
        object.extend(value.map(|value| (name.to_owned(), value.into())));
    }
    if !step.with.0.is_empty() {
        object.insert("with".to_owned(), serde_json::to_value(&step.with.0).unwrap_or_default());
    }
    object.into()
}

/// The actions that are steps of an action.
fn steps_of(action: &Action) -> impl Iterator<Item = String> {
    action.steps.iter().filter_map(|step| Some(id_of_action(step.action.as_deref()?)))
}

/// The action that a destination names, in lower case.
pub(super) fn id(destination: &str) -> Option<String> {
    let id = destination.strip_prefix(SCHEME)?.trim();
    let is_id = !id.is_empty() && id.chars().all(|c| c.is_alphanumeric() || matches!(c, '-' | '_' | '.'));
    is_id.then(|| id.to_lowercase())
}

/// The action that a configuration names, with or without the scheme.
fn id_of_action(written: &str) -> String {
    written.trim().trim_start_matches(SCHEME).to_lowercase()
}

/// The action that a link of the configuration runs.
fn id_of_link(link: &Link) -> Option<String> {
    let action = link.action.as_deref().map(id_of_action);
    action.filter(|action| !action.is_empty()).or_else(|| id(link.link.trim()))
}
