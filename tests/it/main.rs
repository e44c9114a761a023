//! What users do, from the outside. One program, so that it links once.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test that cannot go on fails")]

mod actions;
mod around;
mod blog;
mod browser;
mod build;
mod check;
mod chromium;
mod component_files;
mod configuration;
mod copies;
mod demos;
mod downloads;
mod edits;
mod feeds;
mod generator;
mod golden;
mod header;
mod hosting;
mod ids;
mod incremental;
mod languages;
mod layers;
mod libraries;
mod links_to_what_is_made;
mod mistakes;
mod narrow_browser;
mod nav;
mod nesting;
mod notes_browser;
mod other_tools;
mod own_components;
mod page_facts;
mod page_files;
mod preview_browser;
mod raw_html;
mod reference;
mod search;
mod secrets;
mod serve;
mod shared_addresses;
mod starting;
mod support;
mod templating;
mod updated;
