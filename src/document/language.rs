//! The languages of code, by the identifiers that readers' tools know from Prism.

use std::borrow::Cow;
use std::sync::LazyLock;

use rustc_hash::FxHashMap;

/// Identifiers.
const LANGUAGES: &str = "abap abnf actionscript ada agda al antlr4 apacheconf apex apl applescript aql arduino arff armasm asciidoc asm6502 asmatmel aspnet autohotkey autoit avisynth avro-idl awk bash basic batch bbcode bbj bicep birb bison bnf bqn brainfuck brightscript bro bsl c cfscript chaiscript cil cilkc cilkcpp clike clojure cmake cobol coffeescript concurnas cooklang coq cpp crystal csharp cshtml csp css csv cue cypher d dart dataweave dax dhall diff django dns-zone-file docker dot ebnf editorconfig eiffel ejs elixir elm erb erlang etlua excel-formula factor false firestore-security-rules flow fortran fsharp ftl gap gcode gdscript gedcom gettext gherkin git glsl gml gn go go-module gradle graphql groovy haml handlebars haskell haxe hcl hlsl hoon hpkp hsts http ichigojam icon icu-message-format idris iecst ignore inform7 ini io j java javadoc javascript javastacktrace jexl jolie jq jsdoc json json5 jsonp jsstacktrace jsx julia keepalived keyman kotlin kumir kusto latex latte less lilypond linker-script liquid lisp livescript llvm log lolcode lua magma makefile markdown markup mata matlab maxscript mel mermaid metafont mizar mongodb monkey moonscript n1ql n4js nand2tetris-hdl naniscript nasm neon nevod nginx nim nix nsis objectivec ocaml odin opencl openqasm oz parigp parser pascal pascaligo pcaxis peoplecode perl php phpdoc plant-uml plsql powerquery powershell processing prolog promql properties protobuf psl pug puppet pure purebasic purescript python q qml qore qsharp r racket reason regex rego renpy rescript rest rip roboconf robotframework ruby rust sas sass scala scheme scss shell-session smali smalltalk smarty sml solidity solution-file soy sparql splunk-spl sqf sql squirrel stan stata stylus supercollider swift systemd t4-cs t4-vb tap tcl textile toml tremor tsx tt2 turtle twig typescript typoscript unrealscript uorazor uri v vala vbnet velocity verilog vhdl vim visual-basic warpscript wasm web-idl wgsl wiki wolfram wren xeora xml-doc xojo xquery yaml yang zig";

/// Other names, and what they mean; `none` is text.
const ALIASES: [(&str, &str); 96] = [
    ("adoc", "asciidoc"),
    ("atom", "markup"),
    ("bat", "batch"),
    ("c#", "csharp"),
    ("c++", "cpp"),
    ("cc", "cpp"),
    ("cjs", "javascript"),
    ("clj", "clojure"),
    ("cmd", "batch"),
    ("coffee", "coffeescript"),
    ("conf", "ini"),
    ("cs", "csharp"),
    ("cypher-query", "cypher"),
    ("dns-zone", "dns-zone-file"),
    ("dockerfile", "docker"),
    ("dotnet", "csharp"),
    ("erl", "erlang"),
    ("ex", "elixir"),
    ("exs", "elixir"),
    ("f#", "fsharp"),
    ("fs", "fsharp"),
    ("gd", "gdscript"),
    ("gitignore", "ignore"),
    ("go-mod", "go-module"),
    ("golang", "go"),
    ("gql", "graphql"),
    ("gv", "dot"),
    ("h", "c"),
    ("hbs", "handlebars"),
    ("hpp", "cpp"),
    ("hs", "haskell"),
    ("htm", "markup"),
    ("html", "markup"),
    ("ino", "arduino"),
    ("jinja", "django"),
    ("jinja2", "django"),
    ("jl", "julia"),
    ("js", "javascript"),
    ("jsonc", "json"),
    ("kt", "kotlin"),
    ("kts", "kotlin"),
    ("make", "makefile"),
    ("mathematica", "wolfram"),
    ("mathml", "markup"),
    ("md", "markdown"),
    ("mermaid-js", "mermaid"),
    ("mjs", "javascript"),
    ("ml", "ocaml"),
    ("mscript", "powerquery"),
    ("mustache", "handlebars"),
    ("none", "none"),
    ("objc", "objectivec"),
    ("objectpascal", "pascal"),
    ("patch", "diff"),
    ("pl", "perl"),
    ("plain", "none"),
    ("plaintext", "none"),
    ("plantuml", "plant-uml"),
    ("po", "gettext"),
    ("posh", "powershell"),
    ("pq", "powerquery"),
    ("proto", "protobuf"),
    ("ps", "powershell"),
    ("ps1", "powershell"),
    ("psd1", "powershell"),
    ("psm1", "powershell"),
    ("pwsh", "powershell"),
    ("py", "python"),
    ("razor", "cshtml"),
    ("rb", "ruby"),
    ("rkt", "racket"),
    ("robot", "robotframework"),
    ("rs", "rust"),
    ("rss", "markup"),
    ("sh", "bash"),
    ("sh-session", "shell-session"),
    ("shell", "bash"),
    ("shellsession", "shell-session"),
    ("sln", "solution-file"),
    ("sol", "solidity"),
    ("ssml", "markup"),
    ("svg", "markup"),
    ("tex", "latex"),
    ("text", "none"),
    ("tf", "hcl"),
    ("trig", "turtle"),
    ("ts", "typescript"),
    ("txt", "none"),
    ("vb", "visual-basic"),
    ("vba", "visual-basic"),
    ("webmanifest", "json"),
    ("xls", "excel-formula"),
    ("xlsx", "excel-formula"),
    ("xml", "markup"),
    ("yml", "yaml"),
    ("zsh", "bash"),
];

/// The identifier of the language that authors call `name`; `none` for text. `None` when nobody knows it.
pub fn language_id(name: &str) -> Option<&'static str> {
    static IDS: LazyLock<FxHashMap<&str, &str>> = LazyLock::new(|| {
        // An alias goes before a language of the same name.
        LANGUAGES.split_whitespace().map(|id| (id, id)).chain(ALIASES).collect()
    });
    let is_lower = name.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    let lower = if is_lower { Cow::Borrowed(name) } else { Cow::Owned(name.to_lowercase()) };
    IDS.get(&*lower).copied()
}

/// Every name of a language.
pub(super) fn language_names() -> impl Iterator<Item = &'static str> {
    LANGUAGES.split_whitespace().chain(ALIASES.iter().map(|(alias, _)| *alias))
}

#[cfg(test)]
mod tests {
    use super::{ALIASES, LANGUAGES, language_id};

    #[test]
    fn other_names_mean_known_languages() {
        assert!(ALIASES.iter().all(|(_, id)| *id == "none" || LANGUAGES.split_whitespace().any(|known| known == *id)));
    }

    #[test]
    fn languages_have_the_names_of_the_format_sheet() {
        for (name, id) in [
            ("ps1", "powershell"),
            ("cs", "csharp"),
            ("js", "javascript"),
            ("TS", "typescript"),
            ("py", "python"),
            ("md", "markdown"),
            ("html", "markup"),
            ("yml", "yaml"),
            ("bash", "bash"),
            ("dockerfile", "docker"),
            ("json", "json"),
            ("mermaid-js", "mermaid"),
            ("text", "none"),
        ] {
            assert_eq!(language_id(name), Some(id), "{name}");
        }
        assert_eq!((language_id("nosuch"), language_id(""), language_id("c d")), (None, None, None));
    }
}
