//! Whatever an author writes, reading a page ends, its spans are in the page, and nothing that hides markup is seen.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rasher::trial::Trial;

static TRIAL: LazyLock<Trial> = LazyLock::new(Trial::default);

fuzz_target!(|text: &str| {
    if let Err(broken) = TRIAL.read(text) {
        panic!("{broken}");
    }
});
