//! Panics as findings: what fails on one page costs that page, and not the site.

use super::{Code, Diagnostic};

/// Runs `work` and turns a panic in it into a diagnostic that names what it was about: a page, most of all.
///
/// # Errors
/// That diagnostic.
pub fn guarded<T>(name: &str, work: impl FnOnce() -> T) -> Result<T, Diagnostic> {
    std::panic::catch_unwind(std::panic::AssertUnwindSafe(work)).map_err(|panic| {
        let text = panic
            .downcast_ref::<&str>()
            .map(|text| (*text).to_owned())
            .or_else(|| panic.downcast_ref::<String>().cloned());
        let message = format!("Rasher failed on `{name}`: {}", text.unwrap_or_else(|| "no reason given".into()));
        Diagnostic::new(Code::PagePanic, message)
            .hint("this is a mistake in Rasher; please report it with the page's text")
    })
}

#[cfg(test)]
mod tests {
    use super::guarded;

    #[test]
    fn a_panic_becomes_a_diagnostic_that_names_the_page() {
        let hook = std::panic::take_hook();
        std::panic::set_hook(Box::new(|_| {}));
        let diagnostic = guarded("content/a.md", || panic!("out of {}", "luck")).unwrap_err();
        std::panic::set_hook(hook);
        assert_eq!(diagnostic.message, "Rasher failed on `content/a.md`: out of luck");
    }
}
