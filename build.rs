//! Turns `rules/` into the embedded form of the built-in rulebook.
//!
//! Reads every `*.yaml` of `rules/`, or of the folder that `FALCONER_BUILTIN_RULES` names, and writes to
//! `OUT_DIR` a table of headers and each item's tree in the form of `src/source/embed.rs`, tests left out.
//! Only the shape of the YAML is checked here; `falconer check` and the crate's tests check the rest.

#![allow(
    dead_code,
    unused_imports,
    unreachable_pub,
    reason = "two of the crate's own modules are compiled into this script"
)]

#[path = "src/syntax/rulebook/keys.rs"]
mod keys;
#[path = "src/source/mod.rs"]
mod source;

use source::yaml::{Node, NodeKind};
use source::{ByteRange, FileId, Sources, Span};
use std::error::Error;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

const FOLDER: &str = "FALCONER_BUILTIN_RULES";

fn main() -> Result<(), Box<dyn Error>> {
    let home = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?);
    let folder = env::var_os(FOLDER).map_or_else(|| home.join("rules"), |given| home.join(given));
    println!("cargo::rerun-if-env-changed={FOLDER}");
    println!("cargo::rerun-if-changed={}", folder.display());
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=src/source");
    println!("cargo::rerun-if-changed=src/syntax/rulebook/keys.rs");

    let mut files = Vec::new();
    collect(&folder, &mut files).map_err(|e| format!("cannot read {}: {e}", folder.display()))?;
    files.sort_by(|a, b| a.as_os_str().as_encoded_bytes().cmp(b.as_os_str().as_encoded_bytes()));

    let mut out = Output { names: String::new(), items: String::new(), forms: Vec::new() };
    for (index, path) in files.iter().enumerate() {
        println!("cargo::rerun-if-changed={}", path.display());
        out.file(index, &folder, path)?;
    }
    out.write(Path::new(&env::var("OUT_DIR")?))
}

fn collect(folder: &Path, files: &mut Vec<PathBuf>) -> std::io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, files)?;
        } else if path.extension().is_some_and(|ext| ext == "yaml") {
            files.push(path);
        }
    }
    Ok(())
}

struct Output {
    names: String,
    items: String,
    forms: Vec<u8>,
}

impl Output {
    fn file(&mut self, index: usize, folder: &Path, path: &Path) -> Result<(), Box<dyn Error>> {
        let text = fs::read_to_string(path).map_err(|e| format!("{}: {e}", path.display()))?;
        let id = FileId(u32::try_from(index)?);
        let mut sources = Sources::default();
        let shown = sources.add(path.display().to_string(), text.clone());
        let fail = |span: Span, message: &str| {
            let at = sources.get(shown).map(|file| file.location(span.bytes.start));
            let (line, column) = at.map_or((1, 1), |at| (at.line, at.column));
            format!("{}:{line}:{column}: {message}", path.display())
        };
        let documents = source::yaml::parse(id, &text).map_err(|e| fail(e.span, &format!("{:?}", e.kind)))?;
        let name = path.strip_prefix(folder)?.to_string_lossy().replace('\\', "/");
        writeln!(
            self.names,
            "File {{ name: {:?}, text: include_str!({path:?}) }},",
            format!("built-in/{name}")
        )?;
        for document in &documents {
            let Some(items) = document.items() else {
                return Err(fail(document.span, "a rulebook is a sequence of items").into());
            };
            for item in items.iter().filter(|item| !item.is_null()) {
                self.item(index, item).map_err(|message| fail(item.span, &message))?;
            }
        }
        Ok(())
    }

    fn item(&mut self, file: usize, item: &Node) -> Result<(), String> {
        let table = keys::ITEMS.iter().find(|table| item.get(table.kind).is_some());
        let table = table.ok_or("this is no item of a rulebook")?;
        if table.kind == keys::REQUIRED_VERSION.kind {
            return Ok(());
        }
        for key in ["override", "enabled"] {
            if item.get(key).is_some() {
                return Err(format!("the built-in rulebook defines each item once, without `{key}`"));
            }
        }
        let name = item.get(table.kind).and_then(Node::scalar).ok_or("the name is no text")?;
        let rules: Vec<_> = match item.get("rule") {
            Some(rule) => {
                rule.items().unwrap_or(std::slice::from_ref(rule)).iter().filter_map(Node::scalar).collect()
            }
            None => Vec::new(),
        };
        let rules: Vec<_> = rules.iter().map(|rule| rule.as_str()).collect();
        let fallback = item.get("fallback").and_then(Node::plain) == Some("true");
        let start = self.forms.len();
        source::embed::write(&without_tests(item), &mut self.forms);
        let (kind, end) = (variant(table.kind), self.forms.len());
        let (at, name_at) = (pair(item.span.bytes), pair(name.span().bytes));
        let name = name.as_str();
        writeln!(
            self.items,
            "Header {{ file: {file}, kind: Kind::{kind}, name: {name:?}, name_at: {name_at:?}, at: {at:?}, \
             rules: &{rules:?}, fallback: {fallback}, form: form({start}, {end}) }},"
        )
        .map_err(|e| e.to_string())
    }

    fn write(&self, folder: &Path) -> Result<(), Box<dyn Error>> {
        let Self { names, items, forms } = self;
        fs::write(folder.join("builtin.bin"), forms)?;
        let code = format!(
            "static FILES: &[File] = &[\n{names}];\n\
             static ITEMS: &[Header] = &[\n{items}];\n\
             const FORMS: &[u8] = include_bytes!(\"builtin.bin\");\n\
             #[allow(dead_code, reason = \"without rules there are no forms\")]\n\
             const fn form(start: usize, end: usize) -> &'static [u8] {{\n\
                 FORMS.split_at(end).0.split_at(start).1\n\
             }}\n"
        );
        Ok(fs::write(folder.join("builtin.rs"), code)?)
    }
}

fn without_tests(item: &Node) -> Node {
    let mut item = item.clone();
    if let NodeKind::Mapping(entries) = &mut item.kind {
        entries.retain(|(key, _)| key.scalar().is_none_or(|key| key.as_str() != "tests"));
    }
    item
}

/// `list` is `Kind::List`.
fn variant(kind: &str) -> String {
    let mut chars = kind.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

fn pair(bytes: ByteRange) -> (u32, u32) {
    (bytes.start, bytes.end)
}
