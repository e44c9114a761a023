//! Links to other sites and to mailboxes whose beginning is missing or misspelt, and those that lead nowhere but run code.

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::html::is_active_url;

/// How pages of other sites are asked for.
const SCHEMES: [&str; 2] = ["https", "http"];

/// What names of hosts mostly end with, and names of files never do.
const DOMAINS: [&str; 11] = ["com", "org", "net", "io", "dev", "edu", "gov", "app", "gg", "me", "be"];

/// The finding for a link that would run code, which is refused.
pub(in crate::site) fn active(written: &str) -> Option<Diagnostic> {
    let finding = || {
        let message = format!("`{written}` would run code in the reader's browser");
        Diagnostic::new(Code::ActiveUrl, message).hint("link to an address instead")
    };
    is_active_url(written).then(finding)
}

/// The finding for a link that was meant to lead to another site, or to a mailbox.
pub(in crate::site) fn slip(written: &str, code: Code) -> Option<Diagnostic> {
    let address = meant(written)?;
    let diagnostic = Diagnostic::new(code, format!("`{written}` is no whole address"));
    Some(diagnostic.hint(format!("did you mean `{address}`?")).mended_by(Some(address)))
}

/// The address that a link was meant to be: `https://example.com/a` for `example.com/a`, `www.example.com/a`, `http//…`, `htps://…` and
/// `https:/…`, and `mailto:ann@example.com`.
fn meant(written: &str) -> Option<String> {
    if let Some((scheme, rest)) = written.split_once(':') {
        let is_known = SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme));
        return match rest.strip_prefix("//") {
            Some(_) if is_known => None,
            Some(_) if scheme.starts_with(['(', '[']) => meant_in_brackets(written),
            Some(rest) => nearest(scheme, SCHEMES).map(|scheme| format!("{scheme}://{rest}")),
            None => is_known.then(|| format!("{scheme}://{}", rest.trim_start_matches(['/', ':']))),
        };
    }
    for scheme in SCHEMES {
        if let Some(rest) = written.strip_prefix(scheme).and_then(|rest| rest.strip_prefix("//")) {
            return Some(format!("{scheme}://{rest}"));
        }
    }
    let host = written.split(['/', '?', '#']).next().unwrap_or_default();
    let is_host = host.rsplit_once('.').is_some_and(|(name, domain)| !name.is_empty() && DOMAINS.contains(&domain));
    match host.split_once('@') {
        Some((name, _)) => (is_host && !name.is_empty() && host == written).then(|| format!("mailto:{written}")),
        None => (is_host || host.starts_with("www.")).then(|| format!("https://{written}")),
    }
}

/// The address that a second pair of brackets is around: `(https://example.com/a)` in `[a]((https://example.com/a))`.
fn meant_in_brackets(written: &str) -> Option<String> {
    let address = written[1..].strip_suffix([')', ']']).unwrap_or(&written[1..]);
    let (scheme, _) = address.split_once("://")?;
    SCHEMES.iter().any(|known| known.eq_ignore_ascii_case(scheme)).then(|| address.to_owned())
}

#[cfg(test)]
mod tests {
    use super::meant;

    #[test]
    fn what_lacks_its_beginning_is_told_from_a_path() {
        for (written, expected) in [
            ("www.example.de/a", "https://www.example.de/a"),
            ("example.com", "https://example.com"),
            ("discord.gg/abc", "https://discord.gg/abc"),
            ("t.me/abc", "https://t.me/abc"),
            ("youtu.be/abc", "https://youtu.be/abc"),
            ("a.example.org/x?y#z", "https://a.example.org/x?y#z"),
            ("http//example.de", "http://example.de"),
            ("htps://example.de", "https://example.de"),
            ("https:/example.de", "https://example.de"),
            ("https:://example.de", "https://example.de"),
            ("(https://example.de/a)", "https://example.de/a"),
            ("[https://example.de]", "https://example.de"),
            ("(https://example.de/a_(b))", "https://example.de/a_(b)"),
            ("ann@example.com", "mailto:ann@example.com"),
        ] {
            assert_eq!(meant(written).as_deref(), Some(expected), "{written}");
        }
        for written in [
            "a.md",
            "a/example.com",
            "../example.com",
            "",
            ".com",
            "@x",
            "https://a.b",
            "HTTP://a.b",
            "ftp://a.b",
            "mailto:a@b.com",
            "slack://x",
            "a@2x.png",
            "guide/ann@example.com",
            "C:\\x",
        ] {
            assert_eq!(meant(written), None, "{written}");
        }
    }
}
