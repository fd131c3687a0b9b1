//! What a script's variables hold, where the script itself says so: `C=web; docker rm "$C"`, `for f in /var/log/*`.
//!
//! In: the tree of a script. Out: [`Vars`]. A name that is given two values holds neither.

use std::collections::BTreeMap;
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
                    let value = node.child_by_field_name("value");
                    self.set(node.child_by_field_name("name"), value, source, shown);
                }
                "for_statement" => {
                    let value = node.child_by_field_name("value");
                    self.set(node.child_by_field_name("variable"), value, source, shown);
                }
                _ => {}
            }
            if depth < MAX_DEPTH {
                let mut cursor = node.walk();
                open.extend(node.named_children(&mut cursor).map(|child| (child, depth.saturating_add(1))));
            }
        }
    }

    fn set(&mut self, name: Option<Node<'_>>, value: Option<Node<'_>>, source: &str, shown: &str) {
        let text = |node: Node<'_>| source.get(node.byte_range()).unwrap_or_default().to_owned();
        let Some(name) = name.map(text).filter(|_| self.values.len() < MOST) else { return };
        let value = value
            .filter(|node| source.get(node.byte_range()) == shown.get(node.byte_range()))
            .and_then(|node| read(node, source));
        match self.values.get_mut(&name) {
            Some(known) if *known != value => *known = None,
            Some(_) => {}
            None => {
                self.values.insert(name, value);
            }
        }
    }
}

fn read(node: Node<'_>, source: &str) -> Option<Value> {
    let raw = source.get(node.byte_range()).filter(|raw| raw.len() <= LONGEST)?;
    let bare = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(raw);
    let bare = bare.strip_prefix('\'').and_then(|rest| rest.strip_suffix('\'')).unwrap_or(bare);
    let substituted = bare.starts_with("$(") && bare.ends_with(')') || bare.starts_with('`');
    let plain = !bare.contains(['$', '`', '"', '\'', '\\', '\n']) && !bare.is_empty();
    (substituted || plain).then(|| Value { text: bare.to_owned(), substituted })
}
