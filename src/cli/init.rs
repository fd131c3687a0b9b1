//! `falconer init`: the repository of a rulebook, to begin with.
//!
//! In: a folder. Out: files that pass what they ask for (`ci.sh`) as they are, all of them or none; what stands in the
//! folder already is never touched. The files are templates beside this one; only the version is filled in.

use super::exit::{CliError, Exit};
use super::shell::{Shell, path_text};
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// Begin a rulebook: one mitigation with its tests, and the checks of a repository around it
///
/// Writes a rulebook file, `falconer.toml`, `ci.sh`, a workflow of GitHub Actions that runs it, hooks for pre-commit and
/// a README. All of it works as it is, wherever `falconer` is on the PATH. Nothing that is there is overwritten: if one of
/// the files exists, nothing is written.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer init                  in this folder
  falconer init mitigations      in a new one; then: cd mitigations && sh ci.sh")]
pub(super) struct Args {
    /// The folder, made if it is not there; without one, this folder
    dir: Option<PathBuf>,
}

/// A file that is made: where it stands, what it holds, whether it is to be run.
struct Template {
    path: &'static str,
    text: &'static str,
    runs: bool,
}

const fn template(path: &'static str, text: &'static str) -> Template {
    Template { path, text, runs: false }
}

const TEMPLATES: [Template; 6] = [
    template("rules/example.yaml", include_str!("init/template/rulebook.yaml")),
    template("falconer.toml", include_str!("init/template/falconer.toml")),
    Template { path: "ci.sh", text: include_str!("init/template/ci.sh"), runs: true },
    template(".github/workflows/rulebook.yml", include_str!("init/template/workflow.yml")),
    template(".pre-commit-config.yaml", include_str!("init/template/pre-commit.yaml")),
    template("README.md", include_str!("init/template/README.md")),
];

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let folder = args.dir.as_deref().unwrap_or(Path::new(""));
    refuse(folder)?;
    let mut made = Made::default();
    for template in &TEMPLATES {
        made.file(&folder.join(template.path), template)?;
    }
    for path in made.keep() {
        shell.say(format_args!("made `{}`", path_text(&path)));
    }
    let place = args.dir.as_deref().map_or_else(String::new, |dir| format!(", in `{}`", path_text(dir)));
    shell.say(format_args!("next{place}: sh ci.sh"));
    Ok(Exit::Fine)
}

/// Refuses a folder in which one of the files stands already, whatever it is.
fn refuse(folder: &Path) -> Result<(), CliError> {
    if folder.is_file() {
        return Err(CliError::new(format!("`{}` is a file, not a folder", path_text(folder)))
            .hint("name a folder; it is made if it is not there"));
    }
    let paths = TEMPLATES.iter().map(|template| folder.join(template.path));
    let standing: Vec<String> = paths
        .filter(|path| fs::symlink_metadata(path).is_ok())
        .map(|path| format!("`{}`", path_text(&path)))
        .collect();
    if standing.is_empty() {
        return Ok(());
    }
    let verb = if standing.len() == 1 { "is" } else { "are" };
    Err(CliError::new(format!("{} {verb} there already, so nothing was written", standing.join(", ")))
        .hint("name a new folder, and take from it what you want"))
}

/// What was made so far. It goes again if the rest cannot be made.
#[derive(Default)]
struct Made {
    folders: Vec<PathBuf>,
    files: Vec<PathBuf>,
}

impl Made {
    fn file(&mut self, path: &Path, template: &Template) -> Result<(), CliError> {
        self.folders_of(path)?;
        let failed = |error: &std::io::Error| CliError::io("write", path, error);
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, if template.runs { 0o777 } else { 0o666 });
        let mut file = options.open(path).map_err(|error| failed(&error))?;
        self.files.push(path.to_owned());
        let text = template.text.replace("{version}", env!("CARGO_PKG_VERSION"));
        file.write_all(text.as_bytes()).map_err(|error| failed(&error))
    }

    /// Makes the folders that are missing above a file, the uppermost first.
    fn folders_of(&mut self, path: &Path) -> Result<(), CliError> {
        let above = path.ancestors().skip(1).filter(|folder| !folder.as_os_str().is_empty());
        let missing: Vec<&Path> = above.take_while(|folder| !folder.is_dir()).collect();
        for folder in missing.into_iter().rev() {
            fs::create_dir(folder).map_err(|error| CliError::io("create", folder, &error))?;
            self.folders.push(folder.to_owned());
        }
        Ok(())
    }

    /// The files, which stay.
    fn keep(&mut self) -> Vec<PathBuf> {
        self.folders.clear();
        std::mem::take(&mut self.files)
    }
}

impl Drop for Made {
    fn drop(&mut self) {
        // What could not be made is what the user has to know.
        self.files.iter().for_each(|file| drop(fs::remove_file(file)));
        self.folders.iter().rev().for_each(|folder| drop(fs::remove_dir(folder)));
    }
}
