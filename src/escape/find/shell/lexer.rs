//! The literal text of a command, cut into words and operators as POSIX says
//! (<https://pubs.opengroup.org/onlinepubs/9799919799/utilities/V3_chap02.html#tag_19_03>).
//!
//! Holes inside quotes, comments, substitutions and here-documents are refused here. Where `sh` and bash would
//! cut differently, or where this lexer would have to guess, every hole is refused.

use super::super::Findings;
use crate::escape::CodePiece;

/// A word or an operator.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// A word.
    Word(Word),
    /// `;`, `&`, `&&`, `||`, `;;`, a line end, `)`.
    Separator,
    /// `(`
    Open,
    /// `|`
    Pipe,
    /// `<`, `>`, `>>`, …: the next word is a file.
    Redirect,
    /// `<<<`: the next word is input.
    HereString,
}

/// A word in its parts.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Word {
    /// Its parts, quotes removed.
    pub(super) parts: Vec<Part>,
    /// Whether a part of it was quoted, so that it is no reserved word.
    pub(super) quoted: bool,
    /// Whether the shell expands it to the names of files, or to several words.
    pattern: bool,
}

/// A part of a word.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Literal text, quotes removed.
    Text(String),
    /// A hole.
    Hole(usize),
    /// What only the shell knows: `$x`, `$(…)`.
    Dynamic,
}

impl Word {
    /// The word's text if it holds neither hole nor expansion.
    pub(super) fn literal(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [] => Some(""),
            [Part::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// The literal text before the first hole or expansion.
    pub(super) fn prefix(&self) -> &str {
        if let Some(Part::Text(text)) = self.parts.first() { text } else { "" }
    }

    /// Its holes.
    pub(super) fn holes(&self) -> impl Iterator<Item = usize> + '_ {
        self.parts.iter().filter_map(|part| if let Part::Hole(hole) = part { Some(*hole) } else { None })
    }

    fn push(&mut self, c: char) {
        if let Some(Part::Text(text)) = self.parts.last_mut() {
            text.push(c);
        } else {
            self.parts.push(Part::Text(c.into()));
        }
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Sym {
    Char(char),
    Hole(usize),
}

struct HereDocument {
    delimiter: String,
    strip_tabs: bool,
}

struct Lexer<'f> {
    syms: Vec<Sym>,
    at: usize,
    bash: bool,
    word: Option<Word>,
    tokens: Vec<Token>,
    /// Here-documents whose bodies begin at the next line end; the delimiter is still to come while `None`.
    pending: Vec<HereDocument>,
    /// `<<` or `<<-` was read, its delimiter is the next word.
    awaiting: Option<bool>,
    findings: &'f mut Findings,
}

/// Cuts the pieces into tokens.
pub(super) fn lex(pieces: &[CodePiece<'_>], bash: bool, findings: &mut Findings) -> Vec<Token> {
    let mut syms = Vec::new();
    let mut holes = 0usize;
    for piece in pieces {
        match piece {
            CodePiece::Text(text) => syms.extend(text.chars().map(Sym::Char)),
            CodePiece::Hole => {
                syms.push(Sym::Hole(holes));
                holes = holes.saturating_add(1);
            }
        }
    }
    let mut lexer = Lexer {
        syms,
        at: 0,
        bash,
        word: None,
        tokens: Vec::new(),
        pending: Vec::new(),
        awaiting: None,
        findings,
    };
    lexer.run();
    lexer.tokens
}

const OWN_QUOTES: &str =
    "a value gets quotes of its own: end the author's quotes before the hole, as in `\"a b\"{{ x }}`";

impl Lexer<'_> {
    fn run(&mut self) {
        while let Some(sym) = self.bump() {
            match sym {
                Sym::Hole(hole) => self.hole(hole),
                Sym::Char(c) => self.char(c),
            }
        }
        self.end_word();
    }

    fn char(&mut self, c: char) {
        match c {
            ' ' | '\t' => self.end_word(),
            '\n' => self.line_end(),
            '#' if self.word.is_none() => self.comment(),
            '\\' => self.backslash(),
            '\'' => self.single_quotes(),
            '"' => self.double_quotes(),
            '`' => self.substitution('`', false),
            '$' => self.dollar(),
            ';' | '&' | '|' | '(' | ')' | '<' | '>' => self.operator(c),
            _ => {
                let word = self.open_word();
                word.pattern |= matches!(c, '*' | '?' | '[' | '{');
                word.push(c);
            }
        }
    }

    fn hole(&mut self, hole: usize) {
        let before = self.at.checked_sub(2).and_then(|at| self.syms.get(at)).copied();
        if before == Some(Sym::Char('$')) {
            self.findings.refuse(
                hole,
                "the hole stands right after `$`",
                "remove the `$`: a hole is no variable",
            );
        }
        self.open_word().parts.push(Part::Hole(hole));
    }

    fn backslash(&mut self) {
        match self.bump() {
            Some(Sym::Char('\n')) | None => {}
            Some(Sym::Char(c)) => {
                let word = self.open_word();
                word.quoted = true;
                word.push(c);
            }
            Some(Sym::Hole(hole)) => {
                self.findings.refuse(hole, "the hole stands right after a backslash", "remove the backslash");
            }
        }
    }

    fn single_quotes(&mut self) {
        self.open_word().quoted = true;
        self.until_quote('\'', false);
    }

    fn double_quotes(&mut self) {
        self.open_word().quoted = true;
        // An empty `""` is a part of the word too.
        while let Some(sym) = self.bump() {
            match sym {
                Sym::Char('"') => return,
                Sym::Char('\\') => match self.bump() {
                    Some(Sym::Char(c @ ('"' | '\\' | '$' | '`'))) => self.open_word().push(c),
                    Some(Sym::Char('\n')) | None => {}
                    Some(Sym::Char(c)) => {
                        self.open_word().push('\\');
                        self.open_word().push(c);
                    }
                    Some(Sym::Hole(hole)) => self.in_quotes(hole),
                },
                Sym::Char('$') => self.expansion(true),
                Sym::Char('`') => self.substitution('`', true),
                Sym::Char(c) => self.open_word().push(c),
                Sym::Hole(hole) => self.in_quotes(hole),
            }
        }
        self.unclosed("a double quote is not closed");
    }

    /// Literal text up to a quote; with `escapes`, a backslash takes the next character along (`$'…'`).
    fn until_quote(&mut self, quote: char, escapes: bool) {
        while let Some(sym) = self.bump() {
            match sym {
                Sym::Char(c) if c == quote => return,
                Sym::Char('\\') if escapes => {
                    if let Some(Sym::Hole(hole)) = self.bump() {
                        self.in_quotes(hole);
                    }
                    self.open_word().parts.push(Part::Dynamic);
                }
                Sym::Char(c) => self.open_word().push(c),
                Sym::Hole(hole) => self.in_quotes(hole),
            }
        }
        self.unclosed("a quote is not closed");
    }

    fn in_quotes(&mut self, hole: usize) {
        self.findings.refuse(hole, "the hole stands inside quotes", OWN_QUOTES);
        self.open_word().parts.push(Part::Hole(hole));
    }

    fn dollar(&mut self) {
        match self.peek() {
            Some(Sym::Char('\'')) if self.bash => {
                self.bump();
                self.open_word().quoted = true;
                self.until_quote('\'', true);
            }
            Some(Sym::Char('\'')) => self.findings.refuse_all(
                "`$'…'` means different things in different shells",
                "write `lang: bash`, or use plain quotes",
            ),
            // `$"…"` is a double-quoted string to both.
            Some(Sym::Char('"')) => {}
            _ => self.expansion(false),
        }
    }

    /// `$` where quotes after it mean nothing special; `quoted` inside double quotes.
    fn expansion(&mut self, quoted: bool) {
        match self.peek() {
            Some(Sym::Char('(')) => {
                self.bump();
                self.substitution(')', quoted);
            }
            Some(Sym::Char('{')) => {
                self.bump();
                self.substitution('}', quoted);
            }
            Some(Sym::Char(c)) if c.is_ascii_alphanumeric() || c == '_' => {
                while matches!(self.peek(), Some(Sym::Char(c)) if c.is_ascii_alphanumeric() || c == '_') {
                    self.bump();
                }
                self.open_word().parts.push(Part::Dynamic);
            }
            Some(Sym::Char('@' | '*' | '#' | '?' | '$' | '!' | '-')) => {
                self.bump();
                self.open_word().parts.push(Part::Dynamic);
            }
            _ => self.open_word().push('$'),
        }
    }

    /// Skips a substitution up to the closer; what it yields is known to the shell alone.
    fn substitution(&mut self, closer: char, quoted: bool) {
        self.open_word().parts.push(Part::Dynamic);
        // The double quotes around it only matter to what single quotes mean inside.
        let mut closers = vec![closer];
        let mut previous = ' ';
        while let Some(&top) = closers.last() {
            let Some(sym) = self.bump() else {
                return self.unclosed("a substitution is not closed");
            };
            let c = match sym {
                Sym::Hole(hole) => {
                    self.findings.refuse(
                        hole,
                        "the hole stands inside a substitution",
                        "make it two examples: first find the value, then use it",
                    );
                    previous = 'x';
                    continue;
                }
                Sym::Char(c) => c,
            };
            match (c, top) {
                // Shells disagree where a backquote ends whose text has quotes, and whether single quotes mean
                // anything in `"${x:-'…'}"`.
                ('\\' | '\'' | '"' | '$', '`') => return self.give_up(),
                ('\'', '}') if quoted || closers.contains(&'"') => return self.give_up(),
                ('\\', _) => {
                    if let Some(Sym::Hole(hole)) = self.bump() {
                        self.findings.refuse(
                            hole,
                            "the hole stands right after a backslash",
                            "remove the backslash",
                        );
                    }
                }
                _ if c == top => drop(closers.pop()),
                ('`', _) => closers.push('`'),
                ('"', _) => closers.push('"'),
                ('\'', '"') => {}
                ('\'', _) => {
                    if previous == '$' {
                        return self.give_up();
                    }
                    self.skip_single_quotes();
                }
                ('(', '"') if previous != '$' => {}
                ('(', _) => closers.push(')'),
                ('{', _) if previous == '$' => closers.push('}'),
                // Here-documents, comments and patterns of `case` could hold a bracket that is none.
                ('<', _) if previous == '<' => return self.give_up(),
                ('#', ')' | '`') if !within_word(previous) => return self.give_up(),
                ('e', ')' | '`') if self.ends_word_case() => return self.give_up(),
                _ => {}
            }
            previous = c;
        }
    }

    fn skip_single_quotes(&mut self) {
        while let Some(sym) = self.bump() {
            match sym {
                Sym::Char('\'') => return,
                Sym::Char(_) => {}
                Sym::Hole(hole) => self.findings.refuse(hole, "the hole stands inside quotes", OWN_QUOTES),
            }
        }
        self.unclosed("a quote is not closed");
    }

    /// Whether the four characters up to here are `case`.
    fn ends_word_case(&self) -> bool {
        let start = self.at.saturating_sub(4);
        self.syms.get(start..self.at) == Some(&['c', 'a', 's', 'e'].map(Sym::Char))
    }

    fn comment(&mut self) {
        while let Some(sym) = self.peek() {
            match sym {
                Sym::Char('\n') => return,
                Sym::Hole(hole) => self.findings.refuse(
                    hole,
                    "the hole stands inside a comment",
                    "say it in the example's `title`, which is prose",
                ),
                Sym::Char(_) => {}
            }
            self.bump();
        }
    }

    fn line_end(&mut self) {
        self.end_word();
        self.tokens.push(Token::Separator);
        for document in std::mem::take(&mut self.pending) {
            self.here_document(&document);
        }
    }

    fn here_document(&mut self, document: &HereDocument) {
        let mut line = String::new();
        while let Some(sym) = self.bump() {
            match sym {
                Sym::Hole(hole) => {
                    self.findings.refuse(
                        hole,
                        "the hole stands inside a here-document",
                        "use an example of that language (`lang: yaml`), or `printf '%s\\n' {{ x }}`",
                    );
                    line.push('\u{fffc}');
                }
                // The shell may join the lines and so miss the delimiter.
                Sym::Char('\n') if line.ends_with('\\') => return self.give_up(),
                Sym::Char('\n') => {
                    let text = if document.strip_tabs { line.trim_start_matches('\t') } else { &line };
                    if text == document.delimiter {
                        return;
                    }
                    line.clear();
                }
                Sym::Char(c) => line.push(c),
            }
        }
    }

    fn operator(&mut self, c: char) {
        let glued = self.word.is_some();
        // In `2>file` the number is a descriptor, not a word.
        let descriptor = matches!(c, '<' | '>')
            && self.word.as_ref().is_some_and(|word| {
                !word.quoted
                    && word.literal().is_some_and(|w| !w.is_empty() && w.bytes().all(|b| b.is_ascii_digit()))
            });
        if descriptor {
            self.word = None;
        }
        match c {
            '<' | '>' if self.peek() == Some(Sym::Char('(')) => {
                self.bump();
                self.substitution(')', false);
            }
            '<' | '>' => {
                self.end_word();
                self.redirect(c);
            }
            '(' if glued || self.after_word() || self.peek() == Some(Sym::Char('(')) => {
                self.findings.refuse_all(
                    "functions, arrays and arithmetic carry values to places that are not checked",
                    "write plain commands",
                )
            }
            '(' => self.tokens.push(Token::Open),
            '&' if self.peek() == Some(Sym::Char('>')) => {
                self.end_word();
                if !self.bash {
                    self.findings.refuse_all(
                        "`&>` means different things in different shells",
                        "write `lang: bash`, or `>file 2>&1`",
                    );
                }
                self.bump();
                self.redirect('>');
            }
            '|' if self.peek() != Some(Sym::Char('|')) => {
                self.end_word();
                if self.peek() == Some(Sym::Char('&')) {
                    self.bump();
                }
                self.tokens.push(Token::Pipe);
            }
            _ => {
                self.end_word();
                if self.peek() == Some(Sym::Char(c)) {
                    self.bump();
                }
                self.tokens.push(Token::Separator);
            }
        }
    }

    fn after_word(&self) -> bool {
        matches!(self.tokens.last(), Some(Token::Word(_)))
    }

    fn redirect(&mut self, c: char) {
        let mut operator = String::from(c);
        while let Some(Sym::Char(next @ ('<' | '>' | '&' | '|' | '-'))) = self.peek() {
            let longer = format!("{operator}{next}");
            if !["<<", "<<<", "<<-", "<>", "<&", ">>", ">&", ">|"].contains(&longer.as_str()) {
                break;
            }
            operator = longer;
            self.bump();
        }
        match operator.as_str() {
            "<<" | "<<-" => self.awaiting = Some(operator.ends_with('-')),
            "<<<" => self.tokens.push(Token::HereString),
            _ => self.tokens.push(Token::Redirect),
        }
    }

    fn end_word(&mut self) {
        let Some(word) = self.word.take() else { return };
        if word.pattern {
            for hole in word.holes() {
                self.findings.refuse(
                    hole,
                    "the hole stands in a pattern, so the value would choose how many words there are",
                    "quote the pattern if it is the program's, or name the files",
                );
            }
        }
        match self.awaiting.take() {
            None => self.tokens.push(Token::Word(word)),
            Some(strip_tabs) => match word.literal() {
                Some(delimiter) => {
                    self.pending.push(HereDocument { delimiter: delimiter.to_owned(), strip_tabs });
                }
                None => self.give_up(),
            },
        }
    }

    fn open_word(&mut self) -> &mut Word {
        self.word.get_or_insert_default()
    }

    fn unclosed(&mut self, message: &str) {
        self.findings.refuse_all(message, "close it");
    }

    fn give_up(&mut self) {
        self.findings.refuse_all(
            "this command is too involved to know where its words end",
            "make it simpler, or several examples",
        );
        self.at = self.syms.len();
    }

    fn bump(&mut self) -> Option<Sym> {
        let sym = self.peek()?;
        self.at = self.at.saturating_add(1);
        Some(sym)
    }

    fn peek(&self) -> Option<Sym> {
        self.syms.get(self.at).copied()
    }
}

/// Whether a `#` after this character begins no comment.
fn within_word(previous: char) -> bool {
    previous.is_alphanumeric() || "$_-./:=,%+@{}".contains(previous)
}
