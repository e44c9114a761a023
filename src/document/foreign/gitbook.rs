//! GitBook's tags.

use std::ops::Range;

use super::{Sign, attribute, callout};
use crate::document::attributes::Attributes;
use crate::document::call::Given;

/// `{% hint style="info" %}`.
pub(super) fn gitbook(text: &str, at: usize) -> Option<Sign> {
    let inside = text.strip_prefix("{%")?.strip_suffix("%}")?;
    let name = inside.trim_matches('-').split_whitespace().next()?;
    let closing = |name: &str| format!("{{% {name} %}}");
    let pane = |component, title: Option<(String, Range<usize>)>, end: &str| {
        let given = title.map(|(value, span)| Given { name: "title".into(), value, span });
        Some(Sign::opens(component, given.into_iter().collect(), closing(end)))
    };
    let closes = |component| Some(Sign::closes(component, closing(name)));
    match name {
        "hint" => Some(Sign::opens("callout", callout(text, at, "style"), closing("endhint"))),
        "endhint" => closes("callout"),
        "tab" => pane("tabs", attribute(text, at, "title"), "endtabs"),
        "code-tabs-item" => pane("tabs", attribute(text, at, "title"), "endcode-tabs"),
        "endtabs" | "endcode-tabs" => closes("tabs"),
        "step" => pane("steps", None, "endstepper"),
        "endstepper" => closes("steps"),
        "column" => pane("columns", None, "endcolumns"),
        "endcolumns" => closes("columns"),
        "embed" => {
            let url = attribute(text, at, "url").map(|(_, span)| span);
            Some(Sign::Calls("embed", url.or_else(|| url_in_data(text, at))?))
        }
        "page-ref" => Some(Sign::Calls("ref", attribute(text, at, "page")?.1)),
        "file" => Some(Sign::Calls("file", attribute(text, at, "src")?.1)),
        "code" => {
            let pair = |(written, name): (&str, &str)| Some((name.to_owned(), attribute(text, at, written)?.0));
            let pairs =
                [("title", "title"), ("lineNumbers", "data-line-numbers")].into_iter().filter_map(pair).collect();
            Some(Sign::Describes(Attributes { pairs, ..Attributes::default() }))
        }
        "tabs" | "endtab" | "stepper" | "endstep" | "columns" | "endcolumn" | "endembed" | "endfile" | "endcode"
        | "content-ref" | "endcontent-ref" | "code-tabs" | "endcode-tabs-item" => Some(Sign::Nothing),
        _ => None,
    }
}

/// The address in GitBook's older `{% embed data="{"url":"…","type":"link"}" %}`, whose quotes are not escaped.
fn url_in_data(text: &str, at: usize) -> Option<Range<usize>> {
    const KEY: &str = "\"url\":\"";
    let start = text.find(KEY)? + KEY.len();
    let length = text[start..].find('"')?;
    Some(at + start..at + start + length)
}
