//! One question to another host: is this address there?

use std::time::Duration;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};
use ureq::Agent;

use crate::site::is_external;

/// How long one question may take, with everything.
const PATIENCE: Duration = Duration::from_secs(20);

/// How often an address may lead on.
const HOPS: usize = 8;

/// What an address cannot hold as it is; what is encoded already stays.
const UNWRITABLE: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'<').add(b'>').add(b'`').add(b'{').add(b'}').add(b'|').add(b'\\').add(b'^');

/// What came of asking.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is there.
    Fine,
    /// It is there, at this other address, and for good.
    Moved(String),
    /// It is not there: 404 or 410.
    Gone(u16),
    /// The server did not want to say: any other status from 400 on.
    Refused(u16),
    /// The server failed: a status from 500 on.
    Broken(u16),
    /// Nobody answered, or not in HTTP.
    Silent(String),
}

/// Asks one host.
pub(super) struct Asker(Agent);

/// An answer without its body.
struct Answer {
    status: u16,
    location: Option<String>,
}

impl Asker {
    pub(super) fn new() -> Self {
        let config = Agent::config_builder()
            .timeout_global(Some(PATIENCE))
            .http_status_as_error(false)
            // Followed by ourselves, to know whether it is for good.
            .max_redirects(0)
            .user_agent(concat!("rasher/", env!("CARGO_PKG_VERSION"), " (checks links)"));
        Self(config.build().into())
    }

    /// Asks for the head alone, and for the whole when that is not answered: many servers only know `GET`.
    pub(super) fn ask(&self, address: &str) -> Verdict {
        let mut at = utf8_percent_encode(address, UNWRITABLE).to_string();
        let mut is_permanent = true;
        let mut hops = 0;
        loop {
            let answer = match self.answer(&at) {
                Ok(answer) => answer,
                Err(reason) => return Verdict::Silent(reason),
            };
            match (answer.status, answer.location) {
                (status @ (301 | 302 | 303 | 307 | 308), Some(location)) if hops < HOPS => {
                    is_permanent &= matches!(status, 301 | 308);
                    at = resolved(&at, &location);
                    hops += 1;
                }
                (200..=299 | 304, _) if hops > 0 && is_permanent && at != address => return Verdict::Moved(at),
                (200..=299 | 304, _) => return Verdict::Fine,
                (status @ (404 | 410), _) => return Verdict::Gone(status),
                (status @ 500.., _) => return Verdict::Broken(status),
                (300..=399, _) => return Verdict::Silent("it leads on without end".into()),
                (status, _) => return Verdict::Refused(status),
            }
        }
    }

    fn answer(&self, address: &str) -> Result<Answer, String> {
        let read = |response: ureq::http::Response<ureq::Body>| Answer {
            status: response.status().as_u16(),
            location: response.headers().get("location").and_then(|to| to.to_str().ok()).map(str::to_owned),
        };
        match self.0.head(address).call().map(read) {
            Ok(answer) if answer.status < 400 => Ok(answer),
            // The body is not read: the head of the answer says enough.
            _ => self.0.get(address).call().map(read).map_err(|error| error.to_string()),
        }
    }
}

/// Where `location` leads from `address` (RFC 3986 §5.2, without dot segments, which servers understand).
fn resolved(address: &str, location: &str) -> String {
    let (scheme, rest) = address.split_once("://").unwrap_or(("https", address));
    let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
    if let Some(location) = location.strip_prefix("//") {
        return format!("{scheme}://{location}");
    }
    if is_external(location) {
        return location.to_owned();
    }
    if location.starts_with('/') {
        return format!("{scheme}://{host}{location}");
    }
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let folder = path.rfind('/').map_or("/", |slash| &path[..=slash]);
    format!("{scheme}://{host}{folder}{location}")
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn a_place_to_go_is_understood_from_where_it_was_said() {
        for (location, expected) in [
            ("https://b.de/x", "https://b.de/x"),
            ("//b.de/x", "http://b.de/x"),
            ("/x", "http://a.de:1/x"),
            ("/login?to=https://a.de/x", "http://a.de:1/login?to=https://a.de/x"),
            ("x", "http://a.de:1/one/x"),
        ] {
            assert_eq!(resolved("http://a.de:1/one/two?q=/3", location), expected);
        }
        assert_eq!(resolved("http://a.de", "x"), "http://a.de/x");
    }
}
