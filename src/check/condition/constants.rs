//! The constants of a comparison: lists spliced in, each read as the field's type asks.

use super::operand::Operand;
use super::{Checker, Room, warn};
use crate::diag::{Code, Diagnostic, Severity, did_you_mean};
use crate::fields;
use crate::ops::{MAX_COMPILED, Modifier, Op, Test, TestError};
use crate::source::{Span, Text};
use crate::syntax::condition::ast::{Compare, Constant, Dialect, Rhs};
use crate::value::{ConstantError, Kind, UnitFamily, read_with_unit};
use std::borrow::Cow;

/// The longest text constant that Falco reads, in bytes.
const FALCO_LONGEST: usize = 255;

/// One constant after splicing.
struct Item<'a> {
    bytes: Cow<'a, [u8]>,
    quoted: bool,
    span: Span,
}

impl Item<'_> {
    fn shown(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(&self.bytes)
    }
}

impl Checker<'_> {
    /// Reads the constants of a comparison and compiles them. `None` after an error.
    pub(super) fn constants(
        &mut self,
        text: &Text,
        compare: &Compare,
        left: &Operand,
        op: Op,
        modifier: Option<Modifier>,
    ) -> Option<Test> {
        let items = match &compare.right {
            Rhs::Value(constant) => vec![self.lone(text, constant)?],
            Rhs::Name(constant) => self.named(text, constant)?,
            Rhs::List(list) => {
                let items = list.items.iter().flat_map(|item| match self.splice(text, item) {
                    Some(spliced) => spliced,
                    None => vec![written(text, item)],
                });
                items.collect()
            }
            Rhs::Operand(_) => Vec::new(),
        };
        let mut test = Test::new(op, modifier, left.ty().kind);
        let mut sound = true;
        for item in &items {
            let fine = self.constant(&mut test, item, left).is_some();
            sound &= fine;
            // A refused pattern cost as much as the largest one to find that out.
            let size = match (fine, op) {
                (true, _) => test.last_pattern_size(),
                (false, Op::Regex) => MAX_COMPILED,
                (false, _) => 0,
            };
            if !self.has_room(size, item) {
                return None;
            }
        }
        sound.then_some(test)
    }

    /// Whether the rulebook may hold the pattern just compiled; a list of them stops where the room ends.
    fn has_room(&mut self, size: usize, item: &Item<'_>) -> bool {
        let room = self.names.take_pattern_bytes(size);
        if room == Room::Spent {
            let message = "the compiled patterns of the rulebook take more than 64 MiB from here on";
            let hint = "use fewer repetitions and classes, or `startswith`, `glob`, `in`";
            self.report(Diagnostic::new(Code::PATTERNS_TOO_LARGE, item.span, message).hint(hint));
        }
        room == Room::Enough
    }

    /// A single constant; the name of a list stands for its only item.
    fn lone<'a>(&mut self, text: &Text, constant: &'a Constant) -> Option<Item<'a>> {
        let Some(mut items) = self.splice(text, constant) else { return Some(written(text, constant)) };
        let (last, count) = (items.pop(), items.len().saturating_add(1));
        match last {
            Some(only) if count == 1 => Some(Item { bytes: Cow::Owned(only.bytes.into_owned()), ..only }),
            _ => {
                let name = String::from_utf8_lossy(&constant.bytes);
                let message = format!("`{name}` is a list, where one constant stands");
                let hint = format!("use `in ({name})`, or quote it to mean the word");
                let span = text.span_at(constant.range);
                self.report(Diagnostic::new(Code::LIST_AS_CONSTANT, span, message).hint(hint));
                None
            }
        }
    }

    /// The list of this name, where only a list's name can stand.
    fn named<'a>(&mut self, text: &Text, constant: &'a Constant) -> Option<Vec<Item<'a>>> {
        if let Some(items) = self.splice(text, constant) {
            return Some(items);
        }
        let span = text.span_at(constant.range);
        let name = String::from_utf8_lossy(&constant.bytes);
        let mut diagnostic = Diagnostic::new(Code::UNKNOWN_LIST, span, format!("no list is called `{name}`"));
        diagnostic.hint = match did_you_mean(&name, self.names.all()) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None => Some(format!("write `({name})` to mean the word")),
        };
        // Falco takes the name itself for the only constant.
        let falco = self.dialect == Dialect::Falco;
        if falco {
            diagnostic.severity = Severity::Warning;
        }
        self.report(diagnostic);
        falco.then(|| vec![written(text, constant)])
    }

    /// The items of the list that a bare constant names; `None` if it names none.
    fn splice(&self, text: &Text, constant: &Constant) -> Option<Vec<Item<'static>>> {
        if constant.quote.is_some() {
            return None;
        }
        let list = self.names.list(std::str::from_utf8(&constant.bytes).ok()?)?;
        let span = text.span_at(constant.range);
        // An item is a word, not an expression: it reads as if it stood in quotes.
        let item = |item: &str| Item { bytes: Cow::Owned(item.as_bytes().to_vec()), quoted: true, span };
        Some(list.items.into_iter().map(item).collect())
    }

    /// Reads one constant into the test. `None` after an error.
    fn constant(&mut self, test: &mut Test, item: &Item<'_>, left: &Operand) -> Option<()> {
        let kind = left.ty().kind;
        let text_like = matches!(kind, Kind::Text | Kind::Bytes);
        if text_like && item.bytes.len() > FALCO_LONGEST && self.dialect == Dialect::Falco {
            let message =
                format!("Falco reads constants of at most {FALCO_LONGEST} bytes; this one has more");
            self.report(Diagnostic::new(Code::CONSTANT_TOO_LONG, item.span, message));
            return None;
        }
        self.event_name(item, left)?;
        if let Some(number) = self.with_unit(item, left) {
            test.add_number(number);
            return Some(());
        }
        match test.add(&item.bytes) {
            Ok(out_of_range) => {
                if out_of_range {
                    warn::never_equal(item.span, &item.shown(), left, self.out);
                }
                if !item.quoted && kind == Kind::Text {
                    warn::reads_like_field(item.span, &item.shown(), self.out);
                }
                Some(())
            }
            Err(error) => {
                self.report(unreadable(&error, item, left));
                None
            }
        }
    }

    /// Our units, on fields that have a dimension.
    fn with_unit(&self, item: &Item<'_>, left: &Operand) -> Option<i128> {
        if self.dialect == Dialect::Falco || item.quoted {
            return None;
        }
        read_with_unit(&item.bytes, units_of(left)?)
    }

    /// Falco knows which names `evt.type` can hold, and refuses others, whatever the operator.
    fn event_name(&mut self, item: &Item<'_>, left: &Operand) -> Option<()> {
        let falco = self.dialect == Dialect::Falco;
        let asks = |row: Option<&fields::Field>| row.is_some_and(|row| row.name == "evt.type");
        let concerned = match falco {
            // Also under transformers, which change what the constant must be.
            true => asks(left.innermost().and_then(|field| field.row)),
            false => asks(left.field()),
        };
        if !concerned || fields::is_event_name(&item.bytes) {
            return Some(());
        }
        let message = format!("Falco knows no event called `{}`", item.shown());
        let mut diagnostic = Diagnostic::new(Code::UNKNOWN_EVENT, item.span, message);
        if falco {
            diagnostic.severity = Severity::Error;
        }
        self.report(diagnostic);
        (!falco).then_some(())
    }
}

fn written<'a>(text: &Text, constant: &'a Constant) -> Item<'a> {
    Item {
        bytes: Cow::Borrowed(&constant.bytes),
        quoted: constant.quote.is_some(),
        span: text.span_at(constant.range),
    }
}

/// The units that a field takes.
fn units_of(operand: &Operand) -> Option<UnitFamily> {
    match operand.ty().kind {
        Kind::Duration | Kind::Time => Some(UnitFamily::Time),
        _ if operand.decode() == "size" => Some(UnitFamily::Size),
        _ => None,
    }
}

fn unreadable(error: &TestError, item: &Item<'_>, left: &Operand) -> Diagnostic {
    let shown = item.shown();
    let (code, needs, hint): (Code, String, Option<String>) = match error {
        TestError::Constant(ConstantError::Number) => {
            let hint = match units_of(left) {
                None => "write a whole decimal number, without point, exponent, prefix or unit".to_owned(),
                Some(family) => {
                    let units: Vec<_> = family.units().iter().map(|(unit, _)| *unit).collect();
                    format!("write a whole decimal number, or one with a unit: {}", units.join(" "))
                }
            };
            (Code::BAD_NUMBER, "is not a whole number".to_owned(), Some(hint))
        }
        TestError::Constant(ConstantError::Bool) => {
            (Code::BAD_BOOL, "is neither `true` nor `false`".to_owned(), None)
        }
        TestError::Constant(ConstantError::Port) => (
            Code::BAD_PORT,
            "is neither a port nor the name of a service".to_owned(),
            Some("write the number in decimal digits".to_owned()),
        ),
        TestError::Constant(ConstantError::Address) => (
            Code::BAD_ADDRESS,
            "is not an IP address".to_owned(),
            shown
                .contains('/')
                .then(|| "networks are compared with `fd.snet`, `fd.cnet` and their like".to_owned()),
        ),
        TestError::Constant(ConstantError::Network) => (
            Code::BAD_NETWORK,
            "is not an IP network".to_owned(),
            Some("write an address, `/` and a prefix length: `10.0.0.0/8`".to_owned()),
        ),
        TestError::Constant(ConstantError::Priority) => (
            Code::BAD_PRIORITY,
            "is not a priority".to_owned(),
            Some(
                "the priorities are debug, informational, notice, warning, error, critical, alert, emergency"
                    .to_owned(),
            ),
        ),
        TestError::Constant(ConstantError::Nul) => {
            (Code::CONSTANT_WITH_NUL, "holds a NUL byte, which no text of Falco's does".to_owned(), None)
        }
        TestError::Constant(ConstantError::Opaque) => {
            (Code::OPERATOR_TYPE, format!("cannot be compared with `{}`", left.name()), None)
        }
        TestError::Hex => (
            Code::BAD_HEX,
            "is not an even number of hexadecimal digits".to_owned(),
            Some("leave `0x` out: `bcontains 7f454c46`".to_owned()),
        ),
        TestError::Regex(error) => {
            let mut diagnostic = Diagnostic::new(Code::BAD_REGEX, item.span, error.message.clone());
            diagnostic.hint = error.hint.map(str::to_owned);
            return diagnostic.label("RE2's POSIX syntax");
        }
    };
    let mut diagnostic = Diagnostic::new(code, item.span, format!("`{shown}` {needs}"));
    diagnostic.hint = hint;
    diagnostic
}
