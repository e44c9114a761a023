//! Demos: crates that are compiled with the site.

use crate::support::Project;

const MANIFEST: &str = "[package]\nname = \"till\"\nversion = \"0.1.0\"\nedition = \"2021\"\n[workspace]\n";

fn with_demo(program: &str, page: &str) -> Project {
    Project::with(&[
        ("rasher.yml", ""),
        ("Cargo.toml", "[workspace]\nmembers = [\"demos/*\"]\n"),
        ("demos/till/Cargo.toml", &MANIFEST.replace("[workspace]\n", "")),
        ("demos/till/src/main.rs", program),
        ("content/index.md", page),
    ])
}

#[test]
fn a_program_of_three_lines_shows_what_it_prints_and_changes_with_its_source() {
    let project = with_demo(
        "fn main() {\n    println!(\"3 < 4 customers\");\n}\n",
        "# A\n\n[!demo till source=\"src/main.rs\"]\n",
    );
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let page = project.read("public/index.html");
    assert!(page.contains("data-demo=\"till\"") && page.contains(">3 &lt; 4 customers</pre>"), "{page}");
    assert!(page.contains("<summary>src/main.rs</summary>") && page.contains("language-rust"), "{page}");
    project.write(
        "demos/till/src/main.rs",
        "fn main() {\n    println!(\"{{\\\"title\\\": \\\"T\\\", \\\"html\\\": \\\"<b>five</b>\\\"}}\");\n}\n",
    );
    project.rasher(&["build"]);
    let page = project.read("public/index.html");
    assert!(page.contains("aria-label=\"T\"><b>five</b></section>"), "{page}");
}

#[test]
fn a_demo_in_what_a_page_includes_is_built() {
    let project = with_demo("fn main() { println!(\"five\"); }\n", "# A\n\n{{ include \"own\" }}\n");
    project.write("rasher.yml", "templating: { enabled: true }\n");
    project.write("content/_includes/own.md", "[!demo till]\n");
    let run = project.rasher(&["build"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert!(project.read("public/index.html").contains(">five</pre>"));
}

#[test]
fn a_demo_that_does_not_compile_is_told_with_the_compilers_place() {
    let project = with_demo("fn main() {\n    let till: u8 = \"one\";\n}\n", "# A\n\n[!demo till]\n");
    let run = project.rasher(&["build"]);
    assert_eq!(run.code, 1);
    for part in
        ["error[demo-build-failed]: the demo `till` does not compile: mismatched types", "demos/till/src/main.rs:2:20"]
    {
        assert!(run.err.contains(part), "{part} is missing in {}", run.err);
    }
    assert!(project.has("public/index.html"));
}

#[test]
fn a_demo_that_does_not_exist_is_told_with_the_nearest() {
    let project = with_demo("fn main() {}\n", "# A\n\n[!demo tll]\n");
    let run = project.rasher(&["build"]);
    assert!(
        run.err.contains("warning[unknown-demo]")
            && run.err.contains("did you mean `till`?")
            && run.err.contains("content/index.md:3:1"),
        "{}",
        run.err
    );
}

#[test]
fn demos_can_be_left_out() {
    let project = with_demo("compile_error!(\"never built\");\n", "# A\n\n[!demo till]\n\nafter\n");
    let run = project.rasher(&["build", "--no-demos"]);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    let page = project.read("public/index.html");
    assert!(!page.contains("data-demo") && page.contains("<p>after</p>"), "{page}");
}

#[cfg(unix)]
#[test]
fn without_the_wasm_library_the_committed_module_serves_only_if_it_fits() {
    use std::fs;
    use std::os::unix::fs::PermissionsExt;
    let project = with_demo("fn main() { println!(\"x\"); }\n", "# A\n\n[!demo till]\n");
    project.write(
        "demos/till/Cargo.toml",
        &format!("{}[lib]\ncrate-type = [\"cdylib\"]\n", MANIFEST.replace("[workspace]\n", "")),
    );
    project.write("demos/till/src/lib.rs", "");
    project.write("demos/till/web/demo.js", "\"use strict\";\n");
    // A compiler whose system root has no library for the target.
    project.write("bin/rustc", "#!/bin/sh\nif [ \"$1\" = --print ] && [ \"$2\" = sysroot ]; then echo /nowhere; else exec \"$REAL_RUSTC\" \"$@\"; fi\n");
    fs::set_permissions(project.path().join("bin/rustc"), fs::Permissions::from_mode(0o755)).unwrap();
    let real =
        String::from_utf8(std::process::Command::new("rustc").args(["--print", "sysroot"]).output().unwrap().stdout)
            .unwrap();
    let real = format!("{}/bin/rustc", real.trim());
    let path = format!("{}:{}", project.path().join("bin").display(), std::env::var("PATH").unwrap());
    let environment =
        [("PATH", path.as_str()), ("REAL_RUSTC", real.as_str()), ("RUSTC", real.as_str()), ("RASHER_WASM_CARGO", "")];

    let run = project.rasher_with(&["build"], &environment);
    assert!(run.err.contains("warning[demo-no-target]") && run.err.contains("rustup target add"), "{}", run.err);

    project.write("demos/till/prebuilt/module.wasm", "module");
    project.write("demos/till/prebuilt/digest", "of other sources\n");
    let run = project.rasher_with(&["build"], &environment);
    assert!(run.err.contains("warning[demo-stale]"), "{}", run.err);
    assert!(!project.has("public/demos/till/module.js") && !project.has("public/demos/till/demo.js"));

    project.write("demos/till/prebuilt/digest", &digest(&project));
    let run = project.rasher_with(&["build"], &environment);
    assert_eq!((run.code, run.err.as_str()), (0, ""));
    assert_eq!(project.read("public/demos/till/module.js"), "(window.rasherDemos ||= {})[\"till\"] = \"bW9kdWxl\";\n");
    assert!(project.read("public/index.html").contains("data-module=\"demos/till/module.js?v="));
}

/// The scheme that the manual tells.
#[cfg(unix)]
fn digest(project: &Project) -> String {
    let mut hasher = blake3::Hasher::new();
    for path in ["Cargo.toml", "src/lib.rs", "src/main.rs", "web/demo.js"] {
        let bytes = project.read(&format!("demos/till/{path}"));
        hasher.update(format!("{path}\0{}\0", bytes.len()).as_bytes());
        hasher.update(bytes.as_bytes());
    }
    hasher.finalize().to_hex().to_string()
}
