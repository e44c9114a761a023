//! `rasher init`: a small site to begin with. In a Retype project it tells what to expect instead, and changes nothing.

use std::io::Write;

use camino::{Utf8Path, Utf8PathBuf};

use super::{Outcome, moving, shown};
use crate::case::capitalized;
use crate::emit::{Kept, write_new};
use crate::error::Result;
use crate::source::{self, Overrides, Project};

/// The files of the starter, and what is in them. `{title}` and `{today}` are filled in.
const STARTER: [(&str, &str); 5] = [
    ("rasher.yml", include_str!("starter/rasher.yml")),
    ("content/index.md", include_str!("starter/index.md")),
    ("content/about.md", include_str!("starter/about.md")),
    ("content/blog/{today}-first-post.md", include_str!("starter/first-post.md")),
    (".gitignore", include_str!("starter/gitignore")),
];

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
    let fill = |text: &str| text.replace("{title}", &title).replace("{today}", &today);
    for (path, text) in STARTER {
        let path = fill(path);
        let done = match write_new(&folder.join(&path), &fill(text))? {
            Kept::New => "made",
            Kept::AsItWas => "kept",
        };
        writeln!(std::io::stdout(), "{done} {path}").ok();
    }
    let folder = if folder == "." { String::new() } else { format!(" {folder}") };
    writeln!(std::io::stdout(), "\nrasher serve{folder}   shows it in the browser while you write").ok();
    writeln!(std::io::stdout(), "rasher build{folder}   builds the site into `public`").ok();
    Ok(Outcome::Fine)
}

/// The name of the folder, as people would write it.
fn title(folder: &Utf8Path) -> String {
    let absolute = camino::absolute_utf8(folder).unwrap_or_else(|_| Utf8PathBuf::from("."));
    let name = absolute.file_name().unwrap_or("my site").replace(['-', '_'], " ");
    let name = name.replace(['"', '\'', ':', '#', '{', '}'], "");
    if name.is_empty() { "My site".to_owned() } else { capitalized(&name) }
}
