//! What a script's variables hold, where the script itself says so: `C=web; docker rm "$C"`, `for f in /var/log/*`.
//!
//! In: the tree of a script. Out: [`Vars`]. A name that is given two values holds neither.

use std::collections::BTreeMap;
use std::ops::Range;
use tree_sitter::Node;

/// So many variables of a script are known.
const MOST: usize = 200;
/// A longer value is not known.
const LONGEST: usize = 200;
/// So deep is looked for assignments.
const MAX_DEPTH: usize = 40;

/// Variables with their values.
#[derive(Debug, Default)]
pub(super) struct Vars {
    values: BTreeMap<String, Option<Value>>,
}

/// A value.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Value {
    /// As written, without quotes.
    pub(super) text: String,
    /// Whether it is a command's output, of which only the command is known.
    pub(super) substituted: bool,
    /// Whether it is one after the other: the words of a loop.
    pub(super) loops: bool,
}

impl Value {
    /// The words that an unquoted variable of this value becomes; one with a single word has none.
    pub(super) fn words(&self, quoted: bool) -> Vec<&str> {
        let splits = !self.substituted && (self.loops || !quoted) && self.text.contains(char::is_whitespace);
        if splits { self.text.split_whitespace().collect() } else { Vec::new() }
    }

    /// The value where it stands within a word: the first word of a loop.
    pub(super) fn within(&self) -> &str {
        if self.loops { self.text.split_whitespace().next().unwrap_or_default() } else { &self.text }
    }
}

impl Vars {
    /// The value of a variable.
    pub(super) fn get(&self, name: &str) -> Option<&Value> {
        self.values.get(name)?.as_ref()
    }

    /// Adds what the script beneath `root` sets; what stands otherwise in `shown` is a stand-in, and no value.
    pub(super) fn collect(&mut self, root: Node<'_>, source: &str, shown: &str) {
        if !source.contains('$') {
            return;
        }
        let mut open = vec![(root, 0usize)];
        while let Some((node, depth)) = open.pop() {
            match node.kind() {
                "variable_assignment" => {
                    let value = node.child_by_field_name("value").map(|node| node.byte_range());
                    self.set(node.child_by_field_name("name"), value, false, (source, shown));
                }
                "for_statement" => {
                    let mut cursor = node.walk();
                    let all: Vec<_> = node.children_by_field_name("value", &mut cursor).collect();
                    let value =
                        all.first().zip(all.last()).map(|(first, last)| first.start_byte()..last.end_byte());
                    self.set(node.child_by_field_name("variable"), value, true, (source, shown));
                }
                _ => {}
            }
            if depth < MAX_DEPTH {
                let mut cursor = node.walk();
                open.extend(node.named_children(&mut cursor).map(|child| (child, depth.saturating_add(1))));
            }
        }
    }

    fn set(
        &mut self,
        name: Option<Node<'_>>,
        value: Option<Range<usize>>,
        loops: bool,
        (source, shown): (&str, &str),
    ) {
        let text = |node: Node<'_>| source.get(node.byte_range()).unwrap_or_default().to_owned();
        let Some(name) = name.map(text).filter(|_| self.values.len() < MOST) else { return };
        let value = value
            .filter(|range| source.get(range.clone()) == shown.get(range.clone()))
            .and_then(|range| read(source.get(range)?, loops));
        match self.values.get_mut(&name) {
            Some(known) if *known != value => *known = None,
            Some(_) => {}
            None => {
                self.values.insert(name, value);
            }
        }
    }
}

fn read(raw: &str, loops: bool) -> Option<Value> {
    if raw.len() > LONGEST {
        return None;
    }
    let bare = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(raw);
    let bare = bare.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or(bare);
    let substituted = bare.starts_with("$(") && bare.ends_with(')') || bare.starts_with('`');
    let plain = !bare.contains(['$', '`', '"', '\'', '\\', '\n']) && !bare.is_empty();
    (substituted || plain).then(|| Value { text: bare.to_owned(), substituted, loops })
}
