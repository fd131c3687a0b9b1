//! FL1902 short-reference. That a reference is encrypted is no opinion: `check` asks for it (FL0317).

use super::Context;
use crate::diag::{Code, Diagnostic};
use crate::source::Text;

/// Hosts that only lead to others.
const SHORTENERS: [&str; 10] =
    ["bit.ly", "t.co", "goo.gl", "tinyurl.com", "is.gd", "ow.ly", "buff.ly", "cutt.ly", "rb.gy", "lnkd.in"];

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    for (_, _, mitigation) in context.mitigations() {
        out.extend(mitigation.references.iter().filter_map(judge));
    }
    for strategy in context.strategies() {
        out.extend(strategy.item.references.iter().filter_map(judge));
    }
}

fn judge(reference: &Text) -> Option<Diagnostic> {
    let (_, rest) = reference.as_str().split_once("://")?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = host.strip_prefix("www.").unwrap_or(host);
    let message = format!("`{host}` hides where the reference leads");
    SHORTENERS.contains(&host).then(|| {
        Diagnostic::new(Code::SHORT_REFERENCE, reference.span(), message).hint("name the page itself")
    })
}
