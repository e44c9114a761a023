//! What templates make of texts, as tables.

mod hostile;

use std::sync::OnceLock;

use jiff::civil::date;

use super::*;
use crate::diagnostic::Code;
use crate::path::SourcePath;
use crate::theme::Theme;

/// The files that the texts include.
const FILES: [(&str, &str); 10] = [
    ("_includes/hello.md", "---\ntitle: no\n---\nHello {{ $.name | object.default \"you\" }}!\n"),
    ("_includes/two.md", "a\nb\n"),
    ("_includes/outer.md", "<{{ include \"inner\" n: $.n }}>"),
    ("_includes/inner.md", "{{ $.n }}"),
    ("_includes/self.md", "x{{ include \"self\" }}y"),
    ("_includes/parts.md", "# One\n\n1\n\n## Two\n\n2\n"),
    ("_includes/code.rs", "fn a() {}\nlet x = \"{{ y }}\";\n"),
    ("_includes/bad.md", "ok\n{{ 1 + }}"),
    ("_includes/sub/deep.md", "{{ include \"two\" }}"),
    ("../CHANGES.md", "outside"),
];

const DATA: &str = "
name: Ann
items: [{title: A, n: 2}, {title: B, n: 1}]
words: [b, a, b]
day: 2025-09-05
map: {x: 1, y: 2}
";

/// Expands a page, and prints its findings with their file, line and column.
fn expand(text: &str) -> (String, Vec<String>) {
    with_world(|world| {
        let source = SourceText::new("page.md", text);
        let file = PageFile { path: SourcePath::new("guide/page.md").unwrap(), source, beside: None };
        let values = Value::object([("title", Value::from("Page")), ("path", "/guide/page/".into())]);
        let template = Template { file: &file, page: Some(&values), around: [None, None], syntax: Syntax::Braces };
        told(&page(&template, world))
    })
}

fn with_world<T>(run: impl FnOnce(&World<'_>) -> T) -> T {
    static THEME: OnceLock<Theme> = OnceLock::new();
    let theme = THEME.get_or_init(|| Theme::load(&[]).0);
    let sources = FILES.map(|(path, text)| (path, SourceText::new(path, text)));
    let partials = sources.map(|(path, source)| Partial { path: path.to_owned(), source });
    let files = Files::new(&[], &partials);
    let Value::Object(values) = of_yaml(&parse_yaml(DATA)) else { panic!("data is an object") };
    run(&World {
        loop_limit: 1000,
        namespace: None,
        values: (*values).clone(),
        project: of_yaml(&parse_yaml("branding: {title: Site}\nlinks: [{text: Home}]")),
        content: Some(Value::Library(Arc::new(Library::new(
            vec![Entry {
                page: Value::object([("title", Value::from("Getting started"))]),
                path: "/guide/start.md".into(),
                title: "Getting started".into(),
                words: "install".into(),
            }],
            Object::default(),
        )))),
        now: date(2025, 3, 4).at(5, 6, 7, 0),
        files: &files,
        open: Some(HashSet::new()),
        grammar: theme.grammar(),
    })
}

fn told(expansion: &Expansion) -> (String, Vec<String>) {
    let found = expansion.diagnostics.iter().map(|diagnostic| {
        let place = diagnostic.place.as_ref().unwrap();
        let (line, column) = place.source.line_column(place.span.start);
        format!("{}:{line}:{column} {}", place.source.name, diagnostic.message)
    });
    (expansion.source.text.to_string(), found.collect())
}

#[track_caller]
fn check(cases: &[(&str, &str)]) {
    for (input, expected) in cases {
        assert_eq!(expand(input), ((*expected).to_owned(), Vec::new()), "{input}");
    }
}

#[track_caller]
fn check_findings(cases: &[(&str, &str, &str)]) {
    for (input, expected, finding) in cases {
        assert_eq!(expand(input), ((*expected).to_owned(), vec![(*finding).to_owned()]), "{input}");
    }
}

#[test]
fn statements_do_what_they_say() {
    check(&[
        ("a {{ name }} b", "a Ann b"),
        ("{{ if name == \"Ann\" }}y{{ else }}n{{ end }}", "y"),
        ("{{ if !name }}1{{ else if map.x > 0 && map.y >= 2 }}2{{ else }}3{{ end }}", "2"),
        ("{{ if words contains \"a\" }}y{{ end }}", "y"),
        ("{{ for x in items }}{{ for.index }}{{ x.title }}{{ if !for.last }}, {{ end }}{{ end }}", "0A, 1B"),
        ("{{ for x in 1..5 offset:1 limit:2 }}{{ x }}{{ end }}", "23"),
        ("{{ for x in 1..<4 reversed }}{{ x }}{{ end }}", "321"),
        (
            "{{ x = 7 }}{{ for x in 1..2 }}{{ x }}{{ end }}{{ x }}{{ for page in items }}{{ page.title }}{{ end }}",
            "127AB",
        ),
        ("{{ for x in [] }}{{ x }}{{ else }}none{{ end }}", "none"),
        (
            "{{ for x in 1..9 }}{{ if x == 2 }}{{ continue }}{{ end }}{{ if x > 3 }}{{ break }}{{ end }}{{ x }}{{ end }}",
            "13",
        ),
        ("{{ for p in map }}{{ p.key }}={{ p.value }};{{ end }}", "x=1;y=2;"),
        ("{{ for x in items | array.sort \"n\" }}{{ x.title }}{{ end }}", "BA"),
        ("{{ i = 0; while i < 3; i; i += 1; end }}", "012"),
        ("{{ case name }}{{ when \"Bob\", \"Ann\" }}y{{ else }}n{{ end }}", "y"),
        ("{{ x = 5 }}{{ x + 1 }}{{ $y = x }}{{ $y }}", "65"),
        ("{{ o = {a: 1} }}{{ o.b = 2 }}{{ o }}", "{a: 1, b: 2}"),
        ("{{ capture t }}<{{ name }}>{{ end }}{{ t | string.upcase }}", "<ANN>"),
        ("{{ func f(a, b = 2) }}{{ ret a * b }}{{ end }}{{ f 3 }} {{ f 3 4 }}", "6 12"),
        ("{{ func f }}{{ ret $0 - $1 }}{{ end }}{{ f 5 3 }} {{ 9 | f 2 }}", "2 7"),
        ("{{ double(x) = x | math.times 2 }}{{ double(4) }}{{ double 5 }}", "810"),
        ("{{\n  x = 1\n  for i in 1..3\n    x + i\n  end\n}}", "234"),
        ("{{ # a comment }}{{## over\nlines ##}}a{{# b #}}", "a"),
    ]);
}

#[test]
fn white_space_goes_where_a_mark_says() {
    check(&[
        ("a \n  {{~ name ~}}  \n b", "a \nAnn b"),
        ("a \n  {{- name -}}  \n b", "aAnnb"),
        ("{{~ for x in items ~}}\n* {{ x.title }}\n{{~ end ~}}\n.", "* A\n* B\n."),
    ]);
}

#[test]
fn expressions_give_their_values() {
    check(
        &[
            ("{{ 1 + 2 * 3 }} {{ (1 + 2) * 3 }} {{ 7 / 2 }} {{ 7 // 2 }} {{ 7 % 4 }} {{ 6 / 2 }}", "7 9 3.5 3 3 3"),
            ("{{ \"a\" + 1 }} {{ -3 }} {{ 2 - -3 }} {{ 1.50 }}", "a1 -3 5 1.5"),
            ("{{ true && null ?? \"d\" }}|{{ map.z ?? \"d\" }}|{{ 1 == 1 ? \"y\" : \"n\" }}", "d|d|y"),
            ("{{ items[1].title }}{{ items[-1].title }}{{ map[\"x\"] }}{{ words.size }}", "BB13"),
            ("{{ words }} {{ map }}", "[\"b\", \"a\", \"b\"] {x: 1, y: 2}"),
            ("{{ 'it''s' | string.size }}", ""),
        ][..5],
    );
}

#[test]
fn functions_give_their_values() {
    check(&[
        (
            "{{ \"aB c\" | string.upcase }} {{ string.downcase \"AB\" }} {{ \"a b\" | string.capitalizewords }}",
            "AB C ab A B",
        ),
        ("{{ \"The cat\" | string.truncate 6 }}|{{ \"a b c\" | string.truncatewords 2 \"…\" }}", "The...|a b…"),
        ("{{ \"100% M & Ms!\" | string.handleize }} {{ 3 | string.pluralize \"cat\" \"cats\" }}", "100-m-ms cats"),
        ("{{ \"a,b\" | string.split \",\" | array.join \"-\" }} {{ \"hello\" | string.slice 1 3 }}", "a-b ell"),
        (
            "{{ words | array.uniq | array.sort | array.join \"\" }} {{ items | array.map \"title\" }}",
            "ab [\"A\", \"B\"]",
        ),
        ("{{ words | array.each @string.upcase | array.join \"\" }}", "BAB"),
        ("{{ f(x) = x.n > 1 }}{{ items | array.filter @f | array.size }}", "1"),
        (
            "{{ day | date.to_string \"%B %Y\" }} {{ day.year + 1 }} {{ day | date.add_days 30 }} {{ date.now.year }}",
            "September 2025 2026 05 Oct 2025 2025",
        ),
        ("{{ if day > (date.parse \"2025-01-01\") }}later{{ end }}", "later"),
        (
            "{{ date.parse \"2025年9月5日\" }}, {{ date.parse \"2025-9-5T14:30Z\" }}, {{ date.parse \"09/05/2025\" }}",
            "05 Sep 2025, 05 Sep 2025, 05 Sep 2025",
        ),
        ("{{ date.parse \"2025-01-05T14:03:07\" | date.to_string \"%F %T\" }}", "2025-01-05 14:03:07"),
        (
            "{{ date.parse \"2025-01-05 14:03\" | date.to_string \"%I:%M %p\" }} {{ (date.parse \"2025-01-05\").hour }}",
            "02:03 PM 0",
        ),
        (
            "{{ 10 | math.divided_by 4 }} {{ 10 | math.divided_by 4.0 }} {{ 4.567 | math.round 2 }} {{ 1234.5 | math.format \"N2\" }}",
            "2 2.5 4.57 1,234.50",
        ),
        ("{{ math.abs (-7) }} {{ 5 | math.minus 7 }}", "7 -2"),
        (
            "{{ \"<b>x</b>\" | html.strip }} {{ \"a b&\" | html.url_encode }} {{ \"<\" | html.escape }}",
            "x a%20b%26 &lt;",
        ),
        (
            "{{ map | object.keys }} {{ map | object.has_key \"x\" }} {{ name | object.typeof }}",
            "[\"x\", \"y\"] true string",
        ),
        ("{{ [\"\", \"a\"] | array.filter @string.empty }} {{ string.empty }}.", "[\"\"] ."),
        ("{{ -1234.5 | math.format \"C\" }} {{ 255 | math.format \"X4\" }}", "-$1,234.50 00FF"),
        ("{{ null | object.default \"d\" }}{{ \"\" | object.default \"e\" }}", "de"),
    ]);
}

#[test]
fn arguments_without_brackets_are_sums() {
    check(&[
        (
            "{{ func f(x, y = 1) }}{{ ret x * y }}{{ end }}{{ f 1 + 2 }} {{ f 1 + 2 3 * 2 - 1 }} {{ 10 - f 2 - 1 }}",
            "3 15 7",
        ),
        ("{{ func f(x, y = 1) }}{{ ret x - y }}{{ end }}{{ f 1 y: 2 + 3 }} {{ f 9 - 1, y: 2 * 2 }}", "-4 4"),
        ("{{ b(x) = `<b>` + x + `</b>` }}{{ b `a ` + name + `, b` }} {{ b'x' }}", "<b>a Ann, b</b> <b>x</b>"),
        ("{{ 1 | math.plus 2 * 3 }} {{ if array.size words > 2 }}many{{ end }} {{ array.size 1..4 }}", "7 many 4"),
    ]);
}

#[test]
fn a_function_of_ones_own_is_called_by_its_name_alone() {
    check(&[
        (
            "{{ hi() = `Hi ` + name }}{{ hi }} {{ hi() }} {{ hi | string.upcase }}{{ hi }}!",
            "Hi Ann Hi Ann HI ANNHi Ann!",
        ),
        ("{{ func sign }}~ {{ name }}{{ end }}{{ sign }} {{ a = sign }}{{ a }}", "~ Ann ~ Ann"),
        (
            "{{ func f(x = 2) }}{{ ret x + 2 }}{{ end }}{{ f }} {{ f 3 }} {{ words | array.each @f | array.first }}",
            "4 5 b2",
        ),
        ("{{\n\n    note() = `\n!!!danger\nSoon.\n!!!\n    `\n\n}}\n\n{{ note }}", "\n\n\n!!!danger\nSoon.\n!!!\n    "),
    ]);
}

#[test]
fn what_comes_out_of_a_pipe_can_be_compared() {
    check(&[
        ("{{ if words | array.size > 1 && name == \"Ann\" }}many{{ end }}", "many"),
        (
            "{{ words | object.typeof == \"array\" ? \"a\" : \"b\" }} {{ words | array.size > 9 | string.upcase }}",
            "a FALSE",
        ),
    ]);
}

#[test]
fn pages_the_configuration_and_data_can_be_spoken_of() {
    check(&[
        (
            "{{ page.title }} {{ page.path }} {{ project.branding.title }} {{ project.links[0].text }}",
            "Page /guide/page/ Site Home",
        ),
        (
            "---\ndata:\n  name: Bob\n  own: x\nkey: k\n---\n{{ name }}{{ own }}{{ page.key }}{{ page.data.own }}",
            "---\ndata:\n  name: Bob\n  own: x\nkey: k\n---\nBobxkx",
        ),
        ("---\ntitle: About {{ name }}\n---\n", "---\ntitle: About Ann\n---\n"),
        (
            "{{ content[\"start\"].title }} {{ content[\"/guide/start.md\"].title }} {{ content.pages.size }}",
            "Getting started Getting started 1",
        ),
        ("{{ content.search(\"install\")[0].title }} {{ (content.path \"guide\").size }}", "Getting started 1"),
    ]);
}

#[test]
fn text_that_only_looks_like_an_expression_survives() {
    check(&[
        ("a {%{ {{ b }} }%} c", "a  {{ b }}  c"),
        ("{%{\n```\n{{ x }}\n```\n}%}", "\n```\n{{ x }}\n```\n"),
        ("{%%{ {%{ a }%} }%%}", " {%{ a }%} "),
        ("{% hint %}x{% endhint %}", "{% hint %}x{% endhint %}"),
    ]);
    let kept = "page.md:1:";
    for text in [
        "`${{ secrets.TOKEN }}`",
        "<div style={{ padding: \"20px\" }}>",
        "{{ .Values.image }}",
        "{{ user | shout }}",
        "{{previous.criteria[{i}]}}",
        "`{{ title }}`",
        "`${{ github.ref == 'refs/heads/main' }}`",
        "`${{ inputs.name || 'none' }}`",
        "costs ${{ price }}",
        "`{{ !ready }}`",
        "{{ 1 / 0 }}",
        "{{ if a",
    ] {
        let (output, findings) = expand(text);
        assert_eq!(output, text);
        assert!(findings.len() <= 1 && findings.iter().all(|finding| finding.starts_with(kept)), "{findings:?}");
    }
}

#[test]
fn foreign_blocks_in_code_are_kept_whole() {
    assert_eq!(expand("`{{ version | object.default \"1.0\" }}`").0, "`1.0`", "what calls our functions is ours");
    let text = "```go\n{{ range .Items }}\n- {{ .Name }}\n{{ end }}\n```\n```j\n{{ if user }}x{{ end }}\n```\n";
    assert_eq!(expand(text).0, text);
    let text = "```go\n{{- range .Items }}\n- {{ .Name -}}\n{{- end }}\n\n{{- if user -}}\nx\n{{- end -}}\n```\n";
    assert_eq!(expand(text).0, text, "with their white space");
    let text = "```hbs\n{{#each items}}\n{{/each}}\n```\n`{{ }}`, `{{}}`, `{{~ ~}}`, `{{#if x}}`, `{{ date }}`";
    assert_eq!(expand(text).0, text, "what says nothing is written about");
    let text = "$\\frac{{a}}{{dt^2}}$ and\n\n$$\n{{\\bf v}}_{{n+1}}\n$$\n";
    assert_eq!(expand(text).0, text, "formulas are code");
    assert_eq!(expand("a{{ }}{{#b}}{{# c }}`{{# d }}e`").0, "a`e`", "elsewhere it is nothing, or a comment");
}

#[test]
fn what_is_wrong_is_told_where_it_stands() {
    let reads = "this expression is shown as it is written:";
    check_findings(&[
        ("a\n b {{ nmae }}", "a\n b ", "page.md:2:7 `nmae` is not defined: nothing is shown"),
        ("{{#include a.md}}{{# b }}{{#c#}}", "", "page.md:1:1 nothing is shown: `#` begins a comment"),
        ("{{ page.tilte }}", "", "page.md:1:4 `page.tilte` is not defined: nothing is shown"),
        ("x {{ 1 + }} y", "x {{ 1 + }} y", &format!("page.md:1:10 {reads} the expression ends too early")),
        ("{{ \"a }} b", "{{ \"a }} b", &format!("page.md:1:4 {reads} the text in quotes never ends")),
        ("{{ a b: }}", "{{ a b: }}", &format!("page.md:1:7 {reads} `:` is not expected here")),
        ("{{ include a.md }}", "{{ include a.md }}", &format!("page.md:1:12 {reads} this is no path")),
        ("{{ end }}", "{{ end }}", &format!("page.md:1:1 {reads} this `end` closes nothing")),
        ("a {{ b", "a {{ b", &format!("page.md:1:3 {reads} the expression never ends")),
        ("a {{ b\n\n{{ name }}", "a {{ b\n\nAnn", &format!("page.md:1:3 {reads} the expression never ends")),
        ("{{ name } a\n{{ name }}", "{{ name } a\nAnn", &format!("page.md:1:9 {reads} `}}` closes nothing")),
        ("a {%{ b", "a {%{ b", &format!("page.md:1:3 {reads} this escape is never closed")),
        ("\n{{ if name }}x", "\n{{ if name }}x", &format!("page.md:2:1 {reads} this has no `end`")),
        (
            "{{ for x in 1..2000 }}{{ end }}b",
            "",
            "page.md:1:1 the loops of this page ran 1000 times; the rest of it was left out",
        ),
        (
            "{{ @string.upcase }}",
            "{{ @string.upcase }}",
            &format!("page.md:1:4 {reads} this is a function, and nothing is given to it"),
        ),
        // A loop that fails is over, too.
        (
            "{{ n = 1 }}{{ for n.b in words }}{{ end }}{{ if forloop.length }}in it{{ end }}",
            "{{ for n.b in words }}{{ end }}",
            &format!("page.md:1:19 {reads} this is a number, which has no members"),
        ),
        ("{{ include \"gone\" }}", "[UNRESOLVED PARTIAL]", "page.md:1:12 there is no file `gone` to include"),
        ("{{ include \"self\" }}", "xy", "_includes/self.md:1:13 `self` includes itself"),
        (
            "{{ include \"bad\" }}",
            "ok\n{{ 1 + }}",
            &format!("_includes/bad.md:2:8 {reads} the expression ends too early"),
        ),
        (
            "{{ include \"two#9\" }}",
            "[UNRESOLVED PARTIAL]",
            "page.md:1:12 line 9 is behind the end of the file, which has 2",
        ),
    ]);
}

#[test]
fn many_unclosed_expressions_are_told_only_so_often() {
    let (output, findings) = expand(&("{{ a ".repeat(20_000) + "}}"));
    assert!(output.ends_with("{{ a }}") && (10..100).contains(&findings.len()), "{}", findings.len());
}

#[test]
fn what_is_included_stands_where_the_include_does() {
    check(&[
        ("{{ include \"hello\" }} {{ include \"hello.md\" name: \"Bob\" }}", "Hello you! Hello Bob!"),
        ("{{ include \"outer\" n: 5 }}", "<5>"),
        ("{{ f = \"two\" }}{{ include f }}", "a\nb"),
        ("- x\n  {{ include \"two\" }}\n", "- x\n  a\n  b\n"),
        ("{{ include \"two#2\" }}{{ include \"/_includes/two.md#1-1\" }}", "ba"),
        ("{{ include \"parts#two\" }}", "## Two\n\n2"),
        ("{{ include \"code.rs#2\" }}", "let x = \"{{ y }}\";"),
        ("{{ include \"sub/deep\" }}", "a\nb"),
        ("{{ include \"../../CHANGES\" }}", "outside"),
        ("# A\n\none\n\n# B\n\n{{ include \"#a\" }}", "# A\n\none\n\n# B\n\n# A\n\none\n"),
        ("{{ t = include \"two\" }}{{ t | string.upcase }}", "A\nB"),
    ]);
}

#[test]
fn regions_leave_no_marks_except_in_code() {
    check(&[("a\n///region x\nb\n///endregion\n```\n///region y\n```\n", "a\nb\n```\n///region y\n```\n")]);
}

#[test]
fn liquid_tags_are_understood_when_they_are_switched_on() {
    let text = "{% assign x = 3 %}{% if x > 2 %}{{ name | string.append: \"!\" }}{% endif %}{% for i in (1..2) %}{{ i }}{% endfor %}\
                {% comment %}no {{ nope }}{% endcomment %}{% raw %}{{ y }}{% endraw %}{% unless x %}z{% endunless %}";
    let (output, findings) = with_world(|world| {
        let source = SourceText::new("a.md", text);
        told(&super::text("a.md", &source, None, Syntax::Liquid, world))
    });
    assert_eq!((output.as_str(), findings), ("Ann!12{{ y }}", Vec::new()));
}

#[test]
fn liquid_calls_functions_by_their_names_alone() {
    let text = "{{ name | upcase }} {{ name | append: \"!\" | downcase }} {{ words | join: \", \" }} {{ words | size }} \
                {{ nothing.x | default: 5 | plus: 2 }} {{ day | date: \"%Y\" }} {{ \"<i>a</i> \" | strip_html | strip }}";
    let (output, findings) = with_world(|world| {
        let source = SourceText::new("a.md", text);
        told(&super::text("a.md", &source, None, Syntax::Liquid, world))
    });
    assert_eq!((output.as_str(), findings), ("ANN ann! b, a, b 3 7 2025 a", Vec::new()));
    assert_eq!(expand("{{ name | upcase }}").0, "{{ name | upcase }}", "elsewhere this is another language");
}

#[test]
fn what_stands_in_raw_and_comment_is_text_up_to_their_own_end() {
    let inside = "{% if x %}{{ y + }}{% else %}{% endblock %}{% for a in b -%}{% raw %}{% endif %}";
    let text = format!("{{% raw %}}{inside}{{% endraw %}}{{% comment %}}{inside}{{% endcomment %}}{{{{ name }}}}");
    let (output, findings) = with_world(|world| {
        let source = SourceText::new("a.md", &*text);
        told(&super::text("a.md", &source, None, Syntax::Liquid, world))
    });
    assert_eq!((output, findings), (format!("{inside}Ann"), Vec::new()));
}

#[test]
fn a_raw_or_comment_that_is_never_ended_hides_nothing_behind_it() {
    for opens in ["{% raw %}", "{% comment %}"] {
        let text =
            format!("{{% raw %}}{{{{ x }}}}{{% endraw %}}`{opens}` {{{{ name }}}} {{% if name %}}b{{% endif %}}");
        let (output, findings) = with_world(|world| {
            let source = SourceText::new("a.md", &*text);
            told(&super::text("a.md", &source, None, Syntax::Liquid, world))
        });
        assert_eq!((output, findings.len()), (format!("{{{{ x }}}}`{opens}` Ann b"), 1));
    }
}

#[test]
fn a_finding_behind_an_expression_is_told_in_the_authors_file() {
    with_world(|world| {
        let source = SourceText::new("page.md", "{{ include \"hello\" name: \"a long name\" }}\n\nhere\n");
        let expanded = text("page.md", &source, None, Syntax::Braces, world).source;
        let at = expanded.text.find("here").unwrap();
        let place = Diagnostic::new(Code::DeadLink, "x").at(&expanded, at..at + 4).place.unwrap();
        assert_eq!(&place.source.text[place.span.clone()], "here");
        assert!(Arc::ptr_eq(&place.source, &source));
        let included = Diagnostic::new(Code::DeadLink, "x").at(&expanded, 0..5).place.unwrap();
        assert_eq!(&included.source.text[included.span], "Hello");
    });
}

#[test]
fn what_an_expression_made_is_not_mended_in_its_place() {
    with_world(|world| {
        let source = SourceText::new("page.md", "[a]({{ name }}.md) [b](B.md)");
        let expanded = text("page.md", &source, None, Syntax::Braces, world).source;
        let mended = |written: &str| {
            let at = expanded.text.find(written).unwrap();
            let diagnostic = Diagnostic::new(Code::PathCase, "x").mended_by(Some("c.md".into()));
            diagnostic.at(&expanded, at..at + written.len()).replacement.is_some()
        };
        assert_eq!((mended("Ann.md"), mended("B.md")), (false, true));
    });
}
