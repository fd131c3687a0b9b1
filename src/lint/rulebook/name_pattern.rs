//! FL0524 name-off-pattern: names that do not look as the site wants them to.

use super::{Context, at};
use crate::check::book::Kind;
use crate::diag::{Code, Diagnostic};

pub(super) fn check(context: &Context<'_>, out: &mut Vec<Diagnostic>) {
    let Some(pattern) = &context.options.name_pattern else { return };
    let named = context.entries().filter(|entry| [Kind::Mitigation, Kind::Strategy].contains(&entry.kind));
    for entry in named.filter(|entry| !pattern.fits(&entry.name)) {
        let message = format!("the name `{}` does not follow the pattern of this site", entry.name);
        out.push(
            at(Code::NAME_OFF_PATTERN, entry.name_span, message)
                .hint(format!("`name-pattern` of the configuration is `{}`", pattern.as_str())),
        );
    }
}
