//! Demos: what a crate of the project printed, and the module that a reader can run.

use super::context::Context;
use crate::diagnostic::{Code, Diagnostic};
use crate::document::Call;
use crate::html::Html;
use crate::path::Url;
use crate::theme::{Named, Value};

/// A demo with what it printed, its module, and the source files that the author asks for. Nothing when demos are left out.
pub(super) fn render(call: &Call<'_>, mut arguments: Vec<Named>, context: &mut Context<'_>) -> String {
    let renderer = context.renderer;
    let name = call.text("name").unwrap_or_default();
    let Some(demo) = renderer.site.demos.get(name) else { return String::new() };
    let href = |file: &str, bytes: &[u8]| {
        let url = Url::new(&format!("/demos/{name}/{file}"))?;
        Some(renderer.digested(&url, bytes, context.from))
    };
    let module = demo.module.as_deref().and_then(|bytes| href("module.js", bytes));
    let style = demo.style.as_deref().and_then(|bytes| href("demo.css", bytes));
    let script = demo.script.as_deref().and_then(|bytes| href("demo.js", bytes));
    context.need(style, script);
    let files: Vec<Value> = call
        .text("source")
        .unwrap_or_default()
        .split(',')
        .map(str::trim)
        .filter(|path| !path.is_empty())
        .filter_map(|path| {
            let file = path.split('#').next().unwrap_or_default();
            let Some(text) = demo.source(path) else {
                let diagnostic =
                    Diagnostic::new(Code::MissingFile, format!("the demo `{name}` has no source `{path}`"));
                context.report(diagnostic, call.span.clone());
                return None;
            };
            let code = context.source_code(&text, file);
            Some(Value::object([("path", path.into()), ("code", Html::trusted(code).into())]))
        })
        .collect();
    arguments.push(("title".into(), demo.title.as_str().into()));
    arguments.push(("module".into(), module.unwrap_or_default().into()));
    arguments.push(("files".into(), files.into()));
    context.component("demo", arguments, Some(demo.html.as_str()))
}
