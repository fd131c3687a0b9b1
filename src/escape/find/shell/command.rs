//! Simple commands: which words a value may be, and what each place demands.

use super::super::Findings;
use super::lexer::{Part, Token, Word};
use super::programs::{self, Kind};
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
            Token::Redirect | Token::HereString => {
                if let Some(Token::Word(word)) = tokens.as_slice().first() {
                    tokens.next();
                    let into =
                        if *token == Token::Redirect { &mut command.files } else { &mut command.inputs };
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
        for word in &command.files {
            self.file(word);
        }
        let is_code = self.program(&command.words, 0);
        for word in &command.inputs {
            if is_code {
                self.refuse_code(word);
            } else {
                self.accept(word, false, Demand::Nothing);
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
        let kind = programs::kind(name);
        match kind {
            Kind::Code => {
                rest.iter().for_each(|word| self.refuse_code(word));
                true
            }
            Kind::Wrapper(valued, operands) => {
                let start = after_operands(rest, valued, operands);
                let own = rest.get(..start).unwrap_or(rest);
                if literal_among(own, programs::shell_options(name)) {
                    rest.iter().for_each(|word| self.refuse_code(word));
                    return true;
                }
                self.nested(kind, rest, start, nested)
            }
            Kind::Find => {
                let exec =
                    |word: &&Word| matches!(word.literal(), Some("-exec" | "-execdir" | "-ok" | "-okdir"));
                let start = rest.iter().position(exec).map_or(rest.len(), |at| at.saturating_add(1));
                self.nested(kind, rest, start, nested)
            }
            Kind::Kube => self.nested(kind, rest, kube_command(rest), nested),
            Kind::Engine => self.nested(kind, rest, engine_command(rest), nested),
            Kind::Script => {
                self.script(rest);
                false
            }
            Kind::Shorthand if literal_among(rest, programs::REMOTE_CODE) => {
                rest.iter().for_each(|word| self.refuse_code(word));
                true
            }
            Kind::Plain | Kind::Shorthand => {
                self.operands(kind, rest);
                false
            }
        }
    }

    /// Places the program's own words, then those of the program that it runs, from `start` on.
    fn nested(&mut self, kind: Kind, words: &[&Word], start: usize, nested: usize) -> bool {
        let (own, inner) = words.split_at_checked(start).unwrap_or((words, &[]));
        self.operands(kind, own);
        self.program(inner, nested.saturating_add(1))
    }

    fn operands(&mut self, kind: Kind, words: &[&Word]) {
        let subcommand = subcommand(words);
        let runs_image = kind == Kind::Engine && matches!(subcommand, Some("run" | "create"));
        let mut options_ended = false;
        let mut previous = None;
        for word in words {
            let text = word.literal();
            let is_env_code = matches!(kind, Kind::Wrapper(..)) && word.holes().next().is_some();
            if runs_image && text.is_some_and(|text| programs::kind(text) == Kind::Code) {
                words.iter().for_each(|word| self.refuse_code(word));
            }
            let lone = word.parts.len() == 1 && word.holes().next().is_some();
            if runs_image && lone && !previous.is_some_and(is_option) {
                self.refuse(
                    word,
                    "the hole may be the command of the new container",
                    "name the image and command",
                );
            }
            if is_env_code && is_assignment(word) {
                self.refuse(word, "the hole is a variable's value", "write the hole where the value is used");
            }
            let pattern =
                kind == Kind::Find && previous.is_some_and(|p| programs::FIND_PATTERNS.contains(&p));
            let demand =
                |glued| if pattern { Demand::Token } else { programs::demand(kind, subcommand, glued) };
            self.accept_each(word, !options_ended, demand);
            options_ended |= text == Some("--") && kind != Kind::Find;
            previous = text;
        }
    }

    /// `sed`, `awk`, `printf`: values only after a literal operand, which is the script.
    fn script(&mut self, words: &[&Word]) {
        const TAKES_NO_VALUE: [&str; 9] = ["-n", "-E", "-r", "-s", "-z", "-i", "-e", "--", "-c"];
        let mut script_seen = false;
        let mut options_ended = false;
        let mut previous = None;
        for word in words {
            let text = word.literal();
            let may_be_value = previous.is_some_and(|p| is_option(p) && !TAKES_NO_VALUE.contains(&p));
            let is_script = previous.is_some_and(|p| matches!(p, "-e" | "-f" | "--expression" | "--file"));
            if !script_seen || is_script {
                let hint = "write the script yourself, then the values as further operands";
                self.refuse(word, "the hole may be the program's script", hint);
            } else {
                self.accept(word, !options_ended, Demand::Nothing);
            }
            script_seen |= text.is_some_and(|t| !is_option(t)) && !may_be_value;
            options_ended |= text == Some("--");
            previous = text;
        }
    }

    fn file(&mut self, word: &Word) {
        if word.holes().next().is_none() {
            return;
        }
        if word.parts.first().is_some_and(|part| matches!(part, Part::Text(text) if text.contains('/'))) {
            self.accept(word, false, Demand::FileName);
        } else {
            self.refuse(
                word,
                "the hole chooses the file",
                "put a folder before it: `> evidence/{{ x }}.txt`",
            );
        }
    }

    /// Places the holes of one word. Only a value that begins the word can be taken for an option.
    fn accept(&mut self, word: &Word, options: bool, demand: Demand) {
        self.accept_each(word, options, |_| demand);
    }

    /// The same, where the demand depends on whether literal text stands before the hole in its word.
    fn accept_each(&mut self, word: &Word, options: bool, demand: impl Fn(bool) -> Demand) {
        let prefix = word.prefix();
        let in_option = options && prefix.starts_with(['-', '+']) && !prefix.contains('=');
        let mut first = true;
        let mut glued = false;
        for part in &word.parts {
            if let Part::Hole(hole) = part {
                if in_option {
                    self.findings.refuse(
                        *hole,
                        "the hole is a part of an option's name",
                        "write `--option={{ x }}`, or the value as a word of its own",
                    );
                } else if !self.findings.is_refused(*hole) {
                    let place = ShellPlace { bash: self.bash, option_risk: options && first, demand: demand(glued) };
                    self.findings.accept(*hole, Context::Shell(place));
                }
            }
            // An expansion may be empty, so it protects nothing.
            first &= *part == Part::Dynamic;
            glued |= matches!(part, Part::Text(_));
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
        } else if !is_assignment(word) {
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
    words.get(after_operands(words, programs::GLOBAL_VALUED, 0)).and_then(|word| word.literal())
}

/// Where the command of `kubectl exec|debug|run … -- COMMAND` begins.
fn kube_command(words: &[&Word]) -> usize {
    let dashes = words.iter().position(|word| word.literal() == Some("--"));
    match dashes {
        Some(at) if literal_among(words.get(..at).unwrap_or(&[]), &["exec", "debug", "run"]) => {
            at.saturating_add(1)
        }
        _ => words.len(),
    }
}

/// Where the command of `docker exec [options] CONTAINER COMMAND` begins.
fn engine_command(words: &[&Word]) -> usize {
    match words.iter().position(|word| word.literal() == Some("exec")) {
        Some(at) => {
            let start = at.saturating_add(1);
            let rest = words.get(start..).unwrap_or(&[]);
            start.saturating_add(after_operands(rest, programs::EXEC_VALUED, 1))
        }
        None => words.len(),
    }
}
