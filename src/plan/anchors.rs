//! What must stand in an alert before a condition can hold: the index for mitigations that name no rule.
//!
//! In: a [`Program`] and the nodes to be found. Out: [`Anchors`], which turn the values of an alert into the few
//! nodes worth judging. Each node is filed under alternatives of which at least one must be met (`field = v`,
//! `field in (…)`, `field contains …`), chosen so that few others are filed there; a node that has none is always
//! worth judging. An anchor is only ever necessary: the condition itself still decides.

use super::program::{Node, NodeId, OperandId, Predicate, Program};
use crate::check::condition::{OperandKind, Question};
use crate::ops::{Constants, Op, Test, Texts};
use crate::value::{Kind, Value};
use aho_corasick::{AhoCorasick, BuildError};
use std::collections::BTreeMap;
use std::net::IpAddr;
use std::sync::Arc;

/// More alternatives than this make a condition no rarer than judging it.
const MAX_ALTERNATIVES: usize = 128;
/// Looks at one text, at most: what has another length is searched for like any part.
const MAX_LENGTHS: usize = 32;

/// What must be met.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Anchor {
    /// The operand has this value.
    Equals(OperandId, Scalar),
    /// The operand's text begins with this.
    Begins(OperandId, Vec<u8>),
    /// It ends with this.
    Ends(OperandId, Vec<u8>),
    /// This stands somewhere in it.
    Holds(OperandId, Case, Vec<u8>),
}

/// How letters are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Case {
    Exact,
    /// In any case of ASCII letters.
    Any,
}

/// A value as anchors tell them apart. Texts end at a NUL, as most operators see them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Scalar {
    Text(Vec<u8>),
    Int(i128),
    Bool(bool),
    Ip(IpAddr),
}

/// Nodes by what must be met. Their numbers are those of the order in which they were given.
#[derive(Debug, Default)]
pub struct Anchors {
    always: Vec<u32>,
    operands: Vec<(OperandId, Indexed)>,
    /// Nodes that share an anchor.
    buckets: Vec<Vec<u32>>,
}

/// The anchors of one operand.
#[derive(Debug, Default)]
pub struct Indexed {
    texts: Texts,
    /// By the number of the text.
    text_buckets: Vec<Bucket>,
    /// What is no text, in order.
    scalars: Vec<(Scalar, Bucket)>,
    begins: Edges,
    ends: Edges,
    parts: Vec<Parts>,
}

/// One automaton for all parts of texts that are compared alike, and the bucket of each.
#[derive(Debug)]
struct Parts {
    automaton: AhoCorasick,
    buckets: Vec<Bucket>,
}

/// What texts begin, or end, with: as many looks as there are lengths.
#[derive(Debug, Default)]
struct Edges {
    /// In order.
    lengths: Vec<usize>,
    texts: Texts,
    /// By the number of the text.
    buckets: Vec<Bucket>,
}

/// A place among the groups of nodes that share an anchor.
pub type Bucket = usize;

impl Anchors {
    /// Files nodes, `None` being one that holds for every alert.
    #[must_use]
    pub fn new(program: &Program, nodes: &[Option<NodeId>]) -> Self {
        let choices = Choices::over(program, nodes);
        let mut always = Vec::new();
        let mut filed: BTreeMap<Anchor, Vec<u32>> = BTreeMap::new();
        for (number, node) in (0_u32..).zip(nodes) {
            match node.and_then(|node| choices.best.get(node.index())?.as_ref()) {
                Some(choice) => {
                    for anchor in choice.anchors.iter() {
                        filed.entry(anchor.clone()).or_default().push(number);
                    }
                }
                None => always.push(number),
            }
        }
        let mut anchors = Self { always, ..Self::default() };
        let mut operands: BTreeMap<OperandId, Indexed> = BTreeMap::new();
        let mut parts = Vec::new();
        // In order: what is filed for an operand follows each other.
        for (anchor, numbers) in filed {
            let bucket = anchors.buckets.len();
            anchors.buckets.push(numbers);
            match anchor {
                Anchor::Equals(operand, Scalar::Text(text)) => {
                    let indexed = operands.entry(operand).or_default();
                    indexed.texts.add(&text);
                    indexed.text_buckets.push(bucket);
                }
                Anchor::Equals(operand, scalar) => {
                    operands.entry(operand).or_default().scalars.push((scalar, bucket));
                }
                Anchor::Begins(operand, text) => {
                    if !operands.entry(operand).or_default().begins.add(&text, bucket) {
                        parts.push(((operand, Case::Exact), text, bucket));
                    }
                }
                Anchor::Ends(operand, text) => {
                    if !operands.entry(operand).or_default().ends.add(&text, bucket) {
                        parts.push(((operand, Case::Exact), text, bucket));
                    }
                }
                Anchor::Holds(operand, case, part) => parts.push(((operand, case), part, bucket)),
            }
        }
        parts.sort_unstable();
        for alike in parts.chunk_by(|(a, ..), (b, ..)| a == b) {
            let Some(&((operand, case), ..)) = alike.first() else { continue };
            let buckets: Vec<Bucket> = alike.iter().map(|(.., bucket)| *bucket).collect();
            match automaton(case, alike.iter().map(|(_, part, _)| part)) {
                Ok(automaton) => {
                    operands.entry(operand).or_default().parts.push(Parts { automaton, buckets })
                }
                // Too many parts for one automaton: their nodes are judged always.
                Err(_) => anchors.give_up(&buckets),
            }
        }
        anchors.operands = operands.into_iter().collect();
        anchors
    }

    fn give_up(&mut self, buckets: &[Bucket]) {
        self.always.extend(buckets.iter().filter_map(|&bucket| self.buckets.get(bucket)).flatten());
        self.always.sort_unstable();
        self.always.dedup();
    }

    /// How many groups of nodes share an anchor: as many may be met by one alert.
    #[must_use]
    pub fn bucket_count(&self) -> usize {
        self.buckets.len()
    }

    /// The numbers of the nodes that have no anchor.
    #[must_use]
    pub fn always(&self) -> &[u32] {
        &self.always
    }

    /// The operands whose values count, with their anchors.
    pub fn operands(&self) -> impl Iterator<Item = (OperandId, &Indexed)> {
        self.operands.iter().map(|(operand, indexed)| (*operand, indexed))
    }

    /// The numbers of the nodes in a bucket.
    #[must_use]
    pub fn bucket(&self, bucket: Bucket) -> &[u32] {
        self.buckets.get(bucket).map_or(&[], Vec::as_slice)
    }
}

/// One automaton for all parts that texts of an operand are searched for.
fn automaton<'p>(case: Case, parts: impl Iterator<Item = &'p Vec<u8>>) -> Result<AhoCorasick, BuildError> {
    AhoCorasick::builder().ascii_case_insensitive(case == Case::Any).build(parts)
}

impl Edges {
    /// Adds a text that was not added before, unless there are too many lengths already.
    fn add(&mut self, text: &[u8], bucket: Bucket) -> bool {
        if let Err(at) = self.lengths.binary_search(&text.len()) {
            if self.lengths.len() >= MAX_LENGTHS {
                return false;
            }
            self.lengths.insert(at, text.len());
        }
        self.texts.add(text);
        self.buckets.push(bucket);
        true
    }

    /// Hands out the buckets of those that `text` has at its edge, which `cut` cuts off.
    fn find(&self, text: &[u8], cut: fn(&[u8], usize) -> Option<&[u8]>, give: &mut impl FnMut(Bucket)) {
        for edge in self.lengths.iter().map_while(|&length| cut(text, length)) {
            if let Some(&bucket) = self.texts.find(edge).and_then(|number| self.buckets.get(number)) {
                give(bucket);
            }
        }
    }
}

/// The first bytes of a text, if it has so many.
fn beginning(text: &[u8], length: usize) -> Option<&[u8]> {
    text.get(..length)
}

/// The last bytes of a text, if it has so many.
fn end(text: &[u8], length: usize) -> Option<&[u8]> {
    text.get(text.len().checked_sub(length)?..)
}

impl Indexed {
    /// Hands out the buckets of nodes that a value makes worth judging; one may come again.
    pub fn find(&self, value: &Value<'_>, give: &mut impl FnMut(Bucket)) {
        match value {
            Value::List(items) => items.iter().for_each(|item| self.find_one(item, give)),
            value => self.find_one(value, give),
        }
    }

    /// The same for a text that holds no NUL.
    pub fn find_plain(&self, text: &str, give: &mut impl FnMut(Bucket)) {
        self.find_text(text.as_bytes(), text.as_bytes(), give);
    }

    /// The same for a text, and what stands in it before a NUL.
    fn find_text(&self, whole: &[u8], text: &[u8], give: &mut impl FnMut(Bucket)) {
        if let Some(&bucket) = self.texts.find(text).and_then(|number| self.text_buckets.get(number)) {
            give(bucket);
        }
        self.begins.find(whole, beginning, give);
        self.ends.find(text, end, give);
        if text.len() < whole.len() {
            // Of a buffer every byte counts.
            self.ends.find(whole, end, give);
        }
        for Parts { automaton, buckets } in &self.parts {
            for hit in automaton.find_overlapping_iter(whole) {
                if let Some(&bucket) = buckets.get(hit.pattern().as_usize()) {
                    give(bucket);
                }
            }
        }
    }

    fn find_one(&self, value: &Value<'_>, give: &mut impl FnMut(Bucket)) {
        match (value.c_string(), value) {
            (Some(text), Value::Text(whole)) => self.find_text(whole, text, give),
            _ if self.scalars.is_empty() => {}
            _ => {
                let Some(scalar) = scalar(value) else { return };
                let found = self.scalars.binary_search_by(|(known, _)| known.cmp(&scalar));
                if let Some((_, bucket)) = found.ok().and_then(|at| self.scalars.get(at)) {
                    give(*bucket);
                }
            }
        }
    }
}

/// `None` for what is not told apart exactly: floating-point numbers, lists, objects.
fn scalar(value: &Value<'_>) -> Option<Scalar> {
    Some(match value {
        Value::Text(_) => Scalar::Text(value.c_string()?.to_vec()),
        Value::Int(number) => Scalar::Int(*number),
        Value::Bool(value) => Scalar::Bool(*value),
        Value::Ip(address) => Scalar::Ip(*address),
        Value::Priority(priority) => Scalar::Int(i128::from(*priority as u8)),
        Value::Double(_) | Value::List(_) | Value::Object(_) => return None,
    })
}

/// The alternatives of a node, and how many nodes might be filed under them.
#[derive(Debug, Clone)]
struct Choice {
    anchors: Arc<Vec<Anchor>>,
    crowd: usize,
}

/// The best alternatives of each node of a program.
struct Choices {
    best: Vec<Option<Choice>>,
}

impl Choices {
    fn over(program: &Program, nodes: &[Option<NodeId>]) -> Self {
        let anchors: Vec<Option<Vec<Anchor>>> =
            (0..program.node_count()).map(|at| of_predicate(program, program.node_at(at)?)).collect();
        let crowds = crowds(program, nodes, &anchors);
        let mut choices = Self { best: Vec::with_capacity(anchors.len()) };
        for (at, anchors) in anchors.into_iter().enumerate() {
            let best = match program.node_at(at) {
                Some(Node::And(parts)) => choices.rarest(parts),
                Some(Node::Or(parts)) => choices.any_of(parts),
                Some(Node::Predicate(_)) => anchors.map(|anchors| {
                    let crowd = anchors.iter().filter_map(|anchor| crowds.get(anchor));
                    let crowd = crowd.fold(0_usize, |sum, &n| sum.saturating_add(n));
                    Choice { anchors: Arc::new(anchors), crowd }
                }),
                Some(Node::Not(_)) | None => None,
            };
            choices.best.push(best);
        }
        choices
    }

    fn of(&self, node: NodeId) -> Option<&Choice> {
        self.best.get(node.index())?.as_ref()
    }

    /// All parts must hold, so the alternatives of one of them will do.
    fn rarest(&self, parts: &[NodeId]) -> Option<Choice> {
        parts.iter().filter_map(|&part| self.of(part)).min_by_key(|choice| choice.crowd).cloned()
    }

    /// One part must hold, so the alternatives of all of them are needed.
    fn any_of(&self, parts: &[NodeId]) -> Option<Choice> {
        let (mut anchors, mut crowd) = (Vec::new(), 0_usize);
        for &part in parts {
            let choice = self.of(part)?;
            anchors.extend_from_slice(&choice.anchors);
            crowd = crowd.saturating_add(choice.crowd);
            if anchors.len() > MAX_ALTERNATIVES {
                return None;
            }
        }
        Some(Choice { anchors: Arc::new(anchors), crowd })
    }
}

/// For each anchor, how many of the nodes ask for it somewhere.
fn crowds(
    program: &Program,
    nodes: &[Option<NodeId>],
    anchors: &[Option<Vec<Anchor>>],
) -> BTreeMap<Anchor, usize> {
    let mut crowds: BTreeMap<Anchor, usize> = BTreeMap::new();
    let mut seen = vec![usize::MAX; program.node_count()];
    for (number, &node) in nodes.iter().enumerate() {
        let mut open: Vec<NodeId> = node.into_iter().collect();
        while let Some(node) = open.pop() {
            let Some(seen) = seen.get_mut(node.index()).filter(|seen| **seen != number) else { continue };
            *seen = number;
            match program.node(node) {
                Some(Node::And(parts) | Node::Or(parts)) => open.extend(parts),
                // What is asked under a `not` anchors nothing.
                Some(Node::Not(_)) | None => {}
                Some(Node::Predicate(_)) => {
                    for anchor in anchors.get(node.index()).into_iter().flatten().flatten() {
                        let crowd = crowds.entry(anchor.clone()).or_default();
                        *crowd = crowd.saturating_add(1);
                    }
                }
            }
        }
    }
    crowds
}

/// The alternatives of a predicate; `None` if there are none that can be looked up.
fn of_predicate(program: &Program, node: &Node) -> Option<Vec<Anchor>> {
    let Node::Predicate(predicate) = node else { return None };
    let Predicate { operand, question: Question::Constants(test), .. } = &**predicate else { return None };
    let of = &program.operand(*operand)?.operand;
    // A list made by a transformer may be empty, and all of its elements are then in any set.
    let never_empty =
        matches!(of.kind(), OperandKind::Field(_)) || !(of.ty().list || of.ty().kind == Kind::Any);
    if !never_empty || of.ty().kind == Kind::Double {
        return None;
    }
    let anchors: Option<Vec<Anchor>> = match test.op() {
        Op::Eq | Op::In | Op::Intersects => {
            constants(test)?.map(|value| Some(Anchor::Equals(*operand, scalar(&value)?))).collect()
        }
        Op::StartsWith | Op::BStartsWith => texts(test, |text| Anchor::Begins(*operand, text)),
        Op::EndsWith => texts(test, |text| Anchor::Ends(*operand, text)),
        Op::Contains | Op::BContains => texts(test, |text| Anchor::Holds(*operand, Case::Exact, text)),
        Op::IContains => texts(test, |text| Anchor::Holds(*operand, Case::Any, text)),
        _ => None,
    };
    anchors.filter(|anchors| anchors.len() <= MAX_ALTERNATIVES)
}

/// An anchor for each constant, all of them texts.
fn texts(test: &Test, anchor: impl Fn(Vec<u8>) -> Anchor) -> Option<Vec<Anchor>> {
    let anchor = |value: Value<'_>| match value {
        // The empty text stands in every text.
        Value::Text(text) if !text.is_empty() => Some(anchor(text.into_owned())),
        _ => None,
    };
    constants(test)?.map(anchor).collect()
}

/// The constants of a test of which at least one must hold.
fn constants(test: &Test) -> Option<Box<dyn Iterator<Item = Value<'_>> + '_>> {
    match test.constants() {
        Constants::Texts(texts) => Some(Box::new(texts.iter().map(|text| Value::Text(text.into())))),
        Constants::Values(values) => Some(Box::new(values.iter().cloned())),
        Constants::Parts(parts) => Some(Box::new(parts.iter().map(|part| Value::Text(part.bytes().into())))),
        _ => None,
    }
}
