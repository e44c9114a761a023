//! A row as an answer: its bytes as the build would write them, a part of them, or that they are still the same
//! (RFC 9110 §13, §14).

use std::io::Write;
use std::ops::Range;

use flate2::Compression;
use flate2::write::GzEncoder;
use hyper::body::Bytes;
use hyper::header::{self, HeaderMap, HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Response, StatusCode};

use super::Moment;
use super::body::{Body, FileOnDisk, Found, found};
use super::conditions::{PACKED, unmet};
use super::live;
use super::media::{is_compressible, media_type};
use super::range::{Part, part};
use super::request::is_navigation;
use crate::outputs::Content;
use crate::path::OutPath;
use crate::site::NOT_FOUND;

/// Less than this is not worth packing.
const WORTH_PACKING: u64 = 1024;

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

impl Source {
    fn length(&self) -> u64 {
        match self {
            Self::Memory(bytes) => bytes.len() as u64,
            Self::Disk(file) => file.length,
        }
    }

    /// The bytes packed by gzip; nothing for a file on disk, which is not held.
    fn packed(&self) -> Option<Self> {
        let Self::Memory(bytes) = self else { return None };
        let mut encoder = GzEncoder::new(Vec::with_capacity(bytes.len() / 3), Compression::fast());
        encoder.write_all(bytes).ok()?;
        Some(Self::Memory(encoder.finish().ok()?.into()))
    }

    fn body(self, part: Range<u64>) -> Body {
        match self {
            // A length in memory fits.
            Self::Memory(bytes) => Body::Whole(bytes.slice(part.start as usize..part.end as usize)),
            Self::Disk(file) => Body::of_file(file, part),
        }
    }
}

/// Answers with a file of the site.
pub(super) fn row(head: &Parts, moment: &Moment, row: &OutPath, status: StatusCode) -> Response<Body> {
    let Some((content, _)) = moment.site.render(row) else { return nothing(head, moment) };
    let media = media_type(row.as_str());
    let resource = match content {
        Content::Bytes(bytes) if is_live(head, media) => Resource {
            status,
            media,
            tag: format!("{}-live", digest(&bytes)),
            bytes: Source::Memory(live::with_script(bytes, moment).into()),
            is_exact: false,
        },
        Content::Bytes(bytes) => Resource::held(bytes, media, status),
        Content::CopyOf(disk) => match found(disk.as_std_path()) {
            Ok(Found::Small(bytes)) => Resource::held(bytes, media, status),
            Ok(Found::Large(file)) => {
                Resource { status, media, tag: file.stamp.word(), bytes: Source::Disk(file), is_exact: true }
            }
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
        None => text(&head.method, StatusCode::NOT_FOUND, "There is no such page.\n"),
    }
}

/// Answers with something of the preview's own that is never kept.
pub(super) fn own(media: &'static str, body: Body) -> Response<Body> {
    let mut response = Response::new(body);
    set(&mut response, header::CONTENT_TYPE, media);
    set(&mut response, header::CACHE_CONTROL, "no-store");
    with_safety(response)
}

/// What is said, unless the head alone is asked for.
pub(super) fn said(method: &Method, text: &'static str) -> Body {
    if *method == Method::HEAD { Body::empty() } else { Body::Whole(text.into()) }
}

/// Answers with a line of text.
pub(super) fn text(method: &Method, status: StatusCode, text: &'static str) -> Response<Body> {
    let mut response = own("text/plain; charset=utf-8", said(method, text));
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

/// Whether the preview's script belongs behind a file.
fn is_live(head: &Parts, media: &str) -> bool {
    media.starts_with("text/html") && is_navigation(&head.headers) && head.uri.query() != Some("raw")
}

fn digest(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex()[..24].to_owned()
}

impl Resource {
    fn held(bytes: Vec<u8>, media: &'static str, status: StatusCode) -> Self {
        Self { status, media, tag: digest(&bytes), bytes: Source::Memory(bytes.into()), is_exact: true }
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
        let Some(range) = say_part(&part, self.bytes.length(), &mut response) else { return with_safety(response) };
        let (bytes, range) = match is_packed.then(|| self.bytes.packed()).flatten() {
            Some(packed) => {
                set(&mut response, header::CONTENT_ENCODING, "gzip");
                let all = 0..packed.length();
                (packed, all)
            }
            None => (self.bytes, range),
        };
        set(&mut response, header::CONTENT_LENGTH, &(range.end - range.start).to_string());
        if head.method == Method::GET {
            *response.body_mut() = bytes.body(range);
        }
        with_safety(response)
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
            part(range, self.bytes.length())
        } else {
            Part::Whole
        }
    }

    fn is_worth_packing(&self, headers: &HeaderMap) -> bool {
        let is_held = matches!(self.bytes, Source::Memory(_));
        is_held && self.bytes.length() >= WORTH_PACKING && is_compressible(self.media) && takes_gzip(headers)
    }
}

/// Says which part of so many bytes is sent; nothing is when there is no such part.
fn say_part(part: &Part, length: u64, response: &mut Response<Body>) -> Option<Range<u64>> {
    let (status, shown, range) = match part {
        Part::Whole => return Some(0..length),
        Part::Bytes(range) => {
            let shown = format!("bytes {}-{}/{length}", range.start, range.end - 1);
            (StatusCode::PARTIAL_CONTENT, shown, Some(range.clone()))
        }
        Part::Outside => (StatusCode::RANGE_NOT_SATISFIABLE, format!("bytes */{length}"), None),
    };
    *response.status_mut() = status;
    set(response, header::CONTENT_RANGE, &shown);
    range
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
