//! `falconer man`: manual pages, made of the help of every command.

use super::Cli;
use super::exit::{CliError, Exit};
use super::output::write_file;
use super::shell::{Shell, path_text};
use clap::{Command, CommandFactory};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// Print the manual page, or write one for every command
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer man | man -l -
  falconer man ~/.local/share/man/man1     then: man falconer-report")]
pub(super) struct Args {
    /// Write the pages of all commands into this folder
    dir: Option<PathBuf>,
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let pages = pages()?;
    match &args.dir {
        None => shell.print_bytes(pages.first().map(|(_, page)| page.as_slice()).unwrap_or_default())?,
        Some(folder) => save(folder, &pages, shell)?,
    }
    Ok(Exit::Fine)
}

fn save(folder: &Path, pages: &[(String, Vec<u8>)], shell: &mut Shell) -> Result<(), CliError> {
    if folder.is_file() {
        return Err(CliError::new(format!("`{}` is a file, not a folder", path_text(folder)))
            .hint("name a folder; it is made if it is not there"));
    }
    fs::create_dir_all(folder).map_err(|error| CliError::io("create", folder, &error))?;
    for (name, page) in pages {
        write_file(&folder.join(name), page, &[])?;
    }
    shell.say(format_args!("wrote {} pages into `{}`", pages.len(), path_text(folder)));
    Ok(())
}

/// The page of the program, then one for each command, under their files' names.
fn pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    let mut program = Cli::command();
    program.build();
    std::iter::once(&program).chain(program.get_subcommands()).map(page).collect()
}

fn page(command: &Command) -> io::Result<(String, Vec<u8>)> {
    let name = command.get_display_name().unwrap_or_else(|| command.get_name()).to_owned();
    let mut page = Vec::new();
    let source = concat!("falconer ", env!("CARGO_PKG_VERSION"));
    clap_mangen::Man::new(command.clone()).title(name.clone()).source(source).render(&mut page)?;
    Ok((format!("{name}.1"), page))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_has_a_page_with_its_examples() {
        let pages = pages().unwrap();
        assert_eq!(pages.first().map(|(name, _)| name.as_str()), Some("falconer.1"));
        for command in Cli::command().get_subcommands() {
            let name = format!("falconer-{}.1", command.get_name());
            let (_, page) =
                pages.iter().find(|(other, _)| *other == name).unwrap_or_else(|| panic!("{name}"));
            let page = String::from_utf8(page.clone()).unwrap();
            assert!(page.contains(".TH") && page.contains("Examples"), "{name}");
        }
    }
}
