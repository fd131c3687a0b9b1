//! What fills each hole: parameters, vars and fields looked up, filters typed, conditions checked.

use super::{Bindings, Hole, HoleValue, Piece, Site};
use crate::check::condition::{self, Operand, check_operand};
use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::escape::Context;
use crate::ops::filter::{CallError, FilterCall, Input};
use crate::source::{ByteRange, Text};
use crate::syntax::condition::ast::{Dialect, Expr};
use crate::syntax::prose::MAX_HOLES;
use crate::syntax::template::ast::{self, FilterUse, HoleSource};
use crate::value::{Kind, Type};

/// Looks up what the pieces of one template name.
pub(super) struct Resolver<'a> {
    pub(super) text: &'a Text,
    pub(super) bindings: &'a Bindings,
    pub(super) site: &'a dyn Site,
    pub(super) out: &'a mut Vec<Diagnostic>,
    /// Holes met so far.
    pub(super) holes: usize,
}

/// What fills a hole, before its filters.
struct Source {
    value: HoleValue,
    ty: Type,
    name: String,
}

impl Resolver<'_> {
    /// All pieces, or `None` if one of them is wrong; every piece is looked at. The parser bounds the nesting.
    pub(super) fn pieces(&mut self, pieces: &[ast::Piece]) -> Option<Vec<Piece>> {
        let checked: Vec<Option<Piece>> = pieces.iter().map(|piece| self.piece(piece)).collect();
        checked.into_iter().collect()
    }

    fn piece(&mut self, piece: &ast::Piece) -> Option<Piece> {
        match piece {
            ast::Piece::Text { text, .. } => Some(Piece::Text(text.clone())),
            ast::Piece::Hole(hole) => self.hole(hole).map(|hole| Piece::Hole(Box::new(hole))),
            ast::Piece::If { branches, otherwise, .. } => {
                let branches: Vec<_> = branches
                    .iter()
                    .map(|(expr, pieces)| {
                        let condition = self.condition(expr);
                        let pieces = self.pieces(pieces);
                        condition.zip(pieces)
                    })
                    .collect();
                let otherwise = self.pieces(otherwise);
                Some(Piece::If {
                    branches: branches.into_iter().collect::<Option<_>>()?,
                    otherwise: otherwise?,
                })
            }
        }
    }

    fn condition(&mut self, expr: &Expr) -> Option<condition::Condition> {
        if !self.site.macros_are_usable(self.text, expr, self.out) {
            return None;
        }
        condition::check(self.text, expr, Dialect::Falconer, self.site, self.out)
    }

    fn hole(&mut self, hole: &ast::Hole) -> Option<Hole> {
        self.holes = self.holes.saturating_add(1);
        if self.holes == MAX_HOLES.saturating_add(1) {
            let message = format!("the template has more than {MAX_HOLES} holes");
            self.report(Code::TEMPLATE_TOO_LARGE, hole.range, message, "make it several templates");
        }
        if self.holes > MAX_HOLES {
            return None;
        }
        let source = self.source(&hole.source);
        // Filters of a hole whose value is unknown are looked up all the same, but not typed.
        let mut ty = source.as_ref().map_or(Type::one(Kind::Any), |source| source.ty);
        let filters: Vec<_> = hole.filters.iter().map(|filter| self.filter(filter, &mut ty)).collect();
        let filters: Vec<FilterCall> = filters.into_iter().collect::<Option<_>>()?;
        let source = source?;
        let keeps_shape = filters.iter().all(|call| call.filter().keeps_shape);
        let shape = match &source.value {
            HoleValue::Operand(operand) if keeps_shape => operand.shape(),
            _ => None,
        };
        let span = self.text.span_at(hole.range);
        Some(Hole { value: source.value, filters, context: Context::Prose, shape, name: source.name, span })
    }

    fn source(&mut self, source: &HoleSource) -> Option<Source> {
        match source {
            HoleSource::Operand(operand) => {
                check_operand(self.text, operand, Dialect::Falconer, self.out).map(Source::operand)
            }
            HoleSource::Name(name, range) => {
                if let Some(bound) = self.bindings.get(name) {
                    return bound.clone().map(Source::operand);
                }
                if let Some(value) = self.site.var(name) {
                    let value = HoleValue::Var(value.to_owned());
                    return Some(Source { value, ty: Type::one(Kind::Any), name: name.clone() });
                }
                self.unknown_name(name, *range);
                None
            }
        }
    }

    fn unknown_name(&mut self, name: &str, range: ByteRange) {
        let mut known = self.site.vars();
        known.extend(self.bindings.keys().map(String::as_str));
        let message = format!("there is no parameter and no var `{name}`");
        let diagnostic = Diagnostic::new(Code::UNKNOWN_HOLE_NAME, self.text.span_at(range), message);
        let near = did_you_mean(name, known);
        self.out.push(match near {
            Some(near) => diagnostic.did_you_mean(name, near),
            None => diagnostic.hint(
                "define `- var:`, name it in the strategy's `params`, or write a field, which has a dot",
            ),
        });
    }

    /// Looks a filter up; `ty` is the type of what goes in, then of what comes out.
    fn filter(&mut self, filter: &FilterUse, ty: &mut Type) -> Option<FilterCall> {
        let name = &filter.name;
        let call = match FilterCall::new(name, &filter.args) {
            Ok(call) => call,
            Err(CallError::Unknown(near)) => {
                let (span, message) =
                    (self.text.span_at(filter.range), format!("there is no filter `{name}`"));
                let diagnostic = Diagnostic::new(Code::UNKNOWN_FILTER, span, message);
                self.out.push(match near {
                    Some(near) => diagnostic.did_you_mean(name, near),
                    None => diagnostic.hint("the filters are listed in the reference of templates"),
                });
                // What comes out is unknown, so the filters after it are not typed.
                *ty = Type::one(Kind::Any);
                return None;
            }
            Err(CallError::Arguments(expected)) => {
                let plural = if expected == 1 { "" } else { "s" };
                let message =
                    format!("`{name}` takes {expected} argument{plural}, not {}", filter.args.len());
                let hint = if expected == 0 {
                    format!("write `{name}`")
                } else {
                    format!("write `{name}(\"…\")`")
                };
                self.report(Code::FILTER_ARGUMENTS, filter.range, message, hint);
                *ty = Type::one(Kind::Any);
                return None;
            }
        };
        if !call.filter().takes(*ty) {
            let message = format!("`{name}` cannot work on a value of type {ty}");
            let hint = match call.filter().input {
                Input::Number => "it takes a number",
                Input::Text | Input::TextOrList | Input::Anything => "it takes text",
            };
            self.report(Code::FILTER_TYPE, filter.range, message, hint);
            *ty = Type::one(Kind::Any);
            return None;
        }
        if !call.filter().keeps_shape {
            *ty = Type::one(Kind::Text);
        }
        Some(call)
    }

    fn report(&mut self, code: Code, range: ByteRange, message: String, hint: impl Into<String>) {
        self.out.push(Diagnostic::new(code, self.text.span_at(range), message).hint(hint));
    }
}

impl Source {
    fn operand(operand: Operand) -> Self {
        Self { ty: operand.ty(), name: operand.name().to_owned(), value: HoleValue::Operand(operand) }
    }
}
