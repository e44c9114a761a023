//! A component's call to its template's arguments.

use std::ops::Range;

use percent_encoding::percent_decode_str;

use super::configured::href_on;
use super::context::Context;
use super::{around, attributes, body, demo, fields, menu, snippet};
use crate::document::{Argument, Attributes, Call, LinkKind, OTHERS};
use crate::html::Html;
use crate::site::{Destination, Run, Target};
use crate::theme::{Kind, Metadata, Named, Shape, Value};

/// Renders a component with everything inside it.
pub(super) fn render(call: &Call<'_>, context: &mut Context<'_>) -> String {
    if is_void(call, context) {
        return String::new();
    }
    let name = call.component.name.as_str();
    let mut arguments = given(call, context);
    if call.component.argument("panes").is_some() {
        let numbered = numbers(&call.panes).into_iter().zip(&call.panes);
        let panes: Vec<Value> = numbered.map(|(number, pane)| self::pane(pane, number, context)).collect();
        arguments.push(("panes".into(), panes.into()));
    }
    if name == "demo" {
        return demo::render(call, arguments, context);
    }
    if let Some(file) = call.component.metadata.loads.as_deref().and_then(|argument| call.text(argument)) {
        let body = snippet::block(call, file, context);
        return context.component(name, arguments, Some(&body));
    }
    if name == "backlinks"
        && let Some(page) = context.page
    {
        arguments.push(("pages".into(), around::backlinks(context.renderer, page, context.from).into()));
        if call.text("title").is_none() {
            arguments.push(("title".into(), around::backlinks_title(context.renderer, page).into()));
        }
    }
    let body = body::blocks(&call.body, context);
    let takes_body = call.component.shape == Shape::Fence;
    context.component(name, arguments, takes_body.then_some(body.as_str()))
}

/// Whether a link that was refused leaves nothing of it to show.
fn is_void(call: &Call<'_>, context: &Context<'_>) -> bool {
    let Metadata { text, link, .. } = &call.component.metadata;
    let has = |wanted: &Option<String>| call.arguments.iter().any(|(name, _)| Some(name) == wanted.as_ref());
    let is_refused = |(name, argument): &(String, Argument<'_>)| match argument {
        Argument::Link(kind, address, span) if Some(name) == link.as_ref() => {
            context.href(*kind, span.start, address).is_none()
        }
        _ => false,
    };
    text.is_some() && !has(text) && call.arguments.iter().any(is_refused)
}

/// The number of each pane: what its author says, else the one behind that of the pane before.
fn numbers(panes: &[Call<'_>]) -> Vec<i64> {
    let mut before = 0;
    let number = |pane: &Call<'_>| {
        let own = pane.component.metadata.number.as_deref().and_then(|name| pane.text(name)?.trim().parse().ok());
        before = own.unwrap_or(before + 1);
        before
    };
    panes.iter().map(number).collect()
}

/// A pane as an object: every argument that the component declares, and its body.
fn pane(pane: &Call<'_>, number: i64, context: &mut Context<'_>) -> Value {
    let mut fields = given(pane, context);
    if let Some(name) = &pane.component.metadata.number {
        fields.retain(|(given, _)| given != name);
        fields.push((name.clone().into(), number.into()));
    }
    for argument in &pane.component.arguments {
        if fields.iter().all(|(name, _)| *name != argument.name) {
            fields.push((argument.name.clone().into(), "".into()));
        }
    }
    fields.push(("body".into(), Html::trusted(body::blocks(&pane.body, context)).into()));
    Value::fields(fields)
}

/// The arguments that the author gave, and those that the site adds to them; for the others the template has defaults.
fn given(call: &Call<'_>, context: &mut Context<'_>) -> Vec<Named> {
    let in_link = context.in_link;
    // What is shown in a frame has its text beside it, anything else that leads somewhere has it inside.
    let is_link = call.component.metadata.frames.is_none() && call.arguments.iter().any(leads);
    let mut given: Vec<Named> = Vec::new();
    for named in call.arguments.iter().filter(|named| !(in_link && leads(named))) {
        let (name, argument) = named;
        if let ("action", Argument::Text(id)) = (name.as_str(), argument) {
            let does = action(call, id, context);
            given.extend(does);
            continue;
        }
        if let Some(copy) = page_as_file(call, argument, context) {
            given.extend(copy);
            continue;
        }
        context.in_link = in_link || is_link;
        given.push((name.clone().into(), value(call, name, argument, context)));
        context.in_link = in_link;
        if let Argument::Link(LinkKind::Link, written, span) = argument {
            // What leads nowhere shows nothing of the page that it stands on.
            given.extend(destination(call, span.start, context).filter(|_| written != "#"));
            given.extend(outbound_target(call, argument, context));
        }
    }
    let Some(id) = context.component_id(call.span.start) else { return given };
    match given.iter_mut().find(|(name, _)| name == "id") {
        // What its author chose was taken before, or it is the same.
        Some((_, own)) => *own = id.into(),
        // A component without a title may be the first thing in an element that has an id.
        None if call.component.metadata.id_from.is_some() && call.component.argument("id").is_some() => {
            given.push(("id".into(), id.into()));
        }
        None => {}
    }
    given
}

/// Whether an argument makes a component lead somewhere.
fn leads((name, argument): &(String, Argument<'_>)) -> bool {
    name == "action" || matches!(argument, Argument::Link(LinkKind::Link, ..))
}

fn value(call: &Call<'_>, name: &str, argument: &Argument<'_>, context: &mut Context<'_>) -> Value {
    match argument {
        Argument::Markdown(nodes) => Html::trusted(body::inline(nodes, context)).into(),
        Argument::Size(size) => size.class().into(),
        Argument::Icon(icon) => {
            let document = context.page.map(|page| page.document.as_ref());
            if let Some(problem) = context.renderer.missing_icon(icon, document) {
                context.report(problem, place_of(call, icon, context));
            }
            context.icon(icon).into()
        }
        Argument::Link(kind, address, span) => context.href(*kind, span.start, address).unwrap_or_default().into(),
        Argument::Text(text) => match call.component.argument(name).map(|argument| argument.kind) {
            Some(Kind::Integer) => text.trim().parse::<i64>().unwrap_or_default().into(),
            Some(Kind::Bool) => (!text.eq_ignore_ascii_case("false")).into(),
            _ if name == "target" => attributes::target(text).into(),
            _ if name == OTHERS => attributes::pairs(&Attributes::of_lines(text)).into(),
            _ => text.as_str().into(),
        },
    }
}

/// Where a component has this value.
pub(super) fn place_of(call: &Call<'_>, value: &str, context: &Context<'_>) -> Range<usize> {
    let text = context.page.map_or("", |page| page.document.source.text.as_str());
    let written = text.get(call.span.clone()).unwrap_or_default();
    let quoted = ['"', '\''].iter().find_map(|quote| Some(written.rfind(&format!("{quote}{value}{quote}"))? + 1));
    let at = quoted.or_else(|| written.rfind(value)).map(|at| call.span.start + at);
    at.map_or_else(|| call.span.clone(), |at| at..at + value.len())
}

/// What a component does when it is pressed: a script runs the action, unless all it does is to lead somewhere.
/// Such a link also says how the component looks where its author does not.
fn action(call: &Call<'_>, id: &str, context: &mut Context<'_>) -> Vec<Named> {
    let renderer = context.renderer;
    if let Some(problem) = renderer.site.actions.unknown(id) {
        context.report(problem, place_of(call, id, context));
    }
    let destination = format!("action:{}", id.trim());
    let Some(Run::Link { look, .. }) = renderer.site.actions.run(&destination, context.page) else {
        let id = id.trim().to_lowercase();
        let text = name_of_action(call, &id, context);
        return text.into_iter().chain([("action".into(), id.into())]).collect();
    };
    let is_open = |name: &str| {
        call.component.argument(name).is_some()
            && call.arguments.iter().all(|(given, _)| !given.eq_ignore_ascii_case(name))
    };
    let look = look.into_iter().filter(|(name, _)| is_open(name)).map(|(name, text)| {
        let value = match name {
            "text" => renderer.label(text, context.from).into(),
            "icon" => context.icon(text).into(),
            "target" => attributes::target(text).into(),
            _ => text.into(),
        };
        (name.to_owned().into(), value)
    });
    let href = href_on(&renderer.site, &destination, context.from, context.page);
    std::iter::once(("link".into(), href.into())).chain(look).collect()
}

/// What an action is called, for a component that has nothing else to show.
fn name_of_action(call: &Call<'_>, id: &str, context: &Context<'_>) -> Option<Named> {
    let Metadata { text, link, .. } = &call.component.metadata;
    let shows = |(name, _): &(String, Argument<'_>)| name == "icon" || [text, link].contains(&&Some(name.clone()));
    let text = text.as_ref().filter(|_| !call.arguments.iter().any(shows))?;
    let name = menu::word_for_action(context.renderer, id).unwrap_or(id);
    Some((text.clone().into(), context.renderer.label(name, context.from).into()))
}

/// Where a component's link to another site opens, unless the author says so.
fn outbound_target(call: &Call<'_>, link: &Argument<'_>, context: &Context<'_>) -> Option<Named> {
    let Argument::Link(kind, address, span) = link else { return None };
    let takes = call.component.argument("target").is_some() && call.text("target").is_none();
    let outbound = &context.renderer.outbound;
    let leads_out = || context.href(*kind, span.start, address).is_some_and(|href| outbound.leads_out(&href));
    (takes && !outbound.target().is_empty() && leads_out()).then(|| ("target".into(), outbound.target().into()))
}

/// A page that is offered as a file: its Markdown copy, when it has one.
fn page_as_file(call: &Call<'_>, link: &Argument<'_>, context: &Context<'_>) -> Option<[Named; 2]> {
    let Argument::Link(LinkKind::Link, _, span) = link else { return None };
    let Some(Destination::Page(id)) = context.destination(span.start) else { return None };
    let renderer = context.renderer;
    let url = renderer.site.copy_url(&renderer.site.pages[id]).filter(|_| call.component.metadata.downloads)?;
    let bytes = renderer.markdown(id).len() as u64;
    let href = renderer.site.base.href(context.from, &url);
    Some([("link".into(), href.into()), ("file".into(), fields::file(url.name(), Some(bytes)))])
}

/// The name of a file of another site that is offered without a text.
fn downloaded(call: &Call<'_>, address: &str) -> Option<String> {
    let is_bare = call.component.metadata.downloads && call.arguments.iter().all(|(name, _)| name != "text");
    let path = address.split(['?', '#']).next().filter(|_| is_bare)?;
    let name = path.rsplit('/').next().filter(|name| !name.is_empty())?;
    Some(percent_decode_str(name).decode_utf8_lossy().into_owned())
}

/// What a link leads to, for a component that declares the argument `page` or `file`.
fn destination(call: &Call<'_>, at: usize, context: &Context<'_>) -> Option<Named> {
    let renderer = context.renderer;
    let site = &renderer.site;
    let takes = |name: &str| call.component.argument(name).is_some();
    Some(match context.target(LinkKind::Link, at)? {
        Target::Internal { to: Destination::Page(id), .. } if takes("page") => {
            ("page".into(), fields::page(renderer, &site.pages[*id], context.from, &call.component))
        }
        Target::Internal { to: Destination::File(id), .. } if takes("file") => {
            let source = &site.files[*id].source;
            ("file".into(), fields::file(source.path.file_name(), Some(source.size)))
        }
        Target::Internal { to: Destination::File(id), .. } if takes("page") => {
            let file = &site.files[*id];
            ("page".into(), fields::named_page(file.source.path.file_name(), &file.url))
        }
        Target::Made { url, .. } if takes("page") => ("page".into(), fields::made_page(renderer, url)),
        Target::Made { url, .. } if takes("file") && !url.as_str().ends_with('/') => {
            ("file".into(), fields::file(url.name(), None))
        }
        Target::External(address) => ("text".into(), downloaded(call, address)?.into()),
        _ => return None,
    })
}
