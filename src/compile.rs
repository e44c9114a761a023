//! Sources to [`Snapshot`]: the stages in order. Read this first.

mod actions;
mod expanded;

use std::collections::HashSet;
use std::sync::Arc;

use rayon::prelude::*;

use expanded::{Expanded, Expander};

use crate::demo::Demos;
use crate::diagnostic::{Code, Diagnostic, in_order};
use crate::document::{self, Document};
use crate::outputs::{self, Content, Table};
use crate::path::OutPath;
use crate::render::{Highlighter, KnownCode, Renderer, guarded};
use crate::site::{self, Site};
use crate::source::{PageFile, Sources, Template};
use crate::theme::{self, Grammar, Theme};

/// A site that is ready to be written or served: its table, and all it takes to render a row. Immutable.
#[derive(Debug)]
pub struct Snapshot {
    renderer: Renderer,
    table: Table,
    diagnostics: Vec<Diagnostic>,
    look: Look,
    parsed: Vec<Parsed>,
}

/// Compiles a site. Whatever is wrong with its sources, there is a site.
pub fn compile(sources: &Sources, demos: Demos) -> Snapshot {
    compile_knowing(KnownCode::default(), sources, demos)
}

/// Compiles a site of whose code some is highlighted already. The result is that of [`compile`]; it only comes sooner.
pub fn compile_knowing(code: KnownCode, sources: &Sources, demos: Demos) -> Snapshot {
    let look = Look::load(&sources.templates, Arc::new(Highlighter::new(code)));
    compile_with(sources, demos, look, &[])
}

/// Compiles a site of which an earlier state is known, and takes over what did not change. The result is that of [`compile`]
/// in every byte and finding; it only comes sooner.
pub fn compile_after(previous: &Snapshot, sources: &Sources, demos: Demos) -> Snapshot {
    if previous.look.templates == sources.templates {
        return compile_with(sources, demos, previous.look.clone(), &previous.parsed);
    }
    // Other templates may declare other components, so every page may read otherwise.
    let look = Look::load(&sources.templates, Arc::clone(&previous.look.highlighter));
    compile_with(sources, demos, look, &[])
}

fn compile_with(sources: &Sources, demos: Demos, look: Look, known: &[Parsed]) -> Snapshot {
    let mut diagnostics = look.diagnostics.clone();
    let grammar = look.theme.grammar();
    let version = theme_version(sources);
    let expander = Expander::new(sources, grammar, &version);
    let mut pages = expander.pages();
    let mut parsed = parse(&pages, grammar, known);
    if pages.iter().any(|page| page.wants_site) {
        let (outline, _) = site::assemble(sources, demos.clone(), documents(&parsed));
        pages = expander.again(&pages, &outline);
        parsed = parse(&pages, grammar, &parsed);
    }
    diagnostics.extend(pages.into_iter().flat_map(|page| page.diagnostics));
    diagnostics.extend(parsed.iter().flat_map(|page| page.diagnostics.iter().cloned()));
    let (mut site, problems) = site::assemble(sources, demos, documents(&parsed));
    diagnostics.extend(problems);
    diagnostics.extend(expander.furnish(&mut site));
    let table = outputs::table(&site);
    let (theme, highlighter) = (Arc::clone(&look.theme), Arc::clone(&look.highlighter));
    let (renderer, problems) = Renderer::new(Arc::new(site), theme, highlighter, version);
    diagnostics.extend(problems);
    diagnostics.extend(renderer.unknown_names(sources));
    let (code, severity) = sources.dialect.own_severity();
    for diagnostic in diagnostics.iter_mut().filter(|diagnostic| diagnostic.code == code) {
        diagnostic.severity = severity;
    }
    Snapshot { renderer, table, diagnostics: in_order(told_once(diagnostics)), look, parsed }
}

/// The compiled templates, with the texts that they were compiled from, and the highlighter, which no edit changes.
#[derive(Debug, Clone)]
struct Look {
    templates: Vec<Template>,
    theme: Arc<Theme>,
    diagnostics: Vec<Diagnostic>,
    highlighter: Arc<Highlighter>,
}

impl Look {
    fn load(templates: &[Template], highlighter: Arc<Highlighter>) -> Self {
        Self::of(templates, Theme::load(templates), highlighter)
    }

    fn of(
        templates: &[Template],
        (theme, diagnostics): (Theme, Vec<Diagnostic>),
        highlighter: Arc<Highlighter>,
    ) -> Self {
        Self { templates: templates.to_vec(), theme: Arc::new(theme), diagnostics, highlighter }
    }
}

/// What a page by itself says, and what is wrong with it.
#[derive(Debug, Clone)]
struct Parsed {
    page: PageFile,
    /// None when we failed on it.
    document: Option<Arc<Document>>,
    diagnostics: Vec<Diagnostic>,
}

impl Snapshot {
    /// The paths of the files, in order.
    pub fn paths(&self) -> impl Iterator<Item = &OutPath> {
        self.table.keys()
    }

    /// How many pages there are.
    pub fn page_count(&self) -> usize {
        self.table.values().filter(|recipe| recipe.is_page()).count()
    }

    /// Whether there is a file at `path`.
    pub fn has(&self, path: &OutPath) -> bool {
        self.table.contains_key(path)
    }

    /// The name of the Markdown file that the page at `path` was made from.
    pub fn source_of(&self, path: &OutPath) -> Option<&str> {
        let index = self.site().config.generator.directory_index.name.as_str();
        let page = self.site().pages.iter().find(|page| page.url.is_at(path, index))?;
        Some(&page.document.source.name)
    }

    /// What the addresses of the theme's own files end with, `?v=…`, which changes when one of them does.
    pub fn version(&self) -> &str {
        self.renderer.version()
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
        self.renderer.site()
    }

    /// The code that was highlighted for the rows rendered so far, for [`KnownCode::read`]; none when nothing is new.
    pub fn highlighted(&self) -> Option<Vec<u8>> {
        self.look.highlighter.code()
    }

    /// The pieces of the file at `path`, each made when it is asked for; `None` for all but what is too large to hold.
    pub fn pieces(&self, path: &OutPath) -> Option<impl Iterator<Item = String>> {
        self.table.get(path)?.pieces(&self.renderer)
    }

    /// Makes the file at `path`; `None` when there is none.
    pub fn render(&self, path: &OutPath) -> Option<(Content, Vec<Diagnostic>)> {
        let recipe = self.table.get(path)?;
        let rendered = guarded(path.as_str(), || recipe.render(&self.renderer));
        Some(rendered.unwrap_or_else(|problem| (Content::Bytes(Vec::new()), vec![problem])))
    }
}

/// Reads every page by itself, in parallel and in order. A page that is `known` (in path order) with the same text is not read
/// again: what it says depends on its text and the grammar alone.
fn parse(pages: &[Expanded], grammar: &Grammar, known: &[Parsed]) -> Vec<Parsed> {
    let same = |page: &PageFile| {
        let at = known.binary_search_by(|parsed| parsed.page.path.cmp(&page.path)).ok()?;
        Some(&known[at]).filter(|parsed| parsed.page == *page)
    };
    pages
        .par_iter()
        .map(|page| &page.file)
        .map(|page| same(page).cloned().unwrap_or_else(|| parse_page(page, grammar)))
        .collect()
}

fn documents(parsed: &[Parsed]) -> Vec<Arc<Document>> {
    parsed.iter().filter_map(|page| page.document.clone()).collect()
}

/// Reads one page. One on which we fail is left out and told.
fn parse_page(page: &PageFile, grammar: &Grammar) -> Parsed {
    let parse = || document::parse(page, grammar);
    let (document, diagnostics) = match guarded(&page.source.name, parse) {
        Ok((document, problems)) => (Some(Arc::new(document)), problems),
        Err(problem) => (None, vec![problem.at(&page.source, 0..0)]),
    };
    Parsed { page: page.clone(), document, diagnostics }
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

/// A key without effect is told where it stands first, not on every page that has it.
fn told_once(diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut told = HashSet::new();
    let mut is_new =
        |diagnostic: &Diagnostic| diagnostic.code != Code::NeedlessKey || told.insert(diagnostic.message.clone());
    in_order(diagnostics).into_iter().filter(|diagnostic| is_new(diagnostic)).collect()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::config::{Config, Dialect};
    use crate::diagnostic::SourceText;
    use crate::path::SourcePath;
    use crate::source::{History, ShownFiles, Unpublished};

    /// Examples that differ from plain CommonMark on purpose, with the reason.
    const EXCEPTIONS: [(usize, &str); 5] = [
        (559, "`[[foo]]` is a wiki link (format sheet §1.34)"),
        (590, "the same"),
        (602, "a bare address is a link, as on GitHub (format sheet §1.0)"),
        (608, "the same"),
        (611, "the same"),
    ];

    /// Each example as a page of its own, through every stage, with a theme that has no components.
    #[test]
    fn commonmark_means_what_its_specification_says() {
        let spec = include_str!("../tests/commonmark/spec.txt");
        let fence = "`".repeat(32);
        let examples: Vec<String> = spec
            .split(&format!("\n{fence} example\n"))
            .skip(1)
            .filter_map(|rest| {
                rest.split_once("\n.\n").map(|(markdown, _)| format!("{}\n", markdown.replace('→', "\t")))
            })
            .collect();
        assert_eq!(examples.len(), 652);
        let page = |(index, text): (usize, &String)| PageFile {
            path: SourcePath::new(&format!("{index:03}.md")).unwrap(),
            // The blank line keeps a thematic break in the first line from opening front matter.
            source: SourceText::new(format!("{index:03}.md"), format!("\n{text}")),
            beside: None,
        };
        let mut config = Config::default();
        // What a theme adds to links to other sites is not CommonMark's business.
        config.outbound.enabled = false;
        let sources = Sources {
            config,
            dialect: Dialect::Native,
            pages: examples.iter().enumerate().map(page).collect(),
            folders: Vec::new(),
            files: Vec::new(),
            shown: ShownFiles::default(),
            partials: Vec::new(),
            written: crate::config::Layers::default(),
            cname: None,
            templates: Vec::new(),
            history: History::new(),
            actions: Vec::new(),
            today: date(2026, 1, 1),
            unpublished: Unpublished::default(),
            password: None,
        };
        let templates = ["header.html", "nav.html", "footer.html", "actions.html", "byline.html", "404.html"]
            .map(|name| (name.to_owned(), SourceText::new(name, "")));
        let page = ("page.html".to_owned(), SourceText::new("page.html", "{{ content }}"));
        let snapshot = compile_with(
            &sources,
            Demos::default(),
            Look::of(&[], Theme::bare(&[&templates[..], &[page]].concat()), Arc::default()),
            &[],
        );
        let mut wrong = Vec::new();
        for (index, markdown) in examples.iter().enumerate() {
            let path = OutPath::new(&format!("{index:03}/index.html")).unwrap();
            let Some((Content::Bytes(html), _)) = snapshot.render(&path) else {
                panic!("example {} has no page", index + 1)
            };
            let mut expected = String::new();
            pulldown_cmark::html::push_html(
                &mut expected,
                pulldown_cmark::Parser::new_ext(markdown, document::options()),
            );
            let is_exception = EXCEPTIONS.iter().any(|(number, _)| *number == index + 1);
            if (String::from_utf8_lossy(&html) == expected) == is_exception {
                wrong.push(format!(
                    "example {}\n{markdown}\nexpected\n{expected}\ngot\n{}",
                    index + 1,
                    String::from_utf8_lossy(&html)
                ));
            }
        }
        assert!(wrong.is_empty(), "{} differ\n\n{}", wrong.len(), wrong.join("\n---\n"));
    }
}
