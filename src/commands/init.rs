//! `rasher init`: a small site to begin with, or a configuration for the pages that are there. In a Retype project it tells what to
//! expect instead, and changes nothing.

use std::io::Write;

use camino::{Utf8Path, Utf8PathBuf};

use super::{Outcome, moving, shown};
use crate::case::capitalized;
use crate::emit::{Kept, write_new};
use crate::error::Result;
use crate::source::{self, Overrides, PageFile, Project};

/// The files that every site begins with, and what is in them. `{title}` and `{pages}` are filled in.
const OF_SITE: &[(&str, &str)] =
    &[("rasher.yml", include_str!("starter/rasher.yml")), (".gitignore", include_str!("starter/gitignore"))];

/// The pages of one that has none yet. `{title}` and `{today}` are filled in.
const PAGES: &[(&str, &str)] = &[
    ("content/index.md", include_str!("starter/index.md")),
    ("content/about.md", include_str!("starter/about.md")),
    ("content/blog/{today}-first-post.md", include_str!("starter/first-post.md")),
];

/// What the configuration says of these pages.
const LINKS: &str = "links:\n  - text: About\n    link: about.md\n";

/// What it says of pages that are there, around it.
const INPUT: &str = "input: .\n";

/// Makes a site in `folder`, or tells about the project that is there.
///
/// # Errors
/// When a file cannot be written, or the project that is there cannot be read.
pub fn run(folder: &Utf8Path) -> Result<Outcome> {
    match source::configuration_in(folder) {
        Some(file) if file.file_name().is_some_and(|name| name.to_lowercase().starts_with("retype")) => {
            moving::tell(&Project::open(folder, &Overrides::default())?)
        }
        Some(file) => {
            writeln!(std::io::stdout(), "There is a project already: {}. Nothing was changed.", shown(&file)).ok();
            Ok(Outcome::Fine)
        }
        None => start(folder),
    }
}

fn start(folder: &Utf8Path) -> Result<Outcome> {
    let today = source::today().to_string();
    let title = title(folder);
    let has_pages = has_pages(folder);
    let (made, of_pages) = if has_pages { (&[][..], INPUT) } else { (PAGES, LINKS) };
    let fill = |text: &str| text.replace("{title}", &title).replace("{pages}", of_pages).replace("{today}", &today);
    for (path, text) in OF_SITE.iter().chain(made) {
        let path = fill(path);
        let done = match write_new(&folder.join(&path), &fill(text))? {
            Kept::New => "made",
            Kept::AsItWas => "kept",
        };
        writeln!(std::io::stdout(), "{done} {path}").ok();
    }
    if has_pages {
        writeln!(std::io::stdout(), "\nThe site is made of the pages that are here.").ok();
    }
    let folder = match folder.as_str() {
        "." => String::new(),
        folder if folder.contains(' ') => format!(" \"{folder}\""),
        folder => format!(" {folder}"),
    };
    writeln!(std::io::stdout(), "\nrasher serve{folder}   shows it in the browser while you write").ok();
    writeln!(std::io::stdout(), "rasher build{folder}   builds the site into `public`").ok();
    Ok(Outcome::Fine)
}

/// Whether a folder has pages of which a site can be made. A repository's `README.md` alone is none, and those in `content` are where
/// the starter has its own.
fn has_pages(folder: &Utf8Path) -> bool {
    let is_page = |page: &PageFile| !page.path.as_str().eq_ignore_ascii_case("README.md");
    let pages = || source::read(&Project::unconfigured(folder).ok()?).ok();
    !folder.join("content").is_dir() && pages().is_some_and(|(sources, _)| sources.pages.iter().any(is_page))
}

/// The name of the folder, as people would write it.
fn title(folder: &Utf8Path) -> String {
    let absolute = camino::absolute_utf8(folder).unwrap_or_else(|_| Utf8PathBuf::from("."));
    let name = absolute.file_name().unwrap_or_default().replace(['-', '_'], " ");
    // It stands between quotation marks, in which braces begin an expression.
    let name = name.replace(|c: char| c.is_control() || matches!(c, '"' | '\\' | '{' | '}'), "");
    capitalized(Some(name.trim()).filter(|name| !name.is_empty()).unwrap_or("my site"))
}
