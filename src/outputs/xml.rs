//! XML, as feeds and the sitemap are written.

use std::borrow::Cow;
use std::io::Result;

use quick_xml::events::{BytesDecl, BytesText, Event};

/// Writes into memory, which cannot fail.
pub(super) type Writer = quick_xml::Writer<Vec<u8>>;

/// A document: its root with these attributes, and what `content` writes into it.
pub(super) fn document(
    root: &str,
    attributes: &[(&str, &str)],
    content: impl FnOnce(&mut Writer) -> Result<()>,
) -> Result<Vec<u8>> {
    let mut writer = Writer::new_with_indent(Vec::new(), b' ', 1);
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    writer.create_element(root).with_attributes(attributes.iter().copied()).write_inner_content(content)?;
    let mut xml = writer.into_inner();
    xml.push(b'\n');
    Ok(xml)
}

/// Writes an element that holds a text.
pub(super) fn text(writer: &mut Writer, name: &str, content: &str) -> Result<()> {
    text_with(writer, name, &[], content)
}

/// Writes an element that holds a text, with these attributes.
pub(super) fn text_with(writer: &mut Writer, name: &str, attributes: &[(&str, &str)], content: &str) -> Result<()> {
    let element = writer.create_element(name).with_attributes(attributes.iter().copied());
    element.write_text_content(BytesText::new(&plain(content)))?;
    Ok(())
}

/// Writes an element that holds a text, unless that is empty.
pub(super) fn optional(writer: &mut Writer, name: &str, content: &str) -> Result<()> {
    if content.is_empty() { Ok(()) } else { text(writer, name, content) }
}

/// Without the characters that XML cannot hold at all (XML 1.0 §2.2); the writer escapes the others.
pub(super) fn plain(text: &str) -> Cow<'_, str> {
    let can_stand = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..);
    if text.chars().all(can_stand) { Cow::Borrowed(text) } else { text.chars().filter(|c| can_stand(*c)).collect() }
}
