//! What a page uses of the theme: a few names in one piece, since every page of a site keeps some.

use std::collections::BTreeSet;

/// Names of components and elements in order, each once. None of them holds a line break.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct ComponentNames(Box<str>);

impl ComponentNames {
    /// The names in order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.0.lines()
    }

    /// Whether this is one of them.
    pub fn contains(&self, name: &str) -> bool {
        self.iter().any(|own| own == name)
    }
}

impl<'n> FromIterator<&'n str> for ComponentNames {
    fn from_iter<I: IntoIterator<Item = &'n str>>(names: I) -> Self {
        let mut sorted = BTreeSet::new();
        // One by one: collected at once, a set takes room for every name that comes, which may be those of all pages of a site.
        sorted.extend(names);
        Self(sorted.into_iter().collect::<Vec<_>>().join("\n").into())
    }
}

#[cfg(test)]
mod tests {
    use super::ComponentNames;

    #[test]
    fn names_are_in_order_and_each_is_there_once() {
        let names: ComponentNames = ["table", "code", "table"].into_iter().collect();
        assert_eq!(names.iter().collect::<Vec<_>>(), ["code", "table"]);
        assert!(names.contains("code") && !names.contains("tab"));
        assert_eq!(ComponentNames::default().iter().next(), None);
    }
}
