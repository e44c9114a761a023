//! The domain that the `CNAME` file names.

use std::sync::Arc;

use super::Base;
use crate::config::{Cname, Config, Layers};
use crate::diagnostic::{Code, Diagnostic, SourceText};

/// GitHub serves a project under this domain without being told.
const GITHUB: &str = ".github.io";

/// What `CNAME` says: the configuration's `cname`, or the host of `url` when it is a domain of one's own. A domain other
/// than that of `url` is told, also one in `own`, the project's own file.
pub(super) fn cname(
    config: &Config,
    written: &Layers,
    base: &Base,
    own: Option<&Arc<SourceText>>,
) -> (Option<String>, Vec<Diagnostic>) {
    let host = base.host();
    let made = match &config.cname {
        Cname::Off => None,
        Cname::Domain(domain) => Some(domain.clone()),
        Cname::FromUrl => (host.contains('.') && !host.ends_with(GITHUB)).then(|| host.to_owned()),
    };
    let said = own.map(|own| own.text.trim()).or(made.as_deref()).unwrap_or_default();
    let differs = !said.is_empty() && !host.is_empty() && !said.eq_ignore_ascii_case(host);
    let diagnostic = differs.then(|| {
        let message = format!("`CNAME` names the domain `{said}`, but `url` names `{host}`");
        let diagnostic = Diagnostic::new(Code::CnameMismatch, message);
        let diagnostic = diagnostic.hint("readers come by one address; write it in both places");
        match own {
            Some(own) => {
                let start = own.text.len() - own.text.trim_start().len();
                diagnostic.at(own, start..start + said.len())
            }
            None => written.placed_at_key(&["cname"], diagnostic),
        }
    });
    (made, diagnostic.into_iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(url: &str, cname: Cname, own: Option<&str>) -> (Option<String>, usize) {
        let config = Config { url: Some(url.into()), cname, ..Config::default() };
        let own = own.map(|text| SourceText::new("static/CNAME", text));
        let (cname, problems) = super::cname(&config, &Layers::default(), &Base::new(&config).0, own.as_ref());
        (cname, problems.len())
    }

    #[test]
    fn a_domain_of_ones_own_is_named_and_githubs_is_not() {
        assert_eq!(written("https://example.com/docs", Cname::FromUrl, None), (Some("example.com".into()), 0));
        assert_eq!(written("x.netlify.app", Cname::FromUrl, None), (Some("x.netlify.app".into()), 0));
        assert_eq!(written("ann.github.io", Cname::FromUrl, None), (None, 0));
        assert_eq!(written("localhost:5000", Cname::FromUrl, None), (None, 0));
        assert_eq!(written("example.com", Cname::Off, None), (None, 0));
    }

    #[test]
    fn a_domain_that_is_not_the_addresss_is_told() {
        assert_eq!(written("example.com", Cname::Domain("docs.example.com".into()), None).1, 1);
        assert_eq!(written("example.com", Cname::FromUrl, Some("example.org")).1, 1);
        assert_eq!(written("example.com", Cname::FromUrl, Some("Example.com")).1, 0);
    }
}
