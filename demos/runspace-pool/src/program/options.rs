//! Every option once: the parser and the help are made from this list, so an option without help cannot exist.

/// One option of the command line.
pub(super) struct Opt {
    /// With its dashes.
    pub(super) name: &'static str,
    /// What it wants, as the help names it; empty if it wants nothing.
    pub(super) value: &'static str,
    /// What it does, in the post's words.
    pub(super) help: &'static str,
}

pub(super) const OPTIONS: [Opt; 9] = [
    Opt { name: "--min", value: "N", help: "how many tills stay open when nobody comes [1]" },
    Opt { name: "--max", value: "N", help: "how many tills open at most, when the queue is long [5]" },
    Opt { name: "--servers", value: "N", help: "how many customers come: servers to ask [10]" },
    Opt { name: "--seed", value: "N", help: "which servers they are; the same seed gives the same ones [2]" },
    Opt { name: "--work", value: "KIND", help: "`network` waits for each server, `cpu` computes about it [network]" },
    Opt { name: "--json", value: "", help: "print everything as JSON, for tools" },
    Opt {
        name: "--record",
        value: "",
        help: "print the run that the web page shows, as JSON: in pretended time, the same on every machine",
    },
    Opt { name: "--help", value: "", help: "print this" },
    Opt { name: "-h", value: "", help: "the same" },
];

/// The text of `--help`.
pub(super) fn help() -> String {
    let mut help = String::from(INTRODUCTION);
    for Opt { name, value, help: text } in &OPTIONS {
        let usage = format!("{name} {value}");
        help.push_str(&format!("  {usage:<14} {text}\n"));
    }
    help
}

const INTRODUCTION: &str = "\
Finds the services that should have started and have not, on ten servers, twice.

Imagine a super-store.  A script without runspaces has one till: each customer (a server to ask) waits until
the one before has paid, however long that takes.  That is the `foreach` loop, and it comes first.

A runspace is another till with its own checkout staff.  A runspace pool opens between a minimum and a maximum
of them: more when customers queue, fewer when the tills are idle.  The same customers come again, and the
queue is gone sooner.  One server is down; it comes back as an error in the table and holds nobody up.

The servers are made up, and no network is touched: waiting for one is a pause, computing is real.

Usage: runspace-pool [OPTIONS]

";
