//! An action of a project's own: a file in `_components/actions`, YAML or Markdown with front matter.

use std::sync::Arc;

use super::front_matter;
use crate::config::{Data, Ignored, Layer, Layers, Reader, UnknownKeys, definitions};
use crate::diagnostic::{Code, Diagnostic, SourceText};

definitions! {
    /// What happens when a reader asks for it.
    pub struct Action {
        /// Its name in links; by default that of its file.
        id: Option<String> = "id";
        /// What it is called in menus.
        name: String = "name";
        /// What it does, for authors.
        description: Ignored = "description";
        /// Values that steps name as `inputs.NAME`.
        inputs: Data = "inputs";
        /// What it gives, for authors.
        outputs: Ignored = "outputs";
        /// Values that steps name directly.
        data: Data = "data";
        /// What is done, in order.
        steps: Vec<Step> = "steps";
    }

    /// One step of an action.
    pub struct Step {
        /// Name under which later steps find what it gives: `steps.NAME.outputs`.
        id: Option<String> = "id";
        /// What does it: `clipboard`, `fetch`, `open`, `print`, `scroll` or `share`.
        handler: Option<String> = "handler";
        /// Another action that is done here.
        action: Option<String> = "action";
        /// What it does, for authors.
        description: Ignored = "description";
        /// What the handler is given; by default what the step before gave. A lone step with only a `link` in here is a link.
        with: Data = "with";
    }
}

/// Reads an action.
pub fn action(source: &Arc<SourceText>) -> (Action, Vec<Diagnostic>) {
    let (layer, mut problems) = layer(source);
    let (action, more) = Reader::read::<Action>(&Layers::from(layer), "the action", UnknownKeys::ReportSlips);
    problems.extend(more);
    (action, problems)
}

/// What the file of an action says, as it says it.
pub fn action_layers(source: &Arc<SourceText>) -> Layers {
    Layers::from(layer(source).0)
}

fn layer(source: &Arc<SourceText>) -> (Layer, Vec<Diagnostic>) {
    let split = front_matter::split(&source.text);
    let yaml = if split.yaml.is_empty() { 0..source.text.len() } else { split.yaml };
    Layer::read(source, yaml, Code::FrontMatterInvalid)
}
