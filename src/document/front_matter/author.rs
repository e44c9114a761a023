//! Authors, in every form that pages give them.

use serde_yaml::Value;

use crate::config::{FromYaml, Reader, Shape, definitions};

definitions! {
    /// An author as an object.
    pub struct Author {
        /// Name, inline Markdown; by default the e-mail address.
        name: String = "name";
        /// E-mail address.
        email: String = "email";
        /// Address that the name links to; by default `mailto:` and the e-mail address.
        link: String = "link";
        /// Picture: a path, an address, an icon, an emoji shortcode or an `<svg>`. By default the initials are drawn.
        avatar: Option<String> = "avatar";
    }
}

impl Author {
    /// What the author is called: the name, or else the e-mail address.
    pub fn called(&self) -> &str {
        let name = self.name.trim();
        if name.is_empty() { self.email.trim() } else { name }
    }

    /// Where the name leads: the author's link before the e-mail address; empty for nowhere.
    pub fn href(&self) -> String {
        match (self.link.trim(), self.email.trim()) {
            ("", "") => String::new(),
            ("", email) => format!("mailto:{email}"),
            (link, _) => link.to_owned(),
        }
    }
}

/// The authors of a page: one or a list, each a name, an e-mail address or an object.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Authors(pub Vec<Author>);

/// An author in any form.
struct AnyAuthor(Author);

impl FromYaml for Authors {
    const SHAPE: Shape = Shape::List(&AnyAuthor::SHAPE);

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        let authors = Vec::<AnyAuthor>::from_yaml(value, reader)?.into_iter().map(|AnyAuthor(author)| author);
        Some(Self(authors.filter(|author| !author.called().is_empty()).collect()))
    }
}

impl FromYaml for AnyAuthor {
    const SHAPE: Shape = Shape::Short(&Shape::Text("a name or an e-mail address"), Author::KEYS);

    fn from_yaml(value: &Value, reader: &mut Reader<'_>) -> Option<Self> {
        match value {
            Value::String(text) if text.contains('@') && !text.contains(' ') => {
                Some(Self(Author { email: text.clone(), ..Author::default() }))
            }
            Value::Mapping(_) => Author::from_yaml(value, reader).map(Self),
            Value::Sequence(_) => reader.wrong(&Self::SHAPE, value),
            text => String::from_yaml(text, reader).map(|name| Self(Author { name, ..Author::default() })),
        }
    }
}
