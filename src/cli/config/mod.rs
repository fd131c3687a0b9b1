//! `falconer.toml`: what a site wants of its rulebooks.
//!
//! In: the file found upward from the rulebook, or named by `--config`. Out: a [`Config`], or what is wrong with the
//! file, with places. Unknown keys are errors: a setting that is silently ignored is an open gate.

mod find;
mod read;
mod show;

use super::diagnostics;
use super::exit::CliError;
use super::shell::{Shell, path_text};
use crate::diag::{Code, Diagnostic, Severity};
use crate::lint::rulebook::Options;
use crate::ops::Glob;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

pub(super) use show::render as show;

/// The file's name.
const NAME: &str = "falconer.toml";

/// Where the configuration comes from.
#[derive(Debug, clap::Args)]
pub(super) struct ConfigArgs {
    /// Use this configuration file instead of the `falconer.toml` above the rulebook
    #[arg(long, value_name = "FILE", help_heading = "Configuration")]
    config: Option<PathBuf>,

    /// Use no configuration file
    #[arg(long, conflicts_with = "config", help_heading = "Configuration")]
    isolated: bool,
}

/// How much a code counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Level {
    Off,
    As(Severity),
}

/// What a site wants.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// The file it was read from.
    pub(super) path: Option<PathBuf>,
    severities: BTreeMap<Code, Level>,
    /// Patterns of paths, relative to the configuration file's folder, and what is ignored there.
    ignores: Vec<(String, Glob, Vec<Code>)>,
    /// What the site requires, by its key: raised to errors.
    required: Vec<&'static str>,
    pub(super) lints: Options,
    pub(super) fail_on: Option<Severity>,
}

/// Keys of `[require]` and the lints that they make errors.
const REQUIREMENTS: [(&str, Code); 4] = [
    ("references", Code::MITIGATION_WITHOUT_REFERENCE),
    ("rollback", Code::CONTAIN_WITHOUT_ROLLBACK),
    ("tests", Code::MITIGATION_WITHOUT_TEST),
    ("verify", Code::CONTAIN_WITHOUT_VERIFY),
];

impl ConfigArgs {
    /// The configuration for these rulebooks; what is wrong with its file is shown.
    pub(super) fn load(&self, rulebooks: &[PathBuf], shell: &mut Shell) -> Result<Config, CliError> {
        let path = match &self.config {
            _ if self.isolated => None,
            Some(path) => Some(path.clone()),
            None => find::above(rulebooks)?,
        };
        let Some(path) = path else { return Ok(Config::default()) };
        let text = std::fs::read_to_string(&path).map_err(|error| CliError::io("read", &path, &error))?;
        shell.detail(format_args!("configuration from `{}`", path_text(&path)));
        let (config, sources, problems) = read::read(&path, &text);
        if problems.is_empty() {
            return Ok(config);
        }
        diagnostics::complain(&problems, &sources, shell);
        let count = diagnostics::counted(problems.len(), "error");
        Err(CliError::new(format!("the configuration `{}` has {count}", path_text(&path)))
            .hint("`docs/guide/ci.md` lists its keys; `--isolated` goes without it"))
    }
}

impl Config {
    /// How much a code counts.
    fn level(&self, code: Code) -> Level {
        let required = |key: &&str| REQUIREMENTS.iter().any(|(name, of)| name == key && *of == code);
        match self.severities.get(&code) {
            Some(&level) => level,
            None if self.required.iter().any(required) => Level::As(Severity::Error),
            None => Level::As(code.severity()),
        }
    }

    /// Gives a diagnostic of the file `name` the severity that the site wants; `false` if it counts for nothing.
    pub(super) fn apply(&self, diagnostic: &mut Diagnostic, name: &str) -> bool {
        let code = diagnostic.code;
        // A diagnostic may be worse than its code, and what keeps a rulebook from loading cannot be made to pass.
        if diagnostic.severity == Severity::Error {
            return true;
        }
        if self.ignores.iter().any(|(_, glob, codes)| codes.contains(&code) && self.covers(glob, name)) {
            return false;
        }
        match self.level(code) {
            Level::Off => return false,
            Level::As(severity) if severity != code.severity() => diagnostic.severity = severity,
            Level::As(_) => {}
        }
        true
    }

    /// Whether a pattern covers a file, both seen from the configuration file's folder.
    fn covers(&self, glob: &Glob, name: &str) -> bool {
        let folder = self.path.as_deref().and_then(Path::parent).unwrap_or(Path::new(""));
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        let real = |path: &Path| std::fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let file = real(Path::new(name));
        let relative = file.strip_prefix(real(folder)).unwrap_or(&file);
        glob.matches(relative.to_string_lossy().replace('\\', "/").as_bytes())
    }
}
