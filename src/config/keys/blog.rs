//! `blog`: summary pages and feed.

use super::Layout;
use crate::config::definitions;

definitions! {
    /// The blog's summary pages and feed. Posts are the pages in the folder `blog`, and those with `layout: blog`.
    pub struct Blog {
        /// First part of the addresses of the summary pages. The posts themselves stay where they are.
        base: String = "base", default "blog".into();
        /// Layout of posts that do not name one.
        layout: Layout = "layout", default Layout::Blog;
        /// How many posts are summarised, on all pages together; without it all are.
        max_results: Option<u32> = "maxResults";
        /// Posts on one summary page.
        page_size: u32 = "pageSize", default 10;
        /// Heading of the summary pages; by default the word for "Blog".
        title: Option<String> = "title";
        /// The feed.
        rss: Rss = "rss";
    }

    /// The blog's feed.
    pub struct Rss {
        /// How many posts are in the feed.
        max_results: u32 = "maxResults", default 20;
        /// Name of the feed; by default those of the site and the blog.
        title: Option<String> = "title";
        /// Description of the feed; by default `meta.description`.
        description: Option<String> = "description";
        /// Copyright line of the feed; by default `footer.copyright`.
        copyright: Option<String> = "copyright";
        /// Picture of the feed; by default the favicon.
        image_url: Option<String> = "imageUrl";
    }
}
