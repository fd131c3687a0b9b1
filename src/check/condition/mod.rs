//! Conditions with names resolved and types put on.
//!
//! In: a parsed condition, its [`Text`], and the lists and macros it may use ([`Names`]). Out: a [`Condition`]
//! that [`crate::eval`] walks, and diagnostics. Everything that Falco's compiler refuses is an error here; what
//! can never be as written is a warning. Knows no rulebook.

mod compare;
mod constants;
mod contradiction;
mod operand;
mod quirk;
mod tree;
mod warn;

pub use operand::{Call, CallArg, FieldUse, Operand, OperandKind};
pub use quirk::Quirk;
pub use tree::{Check, Condition, Node, NodeKind, Question};

use crate::diag::{Code, Diagnostic, did_you_mean};
use crate::source::{Span, Text};
use crate::syntax::condition::ast::{self, Dialect, Expr, ExprKind};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Nodes a condition may nest, macros included; Falco's own limit.
pub const MAX_TREE_DEPTH: u32 = 1000;
/// Nodes a condition may have when every macro is written out.
pub const MAX_TREE_SIZE: u64 = 1_000_000;

/// The lists and macros that a condition may use.
pub trait Names {
    /// The list of this name.
    fn list(&self, name: &str) -> Option<ListDef<'_>>;

    /// The macro of this name, if it is defined before the condition that asks.
    fn macro_(&self, name: &str) -> Option<MacroDef<'_>>;

    /// All names of macros and lists, for "did you mean".
    fn all(&self) -> Vec<&str> {
        Vec::new()
    }

    /// Takes `bytes` of what all compiled patterns of a rulebook may take together.
    fn take_pattern_bytes(&self, bytes: usize) -> Room {
        let _ = bytes;
        Room::Enough
    }
}

/// Whether a rulebook's bound leaves room.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Room {
    /// It does.
    Enough,
    /// It does not, for the first time: this is to be reported.
    Spent,
    /// It was spent, and reported, before.
    SpentBefore,
}

/// A list as conditions use it.
#[derive(Debug, Clone)]
pub struct ListDef<'a> {
    /// Its items, lists within it already resolved.
    pub items: Vec<&'a str>,
}

/// A macro as conditions use it.
#[derive(Debug, Clone, Copy)]
pub struct MacroDef<'a> {
    /// Its condition's text.
    pub text: &'a Text,
    /// Its condition, parsed.
    pub expr: &'a Expr,
}

/// No lists, no macros.
#[derive(Debug, Clone, Copy, Default)]
pub struct NoNames;

impl Names for NoNames {
    fn list(&self, _: &str) -> Option<ListDef<'_>> {
        None
    }

    fn macro_(&self, _: &str) -> Option<MacroDef<'_>> {
        None
    }
}

/// Checks a condition. `None` after an error; what is wrong is added to `out`.
pub fn check(
    text: &Text,
    expr: &Expr,
    dialect: Dialect,
    names: &dyn Names,
    out: &mut Vec<Diagnostic>,
) -> Option<Condition> {
    let root = Checker::new(dialect, names, out).expr(text, expr, 0)?;
    Some(Condition { root })
}

/// Checks a lone field or transformer, as in a template's hole. `None` after an error.
pub fn check_operand(
    text: &Text,
    operand: &ast::Operand,
    dialect: Dialect,
    out: &mut Vec<Diagnostic>,
) -> Option<Operand> {
    Checker::new(dialect, &NoNames, out).operand(text, operand)
}

/// The state of one check.
struct Checker<'a> {
    dialect: Dialect,
    names: &'a dyn Names,
    out: &'a mut Vec<Diagnostic>,
    /// Macros checked already; `None` for one with errors, which are reported once.
    macros: BTreeMap<String, Option<Arc<Node>>>,
    /// The macros being written out, outermost first.
    chain: Vec<String>,
}

impl<'a> Checker<'a> {
    fn new(dialect: Dialect, names: &'a dyn Names, out: &'a mut Vec<Diagnostic>) -> Self {
        Self { dialect, names, out, macros: BTreeMap::new(), chain: Vec::new() }
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.out.push(diagnostic);
    }

    /// INVARIANT: recursion ends at [`MAX_TREE_DEPTH`]. What needs room on the stack lies in functions of its
    /// own, so that a level costs little.
    fn expr(&mut self, text: &Text, expr: &Expr, depth: u32) -> Option<Arc<Node>> {
        if depth >= MAX_TREE_DEPTH {
            return self.too_large(text.span_at(expr.range));
        }
        let below = depth.saturating_add(1);
        let kind = match &expr.kind {
            ExprKind::And(parts) => NodeKind::And(self.all(text, parts, below)?),
            ExprKind::Or(parts) => NodeKind::Or(self.all(text, parts, below)?),
            ExprKind::Not(inner) => NodeKind::Not(self.expr(text, inner, below)?),
            ExprKind::Macro(name) => NodeKind::Macro(name.clone(), self.macro_(text, expr, name, below)?),
            ExprKind::Exists(_) | ExprKind::Compare(_) => self.leaf(text, expr)?,
        };
        self.finish(text, expr, kind)
    }

    /// A single check.
    fn leaf(&mut self, text: &Text, expr: &Expr) -> Option<NodeKind> {
        let (operand, question) = match &expr.kind {
            ExprKind::Exists(operand) => (self.operand(text, operand)?, Question::Exists),
            ExprKind::Compare(compare) => self.compare(text, compare)?,
            _ => return None,
        };
        Some(NodeKind::Check(Box::new(self.check(text, expr, operand, question))))
    }

    /// Makes the node, if the tree stays within its bounds.
    fn finish(&mut self, text: &Text, expr: &Expr, kind: NodeKind) -> Option<Arc<Node>> {
        if let NodeKind::And(parts) = &kind {
            contradiction::find(parts, self.out);
        }
        let span = text.span_at(expr.range);
        let node = Node::over(kind, span);
        if node.depth > MAX_TREE_DEPTH || node.size > MAX_TREE_SIZE {
            return self.too_large(span);
        }
        Some(Arc::new(node))
    }

    /// Checks every part, so that every mistake is reported, not only the first.
    fn all(&mut self, text: &Text, parts: &[Expr], depth: u32) -> Option<Vec<Arc<Node>>> {
        let mut checked = Vec::with_capacity(parts.len());
        let mut sound = true;
        for part in parts {
            match self.expr(text, part, depth) {
                Some(node) => checked.push(node),
                None => sound = false,
            }
        }
        sound.then_some(checked)
    }

    fn check(&self, text: &Text, expr: &Expr, operand: Operand, question: Question) -> Check {
        let written = text.as_str().get(expr.range.range()).unwrap_or_default().to_owned();
        let quirk = Quirk::find(&operand, &question);
        Check { operand, question, text: written, quirk }
    }

    /// The checked condition of a macro, made at its first use.
    fn macro_(&mut self, text: &Text, expr: &Expr, name: &str, depth: u32) -> Option<Arc<Node>> {
        if let Some(known) = self.macros.get(name) {
            return known.clone();
        }
        let names = self.names;
        let Some(def) = names.macro_(name).filter(|_| !self.chain.iter().any(|outer| outer == name)) else {
            return self.no_macro(name, text.span_at(expr.range));
        };
        self.chain.push(name.to_owned());
        let node = self.expr(def.text, def.expr, depth);
        self.chain.pop();
        self.macros.insert(name.to_owned(), node.clone());
        node
    }

    /// Reports a macro that is not defined, or that is being written out already.
    fn no_macro(&mut self, name: &str, span: Span) -> Option<Arc<Node>> {
        if self.chain.iter().any(|outer| outer == name) {
            let chain = self.chain.join("` → `");
            let message = format!("macro `{name}` uses itself: `{chain}` → `{name}`");
            self.report(Diagnostic::new(Code::MACRO_CYCLE, span, message));
            return None;
        }
        let mut diagnostic =
            Diagnostic::new(Code::UNKNOWN_MACRO, span, format!("no macro is called `{name}`"));
        diagnostic.hint = match did_you_mean(name, self.names.all()) {
            Some(near) => Some(format!("did you mean `{near}`?")),
            None => Some("a macro must be defined before it is used; a field's name has a dot".to_owned()),
        };
        self.report(diagnostic);
        self.macros.insert(name.to_owned(), None);
        None
    }

    fn too_large(&mut self, span: Span) -> Option<Arc<Node>> {
        let message = match self.chain.as_slice() {
            [] => "the condition is too large".to_owned(),
            chain => {
                format!("the condition is too large, with the macros `{}` written out", chain.join("` → `"))
            }
        };
        let hint = format!("at most {MAX_TREE_DEPTH} levels and {MAX_TREE_SIZE} checks");
        self.report(Diagnostic::new(Code::CONDITION_TOO_LARGE, span, message).hint(hint));
        None
    }
}
