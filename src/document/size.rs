//! Sizes that authors give components: `margin="0 8 0 0"`, `width="full"`.
//!
//! A strict policy forbids `style` attributes, so a size becomes a class, and the site's own style sheet of sizes has one
//! rule for each size that some page gives.

/// A property of CSS with a value that is safe in a style sheet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Size {
    pub(super) property: String,
    pub(super) value: String,
}

impl Size {
    /// Reads up to four lengths: a bare number is pixels, `full` is all there is. `None` for what is no length.
    pub(super) fn new(property: &str, text: &str) -> Option<Self> {
        let lengths: Vec<String> = text.split_whitespace().map(length).collect::<Option<_>>()?;
        let most = if property == "margin" { 4 } else { 1 };
        let value = lengths.join(" ");
        (1..=most).contains(&lengths.len()).then(|| Self { property: property.to_owned(), value })
    }

    /// The class: `margin-0-8px-0-0`.
    pub fn class(&self) -> String {
        let value = self.value.replace('%', "pc").replace('.', "_").replace(' ', "-");
        format!("{}-{value}", self.property)
    }

    /// The rule of that class.
    pub fn rule(&self) -> String {
        // Behind the component's own rules in the page, but no more specific than them without the second mention.
        let class = self.class();
        format!(".{class}.{class} {{ {}: {}; }}\n", self.property, self.value)
    }
}

fn length(word: &str) -> Option<String> {
    const UNITS: [&str; 13] = ["px", "em", "rem", "%", "ch", "ex", "vw", "vh", "pt", "cm", "mm", "in", "lh"];
    match word {
        "full" => return Some("100%".to_owned()),
        "auto" => return Some("auto".to_owned()),
        _ => {}
    }
    let unit_at = word.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-')).unwrap_or(word.len());
    let (number, unit) = word.split_at(unit_at);
    number.parse::<f64>().ok()?;
    match unit {
        "" if number == "0" => Some("0".to_owned()),
        "" => Some(format!("{number}px")),
        unit => UNITS.contains(&unit).then(|| word.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::Size;

    #[test]
    fn sizes_are_lengths_and_nothing_else() {
        let rule = |property: &str, text: &str| Size::new(property, text).map(|size| size.rule());
        assert_eq!(rule("margin", "0 8 0 0").unwrap(), ".margin-0-8px-0-0.margin-0-8px-0-0 { margin: 0 8px 0 0; }\n");
        assert_eq!(rule("width", "full").unwrap(), ".width-100pc.width-100pc { width: 100%; }\n");
        assert_eq!(
            rule("max-width", "12.5rem").unwrap(),
            ".max-width-12_5rem.max-width-12_5rem { max-width: 12.5rem; }\n"
        );
        for text in ["", "red", "1 2", "10px;color:red", "calc(1px)", "1.2.3", "-"] {
            assert_eq!(rule("width", text), None, "{text}");
        }
    }
}
