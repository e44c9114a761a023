//! Addresses that a component takes by its patterns, `https://www.youtube.com/watch?v={id}`.

/// The parts of an address, by the names that its pattern gives them.
pub type Parts = Vec<(String, String)>;

/// Matches `address` with a pattern such as `https://www.youtube.com/watch?v={id}`: scheme and `www.` may be left out or
/// added, query parameters come in any order, and those that the pattern does not name are given as `query`.
pub(super) fn match_url(pattern: &str, address: &str) -> Option<Parts> {
    let (pattern_path, pattern_query) = split_query(strip_host_prefix(pattern));
    let (path, query) = split_query(strip_host_prefix(address));
    let mut parts = Vec::new();
    let (wanted, found) = (pattern_path.split('/'), path.trim_end_matches('/').split('/'));
    if wanted.clone().count() != found.clone().count() {
        return None;
    }
    wanted.zip(found).try_for_each(|(pattern, text)| match_part(pattern, text, &mut parts))?;
    let mut rest: Vec<&str> = query.split('&').filter(|pair| !pair.is_empty()).collect();
    for wanted in pattern_query.split('&').filter(|pair| !pair.is_empty()) {
        let (key, value) = wanted.split_once('=')?;
        let at = rest.iter().position(|pair| pair.split_once('=').is_some_and(|(found, _)| found == key))?;
        match_part(value, rest.remove(at).split_once('=')?.1, &mut parts)?;
    }
    parts.push(("query".to_owned(), rest.join("&")));
    Some(parts)
}

/// The host of an address, without `www.`.
pub(super) fn host(address: &str) -> &str {
    let path = strip_host_prefix(address);
    path.find(['/', '?']).map_or(path, |end| &path[..end])
}

fn match_part(pattern: &str, text: &str, parts: &mut Parts) -> Option<()> {
    let Some((before, rest)) = pattern.split_once('{') else { return (pattern == text).then_some(()) };
    let (name, after) = rest.split_once('}')?;
    let value = text.strip_prefix(before)?.strip_suffix(after)?;
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_.~%!:=+,*()'$@".contains(c);
    if value.is_empty() || !value.chars().all(plain) {
        return None;
    }
    parts.push((name.to_owned(), value.to_owned()));
    Some(())
}

fn strip_host_prefix(address: &str) -> &str {
    let rest = address.strip_prefix("https://").or_else(|| address.strip_prefix("http://")).unwrap_or(address);
    rest.strip_prefix("www.").unwrap_or(rest)
}

fn split_query(address: &str) -> (&str, &str) {
    let address = address.split('#').next().unwrap_or_default();
    address.split_once('?').unwrap_or((address, ""))
}

#[cfg(test)]
mod tests {
    use super::match_url;

    #[test]
    fn an_address_gives_the_parts_that_its_pattern_names() {
        let parts = |pattern, address| {
            match_url(pattern, address)
                .map(|parts| parts.into_iter().map(|(k, v)| format!("{k}={v}")).collect::<Vec<_>>())
        };
        let watch = "https://www.youtube.com/watch?v={id}";
        assert_eq!(parts(watch, "https://www.youtube.com/watch?v=a_B-1").unwrap(), ["id=a_B-1", "query="]);
        assert_eq!(parts(watch, "http://youtube.com/watch?t=30s&v=x&loop=1").unwrap(), ["id=x", "query=t=30s&loop=1"]);
        assert_eq!(parts("https://youtu.be/{id}", "https://youtu.be/x?t=1").unwrap(), ["id=x", "query=t=1"]);
        assert_eq!(parts(watch, "https://www.youtube.com/channel/x"), None);
        let reel = "https://www.instagram.com/{user}/reel/{id}";
        assert_eq!(
            parts(reel, "https://instagram.com/a.b/reel/x_1/?y=z").unwrap(),
            ["user=a.b", "id=x_1", "query=y=z"]
        );
        assert_eq!(parts(reel, "https://instagram.com/reel/x"), None);
        assert_eq!(parts(watch, "https://www.youtube.com/watch?v=\"><script>"), None);
    }
}
