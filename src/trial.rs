//! What `fuzz/` and `benches/`, crates of their own, try: reading a page by itself, with the promises that it keeps whatever an
//! author writes. No part of the library's interface.

use std::sync::Arc;

use crate::diagnostic::SourceText;
use crate::document::{self, Node};
use crate::path::SourcePath;
use crate::source::PageFile;
use crate::theme::Theme;

/// The built-in theme, which decides what is a component.
#[derive(Debug)]
pub struct Trial {
    theme: Theme,
}

impl Default for Trial {
    fn default() -> Self {
        Self { theme: Theme::load(&[]).0 }
    }
}

impl Trial {
    /// Reads a page: how many elements and findings it has.
    ///
    /// # Errors
    ///
    /// What was broken: a span outside the page, or something that only hid markup and is now seen.
    pub fn read(&self, text: &str) -> Result<usize, String> {
        let source = SourceText::new("page.md", text);
        let path = SourcePath::new("page.md").ok_or("the path is none")?;
        let page = PageFile { path, source: Arc::clone(&source), beside: None };
        let (document, diagnostics) = document::parse(&page, self.theme.grammar());
        for place in diagnostics.iter().filter_map(|diagnostic| diagnostic.place.as_ref()) {
            inside(text, &place.span, place)?;
        }
        for link in &document.facts.links {
            inside(text, &link.span, link)?;
        }
        let mut broken = Ok(());
        let mut count = diagnostics.len();
        for node in document.tree() {
            node.walk(&mut |node| {
                count += 1;
                if broken.is_ok() {
                    broken = inside(text, &node.span, &node.kind).and_then(|()| unseen(text, node));
                }
            });
        }
        broken.map(|()| count)
    }
}

fn inside(text: &str, span: &std::ops::Range<usize>, what: &impl std::fmt::Debug) -> Result<(), String> {
    match text.get(span.clone()) {
        Some(_) => Ok(()),
        None => Err(format!("{span:?} is no part of the page: {what:?}")),
    }
}

/// Nothing that hides markup may be seen, unless the author wrote the same; the parser leaves carriage returns out.
fn unseen(text: &str, node: &Node<'_>) -> Result<(), String> {
    let seen = format!("{:?}", node.kind);
    let is_written = |hidden: &str| text.contains(hidden) || text.replace('\r', "").contains(hidden);
    match ["<xx:", "<?>"].into_iter().find(|hidden| seen.contains(hidden) && !is_written(hidden)) {
        Some(hidden) => Err(format!("`{hidden}` is seen in {seen}")),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::Trial;

    #[test]
    fn what_an_author_wrote_between_carriage_returns_hides_nothing() {
        assert!(Trial::default().read("~~~ <\r\r?>0\n").is_ok());
    }
}
