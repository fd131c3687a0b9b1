//! A tree back to text.
//!
//! In: a tree, parsed or built. Out: a text that reads as that tree, or nothing where no text does: a name that is
//! no name, a number that is no number, a chain of one, too deep a tree, our own additions in the Falco dialect.

use super::ast::Modifier;
use super::ast::{Arg, Compare, Constant, Dialect, Expr, ExprKind, Operand, OperandKind, Quote, Rhs};
use super::{MAX_DEPTH, ParseOptions, parse, to_json};
use std::fmt::Write as _;

/// A text that Falco reads as `expr`, places and the kind of quotes aside.
///
/// ```
/// use falconer::syntax::condition::{ParseOptions, parse, print};
/// let parsed = parse("((proc.name=bash)or(not   in_pod))", ParseOptions::default()).unwrap();
/// assert_eq!(print(&parsed.expr).as_deref(), Some("proc.name = bash or not in_pod"));
/// ```
#[must_use]
pub fn print(expr: &Expr) -> Option<String> {
    print_as(expr, Dialect::Falco)
}

/// A text that reads as `expr` in this dialect; see [`print()`].
#[must_use]
pub fn print_as(expr: &Expr, dialect: Dialect) -> Option<String> {
    // Falco counts less depth for `and(` than for `and (`, so a very deep tree may only have the tight spelling.
    [false, true].into_iter().find_map(|tight| spelling(expr, dialect, tight))
}

fn spelling(expr: &Expr, dialect: Dialect, tight: bool) -> Option<String> {
    let mut printer = Printer { out: String::new(), tight };
    printer.expr(expr, Place::Top, 0)?;
    // Proof instead of a second copy of the grammar's conditions.
    let options = ParseOptions { dialect, max_depth: MAX_DEPTH };
    let read = parse(&printer.out, options).ok()?;
    (to_json(&read.expr) == to_json(expr)).then_some(printer.out)
}

/// Where an expression stands, which decides whether it needs parentheses.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Top,
    InOr,
    InAnd,
    InNot,
}

impl Place {
    /// The keyword after which a parenthesis may stand at once. `or (` that opens an `and` chain is not one.
    fn keyword(self) -> &'static str {
        match self {
            Self::Top => "",
            Self::InOr => " or ",
            Self::InAnd => " and ",
            Self::InNot => "not ",
        }
    }
}

struct Printer {
    out: String,
    tight: bool,
}

impl Printer {
    fn expr(&mut self, expr: &Expr, place: Place, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        let bare = match &expr.kind {
            ExprKind::Or(_) => place == Place::Top,
            ExprKind::And(_) => matches!(place, Place::Top | Place::InOr),
            ExprKind::Not(_) => place != Place::InNot,
            // `not and x` would negate a macro `and`.
            ExprKind::Macro(name) => name != "not",
            _ => true,
        };
        if !bare {
            if self.tight && place != Place::Top && self.out.ends_with(place.keyword()) {
                self.out.pop();
            }
            self.out.push('(');
        }
        match &expr.kind {
            ExprKind::Or(children) => self.chain(children, " or ", Place::InOr, depth)?,
            ExprKind::And(children) => self.chain(children, " and ", Place::InAnd, depth)?,
            ExprKind::Not(child) => {
                self.out.push_str("not ");
                self.expr(child, Place::InNot, depth.saturating_add(1))?;
            }
            ExprKind::Macro(name) => self.out.push_str(name),
            ExprKind::Exists(left) => {
                self.operand(left, depth)?;
                self.out.push_str(" exists");
            }
            ExprKind::Compare(compare) => self.compare(compare, depth)?,
        }
        if !bare {
            self.out.push(')');
        }
        Some(())
    }

    fn chain(&mut self, children: &[Expr], word: &str, place: Place, depth: usize) -> Option<()> {
        self.separated(children, word, |printer, child| printer.expr(child, place, depth.saturating_add(1)))
    }

    fn compare(&mut self, compare: &Compare, depth: usize) -> Option<()> {
        self.operand(&compare.left, depth)?;
        let _ = write!(self.out, " {} ", compare.op.spelling());
        if let Some(modifier) = compare.modifier {
            let _ = write!(self.out, "{} ", modifier.spelling());
        }
        match &compare.right {
            Rhs::Value(value) => {
                self.constant(value, is_bare(value));
                Some(())
            }
            Rhs::Name(name) => self.raw(name),
            Rhs::List(list) => {
                self.out.push('(');
                self.separated(&list.items, ", ", |printer, item| {
                    printer.constant(item, is_bare(item));
                    Some(())
                })?;
                self.out.push(')');
                Some(())
            }
            Rhs::Operand(operand) => self.operand(operand, depth),
        }
    }

    fn operand(&mut self, operand: &Operand, depth: usize) -> Option<()> {
        if depth > MAX_DEPTH {
            return None;
        }
        let argument = match &operand.kind {
            OperandKind::Field { name, argument } => {
                self.out.push_str(name);
                argument
            }
            OperandKind::Call { transformer, args, argument } => {
                self.out.push_str(transformer.spelling());
                self.arguments(args, depth)?;
                argument
            }
        };
        if let Some(argument) = argument {
            self.out.push('[');
            self.constant(argument, is_bare_argument(argument));
            self.out.push(']');
        }
        Some(())
    }

    fn arguments(&mut self, args: &[Arg], depth: usize) -> Option<()> {
        self.out.push('(');
        self.separated(args, ", ", |printer, arg| match arg {
            Arg::Number(number) => printer.raw(number),
            Arg::Text(text) => {
                printer.constant(text, false);
                Some(())
            }
            Arg::List(items, _) if depth < MAX_DEPTH => printer.arguments(items, depth.saturating_add(1)),
            Arg::List(..) => None,
            Arg::Operand(operand) => printer.operand(operand, depth.saturating_add(1)),
        })?;
        self.out.push(')');
        Some(())
    }

    fn separated<T>(
        &mut self,
        items: &[T],
        separator: &str,
        mut each: impl FnMut(&mut Self, &T) -> Option<()>,
    ) -> Option<()> {
        for (count, item) in items.iter().enumerate() {
            if count > 0 {
                self.out.push_str(separator);
            }
            each(self, item)?;
        }
        Some(())
    }

    /// A name or number, which has no other spelling.
    fn raw(&mut self, constant: &Constant) -> Option<()> {
        self.out.push_str(std::str::from_utf8(&constant.bytes).ok()?);
        Some(())
    }

    fn constant(&mut self, constant: &Constant, may_be_bare: bool) {
        // Without quotes if it stood so, and wherever quotes would need the odd spelling of a last backslash.
        let prefer_bare = constant.quote.is_none() || constant.bytes.ends_with(b"\\");
        match std::str::from_utf8(&constant.bytes) {
            Ok(text) if may_be_bare && prefer_bare => self.out.push_str(text),
            _ => self.quoted(&constant.bytes, constant.quote.unwrap_or(Quote::Double)),
        }
    }

    fn quoted(&mut self, bytes: &[u8], quote: Quote) {
        let mark = char::from(quote.byte());
        self.out.push(mark);
        for chunk in bytes.utf8_chunks() {
            for c in chunk.valid().chars() {
                match c {
                    '\\' => self.out.push_str("\\\\"),
                    '\n' => self.out.push_str("\\n"),
                    '\r' => self.out.push_str("\\r"),
                    '\t' => self.out.push_str("\\t"),
                    '\u{8}' => self.out.push_str("\\b"),
                    '\u{C}' => self.out.push_str("\\f"),
                    '\0' => self.out.push_str("\\x00"),
                    c if c == mark => self.out.extend(['\\', c]),
                    c => self.out.push(c),
                }
            }
            for byte in chunk.invalid() {
                let _ = write!(self.out, "\\x{byte:02x}");
            }
        }
        if bytes.ends_with(b"\\") {
            // A quote after a backslash ends nothing; backslash and space make one backslash, too.
            self.out.pop();
            self.out.push(' ');
        }
        self.out.push(mark);
    }
}

/// White space in the sense of Falco's regular expressions.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t'..='\r')
}

/// Whether a text operand or list item can stand without quotes.
fn is_bare(constant: &Constant) -> bool {
    std::str::from_utf8(&constant.bytes).is_ok_and(|text| {
        let held = |c: char| !is_space(c) && !matches!(c, '(' | ')' | '"' | '\'' | '=' | ',');
        // BS may stand inside, but is skipped as a blank before the value.
        !text.is_empty()
            && text.chars().all(held)
            && !text.starts_with('\u{8}')
            && Modifier::from_spelling(text).is_none()
    })
}

/// Whether a field's argument can stand without quotes.
fn is_bare_argument(constant: &Constant) -> bool {
    std::str::from_utf8(&constant.bytes).is_ok_and(|text| {
        !text.is_empty() && text.chars().all(|c| !is_space(c) && !matches!(c, '[' | ']' | '"' | '\''))
    })
}
