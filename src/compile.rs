//! Sources to [`Snapshot`]: the stages in order. Read this first.

mod actions;
mod expanded;
mod outside;
mod parsed;
#[cfg(test)]
mod tests;
mod whole;

use std::collections::HashSet;
use std::io;
use std::sync::Arc;

use expanded::Expander;
use parsed::{Known, Parsed, parse, parse_again};
use whole::{Look, Whole, documents};

use crate::demo::Demos;
use crate::diagnostic::{Code, Diagnostic, guarded, in_order};
use crate::outputs::{Content, Pieces, Recipe};
use crate::path::OutPath;
use crate::render::{Highlighter, KnownCode, Renderer};
use crate::site::{self, Site};
use crate::source::Sources;
use crate::theme::{self, Grammar};

/// A site that is ready to be written or served: its table, and all it takes to render a row. Immutable.
#[derive(Debug)]
pub struct Snapshot {
    sources: Arc<Sources>,
    look: Look,
    parsed: Vec<Arc<Parsed>>,
    whole: Whole,
    diagnostics: Vec<Diagnostic>,
}

/// Compiles a site. Whatever is wrong with its sources, there is a site.
pub fn compile(sources: &Arc<Sources>, demos: Demos) -> Snapshot {
    compile_knowing(KnownCode::default(), sources, demos)
}

/// Compiles a site of whose code some is highlighted already. The result is that of [`compile`]; it only comes sooner.
pub fn compile_knowing(code: KnownCode, sources: &Arc<Sources>, demos: Demos) -> Snapshot {
    let look = Look::load(&sources.templates, Arc::new(Highlighter::new(code)));
    compile_with(sources, demos, look, None)
}

/// Compiles a site of which an earlier state is known, and takes over what did not change. The result is that of [`compile`]
/// in every byte and finding; it only comes sooner.
pub fn compile_after(previous: &Snapshot, sources: &Arc<Sources>, demos: Demos) -> Snapshot {
    if previous.look.templates == sources.templates {
        return compile_with(sources, demos, previous.look.clone(), Some(previous));
    }
    // Other templates may declare other components, so every page may read otherwise.
    let look = Look::load(&sources.templates, Arc::clone(&previous.look.highlighter));
    compile_with(sources, demos, look, None)
}

fn compile_with(sources: &Arc<Sources>, demos: Demos, look: Look, before: Option<&Snapshot>) -> Snapshot {
    let grammar = look.theme.grammar();
    let version = theme_version(sources);
    let expander = Expander::new(sources, grammar, &version);
    let known = before.map_or_else(Known::default, |before| before.known(sources));
    let mut parsed = parse(&expander, grammar, known);
    if parsed.iter().any(|page| page.wants_site()) {
        let (outline, _) = site::assemble(sources, demos.clone(), &documents(&parsed), grammar, None);
        parsed = parse_again(parsed, &expander, grammar, &outline, known);
    }
    let taken_over = before.and_then(|before| before.whole_with(sources, &demos, &parsed));
    let site = before.map(Snapshot::site);
    let whole = taken_over.unwrap_or_else(|| Whole::new(sources, demos, &look, &parsed, &expander, site));
    let of_pages = parsed.iter().flat_map(|page| page.diagnostics());
    let diagnostics = look.diagnostics.iter().chain(of_pages).chain(whole.problems()).cloned();
    let diagnostics = told_once(diagnostics.map(|diagnostic| sources.dialect.weighed(diagnostic)).collect());
    Snapshot { sources: Arc::clone(sources), look, parsed, whole, diagnostics }
}

impl Snapshot {
    /// The paths of the files, in order.
    pub fn paths(&self) -> impl Iterator<Item = &OutPath> {
        self.whole.table.paths()
    }

    /// The files in the order in which they are best made, and those that are made when these are.
    pub fn rows_in_turn(&self) -> [Vec<Row<'_>>; 2] {
        let renderer = &self.whole.renderer;
        let row = |(path, recipe)| Row { path, recipe, renderer };
        self.whole.table.in_turn().map(|rows| rows.into_iter().map(row).collect())
    }

    /// Makes the file at `path`; `None` when there is none.
    pub fn render(&self, path: &OutPath) -> Option<(Content, Vec<Diagnostic>)> {
        let recipe = self.whole.table.get(path)?;
        Some(Row { path, recipe, renderer: &self.whole.renderer }.render())
    }

    /// How many pages there are.
    pub fn page_count(&self) -> usize {
        self.whole.table.page_count()
    }

    /// Whether there is a file at `path`.
    pub fn has(&self, path: &OutPath) -> bool {
        self.whole.table.get(path).is_some()
    }

    /// The name of the Markdown file that the page at `path` was made from.
    pub fn source_of(&self, path: &OutPath) -> Option<&str> {
        let index = self.site().config.generator.directory_index.name.as_str();
        let page = self.site().pages.iter().find(|page| page.url.is_at(path, index))?;
        Some(&page.document.source.name)
    }

    /// What the addresses of the theme's own files end with, `?v=…`, which changes when one of them does.
    pub fn version(&self) -> &str {
        self.whole.renderer.version()
    }

    /// What the theme's components look like in Markdown.
    pub fn grammar(&self) -> &Grammar {
        self.look.theme.grammar()
    }

    /// What was found wrong before anything was rendered.
    pub fn diagnostics(&self) -> &[Diagnostic] {
        &self.diagnostics
    }

    /// The site.
    pub fn site(&self) -> &Site {
        self.whole.renderer.site()
    }

    /// Whether the code that was highlighted for the rows rendered so far is other than what was known.
    pub fn has_new_code(&self) -> bool {
        self.look.highlighter.has_new_code()
    }

    /// Writes that code, for [`KnownCode::read`].
    ///
    /// # Errors
    /// Those of the writer.
    pub fn write_code(&self, out: &mut impl io::Write) -> io::Result<()> {
        self.look.highlighter.write_code(out)
    }

    /// What is known of the pages of `sources`.
    fn known(&self, sources: &Sources) -> Known<'_> {
        Known { pages: &self.parsed, has_same_templating: self.sources.config.templating == sources.config.templating }
    }

    /// What all pages make together, if that is the same as here but for the texts of some.
    fn whole_with(&self, sources: &Sources, demos: &Demos, parsed: &[Arc<Parsed>]) -> Option<Whole> {
        let is_same = self.site().demos == *demos && self.sources.differs_in_texts_alone(sources);
        // What stands on every page may speak of a text that changed. A page that does is made again, and shows it.
        let speaks_of_pages = self.site().inserts.speak_of_pages() || self.site().actions.speak_of_pages();
        if !is_same || speaks_of_pages {
            return None;
        }
        let pairs = self.parsed.iter().zip(parsed).filter(|(before, after)| !Arc::ptr_eq(before, after));
        let edits = pairs.map(|(before, after)| Some((before.as_written()?, after.as_written()?)));
        self.whole.exchanged(&edits.collect::<Option<Vec<_>>>()?, sources)
    }
}

/// A file that can be made.
#[derive(Debug, Clone, Copy)]
pub struct Row<'s> {
    /// Its path.
    pub path: &'s OutPath,
    recipe: &'s dyn Recipe,
    renderer: &'s Renderer,
}

impl<'s> Row<'s> {
    /// Makes the file.
    pub fn render(&self) -> (Content, Vec<Diagnostic>) {
        let rendered = guarded(self.path.as_str(), || self.recipe.render(self.renderer));
        rendered.unwrap_or_else(|problem| (Content::Bytes(Vec::new()), vec![problem]))
    }

    /// Its pieces, each made when it is asked for; `None` for what is made at once.
    pub fn pieces(&self) -> Option<Pieces<'s>> {
        self.recipe.pieces(self.renderer)
    }
}

/// A digest of the theme's style and scripts, so that readers' browsers keep them until they change.
fn theme_version(sources: &Sources) -> String {
    let mut hasher = blake3::Hasher::new();
    for name in theme::built_in_files() {
        hasher.update(&theme::built_in_file(&name).unwrap_or_default());
    }
    for file in &sources.files {
        hasher.update(file.digest.as_deref().unwrap_or_default().as_bytes());
    }
    hasher.finalize().to_hex()[..8].to_owned()
}

/// Findings in the order of reports. A key without effect is told where it stands first, not on every page that has it.
fn told_once(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut told = HashSet::new();
    let mut is_new =
        |diagnostic: &Diagnostic| diagnostic.code != Code::NeedlessKey || told.insert(diagnostic.message.clone());
    in_order(diagnostics).into_iter().filter(|diagnostic| is_new(diagnostic)).collect()
}
