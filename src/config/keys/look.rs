//! Colours, theme variables and language: `scheme`, `theme`, `locale`.

use crate::config::{Variables, choices, definitions};

definitions! {
    /// Colour scheme.
    pub struct Scheme, short mode: SchemeMode {
        /// The scheme before the reader chooses one.
        mode: SchemeMode = "mode";
    }

    /// Values of the theme's variables.
    pub struct ThemeVariables {
        /// In both schemes. Names are those of CSS without `--`, such as `base-color`.
        base: Variables = "base";
        /// In the dark scheme.
        dark: Variables = "dark";
    }

    /// The language of the site's own words, and the form of dates.
    pub struct Locale, short code: String {
        /// A language such as `en`, `de` or `pt-PT`, or the name of a collection of `labels`.
        code: String = "code", default "en".into();
        /// Form of dates: `yy` and `yyyy`, `M`, `MM`, `MMM` and `MMMM`, `d`, `dd`, `ddd` and `dddd`, and anything else as it is.
        /// By default that of the language.
        date_format: Option<String> = "dateFormat";
    }
}

choices! {
    /// A colour scheme.
    pub enum SchemeMode {
        /// As the reader's system says.
        System = "system",
        /// Light.
        Light = "light",
        /// Dark.
        Dark = "dark",
    }
}
