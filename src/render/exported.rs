//! Pictures in the HTML that GitBook exports, `<figure><img src="../.gitbook/assets/a.png">`. Other HTML is published as it is
//! written; these paths begin at the page's file, and lead nowhere from its address.

use super::context::Context;
use crate::document;
use crate::html::escape;
use crate::site::EXPORTED;

/// A piece of HTML with the addresses of such pictures; nothing when it has none.
pub(super) fn exported(html: &str, context: &Context<'_>) -> Option<String> {
    let site = &context.renderer.site;
    let page = context.page.filter(|_| html.contains(EXPORTED))?;
    let mut written = None;
    for link in document::links_in_html(html).into_iter().rev() {
        if let Some((file, suffix)) = site.exported(page, &link) {
            let address = site.base.href(context.from, &file.url) + suffix;
            written.get_or_insert_with(|| html.to_owned()).replace_range(link.span.clone(), &escape(&address));
        }
    }
    written
}
