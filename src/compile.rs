//! Sources to [`Snapshot`]: the stages in order. Read this first.

mod actions;
mod expanded;
mod parsed;

use std::collections::HashSet;
use std::sync::Arc;

use expanded::Expander;
use parsed::{Known, Parsed, parse, parse_again};

use crate::demo::Demos;
use crate::diagnostic::{Code, Diagnostic, in_order};
use crate::document::Document;
use crate::outputs::{Content, Table};
use crate::path::OutPath;
use crate::render::{Highlighter, KnownCode, Renderer, guarded};
use crate::site::{self, Exchanged, Site};
use crate::source::{Sources, Template};
use crate::theme::{self, Grammar, Theme};

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
        let (outline, _) = site::assemble(sources, demos.clone(), &documents(&parsed));
        parsed = parse_again(parsed, &expander, grammar, &outline, known);
    }
    let taken_over = before.and_then(|before| before.whole_with(sources, &demos, &parsed));
    let whole = taken_over.unwrap_or_else(|| Whole::new(sources, demos, &look, &parsed, &expander));
    let of_pages = parsed.iter().flat_map(|page| page.diagnostics());
    let of_whole = whole.diagnostics.iter().chain(&whole.of_renderer).chain(whole.renderer.site().link_problems());
    let diagnostics = look.diagnostics.iter().chain(of_pages).chain(of_whole).cloned();
    let (code, severity) = sources.dialect.own_severity();
    let weighed = |diagnostic: Diagnostic| match diagnostic.code == code {
        true => Diagnostic { severity, ..diagnostic },
        false => diagnostic,
    };
    let diagnostics = in_order(told_once(diagnostics.map(weighed).collect()));
    Snapshot { sources: Arc::clone(sources), look, parsed, whole, diagnostics }
}

/// What is made of all pages together, and what is wrong with it.
#[derive(Debug)]
struct Whole {
    renderer: Renderer,
    table: Table,
    /// What is wrong with what pages share.
    of_renderer: Vec<Diagnostic>,
    /// What is wrong with all the rest.
    diagnostics: Vec<Diagnostic>,
}

impl Whole {
    fn new(sources: &Sources, demos: Demos, look: &Look, parsed: &[Arc<Parsed>], expander: &Expander<'_>) -> Self {
        let (mut site, mut diagnostics) = site::assemble(sources, demos, &documents(parsed));
        diagnostics.extend(expander.furnish(&mut site));
        let (table, left_out) = Table::new(&site);
        diagnostics.extend(left_out);
        site.settle_unfound(|path| table.get(path).is_some());
        let (theme, highlighter) = (Arc::clone(&look.theme), Arc::clone(&look.highlighter));
        let (renderer, of_renderer) = Renderer::new(Arc::new(site), theme, highlighter, expander.version().to_owned());
        diagnostics.extend(renderer.unknown_names(sources));
        diagnostics.extend(renderer.missing_libraries());
        diagnostics.extend(renderer.site().dead_in_html(|path| table.get(path).is_some()));
        Self { renderer, table, of_renderer, diagnostics }
    }

    /// The same with other texts of pages, when little of that can be seen elsewhere.
    fn exchanged(&self, edits: &[(&Arc<Document>, &Arc<Document>)], sources: &Sources) -> Option<Self> {
        // What is wrong with links is settled with them.
        let told: HashSet<&str> = self.diagnostics.iter().flat_map(Diagnostic::sources).collect();
        if edits.iter().any(|(before, _)| told.contains(before.source.name.as_str())) {
            return None;
        }
        let Exchanged { site, is_renamed } =
            self.renderer.site().exchanged(edits, sources, |path| self.table.get(path).is_some())?;
        let table = self.table.after(&site);
        let (renderer, of_renderer) = match is_renamed {
            true => self.renderer.anew(Arc::new(site)),
            false => (self.renderer.with(Arc::new(site)), self.of_renderer.clone()),
        };
        Some(Self { renderer, table, of_renderer, diagnostics: self.diagnostics.clone() })
    }
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

impl Snapshot {
    /// The paths of the files, in order.
    pub fn paths(&self) -> impl Iterator<Item = &OutPath> {
        self.whole.table.paths()
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

    /// The code that was highlighted for the rows rendered so far, for [`KnownCode::read`]; none when nothing is new.
    pub fn highlighted(&self) -> Option<Vec<u8>> {
        self.look.highlighter.code()
    }

    /// The pieces of the file at `path`, each made when it is asked for; `None` for all but what is too large to hold.
    pub fn pieces(&self, path: &OutPath) -> Option<impl Iterator<Item = String>> {
        self.whole.table.get(path)?.pieces(&self.whole.renderer)
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

    /// Makes the file at `path`; `None` when there is none.
    pub fn render(&self, path: &OutPath) -> Option<(Content, Vec<Diagnostic>)> {
        let recipe = self.whole.table.get(path)?;
        let rendered = guarded(path.as_str(), || recipe.render(&self.whole.renderer));
        Some(rendered.unwrap_or_else(|problem| (Content::Bytes(Vec::new()), vec![problem])))
    }
}

fn documents(parsed: &[Arc<Parsed>]) -> Vec<Arc<Document>> {
    parsed.iter().filter_map(|page| page.document.clone()).collect()
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

    use super::expanded::Worlds;
    use super::*;
    use crate::config::{Config, Dialect};
    use crate::diagnostic::SourceText;
    use crate::document;
    use crate::path::SourcePath;
    use crate::source::{History, PageFile, ShownFiles, Unpublished};

    /// Examples that differ from plain CommonMark on purpose, with the reason.
    const EXCEPTIONS: [(usize, &str); 5] = [
        (559, "`[[foo]]` is a wiki link (format sheet §1.34)"),
        (590, "the same"),
        (602, "a bare address is a link, as on GitHub (format sheet §1.0)"),
        (608, "the same"),
        (611, "the same"),
    ];

    /// The sources of pages with these paths and texts.
    fn sources(pages: &[(String, String)]) -> Arc<Sources> {
        let page = |(path, text): &(String, String)| PageFile {
            path: SourcePath::new(path).unwrap(),
            source: SourceText::new(path, text),
            beside: None,
        };
        let mut config = Config::default();
        // What a theme adds to links to other sites is not CommonMark's business.
        config.outbound.enabled = false;
        Arc::new(Sources {
            config,
            dialect: Dialect::Native,
            pages: pages.iter().map(page).collect(),
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
        })
    }

    #[test]
    fn an_edit_that_no_other_page_shows_leaves_them_as_they_are() {
        let page = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let with = |text: &str| sources(&[page("a.md", "# A\n\n[b](b.md#h)\n"), page("b.md", text)]);
        let before = compile(&with("# B\n\n## H\n\nText.\n"), Demos::default());
        let shares = |text: &str| {
            let after = compile_after(&before, &with(text), Demos::default());
            Arc::ptr_eq(&before.site().pages[0], &after.site().pages[0])
        };
        assert!(shares("# B\n\nA paragraph before.\n\n## H\n\nOther *words*.\n"));
        let with_heading =
            sources(&[page("a.md", "# A\n\n## New\n\n[b](b.md#h)\n"), page("b.md", "# B\n\n## H\n\nText.\n")]);
        let after = compile_after(&before, &with_heading, Demos::default());
        assert!(Arc::ptr_eq(&before.site().pages[1], &after.site().pages[1]), "nothing links to places on the page");
        for seen in [
            "# C\n\n## H\n\nText.\n",
            "# B\n\n## I\n\nText.\n",
            "# B\n\n## H\n\n[Text](a.md).\n",
            "---\norder: 1\n---\n# B\n\n## H\n\nText.\n",
            "# B\n\n## H\n\n[!badge Text]\n",
        ] {
            assert!(!shares(seen), "{seen}");
        }
    }

    #[test]
    fn another_name_or_link_concerns_the_navigation_and_the_pages_that_are_linked() {
        let page = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let with = |d: &str| {
            let pages =
                ["a", "b", "c"].map(|name| page(&format!("{name}.md"), &format!("# The {name}\n\n[d](d.md)\n")));
            sources(&[&pages[..], &[page("d.md", d)]].concat())
        };
        let before = compile(&with("# The d\n\n[c](c.md)\n"), Demos::default());
        let kept = |d: &str| {
            let after = compile_after(&before, &with(d), Demos::default());
            let pages = before.site().pages.iter().zip(&after.site().pages);
            pages.map(|(before, after)| Arc::ptr_eq(before, after)).collect::<Vec<_>>()
        };
        assert_eq!(kept("# The e\n\n[c](c.md)\n"), [true, true, true, false]);
        assert_eq!(kept("---\nlabel: The e\n---\n# The d\n\n[c](c.md)\n"), [true, true, true, false]);
        assert_eq!(kept("# The bb\n\n[c](c.md)\n"), [true, false, false, false], "it stands before the third now");
        assert_eq!(kept("# The d\n\n[c](c.md) [a](a.md)\n"), [false, true, true, false]);
        assert_eq!(kept("# The d\n"), [true, true, false, false]);
        assert_eq!(kept("# The d\n\n[c](c.md) [gone](gone.md)\n"), [true, true, true, false]);
        assert_eq!(kept("# The d\n\n[[The c]]\n"), [false; 4], "what names lead to depends on all names");
    }

    #[test]
    fn each_of_several_edits_is_judged_by_its_own_page() {
        let page = |path: &str, text: &str| (path.to_owned(), text.to_owned());
        let site = |a: &str, b: &str, c: &str| {
            let at = |word: &str| format!("---\nimage: gone.png\n---\n# A\n\n[b](b.md#h) {word}\n");
            sources(&[page("a.md", &at(a)), page("b.md", b), page("c.md", c), page("d.md", "# D\n")])
        };
        let (b, c) = ("# B\n\n## H\n", "# C\n\n## I\n");
        let before = compile(&site("gone", b, c), Demos::default());
        let shares = |a: &str, b: &str, c: &str| {
            let after = compile_after(&before, &site(a, b, c), Demos::default());
            Arc::ptr_eq(&before.site().pages[3], &after.site().pages[3])
        };
        assert!(shares("gone", "# B\n\nText.\n\n## H\n", "# C\n\n## Other\n"));
        assert!(!shares("gone", "# B\n\n## Other\n", "# C\n\n## Other\n"), "a link leads into the first");
        assert!(!shares("lost", "# B\n\nText.\n\n## H\n", c), "a finding stands on another");
    }

    #[test]
    fn what_actions_and_inserts_speak_of_is_built_once() {
        let sources = sources(&[("a.md".to_owned(), "# A\n".to_owned())]);
        let (theme, _) = Theme::load(&[]);
        let expander = Expander::new(&sources, theme.grammar(), "");
        let (site, _) = site::assemble(&sources, Demos::default(), &[]);
        let worlds = Worlds::new(&expander, &site);
        assert!(std::ptr::eq(worlds.with_pages(), worlds.with_pages()));
        assert!(std::ptr::eq(worlds.without_pages(), worlds.without_pages()));
    }

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
        // The blank line keeps a thematic break in the first line from opening front matter.
        let page = |(index, text): (usize, &String)| (format!("{index:03}.md"), format!("\n{text}"));
        let sources = sources(&examples.iter().enumerate().map(page).collect::<Vec<_>>());
        let templates = ["header.html", "nav.html", "footer.html", "actions.html", "byline.html", "404.html"]
            .map(|name| (name.to_owned(), SourceText::new(name, "")));
        let page = ("page.html".to_owned(), SourceText::new("page.html", "{{ content }}"));
        let snapshot = compile_with(
            &sources,
            Demos::default(),
            Look::of(&[], Theme::bare(&[&templates[..], &[page]].concat()), Arc::default()),
            None,
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
