//! `rasher new`: a page or a post with its front matter.

use std::io::Write;

use camino::{Utf8Path, Utf8PathBuf};

use super::{Outcome, shown};
use crate::document::slug;
use crate::emit::{Kept, write_new};
use crate::error::{Error, Result};
use crate::path::{SourcePath, Url};
use crate::source::{self, Overrides, Project};

/// The folder of the posts.
const BLOG: &str = "blog";

/// What to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum Kind {
    /// A post of the blog, with today's date
    Post,
    /// A page
    Page,
}

/// Whether what is made is published at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Readiness {
    /// With the next build.
    Finished,
    /// When `draft: true` is taken out.
    Draft,
}

/// What to make, and where.
#[derive(Debug, Clone)]
pub struct Options {
    /// A page or a post.
    pub kind: Kind,
    /// Its title, from which the name of its file is made.
    pub title: String,
    /// The folder in the input folder; for posts, in that of the blog.
    pub folder: Utf8PathBuf,
    /// Whether it is published at once.
    pub readiness: Readiness,
    /// The project's folder or configuration file.
    pub project: Utf8PathBuf,
}

/// Makes a page and prints its path.
///
/// # Errors
/// When there is no project, or there is such a page already.
pub fn run(options: &Options) -> Result<Outcome> {
    let Options { kind, title, folder, readiness, project } = options;
    let project = Project::open(project, &Overrides::default())?;
    let today = source::today().to_string();
    let input = project.input();
    let folder = seen_from(&input, Utf8Path::new(&project.config.input), folder);
    let within = match kind {
        Kind::Post => input.join(BLOG).join(seen_from(&input.join(BLOG), Utf8Path::new(BLOG), folder)),
        Kind::Page => input.join(folder),
    };
    let (inside, title) = folder_in(title, &within);
    let name = file_name(title);
    let file = match kind {
        Kind::Post => format!("{today}-{name}.md"),
        Kind::Page => format!("{name}.md"),
    };
    let path = within.join(inside).join(file);
    let mut keys = String::new();
    if *kind == Kind::Post {
        keys.push_str(&format!("date: {today}\n"));
    }
    if *readiness == Readiness::Draft {
        keys.push_str("draft: true\n");
    }
    let front_matter = if keys.is_empty() { String::new() } else { format!("---\n{keys}---\n\n") };
    match write_new(&path, &format!("{front_matter}# {}\n\n", title.trim()))? {
        Kept::New => {
            writeln!(std::io::stdout(), "{}", shown(&path)).ok();
            Ok(Outcome::Fine)
        }
        Kept::AsItWas => Err(Error::Exists { path }),
    }
}

/// A folder as seen from `base`, at whose name it may begin: whoever lets the shell complete `content/guide` means no folder
/// `content/content`, unless there is one.
fn seen_from<'f>(base: &Utf8Path, name: &Utf8Path, folder: &'f Utf8Path) -> &'f Utf8Path {
    let name = name.strip_prefix(".").unwrap_or(name);
    let below = folder.strip_prefix(name).ok().filter(|_| !base.join(name).is_dir());
    below.unwrap_or(folder)
}

/// What a page of that title is called: its words with hyphens between them.
fn file_name(title: &str) -> String {
    let slug = slug(&title.replace('/', " "));
    // What begins with `_` is no page.
    let slug = slug.trim_matches(['-', '_']);
    let words = Url::fitting(slug).split('-').filter(|word| !word.is_empty());
    Some(words.collect::<Vec<_>>().join("-")).filter(|name| !name.is_empty()).unwrap_or_else(|| "page".to_owned())
}

/// The folder that a title begins with, `guides/Getting started`, when there is one of that name, and the title without it.
fn folder_in<'t>(title: &'t str, within: &Utf8Path) -> (&'t str, &'t str) {
    let is_folder = |folder: &str| SourcePath::new(folder).is_some_and(|path| within.join(path.as_str()).is_dir());
    title
        .rsplit_once('/')
        .filter(|(folder, title)| is_folder(folder) && !title.trim().is_empty())
        .unwrap_or(("", title))
}

/// A title of a page, which is more than white space.
///
/// # Errors
/// When it is not.
pub fn title(text: &str) -> std::result::Result<String, String> {
    Some(text.trim().to_owned()).filter(|title| !title.is_empty()).ok_or_else(|| "a page needs a title".to_owned())
}

/// A folder in the input folder, from which it begins with or without a slash.
///
/// # Errors
/// When it is none.
pub fn folder(text: &str) -> std::result::Result<Utf8PathBuf, String> {
    let file = SourcePath::new(&format!("{text}/x")).ok_or_else(|| "it leads out of the input folder".to_owned())?;
    Ok(file.folder().into())
}
