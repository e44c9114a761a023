//! Every kind of finding, with its name, usual severity, and the long explanation that `rasher explain` prints.

use super::Severity;

macro_rules! codes {
    ($( $(#[doc = $summary:literal])+ $variant:ident, $name:literal, $severity:ident, $explanation:literal; )+) => {
        /// A kind of finding. Names are stable: they may be searched for and suppressed by tools.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $( $(#[doc = $summary])+ $variant, )+
        }

        impl Code {
            /// Every code, in the order of this file.
            pub const ALL: &[Self] = &[$( Self::$variant ),+];

            /// The stable name, `dead-link`.
            pub fn name(self) -> &'static str {
                match self { $( Self::$variant => $name, )+ }
            }

            /// The severity that a finding of this kind has unless its stage says otherwise.
            pub fn severity(self) -> Severity {
                match self { $( Self::$variant => Severity::$severity, )+ }
            }

            /// One sentence.
            pub fn summary(self) -> &'static str {
                match self { $( Self::$variant => concat!($($summary),+).trim_ascii(), )+ }
            }

            /// What it means and how to mend it, in a few lines of Markdown.
            pub fn explanation(self) -> &'static str {
                match self { $( Self::$variant => $explanation.trim_ascii(), )+ }
            }
        }
    };
}

codes! {
    /// The configuration file cannot be read as YAML or JSON.
    ConfigInvalid, "config-invalid", Error, "
The file is not valid YAML. The key that the mistake belongs to was left out, or all of them where none can be told from the
others. Often it is a missing space after a colon, a tab, an unclosed quote. Or a file that `extends` names cannot be read at all.
";
    /// A value in the configuration or front matter has another type than its key needs.
    WrongType, "wrong-type", Error, "
The key was ignored and its default used. The message says what the key takes.

    order: first      # `order` takes a number or text such as `v1.2`
    date: 2024-02-31  # there is no such day
    text: #fff        # has no value: what begins with `#` is a comment without quotes

In a Retype project it is a warning, so that what Retype published is built.
";
    /// A key is written twice in one object.
    DuplicateKey, "duplicate-key", Warning, "
YAML allows every key once. The last one counts, as if the others were not there. Another name of a key is the same key, and so
is one in another case:

    tags: [boats]
    tag: ropes        # `tag` is another name of `tags`: the page has this one only
";
    /// A key that Rasher does not know.
    UnknownKey, "unknown-key", Warning, "
In `rasher.yml` every key must be known, so that a slip does not go unnoticed. In front matter and in a Retype project's
configuration unknown keys are accepted (other tools may use them), and only one that is close to a known key, and begins as it
does, is reported, one that belongs beside the object that it stands in: `branding: { favicon: x.ico }`, and those of an object
that holds nothing else where a plain value would do: `locale: { locale: fr }`.
";
    /// A Retype key that makes no sense in Rasher.
    NeedlessKey, "needless-key", Note, "
The key is part of Retype's format, and what it switches does not exist here: licences, Retype's own advertisement, its editor.
It can stay where it is. The hint says why it has no effect.
";
    /// A configuration file extends itself.
    ExtendsCircle, "extends-circle", Error, "
The files that `extends` names are merged over the file that it stands in, and may extend others. One of them leads back to a file
that is being read; that step was left out.
";
    /// Two files are the same fragment of the configuration.
    FragmentTwice, "fragment-twice", Error, "
Files such as `rasher.blog.yml` beside `rasher.yml` are merged over it, each once by its id (`blog`). Two files have the same id, in
another case or with another ending; the first by name was used.
";
    /// The front matter is not YAML.
    FrontMatterInvalid, "front-matter-invalid", Error, "
Something in the block between the two `---` lines at the top of the page could not be read. The key that it belongs to was left
out, unless it is one line of text that only lacks its quotes: that is taken as it was meant. Text with a colon in it needs them:

    title: \"Runspaces: what they are\"

TOML between two `+++` lines is not read: write the keys as YAML between two `---` lines.
";
    /// What hides a page cannot be read.
    PageExposed, "page-exposed", Error, "
The keys `visibility`, `hidden` and `draft` keep a page from readers. A line speaks of one, or of what is almost its name, but no value of it could be read, so
the page was built for everybody; the finding beside this one says what is wrong. In a Retype project, too, this fails the build: nobody
should publish such a page by a slip.

A warning tells of the keys by which other tools hide a page, `published: false` and `unlisted: true`: they have no effect here.
";
    /// What keeps something out of the site cannot be read.
    SiteExposed, "site-exposed", Error, "
The keys `exclude`, `input`, `extends` and `html` of the configuration keep something from readers. One of them has no value that can be
read, or is written almost like it, so the site was built with more in it; the finding beside this one says what is wrong. In a Retype
project, too, this fails the build: nobody should publish such a site by a slip.

    exclude:
      - drafts/
      - \"*.tmp\"
";
    /// The front matter is too large to be meant.
    FrontMatterTooLarge, "front-matter-too-large", Error, "
Front matter is limited to 64 KB, since YAML can be made to cost far more time than its size. The page was built without it.
Often the closing `---` line is missing.
";
    /// A component is opened and never closed.
    UnclosedComponent, "unclosed-component", Warning, "
A block such as a callout ends with its bare marker on a line of its own. Without it, the block ends where the list item,
quote or page that holds it ends, which is seldom what was meant.

    !!!warning Mind the step
    Text of the callout.
    !!!
";
    /// A closing marker that closes nothing.
    StrayMarker, "stray-marker", Warning, "
A bare marker (`+++`, `|||`, `===`, …) stands where no component of its kind is open, or across the border of a list item or
quote. It was left out of the page.
";
    /// A marker without a space before its title.
    MissingSpace, "missing-space", Warning, "
`+++Title` was read as `+++ Title`. Write the space: other tools show the line as text without it.
";
    /// A component that does not exist.
    UnknownComponent, "unknown-component", Warning, "
`[!name …]` names a component that neither the theme nor the project defines; it is shown as it was written. A project adds a
component by a template `templates/components/name.html`.
";
    /// Markup that is shown as text because of a slip.
    MarkupAsText, "markup-as-text", Warning, "
What stands there looks like a component, a link, a table, attributes, a comment or the end of code, and is none: a bracket or
quotation mark is missing, a marker has two characters instead of three, a heading lacks its space (`##Title`), a space stands between
`[text]` and `(page.md)`, a table's second line does not fit its first. To show such a text as it is, put it between backticks, or a backslash before it:

    `[!badge New` and \\[!badge New
";
    /// Cells of a table that are not shown.
    LostCells, "lost-cells", Warning, "
A row has more cells than the table has columns, and those behind the last column are not shown. A table mostly gets as many
columns as its longest row; where the line that draws them is too short for that, it has to draw them all:

    | a | b |
    |---|---|---|
    | 1 | 2 | 3 |
";
    /// A block component with nothing to show.
    EmptyComponent, "empty-component", Warning, "
The box has neither a title nor a text. Often a closing marker stands where the opening one was meant, or the text ended up
outside:

    !!!
    Between the two lines.
    !!!
";
    /// A component was given an attribute that it does not have.
    UnknownAttribute, "unknown-attribute", Warning, "
The attribute was ignored. The hint lists those that the component takes; its manual page shows each.
";
    /// An icon that does not exist.
    UnknownIcon, "unknown-icon", Warning, "
An icon is the name of an Octicon, `pack-name` of a drawing in `_components/icon/pack/name.svg`, an emoji in colons, a character, the
address of a picture or an `<svg>`. In text, `:icon-name:` stays as it is written.
";
    /// A drawing that cannot be an icon.
    IconRefused, "icon-refused", Warning, "
Icons stand in pages as they are, so that they take the colour of the text. A drawing that holds scripts, styles or addresses of
other hosts, or has no size, is left out. Export it as plain SVG.
";
    /// A component lacks an attribute that it cannot be shown without.
    MissingAttribute, "missing-attribute", Warning, "
The component is shown as it was written. `[!ref]`, `[!file]` and `[!embed]` need an address in parentheses, a badge or button needs a
text or an icon, `:::code` the file to show:

    [!ref Getting started](/guide/getting-started.md)
    :::code source=\"hello.ps1\" :::
";
    /// HTML in Markdown that could run code.
    HtmlRemoved, "html-removed", Warning, "
With `html: sanitize`, the default of `rasher.yml`, only harmless elements and attributes of HTML stay in a page: no scripts,
styles, frames, forms, no `on…`, no addresses that run code. The text inside them stays. When you trust all who write pages:

    html: allow
";
    /// A word between angle brackets that a browser takes for an element.
    TextAsHtml, "text-as-html", Warning, "
`Vec<T>` and `git clone <url>` have HTML in them: a browser takes `<T>` for an element and shows nothing of it. To show such a text
as it is, put it between backticks, or a backslash before it. What is an element is closed:

    `Vec<T>`, Vec\\<T> and <b>bold</b>
";
    /// An attribute in braces that no element may have.
    UnsafeAttribute, "unsafe-attribute", Warning, "
`{…}` gives an element an id, classes, `data-…`, `aria-…` and attributes that change how it looks or reads. Those that run
code (`onclick`) or load something (`src`, `href`, a `style` with an address) were left out.
";
    /// A component's attribute has a value that it does not take.
    UnknownValue, "unknown-value", Warning, "
The default was used instead. The hint lists the values, for example the variants of a badge.
";
    /// An image that is nowhere in the project.
    MissingImage, "missing-image", Warning, "
The page shows the image's text in its place. A path with a leading `/` starts at the root of the site (the input folder and the
static folder), any other at the folder of the page.
";
    /// A linked file that is nowhere in the project.
    MissingFile, "missing-file", Warning, "
The link leads to a file that does not exist. A path with a leading `/` starts at the root of the site, any other at the
folder of the page. A file whose name is not UTF-8 is none either, since no link could lead to it: rename it.
";
    /// A file that may not be shown.
    FileOutside, "file-outside", Warning, "
`:::code` shows files of the project, and of the repository that holds it (where `.git` or `.github` stands above it). One that
lies elsewhere is not read, so that building somebody's pages never publishes what else is on the machine. Copy it into the
project, or name its folder in the configuration:

    snippets:
      folders: [../shared-code]
";
    /// A piece of a file that is not there.
    MissingExcerpt, "missing-excerpt", Warning, "
The file that `:::code` shows has no such region or no such lines; the whole file was shown. A region stands between two comments:

    #region setup
    #endregion
";
    /// Maths that cannot be read.
    MathInvalid, "math-invalid", Warning, "
The TeX between the dollars has a mistake at the place; it is shown as it was written. A dollar that means money is written
`\\$`.
";
    /// A path is written in another case than the file's name.
    PathCase, "path-case", Note, "
The file was found because Rasher ignores case. Other tools do not, so writing the path as it is on disk is safer.
`rasher check --fix` does.
";
    /// A path has `\` between its folders.
    PathSeparator, "path-separator", Note, "
The file was found because Rasher takes `\\` for the `/` that stands between folders, as browsers do. Other tools do not, and before a
sign such as `_` Markdown drops it. `rasher check --fix` writes `/`.
";
    /// A link to a page that does not exist.
    DeadLink, "dead-link", Warning, "
No page, file or address of the site matches the link. The hint names the nearest ones.
";
    /// A link to a heading that does not exist.
    DeadAnchor, "dead-anchor", Warning, "
The page exists, but has no heading or component with that id. Ids follow GitHub's rule: lower case, punctuation removed, spaces
as hyphens. The hint names the nearest.
";
    /// Pages that redirect to one another.
    RedirectLoop, "redirect-loop", Error, "
Following `redirect` from this page leads round in a circle, so it was built as an ordinary page. Let one page of the circle stay
where it is.
";
    /// An action that does itself.
    ActionCircular, "action-circular", Error, "
A step of an action in `_components/actions` does another action, and that leads back to the first one, so it would never end. The
step was left out.
";
    /// A tag, category or author is written in two ways that differ only in case.
    TermSpelling, "term-spelling", Note, "
Both spellings are listed together, under the one that is used most. Writing it in one way keeps lists and badges tidy.
";
    /// A post without a date.
    PostWithoutDate, "post-without-date", Warning, "
Posts are listed newest first; one without a date stands at the end, and is left out of the feeds. Write `date: 2025-09-05` in its
front matter, or begin its file's name with the date: `2025-09-05-name.md`.
";
    /// A blog on a site without an address.
    FeedNeedsUrl, "feed-needs-url", Note, "
A feed is read elsewhere, so every address in it has to be whole. Write where the site is published:

    url: https://example.com
";
    /// A wiki link whose name several pages or files have.
    AmbiguousLink, "ambiguous-link", Warning, "
`[[Name]]` finds a page or file by its name alone, and more than one has it. The nearest to the page was taken: in the same
folder, else the highest up. A longer path such as `[[guides/Name]]` says which one is meant.
";
    /// A protected or private page, and no password to encrypt it with.
    PasswordMissing, "password-missing", Error, "
Protected and private pages are encrypted with the project's password. Without one they are left out, so that nothing of them is
published by accident. Give it where the site is built, and never in a file of the project:

    RASHER_PASSWORD='…' rasher build
";
    /// A file that only pages with a password use.
    FileInClear, "file-in-clear", Warning, "
The text of a page is encrypted; its pictures and other files are not, and stand at an address that may be guessed. Leave out
what such a file must not tell, or keep it where only those who may see it have access.
";
    /// A page with a password that redirects.
    RedirectLocked, "redirect-locked", Warning, "
Who is sent on has not given the password, so where `redirect` leads would be told to everybody. The page was built as one that
stays where it is. Write the link into its text, where only those who open it read it; to an open page of the site it may lead.
";
    /// A reference to a footnote that does not exist.
    FootnoteMissing, "footnote-missing", Warning, "
`[^name]` refers to a note that stands on a line of its own anywhere on the page, and there is none of that name. It is shown as
text. A backslash says that no reference is meant: `\\[^name]`.

    [^name]: The note.
";
    /// A footnote that nothing refers to.
    FootnoteUnused, "footnote-unused", Warning, "
Footnotes are numbered by the references to them, so one without any was left out of the page.
";
    /// A footnote that is written twice.
    FootnoteTwice, "footnote-twice", Warning, "
Two notes on a page have one name. References lead to the first; the other was left out.
";
    /// Two sources want the same address.
    UrlCollision, "url-collision", Error, "
The first page in path order got the address, and any other one of its own with a number, which would change with the first: rename one,
or give it a `permalink`. A page goes before a file, which was left out; that is only a warning.
A file and a folder cannot have one name either: of `robots.txt` and `robots.txt/index.html`, the second was left out.
";
    /// Another page of the folder stands for it.
    PageSuperseded, "page-superseded", Note, "
In a Retype project, of `index.md`, `README.md` and `default.md` in one folder the first is the page of the folder, and the others are
not published, as Retype has it. Links to them lead to the page of the folder.
";
    /// A template cannot be read or failed.
    TemplateError, "template-error", Error, "
The place is in the template. A template that cannot be parsed is replaced by the theme's own of that name; one that fails on a
page leaves that page without the part.
";
    /// A file that should be text is not UTF-8.
    NotUtf8, "not-utf8", Error, "
The page was built with the bytes that could not be read replaced by `\u{fffd}`. Save the file as UTF-8. What is no text at all, such as a
picture that is called like a page, became an empty one.
";
    /// A text file is UTF-16.
    Utf16, "utf-16", Note, "
The file begins with a byte order mark of UTF-16, as what Windows PowerShell writes with `>` and `Out-File` does, and is read as such. Git,
other generators and many editors take it for no text: save it as UTF-8.
";
    /// The page is nested deeper than anybody would.
    TooDeep, "too-deep", Warning, "
Quotes, lists and components may be nested 64 deep. What lies deeper is shown as plain text.
";
    /// Rasher itself failed on this page.
    PagePanic, "page-panic", Error, "
This is a mistake in Rasher, not in the page. The rest of the site was built. Please report it with the page's text.
";
    /// The output folder is one of Retype's.
    OutputOfRetype, "output-of-retype", Note, "
The output folder held a site that Retype had written. Its pages were written over, as Retype itself does, and nothing was removed:
files that only Retype makes, and pages that are gone, would be published together with the new site. Delete them once: newer versions
of Retype list what they write in a `retype.manifest` beside the configuration.
";
    /// This program was built without what a component needs.
    MissingLibrary, "missing-library", Note, "
The component's script loads a library that is too large for Rasher's repository and was not there when this program was built:
diagrams are shown as text. Fetch it with `src/theme/data/mermaid.sh`, which needs npm, and build Rasher again; or put a copy into the
project, at the address that the library would have: `static/theme/components/mermaid/mermaid.min.js`.
";
    /// The same id is set twice on a page.
    DuplicateId, "duplicate-id", Warning, "
Ids of headings go first, then what stands first; what comes too late has a number behind its id. Change one of them.
";
    /// A link that would run code.
    ActiveUrl, "active-url", Warning, "
Links with `javascript:`, `vbscript:` or `data:` (other than pictures) run code in the reader's browser and are refused. The
text is shown without its link.
";
    /// A demo that does not exist.
    UnknownDemo, "unknown-demo", Warning, "
`[!demo name]` shows the crate in the folder `demos/name` of the project, and there is none.
";
    /// The committed build of a demo does not fit its sources.
    DemoStale, "demo-stale", Warning, "
What stands in the demo's `prebuilt/` was made from other sources, and this machine cannot build it afresh. The page shows
the recorded run alone. Make it anew with the demo's `prebuild.sh`, or install what the build needs.
";
    /// A demo cannot be built.
    DemoBuildFailed, "demo-build-failed", Error, "
The demo's crate does not compile, or its program fails when it is asked for a record. The place is the compiler's. The page
shows the committed record, if there is one.
";
    /// There is no Rust library for WebAssembly.
    DemoNoTarget, "demo-no-target", Warning, "
Without it the demo cannot run in the page, which shows the recorded run alone. Install it:

    rustup target add wasm32-unknown-unknown

Where rustup cannot reach its server, the variable RASHER_WASM_CARGO names another program that is used like cargo.
";
    /// The `CNAME` file and the configuration name different domains.
    CnameMismatch, "cname-mismatch", Warning, "
GitHub Pages serves the site under the domain in `CNAME`, while canonical links, the sitemap and feeds name the host of `url`.
Write the same domain in both, or `cname: false` for no such file.
";
    /// An expression that cannot be understood.
    ExpressionInvalid, "expression-invalid", Warning, "
What stands between `{{` and `}}` is no expression, or it fails. It is shown as it is written; in code, where it is likely to
be a piece of another language, this is a note. When it was not meant as an expression at all, tell so and this goes away:

    {%{ <p>{{ user.name | shout }}</p> }%}     # for a stretch of text
    templating: false                          # in the front matter, for a page
";
    /// A name in an expression that stands for nothing.
    UndefinedName, "undefined-name", Note, "
Nothing is shown where an expression asks for a value that does not exist. In code it is shown as it is written, since it is
likely to be code of another language. The hint names what is defined and written almost like it.
";
    /// An expression that would never end, or grow without bounds.
    ExpressionLimit, "expression-limit", Error, "
The loops of a page may run a thousand times, all together; `templating.loopLimit` in the configuration sets another limit, and
`0` none. A page may grow to 16 MB. What stands behind the limit was left out of the page.
";
    /// A file that cannot be included.
    IncludeMissing, "include-missing", Warning, "
`{{ include \"name\" }}` looks for `name` and `name.md` in the folder of the file that includes it, in its `_includes`, and the same
in every folder above. It reads files of the project and of the repository that holds it, no others. A part of a file is named
behind `#`: lines (`#2-5`), a region, the id of a heading or component, a block (`#^id`).
";
    /// A page that is not for everybody, included by one that is.
    IncludeLocked, "include-locked", Error, "
The included page needs a password, is a draft, or has a date in the future; the page that includes it, or shows its file as code,
can be read by everybody. Its text was left out, so that nothing is published by accident. What both shall show belongs into a file of `_includes`.
";
    /// A file that includes itself.
    IncludeCircular, "include-circular", Error, "
The file is being included already, by itself or by what it includes. It was left out the second time.
";
    /// The repository's history is not whole, so the days of last changes may be wrong.
    ShallowClone, "shallow-clone", Warning, "
`lastUpdated` asks git when each page was last changed, but the clone holds only the newest part of the history: a page that was
last changed before that part begins seems to have been changed when it begins. In CI fetch everything (`fetch-depth: 0` for
GitHub's checkout, `GIT_DEPTH: 0` for GitLab), or say the days yourself in front matter.
";
    /// A page that no reader comes to.
    Orphan, "orphan", Note, "
Neither the navigation, nor a list of the blog, nor a link on a page that can be reached leads to the page: only those who know its
address find it. Link to it, or remove it. Told by `rasher check`.
";
    /// A published file that nothing uses.
    UnusedFile, "unused-file", Note, "
No page, template, style or configuration names the file, and it is published all the same because of its extension or
folder. Remove it, or leave it out with `exclude`. Told by `rasher check`.
";
    /// Pages with the same title.
    DuplicateTitle, "duplicate-title", Note, "
In a list of results or tabs the pages cannot be told apart. Give one another first heading, or a title for search engines alone:

    meta:
      title: Getting started with the SDK

Told by `rasher check`.
";
    /// Pages with the same description.
    DuplicateDescription, "duplicate-description", Note, "
Search engines show the description below a result, and pass over one that many pages share. Give each page its own
`description`. Told by `rasher check`.
";
    /// A name between colons that is almost an emoji.
    UnknownEmoji, "unknown-emoji", Note, "
It stays as it is written. Emoji have the names that Slack gives them, which are not always GitHub's: `:thinking_face:`, `:unicorn_face:`,
`:flag-ca:`. Told by `rasher check`.
";
    /// A code block whose language stands where its title belongs.
    FenceOrder, "fence-order", Note, "
Behind the fence comes the language, then `#` for line numbers, then a title. With the `#` first the language is taken for a title,
and nothing is coloured. `rasher check --fix` writes it the other way round:

    ```ps1 #
";
    /// An address of another site that does not answer.
    ExternalLink, "external-link", Warning, "
`rasher check --external` asked for it, and was told that there is no such page, or got no answer. Some servers turn programs
away; the address is then told as a note. What answered is not asked again for a week; `.rasher/cache/links.json` remembers.
";
    /// An address of another site that leads on to another.
    ExternalRedirect, "external-redirect", Note, "
The address works, but its server says that the page has moved for good. Link to the new address before the old one goes.
";
    /// A symbolic link that leads out of the project.
    SymlinkOutside, "symlink-outside", Warning, "
Only files inside the project, or the repository that holds it, are read and published; the link was passed over.
";
}

impl Code {
    /// The code of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::Code;

    #[test]
    fn every_code_has_a_name_of_its_own_and_an_explanation() {
        let mut names: Vec<_> = Code::ALL.iter().map(|code| code.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Code::ALL.len());
        for code in Code::ALL {
            assert!(code.explanation().len() > 60, "{code:?}");
            assert_eq!(Code::from_name(code.name()), Some(*code));
        }
    }
}
