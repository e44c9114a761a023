//! Keys that are read and checked, but that nothing acts on yet. Each is told once as a note. Whoever wires one takes its
//! name out; when the lists are empty, this file goes.

/// Of the configuration, by dotted name.
pub(super) const CONFIG: &[&str] = &["search.languages"];

/// Of front matter, by dotted name.
pub(super) const FRONT_MATTER: &[&str] = &[];

/// Whether nothing acts on the key of that dotted name.
pub(super) fn is_pending(name: &str) -> bool {
    CONFIG.contains(&name) || FRONT_MATTER.contains(&name)
}
