//! How far a run is, in a file: so that one that was interrupted is gone on with, and its outputs have the same bytes
//! as those of a run that was not.
//!
//! The outputs' unfinished files are cut back to the lengths they had when the checkpoint was saved. Inputs, rulebook
//! and options must be the same, or the outputs would be of two runs.

use super::super::exit::CliError;
use super::super::output::{self, Output};
use super::super::rejects;
use super::super::shell::{Shell, path_text};
use crate::archive::{Input, Position, Stats};
use crate::value::Priority;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, UNIX_EPOCH};

const SCHEMA: &str = "falconer.checkpoint/1";

/// How often it is saved.
const EVERY: Duration = Duration::from_secs(1);

/// How far a run is.
pub(super) struct Checkpoint {
    path: PathBuf,
    state: State,
    resumes: bool,
    /// Whether the position is that up to which everything is written and counted.
    settled: bool,
    saved: Instant,
}

/// What is in the file.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct State {
    schema: String,
    /// Of everything besides the inputs that the outputs depend on.
    digest: String,
    inputs: Vec<Identity>,
    position: Position,
    output_length: u64,
    rejects_length: u64,
    /// The highest priority of an alert with a finding.
    worst: Option<String>,
    stats: Stats,
}

/// What makes an input the same as before.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Identity {
    path: String,
    size: u64,
    modified: u64,
}

impl Identity {
    fn of(input: &Input) -> Result<Self, CliError> {
        let Some(size) = input.size else {
            let message = format!("a run over `{}` cannot be gone on with", rejects::name(input));
            return Err(CliError::new(message).hint("only files can be read again from the middle"));
        };
        let modified = fs::metadata(&input.path).and_then(|meta| meta.modified());
        let modified = modified.map_err(|error| CliError::io("read", &input.path, &error))?;
        let nanoseconds = modified.duration_since(UNIX_EPOCH).unwrap_or_default().as_nanos();
        let modified = u64::try_from(nanoseconds).unwrap_or(u64::MAX);
        Ok(Self { path: input.name.clone(), size, modified })
    }
}

/// The digest of several texts.
pub(super) fn digest(parts: &[String]) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        // Lengths keep texts apart.
        hasher.update(part.len().to_le_bytes());
        hasher.update(part);
    }
    hasher.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
}

impl Checkpoint {
    /// Begins one, or reads what an earlier run left.
    pub(super) fn open(
        path: &Path,
        inputs: &[Input],
        digest: String,
        shell: &mut Shell,
    ) -> Result<Self, CliError> {
        let inputs = inputs.iter().map(Identity::of).collect::<Result<Vec<_>, _>>()?;
        let fresh = State {
            schema: SCHEMA.to_owned(),
            digest,
            inputs,
            position: Position::default(),
            output_length: 0,
            rejects_length: 0,
            worst: None,
            stats: Stats::default(),
        };
        let (state, resumes) = match fs::read(path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => (fresh, false),
            Err(error) => return Err(CliError::io("read", path, &error)),
            Ok(bytes) => (same(path, &bytes, &fresh)?, true),
        };
        if resumes {
            let done = state.stats.counts.lines;
            shell.say(format_args!("going on after {done} lines, as `{}` says", path_text(path)));
        }
        Ok(Self { path: path.to_owned(), state, resumes, settled: true, saved: Instant::now() })
    }

    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Whether an earlier run is gone on with.
    pub(super) fn resumes(&self) -> bool {
        self.resumes
    }

    /// Where to begin.
    pub(super) fn position(&self) -> Position {
        self.state.position
    }

    /// How long the outputs are: of findings, of rejects.
    pub(super) fn lengths(&self) -> [u64; 2] {
        [self.state.output_length, self.state.rejects_length]
    }

    pub(super) fn stats(&self) -> Stats {
        self.state.stats.clone()
    }

    pub(super) fn worst(&self) -> Option<Priority> {
        self.state.worst.as_deref().and_then(Priority::parse)
    }

    /// Everything before this position is written; `None` if it is none that a run can begin at.
    pub(super) fn reached(&mut self, position: Option<Position>) {
        self.settled = position.is_some();
        self.state.position = position.unwrap_or(self.state.position);
    }

    /// Saves it, if it is time or `now`, and where the run is now can be begun at; else the last one stays good.
    pub(super) fn save(
        &mut self,
        now: bool,
        output: &Output,
        rejects: Option<&Output>,
        stats: &Stats,
        worst: Option<Priority>,
    ) -> Result<(), CliError> {
        if !self.settled || (!now && self.saved.elapsed() < EVERY) {
            return Ok(());
        }
        output.sync()?;
        rejects.map_or(Ok(()), Output::sync)?;
        self.state.output_length = output.length();
        self.state.rejects_length = rejects.map_or(0, Output::length);
        self.state.stats = stats.clone();
        self.state.worst = worst.map(|priority| priority.as_str().to_owned());
        let json = serde_json::to_vec_pretty(&self.state).map_err(std::io::Error::from)?;
        output::write_file(&self.path, &json, &[])?;
        self.saved = Instant::now();
        Ok(())
    }

    /// The run is at its end: there is nothing to go on with.
    pub(super) fn remove(self) -> Result<(), CliError> {
        fs::remove_file(&self.path).map_err(|error| CliError::io("remove", &self.path, &error))
    }
}

/// The state in a checkpoint, if it is of the run that `fresh` begins.
fn same(path: &Path, bytes: &[u8], fresh: &State) -> Result<State, CliError> {
    let hint = "to begin anew, remove it";
    let refused = |what: &str| Err(CliError::new(format!("`{}` {what}", path_text(path))).hint(hint));
    match serde_json::from_slice::<State>(bytes) {
        Ok(state) if state.schema != SCHEMA => refused("is a checkpoint of another version"),
        Ok(state) if state.inputs != fresh.inputs => {
            refused("is a checkpoint over other inputs, or they changed")
        }
        Ok(state) if state.digest != fresh.digest => {
            refused("is a checkpoint of a run with another rulebook or other options")
        }
        Ok(state) => Ok(state),
        Err(_) => refused("is no checkpoint"),
    }
}
