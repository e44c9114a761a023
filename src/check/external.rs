//! Asks other hosts whether the addresses that pages link to are there. The only code of ours that uses the network.
//!
//! A host is asked for one address after the other, with a pause between; different hosts at the same time. What answered is
//! remembered in the project's cache and not asked again for a week.

use std::collections::{BTreeMap, HashMap};
use std::sync::Mutex;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::ask::{Asker, Verdict};
use crate::cache::Cache;
use crate::config::{AddressPatterns, Layers, Step};
use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::document::Link;
use crate::error::{Error, Result};
use crate::site::{Page, Site, Target, configured_links};

/// Where the answers are remembered, in the project's cache.
const ANSWERS: &str = "links.json";

/// For how long an answer counts.
const WEEK: Duration = Duration::from_secs(7 * 24 * 60 * 60);

/// How many hosts are asked at the same time.
const HOSTS: usize = 8;

/// How long a host is left alone between two questions.
const PAUSE: Duration = Duration::from_millis(200);

/// An answer that is remembered, and when it came.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Remembered {
    /// Seconds since 1970.
    at: u64,
    /// Where the address has moved for good, if it has.
    moved: Option<String>,
}

/// Where a link to elsewhere stands.
#[derive(Debug, Clone)]
enum Mention<'a> {
    OnPage(&'a Page, &'a Link),
    InConfiguration(Vec<Step>),
}

/// Asks for every address of other sites that a page or the configuration links to, unless its answer is in the `cache`.
///
/// # Errors
/// When the system gives no threads to ask with.
pub fn ask(site: &Site, written: &Layers, cache: &Cache) -> Result<Vec<Diagnostic>> {
    let mentions = mentions(site, written);
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_secs();
    let mut known = remembered(cache);
    known.retain(|address, answer| mentions.contains_key(address) && now.saturating_sub(answer.at) < WEEK.as_secs());
    let mut verdicts = asked(mentions.keys().filter(|address| !known.contains_key(*address)))?;
    for (address, verdict) in &verdicts {
        let moved = match verdict {
            Verdict::Fine => None,
            Verdict::Moved(to) => Some(to.clone()),
            // It is asked again the next time.
            Verdict::Gone(_) | Verdict::Refused(_) | Verdict::Broken(_) | Verdict::Silent(_) => continue,
        };
        known.insert((*address).to_owned(), Remembered { at: now, moved });
    }
    remember(cache, &known);
    let of_known = |answer: &Remembered| answer.moved.clone().map_or(Verdict::Fine, Verdict::Moved);
    verdicts.extend(known.iter().map(|(address, answer)| (address.as_str(), of_known(answer))));
    let finding = |(address, verdict)| finding(address, &verdict, mentions.get(address)?, written);
    Ok(verdicts.into_iter().filter_map(finding).collect())
}

/// Asks for addresses, several hosts at the same time.
fn asked<'a>(addresses: impl Iterator<Item = &'a String>) -> Result<BTreeMap<&'a str, Verdict>> {
    let mut by_host: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for address in addresses {
        by_host.entry(host(address)).or_default().push(address);
    }
    let verdicts = Mutex::new(BTreeMap::new());
    let failed = |error| Error::System { action: "start threads", error: std::io::Error::other(error) };
    let threads = rayon::ThreadPoolBuilder::new().num_threads(HOSTS).build().map_err(failed)?;
    threads.install(|| by_host.into_par_iter().for_each(|(_, addresses)| ask_host(&addresses, &verdicts)));
    Ok(verdicts.into_inner().unwrap_or_default())
}

fn ask_host<'a>(addresses: &[&'a str], verdicts: &Mutex<BTreeMap<&'a str, Verdict>>) {
    let asker = Asker::new();
    for (at, address) in addresses.iter().enumerate() {
        if at > 0 {
            std::thread::sleep(PAUSE);
        }
        let verdict = asker.ask(address);
        if let Ok(mut verdicts) = verdicts.lock() {
            verdicts.insert(address, verdict);
        }
    }
}

/// Every address of another site, without its fragment, with the links that lead there.
fn mentions<'a>(site: &'a Site, written: &Layers) -> BTreeMap<String, Vec<Mention<'a>>> {
    let excluded = AddressPatterns::new(&site.config.check.external.exclude);
    let mut mentions: BTreeMap<String, Vec<Mention<'_>>> = BTreeMap::new();
    let mut note = |address: &str, mention: Mention<'a>| {
        let address = address.split('#').next().unwrap_or_default();
        let place = address.strip_prefix("http://").or_else(|| address.strip_prefix("https://"));
        if place.is_some_and(|place| !is_reserved(host(address)) && !excluded.matches(place)) {
            mentions.entry(address.to_owned()).or_default().push(mention);
        }
    };
    for page in &site.pages {
        for (link, target) in page.document.facts.links.iter().zip(&page.targets) {
            if let Target::External(address) = target {
                note(address, Mention::OnPage(page, link));
            }
        }
    }
    for (at, address) in configured_links(written) {
        note(address, Mention::InConfiguration(at));
    }
    mentions
}

fn host(address: &str) -> &str {
    let rest = address.split_once("://").map_or(address, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().unwrap_or_default()
}

/// Names that lead nowhere or to the reader's own machine, as manuals use them (RFC 2606, RFC 6761).
fn is_reserved(host: &str) -> bool {
    let name = host.rsplit('@').next().unwrap_or(host).split(':').next().unwrap_or_default().to_ascii_lowercase();
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_example = ["example.com", "example.net", "example.org"]
        .iter()
        .any(|example| name == *example || name.ends_with(&format!(".{example}")));
    is_example || matches!(last, "example" | "invalid" | "localhost" | "test")
}

fn finding(address: &str, verdict: &Verdict, mentions: &[Mention<'_>], written: &Layers) -> Option<Diagnostic> {
    let first = mentions.first()?;
    let finding = match verdict {
        Verdict::Fine => return None,
        Verdict::Moved(to) => Diagnostic::new(Code::ExternalRedirect, format!("`{address}` has moved for good"))
            .hint(format!("link to `{to}`")),
        Verdict::Gone(status) => Diagnostic::new(Code::ExternalLink, format!("`{address}` is not there ({status})")),
        Verdict::Broken(status) => Diagnostic::new(Code::ExternalLink, format!("`{address}` fails ({status})")),
        Verdict::Silent(reason) => {
            Diagnostic::new(Code::ExternalLink, format!("`{address}` does not answer: {reason}"))
        }
        Verdict::Refused(status) => {
            let message = format!("`{address}` is not shown to programs ({status})");
            let mut finding = Diagnostic::new(Code::ExternalLink, message).hint("open it in a browser to be sure");
            finding.severity = Severity::Note;
            finding
        }
    };
    let finding = match first {
        Mention::OnPage(page, link) => finding.at(&page.document.source, link.span.clone()),
        Mention::InConfiguration(at) => written.placed(at, finding),
    };
    Some(match mentions.len() {
        1 => finding,
        more => finding.hint(format!("{more} links lead there")),
    })
}

/// What is remembered of earlier answers; nothing when that cannot be read.
fn remembered(cache: &Cache) -> HashMap<String, Remembered> {
    cache.text(ANSWERS).and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default()
}

fn remember(cache: &Cache, known: &HashMap<String, Remembered>) {
    let known: BTreeMap<_, _> = known.iter().collect();
    cache.keep_text(ANSWERS, &serde_json::to_string_pretty(&known).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_manuals_use_are_not_asked() {
        for host in ["example.com", "docs.example.org:80", "localhost:5001", "a.test", "me@example.net", "x.example"] {
            assert!(is_reserved(host), "{host}");
        }
        for host in ["127.0.0.1:80", "example.io", "myexample.com", "test.de"] {
            assert!(!is_reserved(host), "{host}");
        }
    }
}
