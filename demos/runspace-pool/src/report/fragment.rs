//! The recorded run as the page carries it, with the controls that wait for the page's script.

use super::{results, timeline, times};
use crate::live::{MOST_CUSTOMERS, MOST_TILLS};
use crate::run::{Comparison, Style};

/// The HTML inside of `<section class="demo" data-demo="runspace-pool">`.
///
/// `data-part` marks what the page's script replaces while the store is open.  The controls are there from the beginning, so
/// that nothing moves when the script enables them; the style sheet hides them where there is no script.
#[must_use]
pub fn fragment(comparison: &Comparison) -> String {
    let (customers, seed) = (comparison.fleet.len(), comparison.fleet.seed());
    let (min, max) = match comparison.pool.as_ref().map(|run| run.style) {
        Some(Style::Pool(limits)) => (limits.min(), limits.max()),
        _ => (1, 1),
    };
    let (results, timeline, times) = (results(comparison), timeline(comparison), times(comparison));
    format!(
        r#"<form class="rp-controls" data-chrome data-seed="{seed}" aria-label="The store"><fieldset disabled>
<div class="rp-sliders">
<label>Customers <span aria-hidden="true">{customers}</span><input type="range" name="customers" min="0" max="{MOST_CUSTOMERS}" value="{customers}"></label>
<label>Fewest tills <span aria-hidden="true">{min}</span><input type="range" name="min" min="1" max="{MOST_TILLS}" value="{min}"></label>
<label>Most tills <span aria-hidden="true">{max}</span><input type="range" name="max" min="1" max="{MOST_TILLS}" value="{max}"></label>
</div>
<div class="rp-work" role="radiogroup" aria-label="Kind of work">
<label><input type="radio" name="work" value="0" checked><span>Waiting on the network</span></label>
<label><input type="radio" name="work" value="1"><span>Working the processor</span></label>
</div>
<div class="rp-buttons">
<button type="button" name="foreach">One till (foreach)</button>
<button type="button" name="pool" class="rp-primary">Open the tills (pool)</button>
<button type="button" name="stop" aria-disabled="true">Stop</button>
</div>
</fieldset></form>
<p class="rp-status" data-part="status">A recorded run, in simulated time.</p>
<p class="rp-aloud" role="status" data-chrome></p>
<div data-part="times">{times}</div>
<figure class="rp-figure-chart"><div data-part="timeline">{timeline}</div><figcaption>Each bar is a customer, as wide as its time at the till; behind it the till is open. <span class="rp-failed">×</span> marks the server that did not answer.</figcaption></figure>
<div data-part="results">{results}</div>"#
    )
}
