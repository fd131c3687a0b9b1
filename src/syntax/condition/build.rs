//! From pest's pairs to the tree, counting depth as Falco counts it.
//!
//! In: the pair of an entry rule. Out: [`Expr`] or [`Operand`] with the [`Trap`]s met on the way. Knows the shape
//! of `grammar/condition.pest` and nothing of types or names.
//!
//! **Depth.** Most functions of Falco's parser raise a counter on entry and fail when it reaches the limit
//! (`parser.cpp` of falcosecurity/libs, `depth_push`). The constants in [`cost`] say how many such functions
//! stand between one level and the next. Recursion here follows the nesting of the pairs, which the grammar
//! bounds.

use super::ast::{
    Arg, Compare, Constant, ConstantList, Expr, ExprKind, Modifier, Operand, OperandKind, Operator, Rhs,
    Transformer,
};
use super::grammar::{Pair, Rule};
use super::quoted;
use super::trap::{Trap, TrapKind};
use crate::source::ByteRange;

/// How much Falco's counter stands higher inside than outside.
mod cost {
    /// An `or` chain over what holds it.
    pub(super) const OR: usize = 1;
    /// An `and` chain over its `or` chain.
    pub(super) const AND: usize = 1;
    /// A negation over its `and` chain.
    pub(super) const NOT: usize = 1;
    /// A check over its negation.
    pub(super) const CHECK: usize = 1;
    /// The inside of parentheses over what holds them.
    pub(super) const GROUP: usize = 1;
    /// The rest of a field after its name.
    pub(super) const FIELD: usize = 1;
    /// A comparison over its check.
    pub(super) const COMPARISON: usize = 1;
    /// A right side over its comparison: the operand's own function and the one that looks for `val(` and
    /// transformers. An item of a list costs as much.
    pub(super) const RIGHT: usize = 2;
    /// The rest of a transformer after its name.
    pub(super) const CALL: usize = 1;
    /// A transformer's argument. Lists among the arguments cost nothing, nor do their items.
    pub(super) const ARGUMENT: usize = 1;
}

/// Why no tree came of the pairs.
#[derive(Debug)]
pub(super) enum Stop {
    /// Falco's counter reached the limit here.
    TooDeep(ByteRange),
    /// The pairs are not as the grammar promises.
    ///
    /// INVARIANT: never seen; a value instead of a panic.
    Shape(ByteRange),
}

type Built<T> = Result<T, Stop>;

/// Builds trees and gathers traps.
pub(super) struct Builder<'i> {
    text: &'i str,
    max_depth: usize,
    pub(super) traps: Vec<Trap>,
}

impl<'i> Builder<'i> {
    pub(super) fn new(text: &'i str, max_depth: usize) -> Self {
        Self { text, max_depth, traps: Vec::new() }
    }

    /// The tree of a whole condition.
    pub(super) fn condition(&mut self, entry: Pair<'i>) -> Built<Expr> {
        let or = first(entry)?;
        Ok(self.or(or, 0)?.expr)
    }

    /// The operand of `lone_operand`.
    pub(super) fn lone_operand(&mut self, entry: Pair<'i>) -> Built<Operand> {
        let operand = first(entry)?;
        self.operand(operand, 0)
    }

    /// The counter after entering something at `pair`.
    fn enter(&self, depth: usize, cost: usize, pair: &Pair<'i>) -> Built<usize> {
        let inside = depth.saturating_add(cost);
        if inside < self.max_depth { Ok(inside) } else { Err(Stop::TooDeep(token_start(pair))) }
    }

    fn or(&mut self, pair: Pair<'i>, depth: usize) -> Built<Placed> {
        let depth = self.enter(depth, cost::OR, &pair)?;
        let mut children = Vec::new();
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::and => children.push(self.and(child, depth)?),
                Rule::group => children.push(self.group(child, depth)?),
                _ => {}
            }
        }
        Ok(chain(children, ExprKind::Or))
    }

    fn and(&mut self, pair: Pair<'i>, depth: usize) -> Built<Placed> {
        let depth = self.enter(depth, cost::AND, &pair)?;
        let mut children = Vec::new();
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::not => children.push(self.not(child, depth)?),
                Rule::group => children.push(self.group(child, depth)?),
                _ => {}
            }
        }
        Ok(chain(children, ExprKind::And))
    }

    /// Repeated `not` count by parity.
    fn not(&mut self, pair: Pair<'i>, depth: usize) -> Built<Placed> {
        let depth = self.enter(depth, cost::NOT, &pair)?;
        let outer = range(&pair);
        let mut words = pair.into_inner();
        let mut start = None;
        let mut negated = false;
        loop {
            let child = words.next().ok_or(Stop::Shape(outer))?;
            let at = child.as_span().start();
            let inside = match child.as_rule() {
                Rule::not_word => {
                    start.get_or_insert(at);
                    negated = !negated;
                    continue;
                }
                Rule::not_group => {
                    start.get_or_insert(at);
                    negated = !negated;
                    let group = first(child)?;
                    self.group(group, depth)?
                }
                _ => self.check(child, depth)?,
            };
            if !negated {
                return Ok(inside);
            }
            let place = ByteRange::new(start.unwrap_or(at), inside.outer.range().end);
            let expr = Expr { kind: ExprKind::Not(Box::new(inside.expr)), range: place };
            return Ok(Placed { expr, outer: place });
        }
    }

    fn group(&mut self, pair: Pair<'i>, depth: usize) -> Built<Placed> {
        let depth = self.enter(depth, cost::GROUP, &pair)?;
        let outer = range(&pair);
        let or = first(pair)?;
        Ok(Placed { expr: self.or(or, depth)?.expr, outer })
    }

    fn check(&mut self, pair: Pair<'i>, depth: usize) -> Built<Placed> {
        let depth = self.enter(depth, cost::CHECK, &pair)?;
        let whole = range(&pair);
        let mut parts = pair.into_inner();
        let head = parts.next().ok_or(Stop::Shape(whole))?;
        match head.as_rule() {
            Rule::nested_group => self.group(head, depth),
            Rule::macro_name => {
                let place = range(&head);
                Ok(Expr { kind: ExprKind::Macro(head.as_str().to_owned()), range: place }.placed())
            }
            _ => {
                let left = self.operand(head, depth)?;
                let comparison = parts.next().ok_or(Stop::Shape(whole))?;
                self.comparison(left, comparison, depth)
            }
        }
    }

    fn comparison(&mut self, left: Operand, pair: Pair<'i>, depth: usize) -> Built<Placed> {
        let depth = self.enter(depth, cost::COMPARISON, &pair)?;
        let place = ByteRange::new(left.range.range().start, pair.as_span().end());
        let kind = first(pair)?;
        let kind = if kind.as_rule() == Rule::exists {
            self.note_glued(&kind);
            ExprKind::Exists(left)
        } else {
            ExprKind::Compare(Box::new(self.compare(left, kind, depth)?))
        };
        Ok(Expr { kind, range: place }.placed())
    }

    /// One of the three kinds of comparison with a right side.
    fn compare(&mut self, left: Operand, pair: Pair<'i>, depth: usize) -> Built<Compare> {
        let whole = range(&pair);
        let depth = self.enter(depth, cost::RIGHT, &pair)?;
        let mut parts = pair.into_inner();
        let word = parts.next().ok_or(Stop::Shape(whole))?;
        let op = Operator::from_spelling(word.as_str()).ok_or(Stop::Shape(whole))?;
        if word.as_rule() == Rule::list_operator {
            self.note_glued(&word);
        }
        let mut next = parts.next().ok_or(Stop::Shape(whole))?;
        let mut modifier = None;
        if next.as_rule() == Rule::modifier {
            modifier = Modifier::from_spelling(next.as_str());
            next = parts.next().ok_or(Stop::Shape(whole))?;
        }
        let operand = first(next)?;
        let right = self.right(operand, depth)?;
        if let (Rhs::Value(value), None) = (&right, modifier) {
            self.note_modifier_as_text(value);
        }
        Ok(Compare { left, op, op_range: range(&word), modifier, right })
    }

    fn right(&mut self, pair: Pair<'i>, depth: usize) -> Built<Rhs> {
        Ok(match pair.as_rule() {
            Rule::val => Rhs::Operand(self.val(pair, depth)?),
            Rule::call => Rhs::Operand(self.call(pair, depth)?),
            Rule::list => Rhs::List(self.list(pair)),
            Rule::list_name => Rhs::Name(self.constant(&pair)),
            _ => Rhs::Value(self.constant(&pair)),
        })
    }

    fn list(&mut self, pair: Pair<'i>) -> ConstantList {
        let mut list = ConstantList { items: Vec::new(), range: range(&pair), swallowed: None };
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::item => list.items.extend(child.into_inner().map(|item| self.constant(&item))),
                Rule::swallowed => {
                    list.swallowed = Some(range(&child));
                    self.traps.push(Trap { kind: TrapKind::SwallowedItem, range: range(&child) });
                }
                _ => {}
            }
        }
        list
    }

    /// A field or a call on the left or alone.
    fn operand(&mut self, pair: Pair<'i>, depth: usize) -> Built<Operand> {
        if pair.as_rule() == Rule::field { self.field(pair, depth) } else { self.call(pair, depth) }
    }

    fn field(&mut self, pair: Pair<'i>, depth: usize) -> Built<Operand> {
        self.enter(depth, cost::FIELD, &pair)?;
        let place = range(&pair);
        let mut name = String::new();
        let mut argument = None;
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::field_name => child.as_str().clone_into(&mut name),
                _ => argument = Some(self.argument(child)?),
            }
        }
        Ok(Operand { kind: OperandKind::Field { name, argument }, range: place })
    }

    fn argument(&mut self, pair: Pair<'i>) -> Built<Constant> {
        let inside = first(pair)?;
        Ok(self.constant(&inside))
    }

    fn val(&mut self, pair: Pair<'i>, depth: usize) -> Built<Operand> {
        // Falco reads `val` where it looks for it, in no function of its own: the field alone costs.
        let place = range(&pair);
        let mut args = Vec::new();
        let mut argument = None;
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::field => args.push(Arg::Operand(self.field(child, depth)?)),
                Rule::argument => argument = Some(self.argument(child)?),
                _ => {}
            }
        }
        let kind = OperandKind::Call { transformer: Transformer::Val, args, argument };
        Ok(Operand { kind, range: place })
    }

    fn call(&mut self, pair: Pair<'i>, depth: usize) -> Built<Operand> {
        let depth = self.enter(depth, cost::CALL, &pair)?;
        let place = range(&pair);
        let mut transformer = None;
        let mut args = Vec::new();
        let mut argument = None;
        for child in pair.into_inner() {
            match child.as_rule() {
                Rule::transformer => transformer = Transformer::from_spelling(child.as_str()),
                Rule::call_argument => {
                    let depth = self.enter(depth, cost::ARGUMENT, &child)?;
                    args.push(self.call_argument(child, depth)?);
                }
                Rule::argument => argument = Some(self.argument(child)?),
                _ => {}
            }
        }
        let transformer = transformer.ok_or(Stop::Shape(place))?;
        Ok(Operand { kind: OperandKind::Call { transformer, args, argument }, range: place })
    }

    /// An argument of a transformer or an item of a list among them.
    fn call_argument(&mut self, pair: Pair<'i>, depth: usize) -> Built<Arg> {
        let inside = first(pair)?;
        Ok(match inside.as_rule() {
            Rule::number => Arg::Number(self.constant(&inside)),
            Rule::quoted => Arg::Text(self.constant(&inside)),
            Rule::call_list => {
                let place = range(&inside);
                let items = inside.into_inner().filter(|child| child.as_rule() == Rule::call_list_item);
                Arg::List(items.map(|item| self.call_argument(item, depth)).collect::<Built<_>>()?, place)
            }
            _ => Arg::Operand(self.operand(inside, depth)?),
        })
    }

    /// A constant, unescaped if quoted.
    fn constant(&mut self, pair: &Pair<'i>) -> Constant {
        let written = pair.as_str();
        let place = range(pair);
        if pair.as_rule() != Rule::quoted {
            return Constant { bytes: written.as_bytes().to_vec(), quote: None, range: place };
        }
        let content = quoted::read(written);
        for (kind, within) in content.surprises {
            let at = |offset: usize| place.range().start.saturating_add(offset);
            self.traps.push(Trap { kind, range: ByteRange::new(at(within.start), at(within.end)) });
        }
        Constant { bytes: content.bytes, quote: content.quote, range: place }
    }

    /// A keyword that runs into the next word.
    fn note_glued(&mut self, word: &Pair<'i>) {
        let end = word.as_span().end();
        let rest = self.text.get(end..).unwrap_or_default();
        let tail = rest.bytes().take_while(|&b| b.is_ascii_alphanumeric() || b == b'_').count();
        if tail > 0 {
            let place = ByteRange::new(word.as_span().start(), end.saturating_add(tail));
            self.traps.push(Trap { kind: TrapKind::Glued { keyword: end }, range: place });
        }
    }

    fn note_modifier_as_text(&mut self, value: &Constant) {
        let word = std::str::from_utf8(&value.bytes).ok().and_then(Modifier::from_spelling);
        if let (Some(modifier), None) = (word, value.quote) {
            self.traps.push(Trap { kind: TrapKind::ModifierAsText(modifier), range: value.range });
        }
    }
}

/// An expression and where it stands with its parentheses.
struct Placed {
    expr: Expr,
    outer: ByteRange,
}

impl Expr {
    fn placed(self) -> Placed {
        Placed { outer: self.range, expr: self }
    }
}

/// One operand stands for itself, several make a flat chain.
fn chain(children: Vec<Placed>, kind: impl FnOnce(Vec<Expr>) -> ExprKind) -> Placed {
    let start = children.first().map_or(0, |child| child.outer.range().start);
    let end = children.last().map_or(0, |child| child.outer.range().end);
    let place = ByteRange::new(start, end);
    let mut exprs: Vec<Expr> = Vec::with_capacity(children.len());
    let count = children.len();
    for child in children {
        if count == 1 {
            return child;
        }
        exprs.push(child.expr);
    }
    Expr { kind: kind(exprs), range: place }.placed()
}

fn range(pair: &Pair<'_>) -> ByteRange {
    let span = pair.as_span();
    ByteRange::new(span.start(), span.end())
}

/// The first character of a pair that is no blank.
fn token_start(pair: &Pair<'_>) -> ByteRange {
    let written = pair.as_str();
    let rest = written.trim_start_matches([' ', '\t', '\u{8}', '\r', '\n']);
    let at = pair.as_span().start().saturating_add(written.len().saturating_sub(rest.len()));
    ByteRange::new(at, at.saturating_add(rest.chars().next().map_or(0, char::len_utf8)))
}

fn first(pair: Pair<'_>) -> Built<Pair<'_>> {
    let whole = range(&pair);
    pair.into_inner().next().ok_or(Stop::Shape(whole))
}
