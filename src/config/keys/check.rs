//! What `rasher check` looks at: `check`.

use crate::config::definitions;

definitions! {
    /// What `rasher check` looks at.
    pub struct Check {
        /// Addresses of other sites, for `rasher check --external`.
        external: ExternalLinks = "external";
    }

    /// Addresses of other sites.
    pub struct ExternalLinks {
        /// Patterns of addresses that are not asked for: of domains, `*.example.com`, or paths, `example.com/docs`.
        exclude: Vec<String> = "exclude";
    }
}
