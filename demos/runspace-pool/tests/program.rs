//! The native program, as somebody at a terminal meets it.

// Helpers stand outside of the `#[test]` functions, where the lints would not know them as tests.
#![allow(clippy::unwrap_used, clippy::panic)]

use std::process::{Command, Output};

use serde_json::Value;

fn run(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_runspace-pool")).args(arguments).output().unwrap()
}

fn printed(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

fn json(arguments: &[&str]) -> Value {
    serde_json::from_str(&printed(arguments)).unwrap()
}

#[test]
fn the_posts_example_prints_results_timeline_and_times() {
    let text = printed(&[]);
    assert!(text.contains("Server06   Error    Cannot open Service Control Manager on computer 'Server06'."), "{text}");
    assert!(text.contains("Server08   Stopped  Windows Remote Management"), "{text}");
    for part in ["One by one", "Pool of 1 to 5 tills", "  Till 5 ", "One till (foreach)", "Speed-up"] {
        assert!(text.contains(part), "{text}");
    }
}

#[test]
fn json_has_a_result_for_every_server_in_order() {
    let json = json(&["--json", "--servers", "4", "--seed", "5", "--max", "3"]);
    let servers: Vec<_> =
        json["results"].as_array().unwrap().iter().map(|row| row["server"].as_str().unwrap()).collect();
    assert_eq!(servers, ["Server01", "Server02", "Server03", "Server04"]);
    let errors = json["results"].as_array().unwrap().iter().filter(|row| row["error"].is_string()).count();
    assert_eq!((errors, &json["clock"], &json["pool"]["max"]), (1, &Value::from("measured"), &Value::from(3)));
}

#[test]
fn the_pool_is_faster_when_servers_are_waited_for() {
    let json = json(&["--json", "--max", "10"]);
    assert!(json["speed_up"].as_f64().unwrap() > 1.5, "{json}");
}

#[test]
fn no_customers_and_one_till_are_no_trouble() {
    assert!(printed(&["--servers", "0"]).contains("Speed-up                      –"));
    assert!(printed(&["--servers=2", "--max=1"]).contains("Pool of 1 to 1 tills"));
}

#[test]
fn the_processor_can_be_worked() {
    assert_eq!(json(&["--json", "--work", "cpu", "--servers", "1"])["work"], "cpu");
}

#[test]
fn a_record_is_the_same_every_time() {
    let record = printed(&["--record"]);
    assert_eq!(record, printed(&["--record"]));
    let record: Value = serde_json::from_str(&record).unwrap();
    assert_eq!(record["record"]["clock"], "simulated");
    let html = record["html"].as_str().unwrap();
    for part in ["<svg", "<title>", "<desc>", "<caption>", "3.38 s", "rp-bar rp-failed", "Server10"] {
        assert!(html.contains(part), "`{part}` is missing");
    }
    assert!(!html.contains(" style=") && !html.contains(" onclick="), "a strict policy would refuse it");
}

#[test]
fn help_tells_the_posts_story() {
    let help = printed(&["--help"]);
    for word in ["super-store", "till", "customer", "foreach", "--min N", "--record"] {
        assert!(help.contains(word), "{help}");
    }
}

#[test]
fn bad_arguments_get_a_sentence_and_code_2() {
    let output = run(&["--min", "6", "--max", "2"]);
    assert_eq!(output.status.code(), Some(2));
    assert_eq!(
        String::from_utf8_lossy(&output.stderr),
        "runspace-pool: `--max 2` is below `--min 6`: there cannot be fewer tills at most than at least\n\nTry `--help`.\n"
    );
}
