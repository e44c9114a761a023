//! A row as an answer: its bytes as the build would write them, a part of them, or that they are still the same
//! (RFC 9110 §13, §14).

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;
use hyper::body::Bytes;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Response, StatusCode};

use super::Moment;
use super::body::{Body, FileOnDisk};
use super::conditions::{PACKED, unmet};
use super::live;
use super::media::{is_compressible, media_type};
use super::range::{Part, part};
use super::request::is_navigation;
use crate::outputs::Content;
use crate::path::OutPath;

/// The page for addresses that do not exist.
pub(super) const NOT_FOUND: &str = "404.html";

/// Less than this is not worth packing.
const WORTH_PACKING: u64 = 1024;

/// A larger file is not packed, since all of it would have to be held.
const LARGE: u64 = 1024 * 1024;

/// Bytes that could be sent, with what is said about them.
struct Resource {
    status: StatusCode,
    media: &'static str,
    bytes: Source,
    /// Changes whenever the bytes do; without quotes.
    tag: String,
    /// Whether the bytes are exactly those of the tag, so that parts of them can be asked for.
    is_exact: bool,
}

enum Source {
    Memory(Bytes),
    Disk(FileOnDisk),
}

/// Answers with a file of the site.
pub(super) fn row(head: &Parts, moment: &Moment, row: &OutPath, status: StatusCode) -> Response<Body> {
    let Some((content, _)) = moment.site.render(row) else { return nothing(head, moment) };
    let media = media_type(row.as_str());
    let resource = match content {
        Content::Bytes(bytes) => {
            let is_live =
                media.starts_with("text/html") && is_navigation(&head.headers) && head.uri.query() != Some("raw");
            let tag = blake3::hash(&bytes).to_hex()[..24].to_owned();
            if is_live {
                let bytes = live::with_script(bytes, moment);
                Resource {
                    status,
                    media,
                    bytes: Source::Memory(bytes.into()),
                    tag: format!("{tag}-live"),
                    is_exact: false,
                }
            } else {
                Resource { status, media, bytes: Source::Memory(bytes.into()), tag, is_exact: true }
            }
        }
        Content::CopyOf(disk) => match of_file(disk.as_std_path(), media, status) {
            Ok(resource) => resource,
            // It vanished since we looked; the next look will tell.
            Err(_) => return nothing(head, moment),
        },
    };
    resource.answer(head)
}

/// Answers that there is no such thing, with the site's own page for it.
pub(super) fn nothing(head: &Parts, moment: &Moment) -> Response<Body> {
    match OutPath::new(NOT_FOUND).filter(|page| moment.site.has(page)) {
        Some(page) => row(head, moment, &page, StatusCode::NOT_FOUND),
        None => text(head, StatusCode::NOT_FOUND, "There is no such page.\n"),
    }
}

/// Answers with something of the preview's own that is never kept.
pub(super) fn own(media: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    set(&mut response, header::CONTENT_TYPE, media);
    set(&mut response, header::CACHE_CONTROL, "no-store");
    with_safety(response)
}

/// Answers with a line of text.
pub(super) fn text(head: &Parts, status: StatusCode, text: &'static str) -> Response<Body> {
    let body =
        if head.method == Method::HEAD { Body::empty() } else { Body::Whole(Bytes::from_static(text.as_bytes())) };
    let mut response = own("text/plain; charset=utf-8", body);
    *response.status_mut() = status;
    if status == StatusCode::METHOD_NOT_ALLOWED {
        set(&mut response, header::ALLOW, "GET, HEAD");
    }
    response
}

/// Sends the reader to another address of this host.
pub(super) fn elsewhere(address: &str) -> Response<Body> {
    let mut response = own("text/plain; charset=utf-8", Body::empty());
    // Not for ever: tomorrow another project may be shown at this port.
    *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
    set(&mut response, header::LOCATION, address);
    response
}

fn of_file(disk: &std::path::Path, media: &'static str, status: StatusCode) -> std::io::Result<Resource> {
    let file = FileOnDisk::at(disk)?;
    let written = file.written.duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
    let tag = format!("{:x}-{:x}", file.length, written.as_nanos());
    Ok(Resource { status, media, bytes: Source::Disk(file), tag, is_exact: true })
}

impl Resource {
    fn length(&self) -> u64 {
        match &self.bytes {
            Source::Memory(bytes) => bytes.len() as u64,
            Source::Disk(file) => file.length,
        }
    }

    /// The entity tag as it is written in a header: weak when the bytes may differ a little between equal tags.
    fn quoted_tag(&self, suffix: &str) -> String {
        format!("{}\"{}{suffix}\"", if self.is_exact { "" } else { "W/" }, self.tag)
    }

    fn answer(self, head: &Parts) -> Response<Body> {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = self.status;
        set(&mut response, header::CACHE_CONTROL, "no-cache");
        set(&mut response, header::VARY, "accept, accept-encoding, sec-fetch-dest");
        let part = self.part(head);
        let is_packed = matches!(part, Part::Whole) && self.is_worth_packing(&head.headers);
        // A 304 says the tag that a 200 would have said (§15.4.5).
        set(&mut response, header::ETAG, &self.quoted_tag(if is_packed { PACKED } else { "" }));
        // Conditions are about what would be sent without them (§13.2.1).
        if self.status == StatusCode::OK
            && let Some(status) = unmet(&head.headers, &self.quoted_tag(""))
        {
            *response.status_mut() = status;
            return with_safety(response);
        }
        set(&mut response, header::CONTENT_TYPE, self.media);
        set(&mut response, header::ACCEPT_RANGES, if self.is_exact { "bytes" } else { "none" });
        let length = self.length();
        let range = match part {
            Part::Whole => 0..length,
            Part::Bytes(range) => {
                *response.status_mut() = StatusCode::PARTIAL_CONTENT;
                let shown = format!("bytes {}-{}/{length}", range.start, range.end - 1);
                set(&mut response, header::CONTENT_RANGE, &shown);
                range
            }
            Part::Outside => {
                *response.status_mut() = StatusCode::RANGE_NOT_SATISFIABLE;
                set(&mut response, header::CONTENT_RANGE, &format!("bytes */{length}"));
                return with_safety(response);
            }
        };
        let (body, sent) = self.body(range, is_packed, &mut response);
        set(&mut response, header::CONTENT_LENGTH, &sent.to_string());
        if head.method == Method::GET {
            *response.body_mut() = body;
        }
        with_safety(response)
    }

    /// The body and its length.
    fn body(self, range: std::ops::Range<u64>, is_packed: bool, response: &mut Response<Body>) -> (Body, u64) {
        if let Some(packed) = is_packed.then(|| self.packed()).flatten() {
            set(response, header::CONTENT_ENCODING, "gzip");
            let length = packed.len() as u64;
            return (Body::Whole(packed.into()), length);
        }
        let length = range.end - range.start;
        let body = match self.bytes {
            Source::Disk(file) => Body::of_file(file, range),
            // A length in memory fits.
            Source::Memory(bytes) => Body::Whole(bytes.slice(range.start as usize..range.end as usize)),
        };
        (body, length)
    }

    fn packed(&self) -> Option<Vec<u8>> {
        match &self.bytes {
            Source::Disk(file) => packed(&file.read(0..file.length).ok()?),
            Source::Memory(bytes) => packed(bytes),
        }
    }

    /// The part that is asked for. One of an earlier state of the file (`If-Range`) is not sent, but the whole; and so it is when
    /// the header comes twice, since it is no list that could be put together (§5.3) and an invalid one may be ignored (§14.2).
    fn part(&self, head: &Parts) -> Part {
        let mut ranges = head.headers.get_all(header::RANGE).iter();
        let (Some(range), None) = (ranges.next(), ranges.next()) else { return Part::Whole };
        let Ok(range) = range.to_str() else { return Part::Whole };
        let is_same =
            head.headers.get(header::IF_RANGE).is_none_or(|tag| tag.as_bytes() == self.quoted_tag("").as_bytes());
        if self.status == StatusCode::OK && self.is_exact && head.method == Method::GET && is_same {
            part(range, self.length())
        } else {
            Part::Whole
        }
    }

    fn is_worth_packing(&self, headers: &HeaderMap) -> bool {
        let is_large = matches!(self.bytes, Source::Disk(_)) && self.length() > LARGE;
        self.length() >= WORTH_PACKING && !is_large && is_compressible(self.media) && takes_gzip(headers)
    }
}

/// Whether `Accept-Encoding` names gzip and does not forbid it with `q=0`.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let values = headers.get_all(header::ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).any(|coding| {
        let (name, quality) = coding.split_once(';').unwrap_or((coding, ""));
        let quality =
            quality.trim().trim_start_matches(['q', 'Q']).trim_start_matches('=').trim_end_matches(['0', '.']);
        let is_refused = coding.contains(';') && quality.is_empty();
        name.trim().eq_ignore_ascii_case("gzip") && !is_refused
    })
}

fn packed(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::fast());
    encoder.write_all(bytes).ok()?;
    encoder.finish().ok()
}

/// What keeps pages of other sites from making anything of ours: no guessing of types, no use by other origins.
fn with_safety(mut response: Response<Body>) -> Response<Body> {
    set(&mut response, header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    set(&mut response, HeaderName::from_static("cross-origin-resource-policy"), "same-origin");
    response
}

/// Sets a header whose value we made; one that cannot be a header is left out.
fn set(response: &mut Response<Body>, name: HeaderName, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        response.headers_mut().insert(name, value);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: HeaderName, value: &str) -> HeaderMap {
        HeaderMap::from_iter([(name, value.parse().unwrap())])
    }

    #[test]
    fn gzip_is_sent_to_those_who_take_it() {
        for (value, takes) in [
            ("gzip", true),
            ("br, GZIP;q=0.5", true),
            ("gzip;q=1.000", true),
            ("gzip;q=0", false),
            ("gzip; Q=0", false),
            ("gzip; q=0.000", false),
            ("identity", false),
            ("", false),
        ] {
            assert_eq!(takes_gzip(&headers(header::ACCEPT_ENCODING, value)), takes, "{value}");
        }
    }
}
