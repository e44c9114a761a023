//! What boxes show of what nobody wrote: lists, feeds and other files that are made.

use super::context::Context;
use super::{Renderer, list};
use crate::document::{Call, LinkKind, Medium};
use crate::html::Html;
use crate::path::Url;
use crate::site::Target;
use crate::theme::{Named, Value};

/// What the link at `at` leads to, for a component that declares the argument `page` or `file`.
pub(super) fn destination(call: &Call<'_>, at: usize, context: &Context<'_>) -> Option<Named> {
    let Some(Target::Made { url, .. }) = context.target(LinkKind::Link, at) else { return None };
    let takes = |name: &str| call.component.argument(name).is_some();
    if takes("page") {
        return Some(("page".into(), page(context.renderer, url)));
    }
    let is_file = takes("file") && !url.as_str().ends_with('/');
    is_file.then(|| ("file".into(), file(last_part(url))))
}

/// The fields of a page, of which such a thing has its name and its address.
fn page(renderer: &Renderer, url: &Url) -> Value {
    let list = renderer.site.list(url);
    let name = list.map_or_else(|| last_part(url).to_owned(), |list| list::title(renderer, list));
    let nothing = ["description", "icon", "image", "date", "folder", "categories"].map(|field| (field, "".into()));
    let told = [("label", Html::text(&name).into()), ("title", name.into()), ("path", url.as_str().into())];
    Value::fields(told.into_iter().chain(nothing))
}

/// How large it is, is known when it has been made.
fn file(name: &str) -> Value {
    let medium = Medium::of(name).map_or("", Medium::name);
    Value::object([("name", name.into()), ("size", "".into()), ("medium", medium.into())])
}

fn last_part(url: &Url) -> &str {
    url.as_str().trim_end_matches('/').rsplit('/').next().unwrap_or_default()
}
