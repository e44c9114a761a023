//! The results table: `$results | Format-Table -AutoSize`.

use std::fmt::Write as _;

use super::escape::push_escaped;
use super::units::seconds;
use crate::run::{Comparison, Run};
use crate::schedule::{JobId, Millis};
use crate::store::{Answer, Status};

/// A row per server in the order asked for, whatever the order in which they came back.
#[must_use]
pub fn results(comparison: &Comparison) -> String {
    let mut html = String::from(
        r#"<div class="table"><table class="rp-results"><caption>Services that should have started and have not</caption><thead><tr><th scope="col">Server</th><th scope="col">Found</th><th scope="col" class="rp-figure">Till</th><th scope="col" class="rp-figure rp-time">Time</th></tr></thead><tbody>"#,
    );
    if comparison.fleet.is_empty() {
        html.push_str(r#"<tr><td colspan="4" class="rp-none">No customers came.</td></tr>"#);
    }
    for server in 0..comparison.fleet.len() {
        push_row(&mut html, comparison, comparison.shown(), server);
    }
    html.push_str("</tbody></table></div>");
    html
}

fn push_row(html: &mut String, comparison: &Comparison, run: Option<&Run>, server: u32) {
    let _ = write!(html, r#"<tr><th scope="row">{}</th>"#, comparison.fleet.name(server));
    push_answer(html, run.and_then(|run| run.answers.get(server as usize)));
    let served = run.and_then(|run| run.served(JobId(server)));
    let till = served.map_or(String::new(), |(till, _)| till.0.to_string());
    let time = served.and_then(|(_, span)| took(span.from, span.to)).map_or(String::new(), seconds);
    let _ = write!(html, r#"<td class="rp-figure">{till}</td><td class="rp-figure rp-time">{time}</td></tr>"#);
}

fn push_answer(html: &mut String, answer: Option<&Answer>) {
    match answer {
        None | Some(Answer::Pending) => html.push_str(r#"<td class="rp-none">…</td>"#),
        Some(Answer::Found(findings)) if findings.is_empty() => {
            html.push_str(r#"<td class="rp-none">all are running</td>"#);
        }
        Some(Answer::Found(findings)) => {
            html.push_str("<td>");
            for (place, finding) in findings.iter().enumerate() {
                html.push_str(if place == 0 { "" } else { ", " });
                push_escaped(html, finding.display_name);
                // Most are stopped, which goes without saying.
                if finding.status == Status::Paused {
                    html.push_str(" (paused)");
                }
            }
            html.push_str("</td>");
        }
        Some(answer) if answer.is_stopped() => html.push_str(r#"<td class="rp-none">stopped</td>"#),
        Some(Answer::Failed(error)) => {
            html.push_str(r#"<td class="rp-failed"><strong>Error</strong> "#);
            push_escaped(html, &error.message);
            html.push_str("</td>");
        }
    }
}

fn took(from: Millis, to: Option<Millis>) -> Option<Millis> {
    to.map(|to| to - from)
}
