//! The author's HTML in the head and around the body of a page, for its template.

use super::Renderer;
use crate::html::Html;
use crate::site::{Insert, PageId};
use crate::theme::Value;

/// The variable `inserts` of a page; `None` is one that nobody wrote.
pub(super) fn variable(renderer: &Renderer, page: Option<PageId>) -> (&'static str, Value) {
    let inserts = &renderer.site.inserts;
    let html = |insert: &Insert| Value::from(Html::trusted(insert.on(page).trim()));
    let fields = [
        ("head_top", html(&inserts.head_top)),
        ("head", html(&inserts.head)),
        ("body_top", html(&inserts.body_top)),
        ("body", html(&inserts.body)),
    ];
    ("inserts", Value::object(fields))
}
