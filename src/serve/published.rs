//! What a host says of published files, by the site's `_headers` or the author's own: the preview says it, too, so that a page
//! that its policy breaks is broken here, before anybody reads it.

use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};

use crate::compile::Snapshot;
use crate::config::Wildcards;
use crate::outputs::Content;
use crate::path::OutPath;

/// The file.
const FILE: &str = "_headers";

/// What a preview settles by itself: how long files are kept, and that this machine is reached without encryption.
const OWN: [HeaderName; 6] = [
    header::CACHE_CONTROL,
    header::CONNECTION,
    header::SET_COOKIE,
    header::STRICT_TRANSPORT_SECURITY,
    header::TRANSFER_ENCODING,
    header::UPGRADE,
];

/// The policies, one of which is only reported.
const POLICIES: [HeaderName; 2] = [header::CONTENT_SECURITY_POLICY, header::CONTENT_SECURITY_POLICY_REPORT_ONLY];

/// What the preview's script needs, by the directives that decide it, the first that there is (CSP3 §6.8.3).
const NEEDED: [&[&str]; 2] = [&["script-src-elem", "script-src", "default-src"], &["connect-src", "default-src"]];

/// Headers by the addresses that they are for.
#[derive(Debug, Clone, Default)]
pub(super) struct Published(Vec<Rule>);

#[derive(Debug, Clone)]
struct Rule {
    addresses: Wildcards,
    headers: Vec<(HeaderName, HeaderValue)>,
}

impl Published {
    /// Reads what `site` publishes.
    pub(super) fn of(site: &Snapshot) -> Self {
        let content = OutPath::new(FILE).and_then(|path| site.render(&path)).map(|(content, _)| content);
        match content {
            Some(Content::Bytes(bytes)) => Self::read(&String::from_utf8_lossy(&bytes)),
            Some(Content::CopyOf(disk)) => Self::read(&std::fs::read_to_string(disk).unwrap_or_default()),
            None => Self::default(),
        }
    }

    /// A line that begins with a slash is an address, in which `*` stands for anything; indented lines below it are headers.
    fn read(text: &str) -> Self {
        let mut rules: Vec<Rule> = Vec::new();
        for line in text.lines().filter(|line| !line.trim_start().starts_with('#')) {
            if line.starts_with('/') {
                let addresses = Wildcards::new(&[line.trim().to_owned()]);
                rules.push(Rule { addresses, headers: Vec::new() });
            } else if let (Some(rule), Some((name, value))) = (rules.last_mut(), line.trim().split_once(':')) {
                rule.headers.extend(header(name.trim(), value.trim()));
            }
        }
        Self(rules)
    }

    /// Says what is said of the file at an address, where the answer itself does not.
    pub(super) fn say_of(&self, address: &str, answer: &mut HeaderMap) {
        let said = self.0.iter().filter(|rule| rule.addresses.matches(address)).flat_map(|rule| &rule.headers);
        let new: Vec<_> = said.filter(|(name, _)| !answer.contains_key(name)).cloned().collect();
        for (name, value) in new {
            answer.append(name, value);
        }
    }
}

fn header(name: &str, value: &str) -> Option<(HeaderName, HeaderValue)> {
    let name = HeaderName::try_from(name).ok().filter(|name| !OWN.contains(name))?;
    let value = if POLICIES.contains(&name) { for_preview(value) } else { value.to_owned() };
    Some((name, HeaderValue::from_str(&value).ok()?))
}

/// A policy that also lets the preview's script run and listen.
fn for_preview(policy: &str) -> String {
    let words = |directive: &str| directive.split_whitespace().map(str::to_owned).collect::<Vec<_>>();
    let mut directives: Vec<Vec<String>> = policy
        .split(';')
        .map(words)
        .filter(|words| !words.is_empty() && words[0] != "upgrade-insecure-requests")
        .collect();
    for names in NEEDED {
        let decides = names.iter().find_map(|name| directives.iter().position(|words| words[0] == *name));
        let Some(at) = decides.filter(|at| !directives[*at].iter().any(|source| source == "'self'")) else { continue };
        let mut own = directives[at].clone();
        own.retain(|source| source != "'none'");
        own.push("'self'".to_owned());
        if directives[at][0] == names[0] {
            directives[at] = own;
        } else {
            own[0] = names[0].to_owned();
            directives.push(own);
        }
    }
    directives.iter().map(|words| words.join(" ")).collect::<Vec<_>>().join("; ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_stays_as_it_is_but_for_what_the_preview_needs() {
        for (policy, expected) in [
            ("default-src 'self'; script-src 'self' https:", "default-src 'self'; script-src 'self' https:"),
            ("default-src 'none'", "default-src 'none'; script-src-elem 'self'; connect-src 'self'"),
            ("img-src https:;", "img-src https:"),
            (
                "script-src 'none'; upgrade-insecure-requests; connect-src https://a.example",
                "script-src 'none'; connect-src https://a.example 'self'; script-src-elem 'self'",
            ),
        ] {
            assert_eq!(for_preview(policy), expected, "{policy}");
        }
    }

    #[test]
    fn headers_are_those_of_every_rule_for_the_address() {
        let text = "# All\n/docs/*\n  X-A: 1\n  Cache-Control: max-age=9\n\n/docs/b/\n  X-B: 2\n  no header\n";
        let said = |address: &str| {
            let mut headers = HeaderMap::new();
            Published::read(text).say_of(address, &mut headers);
            headers.keys().map(|name| name.as_str().to_owned()).collect::<Vec<_>>()
        };
        assert_eq!(said("/docs/"), ["x-a"]);
        assert_eq!(said("/docs/b/"), ["x-a", "x-b"]);
        assert!(said("/other").is_empty());
    }
}
