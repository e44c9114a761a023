//! One item out of a source file, by its name: `src/schedule/mod.rs#grow`.

/// The function, type or module of that name with the comments above it, moved to the left margin. `None` when there is none.
pub(super) fn item(text: &str, name: &str) -> Option<String> {
    let lines: Vec<&str> = text.lines().collect();
    let keywords = ["fn", "struct", "enum", "trait", "mod", "type", "const"];
    let names = |line: &str| {
        let mut words = line.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty());
        words.any(|word| keywords.contains(&word)) && words.next() == Some(name)
    };
    let at = lines.iter().position(|line| names(line) && !line.trim_start().starts_with("//"))?;
    let indent = indent(lines[at]);
    let belongs = |line: &&&str| line.trim_start().starts_with("///") || line.trim_start().starts_with("#[");
    let start = at - lines[..at].iter().rev().take_while(belongs).count();
    let ends = |line: &&str| {
        self::indent(line) == indent && (line.trim_start().starts_with('}') || line.trim_end().ends_with(';'))
    };
    let end = at + lines[at..].iter().position(ends)?;
    let moved = lines[start..=end].iter().map(|line| line.get(indent..).unwrap_or_default());
    Some(moved.collect::<Vec<_>>().join("\n") + "\n")
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

#[cfg(test)]
mod tests {
    use super::item;

    #[test]
    fn an_item_is_cut_out_with_its_comments_and_moved_to_the_margin() {
        let text = "impl A {\n    // other\n\n    /// Grows.\n    fn grow(&self) {\n        if x {\n        }\n    }\n\n    fn grow_more() {}\n}\n\nconst N: u8 = 1;\n";
        assert_eq!(item(text, "grow").unwrap(), "/// Grows.\nfn grow(&self) {\n    if x {\n    }\n}\n");
        assert_eq!(item(text, "N").unwrap(), "const N: u8 = 1;\n");
        assert_eq!(item(text, "nothing"), None);
    }
}
