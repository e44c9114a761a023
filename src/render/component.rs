//! A component's call to its template's arguments.

use super::body::{self, Context};
use crate::document::{Argument, Call, LinkKind};
use crate::html::Html;
use crate::theme::{Kind, Shape, Value};

/// Renders a component with everything inside it.
pub(super) fn render(call: &Call<'_>, context: &mut Context<'_>) -> String {
    let name = call.component.name.as_str();
    let mut arguments = given(call, context);
    if call.component.argument("panes").is_some() {
        let panes: Vec<Value> = call.panes.iter().map(|pane| self::pane(pane, context)).collect();
        arguments.push(("panes".to_owned(), panes.into()));
    }
    let body = body::blocks(&call.body, context);
    let takes_body = call.component.shape == Shape::Fence;
    context.component(name, arguments, takes_body.then_some(body.as_str()))
}

/// A pane as an object: its arguments and its body.
fn pane(pane: &Call<'_>, context: &mut Context<'_>) -> Value {
    let mut fields = given(pane, context);
    fields.push(("body".to_owned(), Html::trusted(body::blocks(&pane.body, context)).into()));
    Value::fields(fields)
}

/// The arguments that the author gave; for the others the template has defaults.
fn given(call: &Call<'_>, context: &mut Context<'_>) -> Vec<(String, Value)> {
    call.arguments.iter().map(|(name, argument)| (name.clone(), value(call, name, argument, context))).collect()
}

fn value(call: &Call<'_>, name: &str, argument: &Argument<'_>, context: &mut Context<'_>) -> Value {
    match argument {
        Argument::Markdown(nodes) => Html::trusted(body::inline(nodes, context)).into(),
        Argument::Icon(icon) => context.renderer.icon(icon, context.from).into(),
        Argument::Link(address, span) => context.href(LinkKind::Link, span.start, address).unwrap_or_default().into(),
        Argument::Text(text) => match call.component.argument(name).map(|argument| argument.kind) {
            Some(Kind::Integer) => text.trim().parse::<i64>().unwrap_or_default().into(),
            Some(Kind::Bool) => (!text.eq_ignore_ascii_case("false")).into(),
            _ => text.as_str().into(),
        },
    }
}
