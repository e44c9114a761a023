//! Condenses the styles and scripts of the theme, which the binary carries.

use std::path::{Path, PathBuf};
use std::{env, fs, io};

#[path = "src/condense.rs"]
mod condense;

const THEME: &str = "static/theme";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed={THEME}");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default()).join("theme");
    if out.exists() {
        fs::remove_dir_all(&out)?;
    }
    condensed(Path::new(THEME), &out)
}

/// Writes the files of a folder into another; libraries, `.min.js`, are condensed already.
fn condensed(from: &Path, to: &Path) -> io::Result<()> {
    fs::create_dir_all(to)?;
    for entry in fs::read_dir(from)? {
        let (path, target) = entry.map(|entry| (entry.path(), to.join(entry.file_name())))?;
        let name = path.to_string_lossy();
        if path.is_dir() {
            condensed(&path, &target)?;
        } else if name.ends_with(".css") {
            fs::write(target, condense::style(&fs::read_to_string(&path)?))?;
        } else if name.ends_with(".js") && !name.ends_with(".min.js") {
            fs::write(target, condense::script(&fs::read_to_string(&path)?))?;
        } else {
            fs::copy(&path, &target)?;
        }
    }
    Ok(())
}
