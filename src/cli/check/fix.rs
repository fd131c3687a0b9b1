//! `--fix` and `--diff`: safe fixes, applied until there are none left.
//!
//! In: the rulebook that was named. Out: its files with every safe fix, or the difference. Mending one mistake may
//! show the next, so the files are checked again, in memory, until nothing is left to mend; a second run then finds
//! nothing. INVARIANT: a file whose items would be told apart otherwise keeps its text.

use super::gate;
use super::target::{Checked, Target};
use crate::cli::config::Config;
use crate::cli::diagnostics::counted;
use crate::cli::exit::{CliError, Exit};
use crate::cli::output::write_file;
use crate::cli::shell::{Shell, path_text, visible};
use crate::diag::{Diagnostic, Fix, edit};
use crate::source::FileId;
use crate::syntax::rulebook;
use similar::TextDiff;
use std::path::Path;

/// Mending ends after so many rounds; each mistake hides few others.
const MAX_ROUNDS: usize = 20;

/// A file before and after.
struct Mended {
    name: String,
    before: String,
    after: String,
}

/// Writes the safe fixes into the files.
pub(super) fn apply(target: &Target, config: &Config, shell: &mut Shell) -> Result<(), CliError> {
    let (files, count) = mend(target, config);
    for file in &files {
        write_file(Path::new(&file.name), file.after.as_bytes(), &[])?;
    }
    if count > 0 {
        let files = counted(files.len(), "file");
        shell.say(format_args!("mended {} in {files}", counted(count, "problem")));
    }
    Ok(())
}

/// Shows what [`apply`] would write; 1 if there is something.
pub(super) fn diff(target: &Target, config: &Config, shell: &mut Shell) -> Result<Exit, CliError> {
    let (files, count) = mend(target, config);
    for file in &files {
        shell.print(unified(file))?;
    }
    shell.say(format_args!("would mend {}", counted(count, "problem")));
    Ok(if count == 0 { Exit::Fine } else { Exit::Problems })
}

fn unified(file: &Mended) -> String {
    let name = path_text(Path::new(&file.name));
    let diff = TextDiff::from_lines(file.before.as_str(), file.after.as_str());
    let text = diff.unified_diff().context_radius(3).header(&name, &name).to_string();
    text.lines().map(|line| visible(line) + "\n").collect()
}

/// The files that change, and how many problems are mended.
fn mend(target: &Target, config: &Config) -> (Vec<Mended>, usize) {
    let first = target.lint(&config.lints);
    // Texts stand for the files from here on; the built-in rulebook's own files are not ours to change.
    let files: Vec<FileId> =
        first.files().into_iter().filter(|&id| !first.book.is_builtin_file(id)).collect();
    let text_of = |id: FileId| {
        let file = first.book.sources().get(id)?;
        Some((file.name().to_owned(), file.text().to_owned()))
    };
    let originals: Vec<(String, String)> = files.into_iter().filter_map(text_of).collect();
    let mut texts = originals.clone();
    let mut checked = first;
    let mut count = 0_usize;
    for _ in 0..MAX_ROUNDS {
        let mended = round(&checked, config, &mut texts);
        if mended == 0 {
            break;
        }
        count = count.saturating_add(mended);
        checked = target.lint_texts(&texts, &config.lints);
    }
    let pairs = originals.into_iter().zip(texts);
    let changed = pairs.filter(|((_, before), (_, after))| before != after);
    let files = changed.map(|((name, before), (_, after))| Mended { name, before, after });
    (files.collect(), count)
}

/// Applies what one check offers; how many fixes those are.
fn round(checked: &Checked, config: &Config, texts: &mut [(String, String)]) -> usize {
    let sources = checked.book.sources();
    let (mut problems, _) = gate::silence(checked);
    problems.retain_mut(|problem| {
        let name = sources.get(problem.primary.span.file).map_or("", |file| file.name());
        config.apply(problem, name)
    });
    let mut count = 0_usize;
    for (name, text) in texts {
        let here = |problem: &&Diagnostic| {
            sources
                .get(problem.primary.span.file)
                .is_some_and(|file| file.name() == name && file.text() == text)
        };
        let fixes: Vec<&Fix> =
            problems.iter().filter(here).filter_map(|p| p.fix.as_ref()).filter(|fix| fix.safe).collect();
        let (after, applied) = edit::apply(text, &fixes);
        if applied > 0 && keeps_items(text, &after, &fixes) {
            *text = after;
            count = count.saturating_add(applied);
        }
    }
    count
}

/// Whether the items that no fix touches are told apart as before. Where the file could not be read at all, there
/// were none.
fn keeps_items(before: &str, after: &str, fixes: &[&Fix]) -> bool {
    let items = |text: &str| -> Vec<(usize, usize)> {
        let parsed = rulebook::parse(FileId(0), text).items;
        parsed.iter().map(|item| (item.span.bytes.start as usize, item.span.bytes.end as usize)).collect()
    };
    let (old, new) = (items(before), items(after));
    if old.len() != new.len() {
        // Only a file that could not be read, or an item that could not, may gain items.
        return old.len() < new.len();
    }
    let touched = |&(start, end): &(usize, usize)| {
        let edits = fixes.iter().flat_map(|fix| &fix.edits).map(|edit| edit.span.bytes.range());
        edits.into_iter().any(|edit| edit.start < end && start <= edit.end)
    };
    old.iter()
        .zip(&new)
        .filter(|(old, _)| !touched(old))
        .all(|(&(a, b), &(c, d))| before.get(a..b) == after.get(c..d))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::check::book::Loader;
    use proptest::prelude::*;

    /// Mistakes that have a safe fix, and some that have none.
    const ITEMS: [&str; 9] = [
        "- list: LIST\n  items: [bash, sh, bash]\n",
        "- macro: MACRO\n  condition: proc.nmae = bash AND proc.pid == 1\n",
        "- macro: MACRO\n  condition: >\n    # no comment\n    proc.name not in (bash, sh)\n",
        "- macro: MACRO\n  conditon: \"proc.name = 'a\\tb' OR proc.pnmae exists\"\n",
        "- var: MACRO\n  valeu: x   # a comment\n",
        "- strategy: S\n  title: T\n  phase: traige\n  text: {{ proc.name }}\n",
        "- strategy: S\n  title: a: b\n  phase: triage\n",
        "- list: LIST\n  items:\n    - a\n    - b   # b\n    - a\n",
        "- macro: MACRO\n  condition: (\n",
    ];

    fn round_of(texts: &mut [(String, String)]) -> usize {
        let loader = texts.iter().fold(Loader::new(), |loader, (name, text)| loader.text(name, text));
        let checked = Checked::of_texts(loader);
        round(&checked, &Config::default(), texts)
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        /// Mending ends, and what has no mistake stays byte for byte.
        #[test]
        fn mending_ends_and_leaves_the_rest_alone(picks in prop::collection::vec(0_usize..9, 0..5)) {
            const GOOD: &str = "- var: untouched   \n  value:   'AND  == '\n  # a comment\n\n";
            let item = |(number, &pick): (usize, &usize)| {
                let text = ITEMS[pick];
                text.replace("LIST", &format!("l{number}")).replace("MACRO", &format!("m{number}")).replace("S\n", &format!("s{number}\n"))
            };
            let text: String = picks.iter().enumerate().map(item).collect();
            let mut texts = vec![("r.yaml".to_owned(), format!("{GOOD}{text}"))];
            let mut rounds = 0;
            while round_of(&mut texts) > 0 {
                rounds += 1;
                prop_assert!(rounds < MAX_ROUNDS, "it goes on for ever: {}", texts[0].1);
            }
            prop_assert!(texts[0].1.starts_with(GOOD), "{}", texts[0].1);
            prop_assert_eq!(round_of(&mut texts), 0);
        }
    }
}
