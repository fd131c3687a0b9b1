//! Where the configuration file is: in the rulebook's folder, or in one above it.

use super::NAME;
use crate::cli::exit::CliError;
use crate::cli::shell::path_text;
use std::path::{Path, PathBuf};

/// The file above these rulebooks. Two rulebooks with two configurations are two runs.
pub(super) fn above(rulebooks: &[PathBuf]) -> Result<Option<PathBuf>, CliError> {
    let mut found = rulebooks.iter().map(|path| (path, nearest(path)));
    let Some((first, config)) = found.next() else { return Ok(None) };
    match found.find(|(_, other)| *other != config) {
        None => Ok(config),
        Some((other, _)) => {
            let (first, other) = (path_text(first), path_text(other));
            Err(CliError::new(format!("`{first}` and `{other}` have different configurations"))
                .hint("check them one by one, or name one with `--config`, or none with `--isolated`"))
        }
    }
}

/// The nearest file of this name, from the rulebook upward.
fn nearest(rulebook: &Path) -> Option<PathBuf> {
    let real = std::fs::canonicalize(rulebook).ok()?;
    let start = if real.is_dir() { real.as_path() } else { real.parent()? };
    let found = start.ancestors().map(|folder| folder.join(NAME)).find(|path| path.is_file())?;
    // Shown as people would type it, where that is shorter.
    let here = std::env::current_dir().and_then(std::fs::canonicalize).ok();
    let relative = here.and_then(|here| found.strip_prefix(here).map(Path::to_owned).ok());
    Some(relative.unwrap_or(found))
}
