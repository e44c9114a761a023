//! What a request asks for: never a path on disk, only a row of the site's table.

use hyper::header::{self, HeaderMap, HeaderValue};
use hyper::http::request::Parts;
use hyper::http::uri::Scheme;
use hyper::{Method, StatusCode};
use percent_encoding::percent_decode_str;

use super::listen::{Host, Names};
use crate::compile::Snapshot;
use crate::path::OutPath;

/// Addresses below this one are the preview's own. No file of a site has it: names that begin with `.` are not published.
pub(super) const OWN: &str = ".rasher/";

/// What is said of an address that nothing can have.
const NO_ADDRESS: &str = "There can be no such address.\n";

/// What a request asks for.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    /// A file of the site.
    Row(OutPath),
    /// One of the preview's own files: what follows [`OWN`].
    Own(String),
    /// Something whose address is written otherwise, from the root of the host.
    Elsewhere(String),
    /// Something that does not exist.
    Nothing,
    /// Nothing that we would answer, and why.
    Refused(StatusCode, &'static str),
}

/// Finds out what is wanted.
pub(super) fn wanted(head: &Parts, names: &Names, site: &Snapshot) -> Wanted {
    let base = site.site().base.path.as_str();
    let hosts = match hosts(head) {
        Ok(hosts) => hosts,
        Err(reason) => return Wanted::Refused(StatusCode::BAD_REQUEST, reason),
    };
    if !hosts.iter().all(|host| names.include(host)) {
        let reason = "This preview does not answer to that name. Start it with `--host` to give it another.\n";
        return Wanted::Refused(StatusCode::FORBIDDEN, reason);
    }
    if !matches!(head.method, Method::GET | Method::HEAD) {
        return Wanted::Refused(StatusCode::METHOD_NOT_ALLOWED, "A preview can only be read.\n");
    }
    let Some(path) = decoded(head.uri.path()) else {
        return Wanted::Refused(StatusCode::BAD_REQUEST, NO_ADDRESS);
    };
    let query = head.uri.query().map(|query| format!("?{query}")).unwrap_or_default();
    let Some(below) = path.strip_prefix(base) else {
        let is_above = path == "/" || format!("{path}/") == base;
        return if is_above { Wanted::Elsewhere(format!("{base}{query}")) } else { Wanted::Nothing };
    };
    if let Some(own) = below.strip_prefix(OWN) {
        return Wanted::Own(own.to_owned());
    }
    row(below, site).map_or(Wanted::Nothing, |(row, address)| {
        if address == below {
            Wanted::Row(row)
        } else {
            Wanted::Elsewhere(format!("{base}{}{query}", encoded(&address)))
        }
    })
}

/// The row that an address below the base means, and how the address is properly written.
fn row(below: &str, site: &Snapshot) -> Option<(OutPath, String)> {
    let is_folder = below.is_empty() || below.ends_with('/');
    let path = OutPath::new(below).map(|path| path.as_str().to_owned()).unwrap_or_default();
    if !is_folder && let Some(file) = OutPath::new(&path).filter(|file| site.has(file)) {
        return Some((file, path));
    }
    let folder = if path.is_empty() { path } else { format!("{path}/") };
    let name = site.site().config.generator.directory_index.name.as_str();
    let index = OutPath::new(&format!("{folder}{name}")).filter(|index| site.has(index))?;
    Some((index, folder))
}

/// The row that a page's own address means; a page that does not exist is the one for lost readers.
pub(super) fn page_at(path: &str, site: &Snapshot) -> Option<OutPath> {
    let base = site.site().base.path.as_str();
    let found = decoded(path).and_then(|path| row(path.strip_prefix(base)?, site).map(|(row, _)| row));
    found.or_else(|| OutPath::new(crate::site::NOT_FOUND).filter(|row| site.has(row)))
}

/// Undoes percent-encoding. `None` for what no address of a site holds: bytes that are no text, NUL, backslashes, and
/// segments that would lead upwards.
fn decoded(path: &str) -> Option<String> {
    let path = percent_decode_str(path).decode_utf8().ok()?;
    let is_strange = path.contains(['\0', '\\']) || path.split('/').any(|segment| matches!(segment, "." | ".."));
    (!is_strange && path.starts_with('/')).then(|| path.into_owned())
}

fn encoded(path: &str) -> String {
    percent_encoding::utf8_percent_encode(path, crate::site::PATH).to_string()
}

/// The hosts that a request names. There is exactly one `Host`, and it is well-formed (RFC 9112 §3.2); the target may name another,
/// if it is of our scheme (RFC 9110 §7.4). Otherwise, why the request cannot be answered.
fn hosts(head: &Parts) -> Result<Vec<Host>, &'static str> {
    let mut headers = head.headers.get_all(header::HOST).iter();
    let host = headers.next().filter(|_| headers.next().is_none()).and_then(|host| Host::read(host.to_str().ok()?));
    let host = host.ok_or("A request has to say which host it is for, and once.\n")?;
    if head.uri.scheme().is_some_and(|scheme| *scheme != Scheme::HTTP) {
        return Err("A preview can only be read over http.\n");
    }
    let Some(in_target) = head.uri.authority() else { return Ok(vec![host]) };
    Ok(vec![host, Host::read(in_target.as_str()).ok_or(NO_ADDRESS)?])
}

/// Whether a browser asks in order to show what comes, which is when a page gets the preview's script. Anything else, such as
/// a program that compares, gets the file alone. Browsers say so in `Sec-Fetch-Dest` (Fetch Metadata), at least to this machine;
/// one that does not names HTML in `Accept`, which programs leave at `*/*`.
pub(super) fn is_navigation(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    match text("sec-fetch-dest") {
        Some(destination) => matches!(destination, "document" | "iframe" | "frame"),
        None => text("accept").is_some_and(|accept| accept.contains("text/html")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_decoded_once_and_cannot_lead_upwards() {
        assert_eq!(decoded("/a%20b/%C3%A9").as_deref(), Some("/a b/é"));
        assert_eq!(decoded("/%252e%252e/").as_deref(), Some("/%2e%2e/"));
        for path in
            ["/../x", "/%2e%2e/x", "/a/%2E./x", "/a%5c..%5cx", "/a\\x", "/%00", "/%ff", "/a/..", "/..%2fx", "*", ""]
        {
            assert_eq!(decoded(path), None, "{path}");
        }
    }

    #[test]
    fn only_a_browser_that_shows_the_page_gets_the_script() {
        let navigates = |headers: &[(&'static str, &str)]| {
            let pairs = headers.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap()));
            is_navigation(&pairs.collect::<HeaderMap>())
        };
        assert!(navigates(&[("sec-fetch-dest", "document"), ("accept", "*/*")]));
        assert!(navigates(&[("accept", "text/html,application/xhtml+xml;q=0.9")]));
        assert!(!navigates(&[("sec-fetch-dest", "empty"), ("accept", "text/html")]));
        assert!(!navigates(&[("accept", "*/*")]) && !navigates(&[]));
    }
}
