//! The generators that are compared, each with an equivalent site: a list of the latest posts, previous and next, contents,
//! tag pages, a feed and a sitemap.
//!
//! Rasher builds with its own theme, which does more than the small ones that the others are given here.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::posts::{Code, Post};

/// A picture of one pixel.
const PNG: &[u8] = &[
    0x89, b'P', b'N', b'G', 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, b'I', b'H', b'D', b'R', 0, 0, 0, 1, 0, 0, 0, 1, 8,
    6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0d, b'I', b'D', b'A', b'T', 0x78, 0x9c, 0x63, 0xf8, 0xcf, 0xc0,
    0xf0, 0x1f, 0, 5, 0, 1, 0xff, 0x6d, 0x67, 0x6b, 0xb1, 0, 0, 0, 0, b'I', b'E', b'N', b'D', 0xae, 0x42, 0x60, 0x82,
];

/// What Rasher's site is called.
pub const CONFIGURATION: &str = "url: https://bench.example\nbranding:\n  title: Bench\n";

const HUGO: [(&str, &str); 8] = [
    ("hugo.toml", include_str!("hugo/hugo.toml")),
    ("layouts/baseof.html", include_str!("hugo/baseof.html")),
    ("layouts/_partials/latest.html", include_str!("hugo/latest.html")),
    ("layouts/home.html", include_str!("hugo/list.html")),
    ("layouts/section.html", include_str!("hugo/list.html")),
    ("layouts/term.html", include_str!("hugo/list.html")),
    ("layouts/taxonomy.html", include_str!("hugo/list.html")),
    ("layouts/page.html", include_str!("hugo/page.html")),
];

const ZOLA: [(&str, &str); 7] = [
    ("zola.toml", include_str!("zola/zola.toml")),
    ("templates/base.html", include_str!("zola/base.html")),
    ("templates/index.html", include_str!("zola/section.html")),
    ("templates/section.html", include_str!("zola/section.html")),
    ("templates/page.html", include_str!("zola/page.html")),
    ("templates/taxonomy_list.html", include_str!("zola/terms.html")),
    ("templates/taxonomy_single.html", include_str!("zola/term.html")),
];

/// How a generator writes a link to the post of that name.
pub type Link<'a> = &'a dyn Fn(&str) -> String;

/// The text of a post.
pub type Body<'a> = &'a dyn Fn(Post, Link<'_>) -> String;

/// Text that has of everything, of `count` posts.
pub fn mixed(count: usize, code: Code) -> impl Fn(Post, Link<'_>) -> String {
    move |post, link| post.body(count, code, link)
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Generator {
    Rasher,
    Hugo,
    Zola,
}

impl Generator {
    pub fn name(self) -> &'static str {
        match self {
            Self::Rasher => "Rasher",
            Self::Hugo => "Hugo",
            Self::Zola => "Zola",
        }
    }

    /// The program, if it is there: this crate's, or what `HUGO` and `ZOLA` name, or what the path has.
    pub fn program(self) -> Option<PathBuf> {
        let (variable, name) = match self {
            Self::Rasher => return Some(env!("CARGO_BIN_EXE_rasher").into()),
            Self::Hugo => ("HUGO", "hugo"),
            Self::Zola => ("ZOLA", "zola"),
        };
        let program: PathBuf = std::env::var_os(variable).unwrap_or_else(|| name.into()).into();
        let answers = Command::new(&program).arg(if self == Self::Hugo { "version" } else { "--version" }).output();
        answers.is_ok().then_some(program)
    }

    /// Writes a site of `count` posts, each with the text that `body` makes of it.
    pub fn generate(self, folder: &Path, count: usize, code: Code, body: Body<'_>) {
        let write = |path: &str, text: &[u8]| {
            let file = folder.join(path);
            fs::create_dir_all(file.parent().unwrap()).unwrap();
            fs::write(file, text).unwrap();
        };
        let templates = match self {
            Self::Rasher => &[][..],
            Self::Hugo => &HUGO[..],
            Self::Zola => &ZOLA[..],
        };
        for (path, text) in templates {
            write(path, text.as_bytes());
        }
        if self == Self::Zola && code == Code::Highlighted {
            // Without this it loads no grammars.
            let configuration = concat!(include_str!("zola/zola.toml"), include_str!("zola/highlighting.toml"));
            write("zola.toml", configuration.as_bytes());
        }
        write("static/img/tiny.png", PNG);
        if self == Self::Rasher {
            // The peers make none either.
            write("rasher.yml", format!("{CONFIGURATION}search:\n  exclude: [\"**\"]\n").as_bytes());
            write("content/index.md", b"# Home\n\nWelcome.\n");
            write("content/posts/index.md", b"# All posts\n");
        } else {
            let mark = if self == Self::Hugo { "---" } else { "+++" };
            let title = if self == Self::Hugo { "title: Posts" } else { "title = \"Posts\"\nsort_by = \"date\"" };
            write("content/_index.md", format!("{mark}\n{title}\n{mark}\nWelcome.\n").as_bytes());
            write("content/posts/_index.md", format!("{mark}\n{title}\n{mark}\n").as_bytes());
        }
        for number in 1..=count {
            let post = Post::new(number);
            let path = format!("content/posts/{}.md", post.slug);
            let head = self.front_matter(&post);
            let link =
                |slug: &str| if self == Self::Zola { format!("@/posts/{slug}.md") } else { format!("{slug}.md") };
            write(&path, format!("{head}\n{}", body(post, &link)).as_bytes());
        }
    }

    fn front_matter(self, post: &Post) -> String {
        let Post { title, date, tags, author, .. } = post;
        match self {
            Self::Zola => format!(
                "+++\ntitle = {title:?}\ndate = {date}Z\nauthors = [{author:?}]\n[taxonomies]\ntags = {tags:?}\n+++\n"
            ),
            Self::Hugo => format!("---\ntitle: {title:?}\ndate: {date}Z\ntags: {tags:?}\nauthor: {author:?}\n---\n"),
            Self::Rasher => format!("---\ndate: {date}\ntags: {tags:?}\nauthor: {author:?}\n---\n# {title}\n"),
        }
    }

    /// The command that builds `site` into `output`.
    pub fn build(self, program: &Path, site: &Path, output: &Path) -> Vec<String> {
        let text = |path: &Path| path.to_string_lossy().into_owned();
        let (program, site, output) = (text(program), text(site), text(output));
        let words: Vec<&str> = match self {
            Self::Rasher => vec![&program, "build", &site, "--quiet", "-o", &output],
            Self::Hugo => vec![&program, "--quiet", "-s", &site, "-d", &output],
            // Some builds of it look for `config.toml` and nothing else.
            Self::Zola => vec![&program, "--root", &site, "--config", "zola.toml", "build", "-o", &output],
        };
        words.into_iter().map(str::to_owned).collect()
    }
}
