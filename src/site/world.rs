//! What expressions in pages can ask of the site: `page`, and `content`.

use std::sync::Arc;

use jiff::civil::{Date, Time};
use rayon::prelude::*;

use super::taxonomy::authors;
use super::{NavNode, Page, PageId, Site, Taxonomy, Term};
use crate::document::Author;
use crate::expand::{Entry, Library, Object, Value};

impl Site {
    /// `content`: the public pages, and the lists of them.
    pub fn content(&self) -> Value {
        let values: Vec<Value> = (0..self.pages.len()).into_par_iter().map(|id| self.listed_page(id)).collect();
        let listed = |ids: &[PageId]| Value::list(ids.iter().map(|id| values[*id].clone()));
        let terms = |taxonomy: Taxonomy| Value::list(self.terms.of(taxonomy).map(|term| of_term(term, &listed)));
        let posts = self.blog.as_ref().map_or_else(|| Value::list([]), |blog| listed(&blog.posts));
        let fields: Object = [
            ("blog", Value::object([("posts", posts)])),
            ("tags", terms(Taxonomy::Tags)),
            ("categories", terms(Taxonomy::Categories)),
            ("authors", Value::list(authors(&self.pages).into_iter().map(|author| self.of_author(author, &listed)))),
            ("nav", Value::object([("children", self.of_nav(&self.nav))])),
        ]
        .into_iter()
        .collect();
        let entry = |(page, values): (&Arc<Page>, &Value)| Entry {
            page: values.clone(),
            path: format!("/{}", page.document.path),
            title: page.title.to_string(),
            words: words(page),
        };
        let pages = self.pages.iter().zip(&values).filter(|(page, _)| page.is_findable()).map(entry).collect();
        Value::Library(Arc::new(Library::new(pages, fields)))
    }

    /// A page as other pages see it: what is settled for it, over what its front matter says.
    fn listed_page(&self, id: PageId) -> Value {
        let document = &self.pages[id].document;
        crate::expand::with_front_matter(document.front_matter(), &self.page_values(id))
    }

    /// `page`: what is settled for a page. What else its front matter says stands beside it.
    pub fn page_values(&self, id: PageId) -> Value {
        let page = &self.pages[id];
        let meta = &page.document.meta;
        let authors: Vec<Value> = meta.authors.0.iter().map(of_page_author).collect();
        let author = match authors.as_slice() {
            [] => Value::Null,
            [author] => author.clone(),
            authors => Value::list(authors.iter().cloned()),
        };
        let described = meta.meta.description.as_deref();
        let texts = |texts: &[String]| Value::list(texts.iter().map(|text| text.as_str().into()));
        Value::object([
            ("title", (&*page.title).into()),
            ("label", (&*page.label).into()),
            ("description", (&*page.description).into()),
            ("authors", Value::list(authors)),
            ("author", author),
            ("tags", texts(&meta.tags.0)),
            ("categories", texts(&meta.categories)),
            ("date", page.date.map_or(Value::Null, |date| Value::Date(date.0))),
            ("lastUpdated", page.updated.as_ref().map_or(Value::Null, |updated| day(updated.date))),
            ("created", meta.created.map_or(Value::Null, |date| Value::Date(date.0))),
            ("icon", meta.icon.as_deref().into()),
            ("image", meta.image.as_deref().into()),
            ("layout", page.layout.name().into()),
            ("visibility", page.visibility.name().into()),
            ("path", page.url.as_str().into()),
            ("url", self.base.fullest(&page.url).into()),
            ("md", self.copy_url(page).map(|url| self.base.fullest(&url)).into()),
            ("filePath", format!("/{}", page.document.path).into()),
            ("data", crate::expand::of_data(&meta.data)),
            ("meta", Value::object([("title", meta.meta.title.as_deref().into()), ("description", described.into())])),
            // What the page says of these is known from its front matter; that it says nothing is no mistake.
            ("order", Value::Null),
            ("nav", Value::Null),
            ("toc", Value::Null),
            ("nextprev", Value::Null),
            ("backlinks", Value::Null),
        ])
    }

    /// An author, as the newest page describes them that says more than their name.
    fn of_author(&self, (name, pages): (&str, Vec<PageId>), listed: &impl Fn(&[PageId]) -> Value) -> Value {
        let named = |id: &PageId| self.pages[*id].document.meta.authors.0.iter().find(|author| author.called() == name);
        let known = || pages.iter().filter_map(named);
        let of = |part: fn(&Author) -> &str| known().map(part).find(|text| !text.is_empty()).into();
        let list = self.terms.named(Taxonomy::Authors, name).map(|id| self.terms.all[id].url.as_str());
        Value::object([
            ("name", name.into()),
            ("title", name.into()),
            ("email", of(|author| &author.email)),
            ("link", of(|author| &author.link)),
            ("avatar", of(|author| author.avatar.as_deref().unwrap_or_default())),
            ("url", list.into()),
            ("pages", listed(&pages)),
        ])
    }

    fn of_nav(&self, nodes: &[NavNode]) -> Value {
        Value::list(nodes.iter().map(|node| {
            let url = node.url.as_ref().map(|url| url.as_str());
            Value::object([
                ("label", (&*node.label).into()),
                ("path", url.into()),
                ("children", self.of_nav(&node.children)),
            ])
        }))
    }
}

/// An author of a page: text where nothing but a name or an e-mail address is known, as it was written, and an object else.
fn of_page_author(author: &Author) -> Value {
    let Author { name, email, link, avatar } = author;
    if link.is_empty() && avatar.is_none() && (name.is_empty() || email.is_empty()) {
        return author.called().into();
    }
    Value::object([
        ("name", name.as_str().into()),
        ("email", email.as_str().into()),
        ("link", link.as_str().into()),
        ("avatar", avatar.as_deref().into()),
    ])
}

fn day(date: Date) -> Value {
    Value::Date(date.to_datetime(Time::midnight()))
}

fn of_term(term: &Term, listed: &impl Fn(&[PageId]) -> Value) -> Value {
    Value::object([
        ("title", term.name.as_str().into()),
        ("url", term.url.as_str().into()),
        ("pages", listed(&term.pages)),
    ])
}

/// What a page may be found by beside its title.
fn words(page: &Page) -> String {
    let meta = &page.document.meta;
    let headings = page.document.facts.headings.iter().map(|heading| &*heading.text);
    let own = [&*page.label, &*page.description].into_iter();
    own.chain(meta.tags.0.iter().map(String::as_str)).chain(headings).collect::<Vec<_>>().join("\n")
}
