//! Feeds: the newest posts with their whole text, for readers of feeds.

mod atom;
mod json;
mod rss;

use jiff::civil::{DateTime, Time};

use super::{Content, Recipe, Rows, row_for};
use crate::diagnostic::Diagnostic;
use crate::document::Author;
use crate::render::Renderer;
use crate::site::{Feed, FeedFormat, Page, Site, Taxonomy};

/// The feed of this number.
#[derive(Debug)]
struct FeedFile(usize);

impl Recipe for FeedFile {
    fn render(&self, renderer: &Renderer) -> (Content, Vec<Diagnostic>) {
        let feed = Written { feed: &renderer.site().feeds[self.0], renderer };
        let bytes = match feed.feed.format {
            // Writing to memory cannot fail.
            FeedFormat::Rss => rss::write(&feed).unwrap_or_default(),
            FeedFormat::Atom => atom::write(&feed).unwrap_or_default(),
            FeedFormat::Json => json::write(&feed),
        };
        // What is wrong with a post is told with its page.
        (Content::Bytes(bytes), Vec::new())
    }
}

pub(super) fn rows(site: &Site) -> Rows {
    site.feeds.iter().enumerate().map(|(at, feed)| row_for(&feed.url, FeedFile(at))).collect()
}

/// A feed with what its formats have in common.
struct Written<'a> {
    feed: &'a Feed,
    renderer: &'a Renderer,
}

/// A post in a feed.
struct Entry<'a> {
    page: &'a Page,
    address: String,
    date: DateTime,
    /// Its text, in which all addresses are whole.
    content: String,
    /// Whole address of its picture; empty when it has none.
    image: String,
}

impl<'a> Written<'a> {
    fn site(&self) -> &'a Site {
        self.renderer.site()
    }

    fn home(&self) -> String {
        self.site().base.absolute(&self.feed.home)
    }

    fn own(&self) -> String {
        self.site().base.absolute(&self.feed.url)
    }

    fn language(&self) -> &'a str {
        self.site().labels.language()
    }

    fn description(&self) -> &'a str {
        self.site().blog_description()
    }

    fn copyright(&self) -> String {
        let config = &self.site().config;
        let text = config.blog.rss.copyright.as_deref().unwrap_or(&config.footer.copyright);
        self.renderer.plain(text)
    }

    /// The feed's picture: the configured one, or the favicon when feeds can show it.
    fn image(&self) -> Option<String> {
        let site = self.site();
        let configured = site.config.blog.rss.image_url.as_deref();
        if let Some(address) = configured.filter(|address| address.contains("://")) {
            return Some(address.to_owned());
        }
        let is_picture = |path: &&str| [".gif", ".jpeg", ".jpg", ".ico", ".png"].iter().any(|end| path.ends_with(end));
        let favicon = || site.config.favicon.as_deref().filter(is_picture);
        let found = || ["favicon.ico", "favicon.png"].into_iter().find(|path| site.file(path).is_some());
        let path = configured.or_else(favicon).or_else(found)?;
        site.file(path).map(|file| site.base.absolute(&file.url))
    }

    fn entries(&self) -> impl Iterator<Item = Entry<'a>> {
        let (site, renderer) = (self.site(), self.renderer);
        self.feed.posts.iter().filter_map(move |id| {
            let page = &site.pages[*id];
            let content = renderer.standalone(*id);
            let (address, image) = (site.base.absolute(&page.url), renderer.picture(page));
            Some(Entry { page, address, date: page.date?.0, content, image })
        })
    }

    /// When the feed last changed.
    fn updated(&self) -> Option<DateTime> {
        self.feed.posts.iter().filter_map(|id| self.site().pages[*id].date).max().map(|date| date.0)
    }
}

impl Entry<'_> {
    /// When it was last changed; never before it was published.
    fn updated(&self) -> DateTime {
        let changed = self.page.updated.as_ref().map(|update| update.date.to_datetime(Time::midnight()));
        changed.map_or(self.date, |changed| changed.max(self.date))
    }

    fn authors(&self) -> &[Author] {
        &self.page.document.meta.authors.0
    }

    /// The names of its terms, with the whole address of each one's list.
    fn terms(&self, site: &Site, taxonomy: Taxonomy) -> Vec<(String, String)> {
        let ids = site.terms.of_page(self.page).into_iter().map(|id| &site.terms.all[id]);
        let terms = ids.filter(|term| term.taxonomy == taxonomy);
        terms.map(|term| (term.name.clone(), site.base.absolute(&term.url))).collect()
    }
}

/// A moment as RFC 3339 writes it; an author's day begins at midnight, universal time.
fn rfc_3339(date: DateTime) -> String {
    date.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}
