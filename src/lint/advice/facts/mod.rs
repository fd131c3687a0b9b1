//! Which subcommands and flags the command-line tools have: facts as data, one file per program.
//!
//! A line is the subcommand's path, a tab, and its flags: `name` takes no value, `name=` takes one, `name?` may
//! take one glued with `=`, `-n:name` is a short form, a `!` at the end marks a deprecated one. Before the flags may
//! stand `@` (the words after the first operand belong to another program), `~` (these are only some of its flags) or
//! `= PATH` (the flags of that path). The line of the program itself holds the flags that every
//! subcommand takes. `#partial` names groups of which only a part is known (`*`: all of them), `#complete` the only
//! groups that are whole (`.`: the program's own), `#open` programs whose flags are known only in part, `#old` a list from an older release.
//! What is not known is never wrong.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::OnceLock;

/// How one flag is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lint::advice) struct Flag<'f> {
    /// Its name without dashes, the long one where there is one.
    pub(in crate::lint::advice) name: &'f str,
    /// What it takes.
    pub(in crate::lint::advice) takes: Takes,
    /// Whether the tool's help calls it deprecated.
    pub(in crate::lint::advice) deprecated: bool,
}

/// Whether a flag takes a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::lint::advice) enum Takes {
    /// None; `=true` may be glued.
    Nothing,
    /// One.
    Value,
    /// One, only if glued with `=`.
    Glued,
}

/// One subcommand.
#[derive(Debug, Default)]
struct Entry {
    /// Its flags, by name without dashes; short forms point at long ones.
    flags: &'static str,
    /// Words after the first operand belong to another program.
    runs_another: bool,
    /// Whether its flags are known.
    known: bool,
    /// The long ones by name, made when the first is asked for.
    by_name: OnceLock<BTreeMap<&'static str, Flag<'static>>>,
}

/// What is known of one program.
#[derive(Debug, Default)]
pub(in crate::lint::advice) struct Program {
    entries: BTreeMap<&'static str, Entry>,
    partial: Vec<&'static str>,
    complete: Vec<&'static str>,
    open: bool,
    old: bool,
}

macro_rules! programs {
    ($($name:literal),* $(,)?) => {
        /// What is known of a program; `None` if nothing.
        pub(in crate::lint::advice) fn program(name: &str) -> Option<&'static Program> {
            match name {
                $($name => {
                    static PROGRAM: OnceLock<Program> = OnceLock::new();
                    Some(PROGRAM.get_or_init(|| Program::parse(include_str!(concat!($name, ".tsv")))))
                })*
                _ => tool(name),
            }
        }

        #[cfg(test)]
        const PROGRAMS: &[&str] = &[$($name),*];
    };
}

programs!(
    "aws", "cosign", "crictl", "ctr", "docker", "falco", "falcoctl", "gcloud", "gh", "grype", "kubectl",
    "nerdctl", "podman", "trivy",
);

/// Ordinary tools of a host, of which only the flags with values are written down.
fn tool(name: &str) -> Option<&'static Program> {
    static TOOLS: OnceLock<BTreeMap<&'static str, Program>> = OnceLock::new();
    TOOLS
        .get_or_init(|| {
            let lines = include_str!("tools.tsv").lines().filter(|line| !line.starts_with('#'));
            lines
                .filter_map(|line| {
                    let (names, _) = line.split_once('\t')?;
                    let (_, flags) = line.split_once('\t')?;
                    let parsed = move |name: &'static str| {
                        let entries = BTreeMap::from([("", Entry { flags, ..Entry::default() })]);
                        (name, Program { entries, open: true, ..Program::default() })
                    };
                    Some(names.split(' ').map(parsed))
                })
                .flatten()
                .collect()
        })
        .get(name)
}

impl Program {
    fn parse(text: &'static str) -> Self {
        let mut program = Self::default();
        for line in text.lines() {
            if let Some(comment) = line.strip_prefix('#') {
                program.comment(comment);
            } else if let Some((path, flags)) = line.split_once('\t') {
                let path = path.split_once(' ').map_or("", |(_, rest)| rest);
                let entry = program.entry(flags);
                program.entries.insert(path, entry);
            }
        }
        program
    }

    fn comment(&mut self, comment: &'static str) {
        let mut words = comment.split(' ');
        match words.next() {
            Some("partial") => self.partial.extend(words),
            Some("complete") => self.complete.extend(words),
            Some("open") => self.open = true,
            Some("old") => self.old = true,
            _ => {}
        }
    }

    fn entry(&self, flags: &'static str) -> Entry {
        if let Some(path) = flags.strip_prefix("= ") {
            let path = path.split_once(' ').map_or("", |(_, rest)| rest);
            let same = self.entries.get(path);
            return Entry {
                flags: same.map_or("", |entry| entry.flags),
                runs_another: same.is_some_and(|entry| entry.runs_another),
                known: same.is_some_and(|entry| entry.known),
                by_name: OnceLock::new(),
            };
        }
        let (runs_another, flags) = match flags.strip_prefix('@') {
            Some(rest) => (true, rest.trim_start()),
            None => (false, flags),
        };
        let (known, flags) = match flags.strip_prefix('~') {
            Some(rest) => (false, rest.trim_start()),
            None => (true, flags),
        };
        Entry { flags, runs_another, known, by_name: OnceLock::new() }
    }

    /// Whether a subcommand has this path, such as `network disconnect`.
    pub(in crate::lint::advice) fn has(&self, path: &str) -> bool {
        self.entries.contains_key(path) || self.is_group(path)
    }

    /// Whether subcommands stand beneath this path.
    pub(in crate::lint::advice) fn is_group(&self, path: &str) -> bool {
        !self.children(path).is_empty()
    }

    /// Whether the path is a command by itself, and not only a group of others.
    pub(in crate::lint::advice) fn is_command(&self, path: &str) -> bool {
        self.entries.contains_key(path)
    }

    /// The names of the subcommands beneath a path.
    pub(in crate::lint::advice) fn children(&self, path: &str) -> Vec<&'static str> {
        let prefix = if path.is_empty() { String::new() } else { format!("{path} ") };
        let keys = self
            .entries
            .range::<str, _>((Bound::Included(prefix.as_str()), Bound::Unbounded))
            .map(|(key, _)| *key);
        let mut names: Vec<&'static str> = keys
            .take_while(|key| key.starts_with(&prefix))
            .filter_map(|key| key.get(prefix.len()..)?.split(' ').next().filter(|name| !name.is_empty()))
            .collect();
        names.dedup();
        names
    }

    /// Whether every subcommand beneath a path is known, so that another one is wrong.
    pub(in crate::lint::advice) fn knows_all_beneath(&self, path: &str) -> bool {
        let partial = self.partial.iter().any(|&group| group == "*" || group == path);
        let name = if path.is_empty() { "." } else { path };
        let whole = self.complete.is_empty() || self.complete.contains(&name);
        let open = self.open && !self.complete.contains(&name);
        !open && !partial && whole && self.is_group(path)
    }

    /// Whether every flag of the subcommand is known, so that another one is wrong.
    pub(in crate::lint::advice) fn knows_flags_of(&self, path: &str) -> bool {
        !self.open && self.entries.get(path).is_some_and(|entry| entry.known)
    }

    /// Whether the list is of an older release, so that a stranger may be newer.
    pub(in crate::lint::advice) fn is_old(&self) -> bool {
        self.old
    }

    /// Whether the words after the first operand belong to another program.
    pub(in crate::lint::advice) fn runs_another(&self, path: &str) -> bool {
        self.entries.get(path).is_some_and(|entry| entry.runs_another)
    }

    /// The flag of this name (without dashes) of a subcommand, or of the program as a whole.
    pub(in crate::lint::advice) fn long(&self, path: &str, name: &str) -> Option<Flag<'static>> {
        let own = self.long_of(path, name);
        own.or_else(|| self.long_of("", name))
    }

    fn long_of(&self, path: &str, name: &str) -> Option<Flag<'static>> {
        // Of two of one name the first counts.
        let by_name = || self.flags(path).collect::<Vec<_>>().into_iter().rev().map(|flag| (flag.name, flag));
        self.entries.get(path)?.by_name.get_or_init(|| by_name().collect()).get(name).copied()
    }

    /// The flag that a short form such as `v` of `-v` stands for.
    pub(in crate::lint::advice) fn short(&self, path: &str, letters: &str) -> Option<Flag<'static>> {
        let own = self.short_of(path, letters);
        own.or_else(|| self.short_of("", letters))
    }

    fn short_of(&self, path: &str, letters: &str) -> Option<Flag<'static>> {
        let words = self.entries.get(path)?.flags.split(' ');
        let mut forms = words.filter_map(|word| word.strip_prefix('-'));
        forms.find_map(|form| {
            let end = form.find([':', '=', '?', '!']).unwrap_or(form.len());
            let (name, rest) = form.split_at_checked(end)?;
            if name != letters {
                return None;
            }
            match rest.strip_prefix(':') {
                Some(long) => {
                    let long = long.trim_end_matches('!');
                    self.long_of(path, long).or(Some(Flag {
                        name: long,
                        takes: Takes::Nothing,
                        deprecated: false,
                    }))
                }
                None => Some(read_flag(form)),
            }
        })
    }

    /// The long names of a subcommand's flags, for "did you mean".
    pub(in crate::lint::advice) fn names(&self, path: &str) -> Vec<&'static str> {
        self.flags(path).map(|flag| flag.name).filter(|name| name.len() > 1).collect()
    }

    fn flags(&self, path: &str) -> impl Iterator<Item = Flag<'static>> + use<> {
        let words = self.entries.get(path).map_or("", |entry| entry.flags).split(' ');
        words.filter(|word| !word.is_empty() && !word.starts_with('-')).map(read_flag)
    }
}

fn read_flag(word: &'static str) -> Flag<'static> {
    let (word, deprecated) = match word.strip_suffix('!') {
        Some(word) => (word, true),
        None => (word, false),
    };
    if let Some(name) = word.strip_suffix('=') {
        Flag { name, takes: Takes::Value, deprecated }
    } else if let Some(name) = word.strip_suffix('?') {
        Flag { name, takes: Takes::Glued, deprecated }
    } else {
        Flag { name: word, takes: Takes::Nothing, deprecated }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_reads_and_every_alias_leads_somewhere() {
        for name in PROGRAMS {
            let program = program(name).unwrap();
            assert!(program.entries.contains_key(""), "{name} has no flags of its own");
            for (path, entry) in &program.entries {
                assert!(!entry.flags.starts_with("= "), "{name} {path}: chained alias");
                for form in entry.flags.split(' ').filter_map(|word| word.strip_prefix('-')) {
                    if let Some((_, long)) = form.split_once(':') {
                        let long = long.trim_end_matches('!');
                        assert!(program.long(path, long).is_some(), "{name} {path}: -{form}");
                    }
                }
            }
        }
    }

    #[test]
    fn flags_are_found_by_either_name() {
        let docker = program("docker").unwrap();
        assert_eq!(docker.short("run", "v").unwrap().name, "volume");
        assert_eq!(docker.short("run", "v").unwrap().takes, Takes::Value);
        assert_eq!(docker.long("run", "privileged").unwrap().takes, Takes::Nothing);
        assert!(docker.long("run", "apparmor-profile").is_none());
        assert!(docker.runs_another("run") && !docker.runs_another("rm"));
        assert!(docker.long("ps", "host").is_some());
    }

    #[test]
    fn what_is_known_in_part_is_never_wrong() {
        assert!(program("aws").unwrap().knows_all_beneath("iam"));
        assert!(!program("aws").unwrap().knows_all_beneath("ec2"));
        assert!(!program("podman").unwrap().knows_all_beneath(""));
        assert!(program("crictl").unwrap().knows_all_beneath(""));
        assert!(!program("curl").unwrap().knows_flags_of(""));
    }
}
