//! Running again whenever a file changes, by looking at times of change: no library, no threads, every platform.

use crate::cli::exit::{CliError, Exit};
use crate::cli::shell::Shell;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, SystemTime};

/// Between two looks.
const PAUSE: Duration = Duration::from_millis(400);
/// Folders are looked into so deep, as loading does.
const MAX_DEPTH: usize = 32;
/// At most so many files are looked at.
const MAX_FILES: usize = 10_000;

/// When each file was last changed.
type Times = BTreeMap<PathBuf, SystemTime>;

/// Runs once, and again after every change; ends only by an interrupt or when standard output is gone.
pub(super) fn run(
    paths: &[PathBuf],
    shell: &mut Shell,
    mut once: impl FnMut(&mut Shell) -> Result<Exit, CliError>,
) -> Result<Exit, CliError> {
    loop {
        let before = times(paths);
        if let Err(error) = once(shell) {
            shell.complain(&error);
        }
        shell.flush()?;
        shell.say(format_args!("waiting for a change"));
        while times(paths) == before {
            sleep(PAUSE);
        }
    }
}

fn times(paths: &[PathBuf]) -> Times {
    let mut found = Times::new();
    let mut open: Vec<(PathBuf, usize)> = paths.iter().map(|path| (path.clone(), 0)).collect();
    while let Some((path, depth)) = open.pop() {
        if found.len() >= MAX_FILES {
            break;
        }
        let Ok(meta) = fs::metadata(&path) else { continue };
        if meta.is_dir() && depth < MAX_DEPTH {
            let entries = fs::read_dir(&path).into_iter().flatten().flatten();
            open.extend(entries.map(|entry| (entry.path(), depth.saturating_add(1))));
        } else if depth == 0 || is_rulebook(&path) {
            found.insert(path, meta.modified().unwrap_or(SystemTime::UNIX_EPOCH));
        }
    }
    found
}

fn is_rulebook(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "yaml" || extension == "yml")
}
