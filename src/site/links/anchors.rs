//! Anchors that are not there.

use std::collections::HashSet;

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::site::Page;

/// How many of a page's anchors are named when none is like the one that was wanted.
const NAMED: usize = 5;

/// The finding for an anchor that a page does not have, with the nearest, or some that it has.
pub(in crate::site) fn missing(page: &Page, wanted: &str) -> Diagnostic {
    let ids = || page.document.facts.anchors();
    let hint = match nearest(wanted, ids()) {
        Some(near) => format!("did you mean `#{near}`?"),
        None => {
            let mut told = HashSet::new();
            let some = ids().filter(|id| !id.is_empty() && told.insert(*id)).take(NAMED);
            let some: Vec<String> = some.map(|id| format!("`#{id}`")).collect();
            if some.is_empty() {
                "the page has no headings".into()
            } else {
                format!("the page has {}", some.join(", "))
            }
        }
    };
    let message = format!("there is no `#{wanted}` on `{}`", page.document.source.name);
    Diagnostic::new(Code::DeadAnchor, message).hint(hint)
}
