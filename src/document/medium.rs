//! Films and sounds where a picture could stand, `![A walk](walk.mp4)`, as in Markdig, whose rules are those of the format where
//! its documentation is silent.

/// What an address shows that is no picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Medium {
    /// A film.
    Film,
    /// A sound.
    Sound,
}

impl Medium {
    /// What the name of an address says that it is.
    pub fn of(address: &str) -> Option<Self> {
        let path = address.split(['?', '#']).next().unwrap_or_default();
        let (_, extension) = path.strip_suffix("]]").unwrap_or(path).rsplit_once('.')?;
        let is_one_of = |known: &[&str]| known.iter().any(|known| extension.eq_ignore_ascii_case(known));
        if is_one_of(&["mp4", "m4v", "webm", "ogv", "mov"]) {
            Some(Self::Film)
        } else if is_one_of(&["mp3", "m4a", "ogg", "oga", "opus", "wav", "flac"]) {
            Some(Self::Sound)
        } else {
            None
        }
    }

    /// Its name in templates.
    pub fn name(self) -> &'static str {
        match self {
            Self::Film => "film",
            Self::Sound => "sound",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Medium;

    #[test]
    fn a_medium_is_told_by_its_extension() {
        for address in ["a.mp4", "../x.y/a.WEBM?t=1", "[[a.mov]]", "https://x.org/a.m4v#t=3"] {
            assert_eq!(Medium::of(address), Some(Medium::Film), "{address}");
        }
        assert_eq!(Medium::of("a.mp3"), Some(Medium::Sound));
        for address in ["a.png", "mp4", "a.mp4/b", "a?b=.mp4", ""] {
            assert_eq!(Medium::of(address), None, "{address}");
        }
    }
}
