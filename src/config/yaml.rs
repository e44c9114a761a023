//! YAML as people write it. The library refuses a text as a whole; here, what is wrong with one key costs that key at most, and
//! text that only lacks its quotes is taken as it was meant.

use std::ops::Range;

use serde::de::Error;
use serde_yaml::Value;

use super::locate::{Step, key_of};
use super::{plain, twice};

/// A hint shows the mended line up to this many bytes.
const MAX_SHOWN: usize = 80;

/// So many brackets may be open at once. The library refuses a tenth of it, but only after it has looked at all that are open for each
/// one that follows.
const MAX_OPEN: usize = 1000;

/// What a text says.
#[derive(Debug, Default)]
pub(super) struct Said {
    pub(super) value: Value,
    /// Keys that stand in it twice: the last one counts.
    pub(super) twice: Vec<Vec<Step>>,
    pub(super) slips: Vec<Slip>,
}

/// What is no YAML.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Slip {
    /// The bytes of the text that it is about.
    pub(super) span: Range<usize>,
    /// What the library says.
    pub(super) message: String,
    pub(super) hint: String,
    /// What the author meant to write there, if that is certain.
    pub(super) replacement: Option<String>,
}

/// The value of a text, as far as it can be read.
pub fn parse(text: &str) -> Value {
    read(unmarked(text)).value
}

/// A text without the mark that editors on Windows begin files with. The library takes it for the first column.
pub(super) fn unmarked(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text)
}

/// What a text says, as far as it can be read, and what is wrong with it.
pub(super) fn read(text: &str) -> Said {
    let whole = match read_whole(text) {
        // Keys that all lack the space behind their colon are one text.
        Ok((value, twice)) if !value.is_string() => return Said { value, twice, slips: Vec::new() },
        whole => whole,
    };
    let (mended, slips) = mend(first_document(text));
    match (read_whole(&mended), whole) {
        (Ok((value @ Value::Mapping(_), twice)), _) if !slips.is_empty() => Said { value, twice, slips },
        (_, Ok((value, twice))) => Said { value, twice, slips: Vec::new() },
        (_, Err(error)) => Said { slips: vec![slip(text, 0..text.len(), &error)], ..Said::default() },
    }
}

/// Reads YAML without a slip. What the library refuses together with the whole text concerns one key only: of two the last one
/// counts, and an integer too large for any type is taken as text.
fn read_whole(text: &str) -> serde_yaml::Result<(Value, Vec<Vec<Step>>)> {
    if let Some(value) = plain::read(text) {
        return Ok((value, Vec::new()));
    }
    if is_too_deep(text) {
        return Err(Error::custom("recursion limit exceeded"));
    }
    let error = match serde_yaml::from_str(text) {
        Ok(value) => return Ok((value, Vec::new())),
        Err(error) => error,
    };
    let message = error.to_string();
    let first = first_document(text);
    if first.len() < text.len() && message.contains("more than one document") {
        return read_whole(first);
    }
    if ["duplicate entry", "invalid type: integer"].iter().any(|refused| message.contains(refused)) {
        return twice::read(text);
    }
    Err(error)
}

/// Whether more brackets are open somewhere than any text has, whatever they stand in.
fn is_too_deep(text: &str) -> bool {
    let mut open = 0_usize;
    text.bytes().any(|byte| {
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => open = open.saturating_sub(1),
            _ => {}
        }
        open > MAX_OPEN
    })
}

/// The first of several documents in a file, as when keys stand between two lines of `---`.
fn first_document(text: &str) -> &str {
    let mut has_begun = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        if content == "..." || (has_begun && content == "---") {
            return &text[..at];
        }
        has_begun |= !content.is_empty() && content != "---" && !content.starts_with(['#', '%']);
        at += line.len();
    }
    text
}

/// The text as it was meant, without the keys of which that is not certain; and the slips.
fn mend(text: &str) -> (String, Vec<Slip>) {
    let mut mended = String::with_capacity(text.len());
    let mut slips = Vec::new();
    let mut at = 0;
    for entry in entries(text) {
        mended.push_str(&text[at..entry.start]);
        at = entry.end;
        let own = &text[entry.clone()];
        let error = match read_whole(own) {
            Ok((Value::Mapping(_), _)) => {
                mended.push_str(own);
                continue;
            }
            Ok(_) => None,
            Err(error) if has_anchor(text, &entry, &error) => {
                mended.push_str(own);
                continue;
            }
            Err(error) => Some(error),
        };
        let slip = match error {
            None => glued(text, &entry),
            Some(error) => slip(text, entry.clone(), &error),
        };
        if let Some(replacement) = &slip.replacement {
            mended.push_str(&text[entry.start..slip.span.start]);
            mended.push_str(replacement);
            mended.push_str(&text[slip.span.end..entry.end]);
        }
        slips.push(slip);
    }
    mended.push_str(&text[at..]);
    (mended, slips)
}

/// Whether all that is wrong with an entry alone is that it names an anchor of one before: `*name`, for what is `&name` there.
fn has_anchor(text: &str, entry: &Range<usize>, error: &serde_yaml::Error) -> bool {
    let at = entry.start + error.location().map_or(0, |location| location.index());
    let ends_name = |c: char| c.is_whitespace() || matches!(c, ',' | ']' | '}');
    let alias = text.get(at..entry.end).and_then(|alias| alias.strip_prefix('*')?.split(ends_name).next());
    let is_of =
        |anchor: &str, name: &str| anchor.strip_prefix(name).is_some_and(|behind| behind.starts_with(ends_name));
    alias.is_some_and(|name| text[..entry.start].split('&').skip(1).any(|anchor| is_of(anchor, name)))
}

/// The keys of the top level with what belongs to them.
fn entries(text: &str) -> Vec<Range<usize>> {
    let mut entries: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let is_first =
            !line.starts_with([' ', '\t', '#', '-', ':']) && (key_of(line.trim_end()).is_some() || is_glued(line));
        if is_first {
            entries.push(at..at);
        }
        at += line.len();
        if let Some(last) = entries.last_mut() {
            last.end = at;
        }
    }
    entries
}

/// `key:value`, which is a text and no key.
fn is_glued(line: &str) -> bool {
    let is_name = |name: &str| !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphabetic());
    line.split_once(':').is_some_and(|(name, value)| is_name(name) && !value.starts_with("//"))
}

fn glued(text: &str, entry: &Range<usize>) -> Slip {
    let colon = entry.start + text[entry.clone()].find(':').unwrap_or_default();
    Slip {
        span: colon..colon + 1,
        message: "a key ends with a colon and a space".to_owned(),
        hint: "write a space behind the colon".to_owned(),
        replacement: Some(": ".to_owned()),
    }
}

/// What the library refused in a part of the text.
fn slip(text: &str, part: Range<usize>, error: &serde_yaml::Error) -> Slip {
    let message = error.to_string();
    let message = message.split(" at line ").next().unwrap_or_default().to_owned();
    let value = value_of(text, &part);
    let bracket = value.as_ref().and_then(|value| Some((value.start, opening(&text[value.clone()])?)));
    if let Some((start, open)) = bracket.filter(|(start, open)| !text[start + 1..part.end].contains(closing(*open))) {
        let hint = format!("`{open}` is never closed: write `{}` where it ends", closing(open));
        return Slip { span: start..line_end(text, start), message, hint, replacement: None };
    }
    if let Some(value) = value.filter(|value| lacks_quotes(&text[value.clone()], &text[value.end..part.end])) {
        let quoted = quoted(&text[value.clone()]);
        let line = format!("{}{quoted}", &text[part.start..value.start]);
        let shown = if line.len() > MAX_SHOWN { "it".to_owned() } else { format!("it: `{line}`") };
        let hint = format!("this text needs quotes around {shown}");
        return Slip { span: value, message, hint, replacement: Some(quoted) };
    }
    if let Some(slip) = glued_items(text, &part) {
        return slip;
    }
    let index = error.location().map_or(0, |location| location.index());
    if let Some(value) = value_below(text, &part, part.start + index) {
        let quoted = quoted(&text[value.clone()]);
        let hint = format!("this text needs quotes around it: `{quoted}`");
        let before = &text[part.start..value.start];
        let next = read_whole(&[before, &quoted, &text[value.end..part.end]].concat()).err();
        // Where it is refused for something else, that stands in another line.
        let is_behind =
            |error: &serde_yaml::Error| error.location().is_some_and(|at| at.index() > before.len() + quoted.len());
        if next.as_ref().is_none_or(is_behind) {
            let replacement = next.is_none().then_some(quoted);
            return Slip { span: value, message, hint, replacement };
        }
    }
    if message == "found unexpected end of stream" {
        let hint = "a quote in here is never closed".to_owned();
        return Slip { span: part.start..line_end(text, part.start), message, hint, replacement: None };
    }
    let at = text.floor_char_boundary((part.start + index).min(text.len()));
    let at = if text[..at].trim_end().is_empty() { 0 } else { in_text(text, &part, at) };
    Slip { span: at..line_end(text, at).max(at + 1), message, hint: way_out(text, at), replacement: None }
}

/// Items of a list that lack the space behind their hyphens, if that is all that is wrong with a part.
fn glued_items(text: &str, part: &Range<usize>) -> Option<Slip> {
    let hyphen = |line: &str| {
        let item = line.trim_start_matches(' ');
        let is_glued = item.strip_prefix('-').is_some_and(|item| item.starts_with(char::is_alphabetic));
        is_glued.then_some(line.len() - item.len())
    };
    let mut at = part.start;
    let mut hyphens = text[part.clone()].split_inclusive('\n').filter_map(|line| {
        at += line.len();
        hyphen(line).map(|hyphen| at - line.len() + hyphen)
    });
    let first = hyphens.next()?;
    let span = first..line_end(text, hyphens.last().unwrap_or(first));
    let spaced = |line: &str| match hyphen(line) {
        Some(hyphen) => format!("{}- {}", &line[..hyphen], &line[hyphen + 1..]),
        None => line.to_owned(),
    };
    let replacement: String = text[span.clone()].split_inclusive('\n').map(spaced).collect();
    let mended = [&text[part.start..span.start], &replacement, &text[span.end..part.end]].concat();
    read_whole(&mended).is_ok().then(|| Slip {
        span,
        message: "an item of a list begins with a hyphen and a space".to_owned(),
        hint: "write a space behind the hyphen".to_owned(),
        replacement: Some(replacement),
    })
}

/// A place in a part; behind all that the part says, its last line.
fn in_text(text: &str, part: &Range<usize>, at: usize) -> usize {
    let said = text[part.clone()].trim_end();
    let last = || part.start + said.rfind('\n').map_or(0, |end| end + 1);
    if at < part.start + said.len() { at } else { last() }
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end)
}

/// What stands behind the key that a part begins with, up to a comment.
fn value_of(text: &str, part: &Range<usize>) -> Option<Range<usize>> {
    let line = text[part.clone()].lines().next()?;
    let key = key_of(line).filter(|key| !key.starts_with([' ', '\t']))?;
    let rest = &line[key.len() + 1..];
    let value = rest.split(" #").next().unwrap_or_default().trim();
    let start = part.start + key.len() + 1 + (rest.len() - rest.trim_start().len());
    (!value.is_empty()).then_some(start..start + value.len())
}

/// The value in the line of `at`, if it is one line of text below the key that a part begins with.
fn value_below(text: &str, part: &Range<usize>, at: usize) -> Option<Range<usize>> {
    let at = text.floor_char_boundary(at.min(part.end));
    let line = text[..at].rfind('\n').map(|end| end + 1).filter(|start| *start > part.start)?;
    let indent = text[line..].len() - text[line..].trim_start_matches([' ', '-']).len();
    let value = value_of(text, &(line + indent..part.end))?;
    let below = text[line_end(text, value.end)..part.end].lines().find(|line| !line.trim().is_empty());
    let goes_on = below.is_some_and(|below| below.len() - below.trim_start_matches([' ', '-']).len() > indent);
    let is_text = !goes_on && !text[value.clone()].starts_with(['|', '>', '[', '{', '"', '\'']);
    is_text.then_some(value)
}

/// Where a colour stands behind the key that ends at `key_end`, and nothing before it: without quotes it is a comment.
pub(super) fn colour_behind(text: &str, key_end: usize) -> Option<Range<usize>> {
    let rest = text.get(key_end..)?.trim_start_matches([' ', '\t']).strip_prefix(':')?.trim_start_matches([' ', '\t']);
    let word = rest.split_ascii_whitespace().next().filter(|word| rest.starts_with(word))?;
    let digits = word.strip_prefix('#')?;
    let start = text.len() - rest.len();
    let is_colour = matches!(digits.len(), 3 | 4 | 6 | 8) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_colour.then(|| start..start + word.len())
}

/// Whether a value that is no YAML is one line of text, for certain. `below` is what stands behind it.
fn lacks_quotes(value: &str, below: &str) -> bool {
    let is_alone = below.lines().skip(1).all(|line| line.trim().is_empty() || line.starts_with('#'));
    is_alone && !value.starts_with(['|', '>']) && opening(value).is_none_or(|open| !value.ends_with(closing(open)))
}

/// The bracket or quote that a value begins with.
fn opening(value: &str) -> Option<char> {
    value.chars().next().filter(|first| matches!(first, '[' | '{' | '"' | '\''))
}

fn closing(open: char) -> char {
    match open {
        '[' => ']',
        '{' => '}',
        quote => quote,
    }
}

fn quoted(text: &str) -> String {
    if text.contains(['"', '\\']) { format!("'{}'", text.replace('\'', "''")) } else { format!("\"{text}\"") }
}

/// What to do where the library gave up.
fn way_out(text: &str, at: usize) -> String {
    if text[at..].starts_with('\t') {
        return "here is a tab; indent with spaces".to_owned();
    }
    "text that contains `: ` or `#`, ends with `:`, or begins with a quote, `[`, `{`, `*`, `&`, `!`, `%`, `@` or a backtick needs \
     quotes around it"
        .to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_several_documents_the_first_is_read() {
        for text in ["---\na: 1\n---\n", "# x\n---\na: 1\n---\nb: 2\n", "a: 1\n...\nb: 2\n", "a: 1\n---\n# Text\n"] {
            assert_eq!(parse(text).get("a").and_then(Value::as_u64), Some(1), "{text}");
        }
    }

    /// What is read of a text, what its slips are about, and what was meant there.
    fn mended(text: &str) -> (String, Vec<(&str, Option<String>)>) {
        let said = read(text);
        let slips = said.slips.into_iter().map(|slip| (&text[slip.span], slip.replacement)).collect();
        (serde_json::to_string(&said.value).unwrap(), slips)
    }

    #[test]
    fn text_that_lacks_its_quotes_is_read_as_it_was_meant() {
        for (written, meant) in [
            ("`code` and text", "\"`code` and text\""),
            ("A: b", "\"A: b\""),
            (":rocket:", "\":rocket:\""),
            ("@me # a note", "\"@me\""),
            ("*very* good", "\"*very* good\""),
            ("\"Own\" words, it's", "'\"Own\" words, it''s'"),
            ("[WIP] Text", "\"[WIP] Text\""),
        ] {
            let text = format!("order: 1\nlabel: {written}\n\nicon: bug\n");
            let value = written.trim_end_matches(" # a note");
            let json = format!("{{\"order\":1,\"label\":{},\"icon\":\"bug\"}}", serde_json::json!(value));
            assert_eq!(mended(&text), (json, vec![(value, Some(meant.to_owned()))]), "{text}");
        }
        let colon = || (":", Some(": ".to_owned()));
        assert_eq!(mended("a: 1\nb:x\n"), ("{\"a\":1,\"b\":\"x\"}".to_owned(), vec![colon()]));
        assert_eq!(mended("a:1\nb:x\n"), ("{\"a\":1,\"b\":\"x\"}".to_owned(), vec![colon(), colon()]));
        assert_eq!(mended("https://x.y\n"), ("\"https://x.y\"".to_owned(), vec![]));
    }

    #[test]
    fn text_below_a_key_that_lacks_its_quotes_is_read_as_it_was_meant() {
        for (written, value, meant) in [
            (
                "footer:\n  copyright: &copy; Me # so\n  links: []",
                "&copy; Me",
                "\"footer\":{\"copyright\":\"&copy; Me\",\"links\":[]}",
            ),
            ("authors:\n- name: A: b\n  email: c", "A: b", "\"authors\":[{\"name\":\"A: b\",\"email\":\"c\"}]"),
            ("nav:\n  icon: :x:\n\n", ":x:", "\"nav\":{\"icon\":\":x:\"}"),
            ("links:\n  - text: @me\n    link: a", "@me", "\"links\":[{\"text\":\"@me\",\"link\":\"a\"}]"),
        ] {
            let json = format!("{{\"a\":1,{meant},\"b\":2}}");
            let quoted = Some(format!("\"{value}\""));
            assert_eq!(mended(&format!("a: 1\n{written}\nb: 2\n")), (json, vec![(value, quoted)]), "{written}");
        }
    }

    #[test]
    fn items_without_a_space_behind_their_hyphen_are_items() {
        for (written, glued, meant) in [
            ("\n-b\n- c", "-b", "- b"),
            ("\n- b\n-c", "-c", "- c"),
            ("\n  - b\n  -c: d\n  - -5\n  -été\n", "-c: d\n  - -5\n  -été", "- c: d\n  - -5\n  - été"),
        ] {
            let value = parse(&format!("x:{}", written.replace(glued, meant)));
            let json = format!("{{\"a\":1,\"x\":{},\"y\":2}}", serde_json::json!(value["x"]));
            assert_eq!(mended(&format!("a: 1\nx:{written}\ny: 2\n")), (json, vec![(glued, Some(meant.to_owned()))]));
        }
    }

    #[test]
    fn what_is_no_slip_beside_one_stays_as_it_is() {
        for (written, said) in [
            ("a: &x 1\nb: [*x, *x]\n", "\"a\":1,\"b\":[1,1]"),
            ("a: &x\n  c: 1\nb:\n  <<: *x\n", "\"a\":{\"c\":1},\"b\":{\"<<\":{\"c\":1}}"),
            ("? a\n: b\n", "\"a\":\"b\""),
        ] {
            let json = format!("{{{said},\"d\":\"e: f\"}}");
            assert_eq!(mended(&format!("{written}d: e: f\n")), (json, vec![("e: f", Some("\"e: f\"".to_owned()))]));
        }
    }

    #[test]
    fn a_key_of_which_nobody_knows_what_was_meant_is_lost_alone_and_told_where_it_begins() {
        for (written, told) in [
            ("tags: [a, b", "[a, b"),
            ("title: \"A", "\"A"),
            ("title: 'It's'", "s'"),
            ("authors:\n- name: A: b\n    and: c", ": b"),
            ("nav:\n  icon: :x:\n  title: a: b", ":x:"),
            ("footer:\n  copyright Me\n  label: a", ": a"),
            ("nav:\n  title\n  icon: home", ": home"),
            ("links:\n  - text: a\n   link: c", "link: c"),
            ("data:\n\ta: b", "\ta: b"),
            ("data:\n  a: \"b", "data:"),
            ("order: 1\nA line of text", "A line of text"),
        ] {
            let text = format!("a: 1\n{written}\nb: 2\n");
            assert_eq!(mended(&text), ("{\"a\":1,\"b\":2}".to_owned(), vec![(told, None)]), "{text}");
        }
    }

    #[test]
    fn brackets_that_nobody_can_mean_are_not_looked_into() {
        assert!(is_too_deep(&"[{".repeat(501)) && !is_too_deep(&"[{}]".repeat(5000)));
        let brackets = "[".repeat(60_000);
        let text = format!("a: 1\nb: {brackets}\nc: 2\n");
        let (value, slips) = mended(&text);
        assert_eq!((value.as_str(), slips), ("{\"a\":1,\"c\":2}", vec![(brackets.as_str(), None)]));
    }

    #[test]
    fn what_is_wrong_between_the_keys_costs_all_of_them() {
        for text in ["a\n: b\nc: d: e\n", "\ta: 1\n", "- a: : b\n", "{ a: b"] {
            let (value, slips) = mended(text);
            assert_eq!((value.as_str(), slips.len()), ("null", 1), "{text}");
        }
    }

    #[test]
    fn a_colour_behind_a_key_is_found_where_it_is_a_comment() {
        let found = |text: &str| colour_behind(text, "text".len()).map(|span| text[span].to_owned());
        assert_eq!(found("text: #fff"), Some("#fff".to_owned()));
        assert_eq!(found("text:  #11AA33 # grey\nb: 1"), Some("#11AA33".to_owned()));
        for text in ["text: # fff", "text: #ffff0", "text: #optional", "text:\n#fff", "text: a #fff", "text", "text:"] {
            assert_eq!(found(text), None, "{text}");
        }
    }
}
