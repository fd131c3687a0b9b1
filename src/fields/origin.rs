//! Where in an alert a field's value stands.
//!
//! Most fields are keys of `output_fields`. Some exist only in Falco's filters (`fd.ip`, `fd.snet`, `proc.aname`
//! without an index) and are never printed; what they mean is computed from the keys that are.

use super::lookup;
use crate::value::Meta;

/// Where a field's value stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    /// Under this key of `output_fields`.
    Key(String),
    /// Under the first of these keys that is present.
    FirstOf(Vec<String>),
    /// Beside `output_fields`.
    Meta(Meta),
    /// At either end of a connection: every key present counts.
    Ends(&'static [&'static str]),
    /// In any ancestor of the process.
    Ancestors(&'static Ancestry),
}

/// The keys that tell of a process and its ancestors.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct Ancestry {
    /// The indexed field: `proc.aname`.
    pub field: &'static str,
    /// What holds the value of the process itself: `[0]`.
    pub own: &'static str,
    /// What holds the value of the parent: `[1]`.
    pub parent: &'static str,
    /// What the alert's text for no index tells.
    pub joined: Joined,
}

/// What Falco prints for an ancestor field without index.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Joined {
    /// All ancestors, joined by blanks.
    Words,
    /// The same, but the values hold blanks themselves, so it is one text.
    Whole,
    /// The process' own value: nothing about ancestors.
    Own,
}

static ANCESTRIES: [Ancestry; 5] = [
    Ancestry { field: "proc.aname", own: "proc.name", parent: "proc.pname", joined: Joined::Words },
    Ancestry { field: "proc.aexe", own: "proc.exe", parent: "proc.pexe", joined: Joined::Words },
    Ancestry { field: "proc.aexepath", own: "proc.exepath", parent: "proc.pexepath", joined: Joined::Words },
    Ancestry { field: "proc.acmdline", own: "proc.cmdline", parent: "proc.pcmdline", joined: Joined::Whole },
    Ancestry { field: "proc.apid", own: "proc.pid", parent: "proc.ppid", joined: Joined::Own },
];

impl Origin {
    /// The alert keys that are read.
    #[must_use]
    pub fn keys(&self) -> Vec<&str> {
        match self {
            Self::Key(key) => vec![key],
            Self::FirstOf(keys) => keys.iter().map(String::as_str).collect(),
            Self::Meta(_) => Vec::new(),
            Self::Ends(keys) => keys.to_vec(),
            Self::Ancestors(ancestry) => vec![ancestry.field, ancestry.parent],
        }
    }
}

/// The key of `output_fields` under which Falco prints a field.
#[must_use]
pub fn alert_key(name: &str, argument: Option<&str>) -> String {
    match argument {
        Some(argument) => format!("{name}[{argument}]"),
        None => name.to_owned(),
    }
}

/// Where the value of this field stands.
#[must_use]
pub fn origin(name: &str, argument: Option<&str>) -> Origin {
    if let Some(meta) = meta(name) {
        return Origin::Meta(meta);
    }
    match (name, argument) {
        ("alert.field", Some(key)) => Origin::Key(key.to_owned()),
        ("fd.ip" | "fd.net", None) => Origin::Ends(&["fd.cip", "fd.sip", "fd.lip", "fd.rip"]),
        ("fd.port" | "fd.proto", None) => Origin::Ends(&["fd.cport", "fd.sport", "fd.lport", "fd.rport"]),
        ("fd.cnet", None) => Origin::Key("fd.cip".to_owned()),
        ("fd.snet", None) => Origin::Key("fd.sip".to_owned()),
        ("fd.lnet", None) => Origin::Key("fd.lip".to_owned()),
        ("fd.rnet", None) => Origin::Key("fd.rip".to_owned()),
        _ => match ANCESTRIES.iter().find(|ancestry| ancestry.field == name) {
            Some(ancestry) => ancestor(ancestry, argument),
            None => Origin::Key(alert_key(name, argument)),
        },
    }
}

/// `proc.aname[0]` is the process itself and `proc.aname[1]` its parent, which have fields of their own.
fn ancestor(ancestry: &'static Ancestry, argument: Option<&str>) -> Origin {
    let Some(index) = argument else { return Origin::Ancestors(ancestry) };
    let key = alert_key(ancestry.field, Some(index));
    match index {
        "0" => Origin::FirstOf(vec![key, ancestry.own.to_owned()]),
        "1" => Origin::FirstOf(vec![key, ancestry.parent.to_owned()]),
        _ => Origin::Key(key),
    }
}

fn meta(name: &str) -> Option<Meta> {
    let (_, key) = lookup(name)?.name.split_once("alert.")?;
    Some(match key {
        "rule" => Meta::Rule,
        "priority" => Meta::Priority,
        "source" => Meta::Source,
        "hostname" => Meta::Hostname,
        "tags" => Meta::Tags,
        "time" => Meta::Time,
        "output" => Meta::Output,
        _ => return None,
    })
}
