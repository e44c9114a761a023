//! What a file is, by its extension (the IANA registry of media types).

/// The types of files that sites are made of, by extension, sorted for searching.
const TYPES: [(&str, &str); 53] = [
    ("3gp", "video/3gpp"),
    ("atom", "application/atom+xml; charset=utf-8"),
    ("avif", "image/avif"),
    ("bmp", "image/bmp"),
    ("css", "text/css; charset=utf-8"),
    ("csv", "text/csv; charset=utf-8"),
    ("eot", "application/vnd.ms-fontobject"),
    ("flac", "audio/flac"),
    ("gif", "image/gif"),
    ("gz", "application/gzip"),
    ("heic", "image/heic"),
    ("heif", "image/heif"),
    ("htm", "text/html; charset=utf-8"),
    ("html", "text/html; charset=utf-8"),
    ("ico", "image/x-icon"),
    ("ics", "text/calendar; charset=utf-8"),
    ("jpeg", "image/jpeg"),
    ("jpg", "image/jpeg"),
    ("js", "text/javascript; charset=utf-8"),
    ("json", "application/json"),
    ("jsonld", "application/ld+json"),
    ("m4a", "audio/mp4"),
    ("markdown", "text/markdown; charset=utf-8"),
    ("md", "text/markdown; charset=utf-8"),
    ("mjs", "text/javascript; charset=utf-8"),
    ("mkv", "video/x-matroska"),
    ("mov", "video/quicktime"),
    ("mp3", "audio/mpeg"),
    ("mp4", "video/mp4"),
    ("ogg", "audio/ogg"),
    ("ogv", "video/ogg"),
    ("otf", "font/otf"),
    ("pdf", "application/pdf"),
    ("png", "image/png"),
    ("ps1", "text/plain; charset=utf-8"),
    ("rss", "application/rss+xml; charset=utf-8"),
    ("svg", "image/svg+xml"),
    ("tar", "application/x-tar"),
    ("tiff", "image/tiff"),
    ("toml", "application/toml"),
    ("ttf", "font/ttf"),
    ("txt", "text/plain; charset=utf-8"),
    ("wasm", "application/wasm"),
    ("wav", "audio/wav"),
    ("webm", "video/webm"),
    ("webmanifest", "application/manifest+json"),
    ("webp", "image/webp"),
    ("woff", "font/woff"),
    ("woff2", "font/woff2"),
    ("xml", "application/xml"),
    ("yaml", "application/yaml"),
    ("yml", "application/yaml"),
    ("zip", "application/zip"),
];

/// The media type of the file at `path`; a file without an extension, such as `CNAME`, is text.
pub(super) fn media_type(path: &str) -> &'static str {
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some((_, extension)) = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()) else {
        return "text/plain; charset=utf-8";
    };
    let extension = extension.to_ascii_lowercase();
    let found = TYPES.binary_search_by(|(known, _)| (*known).cmp(extension.as_str()));
    found.map_or("application/octet-stream", |at| TYPES[at].1)
}

/// Whether packing such a file makes it smaller.
pub(super) fn is_compressible(media: &str) -> bool {
    let bare = media.split(';').next().unwrap_or_default();
    bare.starts_with("text/")
        || ["json", "xml", "yaml", "toml", "wasm"].iter().any(|end| bare.ends_with(end))
        || bare.ends_with("fontobject")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_is_what_its_extension_says() {
        assert!(TYPES.is_sorted_by_key(|(extension, _)| *extension));
        for (path, media) in [
            ("a/index.html", "text/html; charset=utf-8"),
            ("B.PNG", "image/png"),
            ("CNAME", "text/plain; charset=utf-8"),
            (".nojekyll", "text/plain; charset=utf-8"),
            ("a.b/c", "text/plain; charset=utf-8"),
            ("x.unknown", "application/octet-stream"),
        ] {
            assert_eq!(media_type(path), media, "{path}");
        }
        assert!(
            is_compressible("image/svg+xml") && is_compressible("application/json") && !is_compressible("image/png")
        );
    }
}
