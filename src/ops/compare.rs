//! What the operators do: one value against constants, or against another value.

use super::{Glob, Modifier, Op, PathSet, PosixRegex, RegexError, Texts};
use crate::value::{ConstantError, Kind, Value, read_constant, read_network};
use ipnet::IpNet;
use memchr::memmem::{self, Finder};
use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt;
use std::net::IpAddr;

/// An operator with its constants read and compiled, ready to be asked about values.
#[derive(Debug, Clone)]
pub struct Test {
    op: Op,
    modifier: Option<Modifier>,
    kind: Kind,
    constants: Constants,
}

/// Constants as their operator needs them.
#[derive(Debug, Clone)]
pub enum Constants {
    /// One by one.
    Values(Vec<Value<'static>>),
    /// A set of texts.
    Texts(Texts),
    /// Texts that are searched for.
    Parts(Vec<Part>),
    /// Networks.
    Networks(Vec<IpNet>),
    /// Shell patterns.
    Globs(Vec<Glob>),
    /// Regular expressions.
    Regexes(Vec<PosixRegex>),
    /// Paths.
    Paths(PathSet),
    /// Read again for each value, whose JSON type decides how.
    Untyped(Vec<Vec<u8>>),
}

/// A text that is searched for in many others.
#[derive(Clone)]
pub struct Part(Finder<'static>);

impl Part {
    fn new(text: &[u8]) -> Self {
        Self(Finder::new(text).into_owned())
    }

    /// The text.
    #[must_use]
    pub fn bytes(&self) -> &[u8] {
        self.0.needle()
    }
}

/// The text alone: how it is searched for says nothing.
impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Part").field(&self.bytes()).finish()
    }
}

/// Why a constant cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TestError {
    /// It is not of the field's type.
    Constant(ConstantError),
    /// It is not an even number of hexadecimal digits.
    Hex,
    /// It is not a regular expression that Falco takes.
    Regex(RegexError),
}

impl From<ConstantError> for TestError {
    fn from(error: ConstantError) -> Self {
        Self::Constant(error)
    }
}

impl Test {
    /// A test of this operator for values of this kind, without constants yet.
    #[must_use]
    pub fn new(op: Op, modifier: Option<Modifier>, kind: Kind) -> Self {
        let constants = match (op, kind) {
            (Op::Glob | Op::IGlob, _) => Constants::Globs(Vec::new()),
            (Op::Regex, _) => Constants::Regexes(Vec::new()),
            (Op::PMatch, _) => Constants::Paths(PathSet::new([])),
            (_, Kind::Net) => Constants::Networks(Vec::new()),
            (Op::Contains | Op::BContains, Kind::Text | Kind::Bytes | Kind::Any) => {
                Constants::Parts(Vec::new())
            }
            (Op::In | Op::Intersects, Kind::Text | Kind::Bytes) => Constants::Texts(Texts::default()),
            (Op::Eq | Op::Ne | Op::Lt | Op::Le | Op::Gt | Op::Ge | Op::In | Op::Intersects, Kind::Any) => {
                Constants::Untyped(Vec::new())
            }
            _ => Constants::Values(Vec::new()),
        };
        Self { op, modifier, kind, constants }
    }

    /// Adds a constant as written. `true` if no value of the field can ever equal it.
    ///
    /// # Errors
    /// [`TestError`] where Falco refuses the constant.
    pub fn add(&mut self, bytes: &[u8]) -> Result<bool, TestError> {
        let op = self.op;
        match &mut self.constants {
            Constants::Networks(networks) => networks.push(read_network(bytes)?),
            Constants::Values(values) if matches!(op, Op::BContains | Op::BStartsWith) => {
                values.push(Value::Text(Cow::Owned(unhex(bytes).ok_or(TestError::Hex)?)));
            }
            Constants::Parts(parts) if op == Op::BContains => {
                parts.push(Part::new(&unhex(bytes).ok_or(TestError::Hex)?));
            }
            Constants::Values(values) => {
                let read = read_constant(bytes, self.kind)?;
                values.push(read.value);
                return Ok(read.out_of_range);
            }
            text => {
                // All others take text; only a NUL is refused.
                read_constant(bytes, Kind::Text)?;
                match text {
                    Constants::Texts(texts) => drop(texts.add(bytes)),
                    Constants::Parts(parts) => parts.push(Part::new(bytes)),
                    Constants::Globs(globs) => globs.push(Glob::new(bytes, op == Op::IGlob)),
                    Constants::Regexes(regexes) => {
                        regexes.push(PosixRegex::new(bytes).map_err(TestError::Regex)?);
                    }
                    Constants::Paths(paths) => paths.add(bytes),
                    Constants::Untyped(untyped) => untyped.push(bytes.to_vec()),
                    Constants::Values(_) | Constants::Networks(_) => {}
                }
            }
        }
        Ok(false)
    }

    /// Adds a number read from a constant with a unit.
    pub fn add_number(&mut self, number: i128) {
        if let Constants::Values(values) = &mut self.constants {
            values.push(Value::Int(number));
        }
    }

    /// Bytes that the pattern added last takes at most when compiled; 0 for other constants.
    #[must_use]
    pub fn last_pattern_size(&self) -> usize {
        match &self.constants {
            Constants::Regexes(regexes) => regexes.last().map_or(0, PosixRegex::size),
            _ => 0,
        }
    }

    /// The operator.
    #[must_use]
    pub fn op(&self) -> Op {
        self.op
    }

    /// The modifier.
    #[must_use]
    pub fn modifier(&self) -> Option<Modifier> {
        self.modifier
    }

    /// The kind of its values.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The constants, compiled.
    #[must_use]
    pub fn constants(&self) -> &Constants {
        &self.constants
    }

    /// The test's answer for a present value.
    #[must_use]
    #[inline]
    pub fn holds(&self, value: &Value<'_>) -> bool {
        match (self.op, value) {
            (Op::In, Value::List(items)) => items.iter().all(|item| self.is_member(item)),
            (Op::Intersects, Value::List(items)) => items.iter().any(|item| self.is_member(item)),
            (Op::In | Op::Intersects, value) => self.is_member(value),
            (Op::PMatch, value) => match &self.constants {
                Constants::Paths(paths) => value.c_string().is_some_and(|path| paths.matches(path)),
                _ => false,
            },
            (_, value) => self.counted(value),
        }
    }

    /// The same for a text that holds no NUL, as no constant does, which saves looks for one.
    #[must_use]
    #[inline]
    pub fn holds_plain(&self, text: &str) -> bool {
        let text = text.as_bytes();
        let holds = |constant: &Value<'_>| matches!(constant, Value::Text(constant) if text_relation(self.op, text, constant));
        let (holding, all) = match &self.constants {
            Constants::Texts(texts) => return texts.find(text).is_some(),
            Constants::Values(constants) if self.kind == Kind::Text => match constants.as_slice() {
                // One that holds is enough for every modifier, and what most tests have.
                [only] => return holds(only),
                several => count(several, |constant| holds(constant)),
            },
            Constants::Parts(parts) => count(parts, |part| part.0.find(text).is_some()),
            _ => return self.holds(&Value::Text(Cow::Borrowed(text))),
        };
        self.modifier.unwrap_or(Modifier::AnyOf).satisfied(holding, all)
    }

    /// Whether one value is among the constants.
    fn is_member(&self, value: &Value<'_>) -> bool {
        match (&self.constants, value) {
            (Constants::Texts(texts), Value::Text(text)) => texts.find(text).is_some(),
            (Constants::Networks(networks), Value::Ip(address)) => {
                networks.iter().any(|network| network.contains(address))
            }
            (Constants::Values(values), value) => values.iter().any(|constant| equal(value, constant)),
            (Constants::Untyped(constants), value) => constants
                .iter()
                .any(|bytes| untyped(bytes, value).is_some_and(|constant| equal(value, &constant))),
            _ => false,
        }
    }

    /// Whether the bytes behind a NUL count.
    fn whole(&self) -> bool {
        self.kind == Kind::Bytes || matches!(self.op, Op::BContains | Op::BStartsWith)
    }

    /// Whether the operator holds for as many constants as the modifier asks; without one, for the constant.
    fn counted(&self, value: &Value<'_>) -> bool {
        let (holding, all) = match (&self.constants, value) {
            (Constants::Values(constants), value) => {
                count(constants, |constant| relation(self.op, value, constant, self.whole()))
            }
            (Constants::Parts(parts), value) => {
                let Some(text) = significant(value, self.whole()) else { return false };
                count(parts, |part| part.0.find(text).is_some())
            }
            (Constants::Networks(networks), Value::Ip(address)) => {
                count(networks, |network| in_network(self.op, network, address))
            }
            (Constants::Globs(globs), value) => match value.c_string() {
                Some(text) => count(globs, |glob| glob.matches(text)),
                None => return false,
            },
            (Constants::Regexes(regexes), Value::Text(text)) => count(regexes, |regex| regex.matches(text)),
            (Constants::Untyped(constants), value) => count(constants, |bytes| {
                untyped(bytes, value).is_some_and(|constant| relation(self.op, value, &constant, false))
            }),
            _ => return false,
        };
        self.modifier.unwrap_or(Modifier::AnyOf).satisfied(holding, all)
    }
}

fn count<T>(constants: &[T], holds: impl FnMut(&&T) -> bool) -> (usize, usize) {
    (constants.iter().filter(holds).count(), constants.len())
}

fn in_network(op: Op, network: &IpNet, address: &IpAddr) -> bool {
    network.contains(address) == (op == Op::Eq)
}

/// Reads a constant as the type that the value has by its JSON.
fn untyped(bytes: &[u8], value: &Value<'_>) -> Option<Value<'static>> {
    let kind = match value {
        Value::Text(_) => Kind::Text,
        Value::Int(_) => Kind::U64,
        Value::Bool(_) => Kind::Bool,
        Value::Double(_) => return std::str::from_utf8(bytes).ok()?.parse().ok().map(Value::Double),
        _ => return None,
    };
    read_constant(bytes, kind).ok().map(|read| read.value)
}

/// One present value against another, where the right side is a field too.
#[must_use]
pub fn compare_values(op: Op, left: &Value<'_>, right: &Value<'_>, kind: Kind) -> bool {
    let among = |item: &Value<'_>| match right {
        Value::List(items) => items.iter().any(|other| equal(item, other)),
        other => equal(item, other),
    };
    match (op, left) {
        (Op::In, Value::List(items)) => items.iter().all(among),
        (Op::Intersects, Value::List(items)) => items.iter().any(among),
        (Op::In | Op::Intersects, value) => among(value),
        (Op::Glob | Op::IGlob, value) => match (value.c_string(), right.c_string()) {
            (Some(text), Some(pattern)) => Glob::new(pattern, op == Op::IGlob).matches(text),
            _ => false,
        },
        (_, value) => relation(op, value, right, kind == Kind::Bytes),
    }
}

/// Equality as sets see it: every byte counts.
fn equal(left: &Value<'_>, right: &Value<'_>) -> bool {
    match (left, right) {
        (Value::Text(left), Value::Text(right)) => left == right,
        _ => order(left, right) == Some(Ordering::Equal),
    }
}

/// The operators that compare two values; false, whichever the operator, where their types differ.
///
/// Falco's texts are C strings, so only what stands before a NUL counts, unless `whole` (buffers).
fn relation(op: Op, left: &Value<'_>, right: &Value<'_>, whole: bool) -> bool {
    match (significant(left, whole), significant(right, whole)) {
        (Some(left), Some(right)) => text_relation(op, left, right),
        _ => ordered(op, order(left, right)),
    }
}

/// The same for what counts of two texts.
#[inline]
fn text_relation(op: Op, left: &[u8], right: &[u8]) -> bool {
    match op {
        Op::Contains | Op::BContains => memmem::find(left, right).is_some(),
        Op::IContains => finds_in_any_case(left, right),
        Op::StartsWith | Op::BStartsWith => left.starts_with(right),
        Op::EndsWith => left.ends_with(right),
        Op::Eq => left == right,
        Op::Ne => left != right,
        op => ordered(op, Some(left.cmp(right))),
    }
}

fn significant<'a>(value: &'a Value<'_>, whole: bool) -> Option<&'a [u8]> {
    match value {
        Value::Text(bytes) if whole => Some(bytes),
        value => value.c_string(),
    }
}

fn ordered(op: Op, ordering: Option<Ordering>) -> bool {
    let Some(ordering) = ordering else { return false };
    match op {
        Op::Eq => ordering.is_eq(),
        Op::Ne => ordering.is_ne(),
        Op::Lt => ordering.is_lt(),
        Op::Le => ordering.is_le(),
        Op::Gt => ordering.is_gt(),
        Op::Ge => ordering.is_ge(),
        _ => false,
    }
}

/// How two values that are no texts stand to each other; `None` where their types differ.
fn order(left: &Value<'_>, right: &Value<'_>) -> Option<Ordering> {
    #[expect(clippy::cast_precision_loss, reason = "floating-point fields compare as floating point")]
    match (left, right) {
        (Value::Bool(left), Value::Bool(right)) => Some(left.cmp(right)),
        (Value::Int(left), Value::Int(right)) => Some(left.cmp(right)),
        (Value::Double(left), Value::Double(right)) => left.partial_cmp(right),
        (Value::Double(left), Value::Int(right)) => left.partial_cmp(&(*right as f64)),
        (Value::Ip(left), Value::Ip(right)) => Some(left.cmp(right)),
        (Value::Priority(left), Value::Priority(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

/// Whether `needle` stands somewhere in `haystack`, in any case of ASCII letters; the empty one always does.
fn finds_in_any_case(haystack: &[u8], needle: &[u8]) -> bool {
    let Some(first) = needle.first() else { return true };
    let places = memchr::memchr2_iter(first.to_ascii_lowercase(), first.to_ascii_uppercase(), haystack);
    let mut found = places.filter_map(|at| haystack.get(at..)?.get(..needle.len()));
    found.any(|part| part.eq_ignore_ascii_case(needle))
}

/// An even number of hexadecimal digits as bytes.
fn unhex(digits: &[u8]) -> Option<Vec<u8>> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|d| u8::try_from(d).ok());
    let pairs = digits.chunks(2).map(|pair| match pair {
        [high, low] => Some(digit(*high)? << 4 | digit(*low)?),
        _ => None,
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(op: Op, modifier: Option<Modifier>, kind: Kind, constants: &[&str], value: Value<'_>) -> bool {
        let mut test = Test::new(op, modifier, kind);
        for constant in constants {
            test.add(constant.as_bytes()).unwrap();
        }
        test.holds(&value)
    }

    #[test]
    fn modifiers_count_constants() {
        let text = |modifier, constants: &[&str]| {
            holds(Op::Contains, Some(modifier), Kind::Text, constants, Value::text("ab"))
        };
        assert!(text(Modifier::AnyOf, &["a", "z"]) && !text(Modifier::AnyOf, &["y", "z"]));
        assert!(text(Modifier::AllOf, &["a", "b"]) && !text(Modifier::AllOf, &["a", "z"]));
        assert!(text(Modifier::OneOf, &["a", "z"]) && !text(Modifier::OneOf, &["a", "a"]));
        for modifier in [Modifier::OneOf, Modifier::AnyOf, Modifier::AllOf] {
            assert!(!text(modifier, &[]), "an empty list holds for none");
        }
    }

    #[test]
    fn a_decoded_nul_ends_a_text_but_not_in_sets() {
        let value = || Value::Text(Cow::Borrowed(&b"a\0b"[..]));
        assert!(holds(Op::Eq, None, Kind::Text, &["a"], value()));
        assert!(!holds(Op::EndsWith, None, Kind::Text, &["b"], value()));
        assert!(!holds(Op::In, None, Kind::Text, &["a"], value()));
        assert!(holds(Op::Regex, None, Kind::Text, &["a.b"], value()));
    }

    #[test]
    fn every_byte_of_bytes_counts_also_where_the_type_is_unknown() {
        for kind in [Kind::Bytes, Kind::Any] {
            let begins = |value: &'static [u8]| {
                holds(Op::BStartsWith, None, kind, &["610062"], Value::Text(Cow::Borrowed(value)))
            };
            assert!(begins(b"a\0bc") && !begins(b"ac") && !begins(b"a\0c"), "{kind:?}");
            assert!(
                holds(Op::BContains, None, kind, &["62"], Value::Text(Cow::Borrowed(b"a\0b"))),
                "{kind:?}"
            );
        }
    }

    #[test]
    fn values_of_another_type_satisfy_no_operator() {
        for op in [Op::Eq, Op::Ne, Op::Lt, Op::Ge, Op::Contains, Op::Glob, Op::Regex, Op::In, Op::PMatch] {
            assert!(!holds(op, None, Kind::Text, &["5"], Value::Int(5)), "{op:?}");
        }
    }

    #[test]
    fn untyped_constants_are_read_as_the_value_is() {
        assert!(holds(Op::Eq, None, Kind::Any, &["5"], Value::Int(5)));
        assert!(holds(Op::Eq, None, Kind::Any, &["5"], Value::text("5")));
        assert!(holds(Op::Gt, None, Kind::Any, &["1.5"], Value::Double(2.0)));
        assert!(holds(Op::Eq, None, Kind::Any, &["true"], Value::Bool(true)));
        assert!(
            !holds(Op::Ne, None, Kind::Any, &["x"], Value::Int(5)),
            "a constant that cannot be read never holds"
        );
    }
}
