//! Conditions compiled together: what two of them ask alike is one node, judged once per alert.
//!
//! In: checked conditions. Out: a [`Program`] of nodes and operands with numbers, in which the cheapest part of an
//! `and` or `or` comes first. The order changes no verdict, for asking has no effect and what is absent is false.
//! Knows no alert: [`crate::eval`] runs it.

use super::cost;
use super::identity::{OperandKey, QuestionKey};
use super::slots::Slots;
use crate::check::condition::{
    self, CallArg, Check, Condition, FieldUse, NodeKind, Operand, OperandKind, Question,
};
use crate::fields::Origin;
use crate::value::{Fields, Glance, Kind, Meta, Slot, Type};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The number of a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct NodeId(u32);

/// The number of an operand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct OperandId(u32);

impl NodeId {
    /// Its place among the nodes of its program.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

impl OperandId {
    /// Its place among the operands of its program.
    #[must_use]
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// What a node says. INVARIANT: the nodes it names have smaller numbers, and are nested no deeper than in the
/// condition, so that whoever walks them may recurse.
#[derive(Debug)]
pub enum Node {
    /// All hold.
    And(Box<[NodeId]>),
    /// At least one holds.
    Or(Box<[NodeId]>),
    /// It does not hold.
    Not(NodeId),
    /// One question about one operand.
    Predicate(Box<Predicate>),
}

/// One question about one operand.
#[derive(Debug)]
pub struct Predicate {
    /// What is asked about.
    pub operand: OperandId,
    /// Where it stands, if it is the text of one key.
    pub text: Option<TextOf>,
    /// The kind of its values.
    pub kind: Kind,
    /// What is asked.
    pub question: Question,
}

/// Where a text stands.
#[derive(Debug, Clone)]
pub enum TextOf {
    /// In `output_fields`.
    Field(Slot),
    /// Beside them.
    Meta(Meta),
}

impl TextOf {
    /// What an alert tells of it at a glance.
    #[inline]
    pub fn glance<'a>(&self, alert: &'a impl Fields) -> Glance<'a> {
        match self {
            Self::Field(slot) => alert.glance(slot),
            Self::Meta(meta) => alert.glance_meta(*meta),
        }
    }
}

/// An operand, and its slot if its value is that of one key.
#[derive(Debug)]
pub struct SlotOperand {
    /// The operand.
    pub operand: Operand,
    /// The slot of its key.
    pub slot: Option<Slot>,
    /// Where it stands, if it is the text of one key.
    pub text: Option<TextOf>,
}

impl SlotOperand {
    /// An operand, its slot looked up.
    #[must_use]
    pub fn new(operand: &Operand, slots: &Slots) -> Self {
        let origin = match operand.kind() {
            OperandKind::Field(FieldUse { origin, .. }) => Some(origin),
            OperandKind::Call(_) => None,
        };
        let slot = match origin {
            Some(Origin::Key(key)) => slots.find(key.as_bytes()).and_then(|index| slots.slot(index)),
            _ => None,
        };
        let text = match (origin, &slot) {
            (_, Some(slot)) => Some(TextOf::Field(slot.clone())),
            (Some(Origin::Meta(meta)), None) => Some(TextOf::Meta(*meta)),
            _ => None,
        };
        let text = text.filter(|_| operand.ty() == Type::one(Kind::Text));
        Self { operand: operand.clone(), slot, text }
    }

    /// What an alert tells of it at a glance.
    #[inline]
    pub fn glance<'a>(&self, alert: &'a impl Fields) -> Glance<'a> {
        self.text.as_ref().map_or(Glance::Unclear, |text| text.glance(alert))
    }
}

/// Conditions compiled together.
#[derive(Debug, Default)]
pub struct Program {
    nodes: Vec<Node>,
    operands: Vec<SlotOperand>,
    slots: Arc<Slots>,
}

impl Program {
    /// A node.
    #[must_use]
    pub fn node(&self, id: NodeId) -> Option<&Node> {
        self.nodes.get(id.index())
    }

    /// The node at this place; their order is from the leaves up.
    #[must_use]
    pub fn node_at(&self, at: usize) -> Option<&Node> {
        self.nodes.get(at)
    }

    /// How many nodes there are.
    #[must_use]
    pub fn node_count(&self) -> usize {
        self.nodes.len()
    }

    /// An operand.
    #[must_use]
    pub fn operand(&self, id: OperandId) -> Option<&SlotOperand> {
        self.operands.get(id.index())
    }

    /// How many operands there are.
    #[must_use]
    pub fn operand_count(&self) -> usize {
        self.operands.len()
    }

    /// The keys that its operands read.
    #[must_use]
    pub fn slots(&self) -> &Arc<Slots> {
        &self.slots
    }
}

/// Puts a program together.
#[derive(Debug, Default)]
pub struct Builder {
    nodes: Vec<Node>,
    costs: Vec<u32>,
    operands: Vec<Operand>,
    /// Keys that are read beside those of the operands.
    keys: BTreeSet<String>,
    known_operands: HashMap<OperandKey, OperandId>,
    known_predicates: HashMap<(OperandId, QuestionKey), NodeId>,
    known_nodes: HashMap<(Connective, Vec<NodeId>), NodeId>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Connective {
    And,
    Or,
    Not,
}

impl Builder {
    /// Adds a condition.
    pub fn condition(&mut self, condition: &Condition) -> NodeId {
        // By address: what a macro stands for is shared by all its uses in one condition.
        self.add(condition.root(), &mut HashMap::new())
    }

    /// Adds keys that somebody else will read, a group's or a report's.
    pub fn keys<'a>(&mut self, keys: impl IntoIterator<Item = &'a str>) {
        self.keys.extend(keys.into_iter().map(str::to_owned));
    }

    /// The program of all that was added.
    #[must_use]
    pub fn finish(mut self) -> Program {
        let mut families = BTreeSet::new();
        let mut keys: BTreeSet<&str> = self.keys.iter().map(String::as_str).collect();
        for operand in &self.operands {
            keys.extend(operand.keys());
            collect_families(operand, &mut families);
        }
        let slots = Slots::new(keys, families.iter().map(String::as_str));
        let operands: Vec<_> =
            self.operands.iter().map(|operand| SlotOperand::new(operand, &slots)).collect();
        for node in &mut self.nodes {
            if let Node::Predicate(predicate) = node {
                predicate.text = operands.get(predicate.operand.index()).and_then(|of| of.text.clone());
            }
        }
        Program { operands, nodes: self.nodes, slots: Arc::new(slots) }
    }

    /// INVARIANT: checked trees are at most `MAX_TREE_DEPTH` deep, so recursion is bounded.
    fn add(&mut self, node: &condition::Node, known: &mut HashMap<*const condition::Node, NodeId>) -> NodeId {
        match &node.kind {
            NodeKind::And(parts) => {
                let parts = parts.iter().map(|part| self.add(part, known)).collect();
                self.joined(Connective::And, parts)
            }
            NodeKind::Or(parts) => {
                let parts = parts.iter().map(|part| self.add(part, known)).collect();
                self.joined(Connective::Or, parts)
            }
            NodeKind::Not(inner) => {
                let inner = self.add(inner, known);
                self.negated(inner)
            }
            NodeKind::Macro(_, inner) => {
                let shared = Arc::as_ptr(inner);
                if let Some(&id) = known.get(&shared) {
                    return id;
                }
                let id = self.add(inner, known);
                known.insert(shared, id);
                id
            }
            NodeKind::Check(check) => self.predicate(check),
        }
    }

    /// `and` or `or`, each part once, the cheapest first.
    fn joined(&mut self, connective: Connective, mut parts: Vec<NodeId>) -> NodeId {
        parts.sort_by_key(|&part| (self.cost(part), part));
        parts.dedup();
        if let &[only] = parts.as_slice() {
            return only;
        }
        let key = (connective, parts);
        if let Some(&id) = self.known_nodes.get(&key) {
            return id;
        }
        let parts: Box<[NodeId]> = key.1.as_slice().into();
        let cost = parts.iter().fold(1_u32, |sum, &part| sum.saturating_add(self.cost(part)));
        let node = if connective == Connective::And { Node::And(parts) } else { Node::Or(parts) };
        let id = self.push(node, cost);
        self.known_nodes.insert(key, id);
        id
    }

    fn negated(&mut self, inner: NodeId) -> NodeId {
        if let Some(&Node::Not(twice)) = self.nodes.get(inner.index()) {
            return twice;
        }
        let key = (Connective::Not, vec![inner]);
        if let Some(&id) = self.known_nodes.get(&key) {
            return id;
        }
        let id = self.push(Node::Not(inner), self.cost(inner));
        self.known_nodes.insert(key, id);
        id
    }

    fn predicate(&mut self, check: &Check) -> NodeId {
        let question = match &check.question {
            Question::Exists => QuestionKey::Exists,
            Question::Constants(test) => QuestionKey::of_test(test),
            Question::Field(op, right) => QuestionKey::Field(*op, self.operand(right)),
        };
        let operand = self.operand(&check.operand);
        let key = (operand, question);
        if let Some(&id) = self.known_predicates.get(&key) {
            return id;
        }
        let predicate = Predicate {
            operand,
            text: None,
            kind: check.operand.ty().kind,
            question: check.question.clone(),
        };
        let id = self.push(Node::Predicate(Box::new(predicate)), cost::of_check(check));
        self.known_predicates.insert(key, id);
        id
    }

    fn operand(&mut self, operand: &Operand) -> OperandId {
        let next = OperandId(number(self.operands.len()));
        let id = *self.known_operands.entry(OperandKey::of(operand)).or_insert(next);
        if id == next {
            self.operands.push(operand.clone());
        }
        id
    }

    fn cost(&self, id: NodeId) -> u32 {
        self.costs.get(id.index()).copied().unwrap_or(u32::MAX)
    }

    fn push(&mut self, node: Node, cost: u32) -> NodeId {
        let id = NodeId(number(self.nodes.len()));
        self.nodes.push(node);
        self.costs.push(cost);
        id
    }
}

/// No rulebook within its bounds has more nodes than this counts.
fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// What the keys begin with that an operand reads whatever their index.
fn collect_families(operand: &Operand, families: &mut BTreeSet<String>) {
    match operand.kind() {
        OperandKind::Field(field) => {
            if let Origin::Ancestors(ancestry) = &field.origin {
                families.insert(format!("{}[", ancestry.field));
            }
        }
        OperandKind::Call(call) => arg_families(&call.args, families),
    }
}

fn arg_families(args: &[CallArg], families: &mut BTreeSet<String>) {
    for arg in args {
        match arg {
            CallArg::Constant(_) => {}
            CallArg::List(items) => arg_families(items, families),
            CallArg::Operand(operand) => collect_families(operand, families),
        }
    }
}
