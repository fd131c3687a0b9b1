//! Commands that stand in YAML or JSON: steps of a CI workflow, tasks of a playbook, the command of a container.
//!
//! In: documents. Out: their scripts in order. What a program printed (an alert, an event) holds command lines, too,
//! and is no advice.

use super::shell::{self, Grammar, Script};
use super::yaml::{self, Documents};
use crate::lint::advice::language::starts_as_command;
use crate::source::Text;
use crate::source::yaml::Node;

/// Keys of a script, or of a list of scripts.
const SCRIPTS: [&str; 12] = [
    "run",
    "script",
    "shell",
    "bash",
    "before_script",
    "after_script",
    "runcmd",
    "bootcmd",
    "raw",
    "inlinescript",
    "commands",
    "cmds",
];

/// Keys of a command, written as one text or as a list of words.
const COMMANDS: [&str; 6] = ["command", "cmd", "args", "argv", "entrypoint", "exec"];

/// The scripts of a snippet's documents.
pub(in crate::lint::advice) fn scripts(documents: &Documents, grammar: &mut Grammar) -> Vec<Script> {
    let mut found = Vec::new();
    for root in documents.roots.iter().filter(|root| !is_printed(root)) {
        let inside = root.get("apiVersion").is_some() || root.get("services").is_some();
        let mut reader = Reader { documents, grammar, inside, found: &mut found };
        for (_, node) in yaml::mappings(root) {
            reader.mapping(node);
        }
    }
    found
}

/// An alert or another record that tells what ran.
fn is_printed(root: &Node) -> bool {
    ["output_fields", "priority", "eventName", "requestURI", "Records"]
        .iter()
        .any(|key| root.get(key).is_some())
}

struct Reader<'r> {
    documents: &'r Documents,
    grammar: &'r mut Grammar,
    /// Whether the commands run inside a container.
    inside: bool,
    found: &'r mut Vec<Script>,
}

impl Reader<'_> {
    fn mapping(&mut self, node: &Node) {
        let mut words: Vec<Text> = Vec::new();
        for (key, value) in node.entries().unwrap_or_default() {
            // `ansible.builtin.shell` is `shell`.
            let key = key.scalar().map_or("", Text::as_str);
            let key = key.rsplit('.').next().unwrap_or(key).to_ascii_lowercase();
            if SCRIPTS.contains(&key.as_str()) {
                self.script_or_list(value);
            } else if COMMANDS.contains(&key.as_str()) {
                match value.items() {
                    Some(items) => words.extend(items.iter().filter_map(|item| self.documents.scalar(item))),
                    None => self.script(value),
                }
            }
        }
        self.words(words);
    }

    fn script_or_list(&mut self, node: &Node) {
        let Some(items) = node.items() else { return self.script(node) };
        for item in items {
            match item.items() {
                Some(words) => {
                    self.words(words.iter().filter_map(|word| self.documents.scalar(word)).collect())
                }
                None => self.script(item),
            }
        }
    }

    fn script(&mut self, node: &Node) {
        let Some(text) = self.documents.scalar(node).filter(|text| holds_command(text.as_str())) else {
            return;
        };
        let read = if self.inside { shell::read_inside } else { shell::read };
        self.found.push(read(&text, self.grammar));
    }

    fn words(&mut self, words: Vec<Text>) {
        let first = words.first().map_or("", Text::as_str);
        if words.len() > 1 && starts_as_command(&format!("{first} x")) {
            self.found.push(shell::read_words(words, self.inside, self.grammar));
        }
    }
}

/// Whether any line of a text is a command that is known; a name alone is none.
fn holds_command(text: &str) -> bool {
    text.lines().any(starts_as_command)
}
