//! What compiles and can hardly be meant.

use super::operand::Operand;
use crate::diag::{Code, Diagnostic};
use crate::fields;
use crate::source::Span;

/// Fields that Falco's filters see as clock text and its alerts carry as numbers.
const CLOCK_TEXTS: [&str; 6] =
    ["evt.datetime", "evt.datetime.s", "evt.outputtime", "evt.time", "evt.time.iso8601", "evt.time.s"];

/// A comparison with a text that alerts do not carry as text.
pub(super) fn time_as_text(left: &Operand, out: &mut Vec<Diagnostic>) {
    let Some(field) = left.field().filter(|field| CLOCK_TEXTS.contains(&field.name)) else { return };
    let message = format!("alerts carry `{}` as nanoseconds, so it never equals a text", field.name);
    let hint = "only `exists` can be asked; compare `evt.rawtime`, or `alert.time` in a rulebook";
    out.push(Diagnostic::new(Code::TIME_AS_TEXT, left.span(), message).hint(hint));
}

/// A number outside the field's range.
pub(super) fn never_equal(span: Span, shown: &str, left: &Operand, out: &mut Vec<Diagnostic>) {
    let mut diagnostic =
        Diagnostic::new(Code::OUT_OF_RANGE, span, format!("`{}` never holds `{shown}`", left.name()));
    if let Some((least, greatest)) = left.ty().kind.range() {
        diagnostic.hint = Some(format!("its values are {least} to {greatest}; Falco wraps others around"));
    }
    out.push(diagnostic);
}

/// `proc.name = proc.pname` compares with the text `proc.pname`.
pub(super) fn reads_like_field(span: Span, shown: &str, out: &mut Vec<Diagnostic>) {
    let name = shown.split_once('[').map_or(shown, |(name, _)| name);
    if fields::resolve(name).is_none() {
        return;
    }
    let message = format!("this compares with the text `{shown}`, not with the field");
    let hint = format!("write `val({shown})` for the field, or quote it to mean the text");
    out.push(Diagnostic::new(Code::CONSTANT_LIKE_FIELD, span, message).hint(hint));
}
