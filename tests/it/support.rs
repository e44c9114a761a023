//! Projects in temporary folders, the program, and expected files.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::{NamedTempFile, TempDir};

/// A folder of this repository.
pub fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// A project in a temporary folder of its own.
pub struct Project {
    folder: TempDir,
}

impl Project {
    /// A project with these files.
    pub fn with(files: &[(&str, &str)]) -> Self {
        let project = Self { folder: TempDir::new().unwrap() };
        for (path, text) in files {
            project.write(path, text);
        }
        project
    }

    /// A project of these files beside an empty configuration and a home page, built; nothing may be wrong with it.
    pub fn built(files: &[(&str, &str)]) -> Self {
        let least = [("rasher.yml", ""), ("content/index.md", "# Home\n")];
        let project = Self::with(&[&least[..], files].concat());
        let run = project.rasher(&["build", "-q"]);
        assert_eq!((run.code, run.err.as_str()), (0, ""));
        project
    }

    /// A copy of a folder of this repository.
    pub fn copy_of(folder: &Path) -> Self {
        let project = Self { folder: TempDir::new().unwrap() };
        copy(folder, project.path());
        project
    }

    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The address of a file of the built site, read from disk.
    pub fn address(&self, file: &str) -> String {
        format!("file://{}", self.path().join("public").join(file).display())
    }

    /// Writes a file at once, as editors do that write by rename: a preview that looks meanwhile sees the old text or the new.
    pub fn write(&self, path: &str, text: &str) {
        let file = self.path().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        let whole = NamedTempFile::new().unwrap();
        fs::write(whole.path(), text).unwrap();
        whole.persist(file).unwrap();
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    pub fn has(&self, path: &str) -> bool {
        self.path().join(path).exists()
    }

    /// Runs `rasher` in the project's folder.
    pub fn rasher(&self, arguments: &[&str]) -> Run {
        self.rasher_with(arguments, &[])
    }

    /// Runs `rasher` in the project's folder with more in its environment.
    pub fn rasher_with(&self, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        self.rasher_in("", arguments, environment)
    }

    /// Runs `rasher` in a folder of the project.
    pub fn rasher_in(&self, folder: &str, arguments: &[&str], environment: &[(&str, &str)]) -> Run {
        let output = Command::new(env!("CARGO_BIN_EXE_rasher"))
            .args(arguments)
            .current_dir(self.path().join(folder))
            .env("SOURCE_DATE_EPOCH", "1760000000")
            .env_remove("NO_COLOR")
            .envs(environment.iter().copied())
            .output()
            .unwrap();
        Run::from(output)
    }
}

/// How a run of the program ended.
#[derive(Debug)]
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        Self { code: output.status.code().unwrap_or(-1), out: text(&output.stdout), err: text(&output.stderr) }
    }
}

impl Run {
    /// Everything that was printed, without what changes from run to run or with the files of the theme.
    pub fn transcript(&self) -> String {
        let of_files = |part: &&str| part.ends_with(" files written") || part.ends_with(" unchanged");
        let timed = self.out.lines().map(|line| match (line.find(" in "), line.find(" → ")) {
            (Some(from), Some(to)) if from < to => {
                let counts: Vec<&str> = line[..from].split(", ").filter(|part| !of_files(part)).collect();
                format!("{} in … {}", counts.join(", "), &line[to + 1..])
            }
            _ => line.to_owned(),
        });
        let out: Vec<String> = timed.collect();
        format!("{}{}\n[exit {}]\n", self.err, out.join("\n"), self.code)
    }
}

/// Every file below a folder, by its path from there.
pub fn files(folder: &Path) -> BTreeMap<String, PathBuf> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.insert(path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/"), path);
            }
        }
    }
    found
}

/// What stands in `html` from `start` to before `end`; empty when there is no `start`.
pub fn part<'a>(html: &'a str, start: &str, end: &str) -> &'a str {
    let Some(from) = html.find(start) else { return "" };
    &html[from..from + html[from..].find(end).unwrap()]
}

/// Compares `actual` with a file beside the input. `SNAPSHOTS=overwrite` writes the file instead; read it in review.
pub fn assert_is(actual: &str, expected: &Path) {
    let expected = snapbox::Data::read_from(expected, Some(snapbox::data::DataFormat::Text));
    snapbox::Assert::new().action_env(snapbox::assert::DEFAULT_ACTION_ENV).eq(actual.to_owned(), expected.raw());
}

fn copy(from: &Path, to: &Path) {
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            fs::create_dir_all(&target).unwrap();
            copy(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}
