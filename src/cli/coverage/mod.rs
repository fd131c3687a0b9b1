//! `falconer coverage`: Falco rules and the mitigations that answer them.
//!
//! In: Falco's rules files and a rulebook. Out: which rules nothing answers, which names are those of no rule, and
//! which fields Falco would have to print besides. The comparison itself is [`crate::suite`]'s.

mod json;
mod pretty;

use super::check::Target;
use super::diagnostics::{self, counted};
use super::exit::{CliError, Exit};
use super::shell::Shell;
use crate::check::book::walk;
use crate::check::falco_rules::{self, FalcoRules};
use crate::diag::{Code, Diagnostic, Severity};
use crate::eval::Engine;
use crate::source::{Sources, Span};
use crate::suite::{RuleCoverage, rule_coverage};
use crate::syntax::falco_rules::is_falco_rules;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// Compare Falco's rules with the rulebook that answers them
///
/// Reads rules files as Falco does, in the order given: lists, macros, exceptions, `override` and `append`, rules that
/// are switched off. Says of each rule which mitigations name it and how many tests they have; which rules none names, so
/// that only a class or a fallback answers; which names are those of no rule; and which fields a mitigation asks for that
/// the rule does not print, with the `append_output` of falco.yaml that brings them.
///
/// Several files and folders may stand behind one `--falco-rules`, as a shell's `*` gives them: Falco rules and rulebooks
/// are told apart by their items. Rules that are switched off count like any other: one line switches them on.
#[derive(Debug, clap::Args)]
#[command(after_help = "Examples:
  falconer coverage --falco-rules /etc/falco/falco_rules.yaml
  falconer coverage --falco-rules /etc/falco/falco_rules.yaml --falco-rules /etc/falco/rules.d our-rulebook/
  falconer coverage --falco-rules rules/*.yaml --min 90
  falconer coverage --falco-rules falco_rules.yaml --format json

Exit codes: 0 fine, 1 less than --min is covered or a mitigation names no rule, 2 the files cannot be loaded.")]
pub(super) struct Args {
    /// A rules file as Falco loads it, or a folder of them; may be repeated, the order is Falco's
    #[arg(long, value_name = "PATH", required = true)]
    falco_rules: Vec<PathBuf>,

    #[command(flatten)]
    target: Target,

    /// Exit with 1 if a mitigation names less of the rules than this
    #[arg(long, value_name = "PERCENT", default_value_t = 100, value_parser = clap::value_parser!(u8).range(0..=100))]
    min: u8,

    /// How the comparison is written
    #[arg(short, long, value_enum, default_value = "pretty")]
    format: Format,
}

/// How the comparison is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    /// For people
    Pretty,
    /// One JSON object
    Json,
}

/// More of a file is not read to tell what it is: no rules file is larger.
const MAX_READ: u64 = 4 << 20;

/// What is compared, and what came of it.
struct Compared<'c> {
    coverage: &'c RuleCoverage,
    /// The files of the Falco rules and of the rulebook.
    falco: &'c Sources,
    rulebook: &'c Sources,
    min: u8,
}

impl Compared<'_> {
    /// Whether as much as wanted is covered: exactly, not by the rounded percentage.
    fn is_enough(&self) -> bool {
        let (covered, all) = self.coverage.count();
        covered.saturating_mul(100) >= all.saturating_mul(usize::from(self.min))
    }
}

pub(super) fn run(args: &Args, shell: &mut Shell) -> Result<Exit, CliError> {
    let (more_rules, rulebooks) = told_apart(args.target.named());
    let rules = load(args.falco_rules.iter().chain(&more_rules), shell)?;
    let mut checked = args.target.check_of(&rulebooks);
    checked.problems.retain(|problem| problem.severity == Severity::Error);
    if !checked.problems.is_empty() {
        return refused(&checked.problems, checked.book.sources(), "rulebook", shell);
    }
    let book = checked.book;
    if book.mitigation_count() == 0 {
        return Err(
            CliError::new("the rulebook holds no mitigation").hint("name one, or leave out `--no-builtin`")
        );
    }
    let engine = Engine::new(book);
    let coverage = rule_coverage(&engine, &rules);
    let compared = Compared {
        coverage: &coverage,
        falco: rules.sources(),
        rulebook: engine.book().sources(),
        min: args.min,
    };
    match args.format {
        Format::Pretty => pretty::print(&compared, shell)?,
        Format::Json => shell.print(json::render(&compared)?)?,
    }
    Ok(judge(&compared, shell))
}

/// Of what was named, Falco's rules and rulebooks. What could be either, such as lists alone, belongs to the Falco rules
/// behind it.
fn told_apart(named: &[PathBuf]) -> (Vec<PathBuf>, Vec<PathBuf>) {
    let (mut rules, mut rulebooks, mut either) = (Vec::new(), Vec::new(), Vec::new());
    for path in named {
        match is_rules(path) {
            Some(true) => {
                rules.append(&mut either);
                rules.push(path.clone());
            }
            Some(false) => rulebooks.push(path.clone()),
            None => either.push(path.clone()),
        }
    }
    rulebooks.append(&mut either);
    (rules, rulebooks)
}

/// Whether a file holds Falco rules; of a folder, the first of its files that tells.
fn is_rules(path: &Path) -> Option<bool> {
    if path.is_dir() {
        return walk::folder(path).files.iter().find_map(|file| is_rules(file));
    }
    let mut text = String::new();
    // What cannot be read is complained about by whoever loads it.
    File::open(path).ok()?.take(MAX_READ).read_to_string(&mut text).ok()?;
    is_falco_rules(&text)
}

/// The Falco rules, or a refusal after their errors were shown.
fn load<'p>(paths: impl Iterator<Item = &'p PathBuf>, shell: &mut Shell) -> Result<FalcoRules, CliError> {
    let loaded = falco_rules::load(paths);
    let errors: Vec<Diagnostic> = loaded.errors().cloned().collect();
    let sources = loaded.rules.sources();
    if !errors.is_empty() {
        return refused(&errors, sources, "Falco rules", shell);
    }
    diagnostics::advise(&loaded.diagnostics, sources, shell);
    if loaded.rules.rules.is_empty() {
        return Err(CliError::new("there is no Falco rule to compare with").hint(
            "name the files of `rules_files` in falco.yaml: `--falco-rules /etc/falco/falco_rules.yaml`",
        ));
    }
    for (_, file) in sources.iter() {
        shell.detail(format_args!("read `{}`", super::shell::path_text(Path::new(file.name()))));
    }
    Ok(loaded.rules)
}

/// Shows errors and says what cannot be used because of them.
fn refused<T>(
    errors: &[Diagnostic],
    sources: &Sources,
    what: &str,
    shell: &mut Shell,
) -> Result<T, CliError> {
    diagnostics::complain(errors, sources, shell);
    let unreadable = errors.iter().all(|error| error.code == Code::FILE_UNREADABLE);
    let verb = if what.ends_with('s') { "have" } else { "has" };
    let error = CliError::new(format!("the {what} {verb} {}", counted(errors.len(), "error")));
    Err(if unreadable {
        error
    } else {
        error.hint("mend it first: what is missing would count as uncovered")
    })
}

/// Says what the exit code is for.
fn judge(compared: &Compared<'_>, shell: &mut Shell) -> Exit {
    let coverage = compared.coverage;
    let enough = compared.is_enough();
    if !enough {
        let percent = coverage.percent().unwrap_or(0);
        let message = format!("{percent} % of the rules are covered, less than {} %", compared.min);
        shell.complain(&CliError::new(message).hint("write mitigations for the others, or lower `--min`"));
    }
    if !coverage.strangers.is_empty() {
        let names = counted(coverage.strangers.len(), "name");
        shell.complain(&CliError::new(format!("{names} of no rule in these files")));
    }
    if enough && coverage.strangers.is_empty() { Exit::Fine } else { Exit::Problems }
}

/// Where something stands: its file, line and column.
fn place(span: Span, sources: &Sources) -> Option<(&str, u32, u32)> {
    let file = sources.get(span.file)?;
    let at = file.location(span.bytes.start);
    Some((file.name(), at.line, at.column))
}
