//! Code blocks whose language stands behind the `#`: `# ps1` is a title, where `ps1 #` was meant.

use pulldown_cmark::{CodeBlockKind, Tag};

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Kind, Node, language_id};
use crate::site::{Page, Site};

/// Tells of every such block, with the mend.
pub(super) fn find(site: &Site) -> Vec<Diagnostic> {
    let mut findings = Vec::new();
    for page in site.pages.iter().filter(|page| may_have_one(&page.document.source.text)) {
        for node in page.document.tree() {
            node.walk(&mut |node| findings.extend(finding(page, node)));
        }
    }
    findings
}

/// Most pages have none.
fn may_have_one(text: &str) -> bool {
    ["```", "~~~"].iter().any(|fence| {
        text.match_indices(fence)
            .any(|(at, _)| text[at + fence.len()..].trim_start_matches([' ', '`', '~']).starts_with('#'))
    })
}

fn finding(page: &Page, node: &Node<'_>) -> Option<Diagnostic> {
    let Kind::Element(Tag::CodeBlock(CodeBlockKind::Fenced(_))) = &node.kind else { return None };
    let source = &page.document.source;
    let block = source.text.get(node.span.clone())?;
    let line = block.lines().next()?.trim_end();
    let info = line.trim_start_matches(['`', '~']);
    let start = line.len() - info.len();
    let info = info.trim();
    let (numbers, language) = info.split_once(' ')?;
    let language = language.trim();
    let is_numbers = numbers.starts_with('#') && numbers[1..].chars().all(|c| c.is_ascii_digit() || ",-".contains(c));
    if !is_numbers || language.contains(' ') || language_id(language).is_none() {
        return None;
    }
    let at = node.span.start + start + line[start..].find(info)?;
    let better = format!("{language} {numbers}");
    let message = format!("`{language}` is the title of this code block, and no language");
    let finding = Diagnostic::new(Code::FenceOrder, message).at(source, at..at + info.len());
    Some(finding.hint(format!("write `{better}`")).mended_by(Some(better)))
}
