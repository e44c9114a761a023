//! The files of demos: module, script and style, in `/demos/NAME/`.

use super::{Content, Recipe, Rows, row};
use crate::demo::{Demo, module_script};
use crate::diagnostic::Diagnostic;
use crate::render::Renderer;
use crate::site::Site;

#[derive(Debug)]
struct DemoFile(Vec<u8>);

impl Recipe for DemoFile {
    fn render(&self, _: &Renderer) -> (Content, Vec<Diagnostic>) {
        (Content::Bytes(self.0.clone()), Vec::new())
    }
}

pub(super) fn rows(site: &Site) -> Rows {
    site.demos.iter().flat_map(|(name, demo)| files(name, demo)).collect()
}

fn files(name: &str, demo: &Demo) -> Rows {
    let module = demo.module.as_ref().map(|module| module_script(name, module).into_bytes());
    [("module.js", module), ("demo.js", demo.script.clone()), ("demo.css", demo.style.clone())]
        .into_iter()
        .filter_map(|(file, bytes)| row(&format!("demos/{name}/{file}"), DemoFile(bytes?)))
        .collect()
}
