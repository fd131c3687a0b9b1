//! Simple commands: which words a value may be, and what each place demands.

use super::super::Findings;
use super::lexer::{Part, Token, Word};
use super::options;
use super::programs::{self, Kind};
use super::wrappers::Wrapper;
use crate::escape::{Context, Demand, ShellPlace};

/// How many programs may run one another in one command (`sudo nice kubectl exec … -- find … -exec …`).
const MAX_NESTED: usize = 8;

/// Reserved words after which another command begins.
const OPENERS: [&str; 10] = ["if", "then", "elif", "else", "do", "while", "until", "!", "{", "time"];

/// Reserved words that end a compound command.
const CLOSERS: [&str; 4] = ["fi", "done", "esac", "}"];

#[derive(Default)]
struct Command<'t> {
    words: Vec<&'t Word>,
    files: Vec<&'t Word>,
    /// Files that take what it prints: no program runs their names.
    outputs: Vec<&'t Word>,
    inputs: Vec<&'t Word>,
    piped: bool,
}

/// Places the holes of all commands.
pub(super) fn place(tokens: &[Token], bash: bool, findings: &mut Findings) {
    let mut placer = Placer { bash, findings };
    let mut command = Command::default();
    let mut tokens = tokens.iter();
    while let Some(token) = tokens.next() {
        match token {
            Token::Word(word) => placer.word(&mut command, word),
            Token::Redirect | Token::Output | Token::HereString => {
                if let Some(Token::Word(word)) = tokens.as_slice().first() {
                    tokens.next();
                    let into = match token {
                        Token::Redirect => &mut command.files,
                        Token::Output => &mut command.outputs,
                        _ => &mut command.inputs,
                    };
                    into.push(word);
                }
            }
            Token::Separator => placer.command(std::mem::take(&mut command)),
            Token::Open => {
                if command.piped {
                    placer.pipe_into_code();
                }
                placer.command(std::mem::take(&mut command));
            }
            Token::Pipe => {
                placer.command(std::mem::take(&mut command));
                command.piped = true;
            }
        }
    }
    placer.command(command);
}

struct Placer<'f> {
    bash: bool,
    findings: &'f mut Findings,
}

impl Placer<'_> {
    /// Adds a word to the command, unless it is reserved there.
    fn word<'t>(&mut self, command: &mut Command<'t>, word: &'t Word) {
        let reserved = if command.words.is_empty() && !word.quoted { word.literal() } else { None };
        match reserved {
            Some(text) if OPENERS.contains(&text) => {
                if command.piped && text != "!" && text != "time" {
                    self.pipe_into_code();
                }
            }
            Some(text) if CLOSERS.contains(&text) => {}
            Some("[[" | "function") => self.findings.refuse_all(
                "functions and `[[` carry values to places that are not checked",
                "write plain commands",
            ),
            _ if command.words.is_empty() && is_assignment(word) => {
                let hint =
                    "write the hole where the value is used, for the shell splits what a variable holds";
                self.refuse(word, "the hole is a variable's value", hint);
            }
            _ => command.words.push(word),
        }
    }

    fn command(&mut self, command: Command<'_>) {
        for word in command.files.iter().chain(&command.outputs) {
            self.file(word);
        }
        let is_code = self.program(&command.words, 0);
        for word in &command.inputs {
            if is_code {
                self.refuse_code(word);
            } else {
                self.accept(word, false, &|_| Demand::Nothing);
            }
        }
        if is_code {
            command.files.iter().for_each(|word| self.refuse_code(word));
            if command.piped {
                self.pipe_into_code();
            }
        }
    }

    /// Places the holes of a program's words; true if the program runs what it is given.
    fn program(&mut self, words: &[&Word], nested: usize) -> bool {
        let Some((program, rest)) = words.split_first() else { return false };
        if program.holes().next().is_some() {
            self.refuse(program, "the hole is the command itself", "name the program in the example");
        }
        let Some(name) = program.literal().filter(|_| nested <= MAX_NESTED) else {
            rest.iter().for_each(|word| self.refuse_code(word));
            return true;
        };
        if name.starts_with('-') {
            // `time -p x`: what follows is the command.
            rest.iter().for_each(|word| self.refuse_code(word));
            return true;
        }
        let own = Own { name, kind: programs::kind(name) };
        match own.kind {
            Kind::Code => self.all_code(rest),
            Kind::Wrapper(wrapper) => match wrapped(rest, wrapper) {
                Some(start) => self.nested(own, rest, start, nested),
                None => self.all_code(rest),
            },
            Kind::Find => self.find(own, rest, nested),
            Kind::Kube => match kube_command(rest) {
                Some(start) => self.nested(own, rest, start, nested),
                None => self.all_code(rest),
            },
            Kind::Engine => self.nested(own, rest, engine_command(rest), nested),
            Kind::Script => {
                self.script(name, rest);
                false
            }
            Kind::Words | Kind::Subcommands if command_follows(name, rest) => self.all_code(rest),
            Kind::Writes => {
                rest.iter().for_each(|word| self.file(word));
                false
            }
            _ => {
                self.operands(own, rest);
                false
            }
        }
    }

    /// The program runs all of its words.
    fn all_code(&mut self, words: &[&Word]) -> bool {
        words.iter().for_each(|word| self.refuse_code(word));
        true
    }

    /// `find`: its own words up to `-exec`, a program up to `;` or `+`, and so on.
    fn find(&mut self, own: Own<'_>, words: &[&Word], nested: usize) -> bool {
        let is_exec = |word: &&Word| matches!(word.literal(), Some("-exec" | "-execdir" | "-ok" | "-okdir"));
        let is_end = |word: &&Word| matches!(word.literal(), Some(";" | "+"));
        let mut rest = words;
        let mut is_code = false;
        loop {
            let start = rest.iter().position(is_exec).map_or(rest.len(), |at| at.saturating_add(1));
            let (before, program) = rest.split_at_checked(start).unwrap_or((rest, &[]));
            self.operands(own, before);
            if program.is_empty() {
                return is_code;
            }
            let end = program.iter().position(is_end).unwrap_or(program.len());
            let (program, after) = program.split_at_checked(end).unwrap_or((program, &[]));
            is_code |= self.program(program, nested.saturating_add(1));
            rest = after;
        }
    }

    /// Places the program's own words, then those of the program that it runs, from `start` on.
    fn nested(&mut self, own: Own<'_>, words: &[&Word], start: usize, nested: usize) -> bool {
        let (before, inner) = words.split_at_checked(start).unwrap_or((words, &[]));
        self.operands(own, before);
        self.program(inner, nested.saturating_add(1))
    }

    fn operands(&mut self, own: Own<'_>, words: &[&Word]) {
        let Own { name, kind } = own;
        let subcommand = subcommand(words);
        let runs_image = kind == Kind::Engine && literal_among(words, &["run", "create"]);
        let mut options_ended = false;
        let mut previous = None;
        let mut named = !matches!(kind, Kind::Kube | Kind::Engine | Kind::Subcommands);
        for word in words {
            let text = word.literal();
            let holes = word.holes().next().is_some();
            if runs_image && text.is_some_and(|text| programs::kind(text) == Kind::Code) {
                words.iter().for_each(|word| self.refuse_code(word));
            }
            if holes && chooses(name, word, previous) {
                let hint = "write the option's value yourself, or put the value of the alert into an operand";
                self.refuse(word, "this option's value chooses a program, a file or a set of things", hint);
            }
            let lone = word.parts.len() == 1 && holes;
            let valued = |options: &[&str]| previous.is_some_and(|option| options.contains(&option));
            if lone && !named && !valued(options::GLOBAL_VALUED) {
                self.refuse(word, "the hole is the command itself", "name the subcommand in the example");
            }
            if runs_image && lone && !valued(options::RUN_VALUED) {
                self.refuse(
                    word,
                    "the hole may be the command of the new container",
                    "name the image and command",
                );
            }
            if matches!(kind, Kind::Wrapper(_)) && holes && is_assignment(word) {
                self.refuse(word, "the hole is a variable's value", "write the hole where the value is used");
            }
            let subcommand = subcommand.filter(|_| named);
            self.accept(word, !options_ended, &|glued| programs::demand(kind, subcommand, glued));
            named |= text.is_some_and(|text| !is_option(text)) && !valued(options::GLOBAL_VALUED);
            options_ended |= text == Some("--") && kind != Kind::Find;
            previous = text;
        }
    }

    /// `sed`, `awk`, `jq`, `printf`: values only after a literal operand, which is the script.
    fn script(&mut self, name: &str, words: &[&Word]) {
        let hint = "write the script yourself, then the values as further operands";
        // These read options also behind their operands.
        let permutes = matches!(programs::base_name(name), "sed" | "jq");
        let mut script_seen = false;
        let mut options_ended = false;
        let mut values_next = 0usize;
        let mut previous = None;
        for word in words {
            let text = word.literal();
            let is_script = matches!(previous, Some("-e" | "-f" | "--expression" | "--file" | "--from-file"));
            if !script_seen || (is_script && !options_ended) {
                self.refuse(word, "the hole may be the program's script", hint);
            } else {
                let reads_assignments = name.ends_with("awk");
                let demand = if reads_assignments { Demand::Path } else { Demand::Nothing };
                self.accept(word, !options_ended, &|_| demand);
            }
            if values_next > 0 {
                values_next = values_next.saturating_sub(1);
                script_seen |= is_script;
            } else if !options_ended && (!script_seen || permutes) {
                match text {
                    Some("--") => options_ended = true,
                    Some(option) if is_option(option) => match options::script_option(name, option) {
                        Some(count) => values_next = count,
                        None => {
                            return words.iter().for_each(|word| {
                                self.refuse(word, "the hole may be the program's script", hint)
                            });
                        }
                    },
                    Some(script) => script_seen = self.is_script(name, script, words),
                    None => {}
                }
            } else {
                script_seen |= text.is_some();
                options_ended |= text == Some("--");
            }
            previous = text;
        }
    }

    /// Whether a word is a script after which values are text.
    fn is_script(&mut self, name: &str, script: &str, words: &[&Word]) -> bool {
        if name == "printf" && !options::prints_text_only(script) {
            let message = "the format reads values as more than text";
            words.iter().for_each(|word| self.refuse(word, message, "use `%s` for every value"));
        }
        true
    }

    fn file(&mut self, word: &Word) {
        if word.holes().next().is_none() {
            return;
        }
        if word.parts.first().is_some_and(|part| matches!(part, Part::Text(text) if text.contains('/'))) {
            self.accept(word, false, &|_| Demand::FileName);
        } else {
            self.refuse(
                word,
                "the hole chooses the file",
                "put a folder before it: `> evidence/{{ x }}.txt`",
            );
        }
    }

    /// Places the holes of one word; `demand` is told whether something stands before the value. Only a value
    /// that begins the word can be taken for an option.
    fn accept(&mut self, word: &Word, options: bool, demand: &dyn Fn(bool) -> Demand) {
        let prefix = word.prefix();
        let in_option = options && prefix.starts_with(['-', '+']) && !prefix.contains('=');
        let mut first = true;
        for part in &word.parts {
            if let Part::Hole(hole) = part {
                if in_option {
                    self.findings.refuse(
                        *hole,
                        "the hole is a part of an option's name",
                        "write `--option={{ x }}`, or the value as a word of its own",
                    );
                } else {
                    let demand = demand(!first);
                    let place = ShellPlace { bash: self.bash, option_risk: options && first, demand };
                    self.findings.accept(*hole, Context::Shell(place));
                }
            }
            // An expansion may be empty, so it protects nothing.
            first &= *part == Part::Dynamic;
        }
    }

    fn refuse(&mut self, word: &Word, message: &str, hint: &str) {
        word.holes().for_each(|hole| self.findings.refuse(hole, message, hint));
    }

    fn refuse_code(&mut self, word: &Word) {
        let hint = "use a program that takes the value as a word; `printf '%s\\n' {{ x }}` prints one";
        self.refuse(word, "the program may run or evaluate this value", hint);
    }

    fn pipe_into_code(&mut self) {
        self.findings.refuse_all(
            "the example pipes into a program that runs or evaluates its input",
            "make it two examples, or pass the value as a word",
        );
    }
}

fn is_option(text: &str) -> bool {
    text.len() > 1 && text.starts_with('-')
}

fn literal_among(words: &[&Word], names: &[&str]) -> bool {
    words.iter().any(|word| word.literal().is_some_and(|text| names.contains(&text)))
}

/// `NAME=…`, `NAME+=…`, `NAME[…]=…`.
fn is_assignment(word: &Word) -> bool {
    let prefix = word.prefix();
    let name = prefix.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(prefix.len());
    let rest = prefix.get(name..).unwrap_or("");
    name > 0
        && !prefix.starts_with(|c: char| c.is_ascii_digit())
        && (rest.starts_with('=') || rest.starts_with("+=") || rest.starts_with('['))
}

/// A program's name and what is known of it.
#[derive(Clone, Copy)]
struct Own<'n> {
    name: &'n str,
    kind: Kind,
}

/// Whether the holes of a word are the value of an option that chooses more than text.
fn chooses(name: &str, word: &Word, previous: Option<&str>) -> bool {
    let prefix = word.prefix();
    let glued = match prefix.find('=') {
        Some(at) => {
            let (option, rest) = prefix.split_at_checked(at.saturating_add(1)).unwrap_or((prefix, ""));
            options::chooses(name, option, rest.is_empty())
        }
        None => false,
    };
    glued || previous.is_some_and(|option| options::chooses(name, option, prefix.is_empty()))
}

/// Whether a literal word says that a command follows.
fn command_follows(name: &str, words: &[&Word]) -> bool {
    words.iter().any(|word| word.literal().is_some_and(|text| programs::command_follows(name, text)))
}

/// Where the program that a wrapper runs begins; `None` if an option is not known.
fn wrapped(words: &[&Word], wrapper: &Wrapper) -> Option<usize> {
    let mut left = wrapper.operands;
    let mut options = true;
    let mut words = words.iter().enumerate();
    while let Some((at, word)) = words.next() {
        let text = word.literal().unwrap_or(word.prefix());
        if options && text == "--" {
            options = false;
        } else if options && text.starts_with('-') {
            if wrapper.takes_next(text)? {
                words.next();
            }
        } else if !is_assignment(word) {
            if left == 0 {
                return Some(at);
            }
            // Not the alert's to choose: a folder to take programs from, above all.
            if word.holes().next().is_some() {
                return None;
            }
            left = left.saturating_sub(1);
            // After the first operand a dash belongs to the command.
            options = false;
        }
    }
    Some(usize::MAX)
}

/// Where the operands after `skip` of them begin, options and their values passed over.
fn after_operands(words: &[&Word], valued: &[&str], skip: usize) -> usize {
    let mut left = skip;
    let mut options = true;
    let mut value_next = false;
    for (at, word) in words.iter().enumerate() {
        let text = word.literal().unwrap_or(word.prefix());
        if std::mem::take(&mut value_next) {
            continue;
        }
        if options && text == "--" {
            options = false;
        } else if options && is_option(text) {
            value_next = valued.contains(&text);
        } else {
            if left == 0 {
                return at;
            }
            left = left.saturating_sub(1);
            // After the first operand a dash belongs to the command.
            options = false;
        }
    }
    words.len()
}

/// The first operand: `exec` of `docker -H x exec …`.
fn subcommand<'w>(words: &[&'w Word]) -> Option<&'w str> {
    words.get(after_operands(words, options::GLOBAL_VALUED, 0)).and_then(|word| word.literal())
}

/// Where the command of `kubectl exec|debug|run … -- COMMAND` begins; `None` for an `exec` without `--`, of which
/// nobody knows where.
fn kube_command(words: &[&Word]) -> Option<usize> {
    let dashes = words.iter().position(|word| word.literal() == Some("--"));
    let before = words.get(..dashes.unwrap_or(words.len())).unwrap_or(words);
    match dashes {
        Some(at) if literal_among(before, &["exec", "debug", "run"]) => Some(at.saturating_add(1)),
        None if literal_among(before, &["exec"]) => None,
        _ => Some(words.len()),
    }
}

/// Where the command of `docker exec [options] CONTAINER COMMAND` begins.
fn engine_command(words: &[&Word]) -> usize {
    match words.iter().position(|word| word.literal() == Some("exec")) {
        Some(at) => {
            let start = at.saturating_add(1);
            let rest = words.get(start..).unwrap_or(&[]);
            start.saturating_add(after_operands(rest, options::EXEC_VALUED, 1))
        }
        None => words.len(),
    }
}
