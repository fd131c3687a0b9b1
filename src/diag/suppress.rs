//! Comments that silence a diagnostic: `# falconer: ignore[FL0102] the field is our plugin's`.
//!
//! In: the diagnostics of a run and the files they point into. Out: those that stay, those that a comment
//! silences, and what is wrong with the comments themselves. A comment speaks for its own line, or, standing
//! alone, for the next line that is none; a text of several lines belongs to the line where its key stands. Only
//! YAML's own comments count: what looks like one inside a block of text is text.

use super::{Code, Diagnostic, Edit, Fix, Severity, did_you_mean};
use crate::source::yaml::{self, Node, NodeKind};
use crate::source::{ByteRange, FileId, SourceFile, Sources, Span};
use std::collections::{BTreeMap, BTreeSet};

/// How every such comment begins.
const MARK: &str = "falconer:";

/// A diagnostic that a comment silences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Silenced {
    /// What is not shown.
    pub diagnostic: Diagnostic,
    /// Why, in the author's words.
    pub reason: String,
    /// The comment.
    pub comment: Span,
}

/// What became of a run's diagnostics.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Outcome {
    /// Those that stay, and those about the comments themselves.
    pub kept: Vec<Diagnostic>,
    /// Those that are silenced.
    pub silenced: Vec<Silenced>,
}

/// One comment.
#[derive(Debug)]
struct Comment {
    span: Span,
    /// The line that it speaks for, from 1.
    line: u32,
    codes: Vec<(String, Span)>,
    reason: String,
}

/// Silences what the comments of `files` silence. `complete` says whether everything was looked for: only then can
/// a comment be called unused.
#[must_use]
pub fn apply(
    diagnostics: Vec<Diagnostic>,
    sources: &Sources,
    files: impl Fn(FileId) -> bool,
    complete: bool,
) -> Outcome {
    let mut problems = Vec::new();
    let mut silencers: Vec<Option<(String, Span)>> = vec![None; diagnostics.len()];
    for (id, file) in sources.iter().filter(|(id, file)| files(*id) && file.text().contains(MARK)) {
        // What is no YAML has no comments, and its one error cannot be silenced.
        let Ok(documents) = yaml::parse(id, file.text()) else { continue };
        let page = Page { id, file, scalars: scalars(&documents) };
        let here = page.by_line(&diagnostics);
        for comment in page.comments(&mut problems) {
            let at = here.get(&comment.line).map_or(&[][..], Vec::as_slice);
            page.silence(&comment, at, &diagnostics, &mut silencers, &mut problems, complete);
        }
    }
    let mut outcome = Outcome { kept: problems, silenced: Vec::new() };
    for (diagnostic, silencer) in diagnostics.into_iter().zip(silencers) {
        match silencer {
            Some((reason, comment)) => outcome.silenced.push(Silenced { diagnostic, reason, comment }),
            None => outcome.kept.push(diagnostic),
        }
    }
    super::settle(&mut outcome.kept);
    outcome
}

/// A file, and where its scalars stand.
struct Page<'s> {
    id: FileId,
    file: &'s SourceFile,
    /// Sorted; they do not overlap.
    scalars: Vec<ByteRange>,
}

impl Page<'_> {
    /// The scalar that holds a place.
    fn scalar_at(&self, at: u32) -> Option<ByteRange> {
        let before = self.scalars.partition_point(|scalar| scalar.start <= at);
        self.scalars.get(before.checked_sub(1)?).copied().filter(|scalar| at < scalar.end)
    }

    /// The file's diagnostics by the lines that speak for them.
    fn by_line(&self, diagnostics: &[Diagnostic]) -> BTreeMap<u32, Vec<usize>> {
        let mut by_line: BTreeMap<u32, Vec<usize>> = BTreeMap::new();
        for (index, found) in diagnostics.iter().enumerate() {
            if found.primary.span.file == self.id {
                for line in self.lines_of(found.primary.span) {
                    by_line.entry(line).or_default().push(index);
                }
            }
        }
        by_line
    }

    /// The comments, in order; those that cannot be read are problems. One that stands alone speaks for the next
    /// line that is neither empty nor a comment.
    fn comments(&self, problems: &mut Vec<Diagnostic>) -> Vec<Comment> {
        let mut found: Vec<Comment> = Vec::new();
        // From here on comments wait for their line.
        let mut waiting = 0;
        let mut start = 0_usize;
        for (line, number) in self.file.text().split_inclusive('\n').zip(1_u32..) {
            let here = start;
            start = start.saturating_add(line.len());
            let begins = line.trim_start();
            let mark = mark(line).filter(|&(at, _)| {
                self.scalar_at(ByteRange::new(here.saturating_add(at), 0).start).is_none()
            });
            if let Some((at, text)) = mark {
                let range =
                    ByteRange::new(here.saturating_add(at), here.saturating_add(line.trim_end().len()));
                let span = Span { file: self.id, bytes: range };
                match self.read(text, span) {
                    Some((codes, reason)) => found.push(Comment { span, line: number, codes, reason }),
                    None => problems.push(
                        Diagnostic::new(Code::SUPPRESSION_SYNTAX, span, "this comment silences nothing")
                            .hint("write `# falconer: ignore[FL0102] and the reason`"),
                    ),
                }
            }
            if !begins.trim_end().is_empty() && !begins.starts_with('#') {
                found.iter_mut().skip(waiting).for_each(|comment| comment.line = number);
                waiting = found.len();
            }
        }
        found
    }

    /// The codes and the reason of `ignore[FL0102, FL0103] reason`; `text` ends where `span` does.
    fn read(&self, text: &str, span: Span) -> Option<(Vec<(String, Span)>, String)> {
        let (codes, reason) = text.trim_start().strip_prefix("ignore[")?.split_once(']')?;
        // Every piece is a slice of the line, whose end is known.
        let inside = text.len().checked_sub(reason.len().checked_add(1)?)?.checked_sub(codes.len())?;
        let mut at = (span.bytes.end as usize).checked_sub(text.len())?.checked_add(inside)?;
        let mut named = Vec::new();
        for piece in codes.split(',') {
            let blank = piece.len().saturating_sub(piece.trim_start().len());
            let (name, start) = (piece.trim(), at.saturating_add(blank));
            let bytes = ByteRange::new(start, start.saturating_add(name.len()));
            if name.is_empty() {
                return None;
            }
            named.push((name.to_owned(), Span { file: self.id, bytes }));
            at = at.saturating_add(piece.len()).saturating_add(1);
        }
        Some((named, reason.trim().trim_start_matches([':', '-', '–']).trim_start().to_owned()))
    }

    /// The lines that speak for a place: its own, and those where the text that holds it and its key begin.
    fn lines_of(&self, span: Span) -> BTreeSet<u32> {
        let at = span.bytes.start;
        let mut lines = BTreeSet::from([self.file.location(at).line]);
        if let Some(scalar) = self.scalar_at(at) {
            let before = self.file.text().get(..scalar.start as usize).unwrap_or_default();
            let key = ByteRange::new(0, before.trim_end().len()).end.saturating_sub(1);
            lines.extend([self.file.location(scalar.start).line, self.file.location(key).line]);
        }
        lines
    }

    /// Silences what stands `at` a comment's line.
    fn silence(
        &self,
        comment: &Comment,
        at: &[usize],
        diagnostics: &[Diagnostic],
        silencers: &mut [Option<(String, Span)>],
        problems: &mut Vec<Diagnostic>,
        complete: bool,
    ) {
        let (mut used, mut sound) = (false, true);
        for (name, span) in &comment.codes {
            let Some(code) = Code::find(name) else {
                sound = false;
                problems.push(unknown(name, *span));
                continue;
            };
            for &index in at {
                let Some(found) = diagnostics.get(index).filter(|found| found.code == code) else { continue };
                if found.severity == Severity::Error {
                    sound = false;
                    problems.push(of_error(code, *span));
                } else if let Some(silencer @ None) = silencers.get_mut(index) {
                    // A second comment for the same diagnostic is not needed.
                    *silencer = Some((comment.reason.clone(), comment.span));
                    used = true;
                }
            }
        }
        if used && comment.reason.is_empty() {
            problems.push(
                Diagnostic::new(Code::SUPPRESSION_WITHOUT_REASON, comment.span, "no reason is given")
                    .hint("say after the bracket why this is fine, and until when"),
            );
        }
        if complete && sound && !used {
            problems.push(self.unused(comment));
        }
    }

    fn unused(&self, comment: &Comment) -> Diagnostic {
        Diagnostic::new(Code::SUPPRESSION_UNUSED, comment.span, "there is nothing here for it to silence")
            .hint("take the comment away")
            .fix(Fix {
                title: "take the comment away".to_owned(),
                edits: vec![Edit::new(self.with_blanks(comment.span), "")],
                safe: true,
            })
    }

    /// A comment with the blanks before it, and with its line end if it is alone on its line.
    fn with_blanks(&self, comment: Span) -> Span {
        let text = self.file.text();
        let range = comment.bytes.range();
        let before = text.get(..range.start).unwrap_or_default();
        let start = before.trim_end_matches([' ', '\t']).len();
        let alone = start == 0 || before.get(..start).is_some_and(|text| text.ends_with('\n'));
        let rest = text.get(range.end..).unwrap_or_default();
        let line_end = if rest.starts_with("\r\n") { 2 } else { usize::from(rest.starts_with('\n')) };
        let end = if alone { range.end.saturating_add(line_end) } else { range.end };
        Span { file: comment.file, bytes: ByteRange::new(start, end) }
    }
}

/// Where a line's comment of ours begins, and what follows its mark.
fn mark(line: &str) -> Option<(usize, &str)> {
    let line = line.trim_end();
    let (found, _) = line.match_indices('#').find(|&(at, _)| {
        let after = line.get(at.saturating_add(1)..).unwrap_or_default();
        let before = line.get(..at).unwrap_or_default();
        // YAML begins a comment only after a blank.
        (before.is_empty() || before.ends_with([' ', '\t'])) && after.trim_start().starts_with(MARK)
    })?;
    let (_, text) = line.get(found..)?.split_once(MARK)?;
    Some((found, text))
}

fn unknown(name: &str, span: Span) -> Diagnostic {
    let diagnostic =
        Diagnostic::new(Code::SUPPRESSION_UNKNOWN_CODE, span, format!("there is no diagnostic `{name}`"));
    let names: Vec<&str> = super::all().flat_map(|code| [code.code(), code.name()]).collect();
    match did_you_mean(name, names) {
        // Which of two codes was meant is a guess that hides the wrong one.
        Some(near) => diagnostic.hint(format!("did you mean `{near}`?")),
        None => diagnostic.hint("`falconer check` names the code of every diagnostic"),
    }
}

fn of_error(code: Code, span: Span) -> Diagnostic {
    let message = format!("`{}` is an error here, and errors cannot be silenced", code.code());
    Diagnostic::new(Code::SUPPRESSION_OF_ERROR, span, message).hint("mend it, or take the item out")
}

/// Where the scalars of some documents stand, sorted.
fn scalars(documents: &[Node]) -> Vec<ByteRange> {
    let mut found = Vec::new();
    let mut open: Vec<&Node> = documents.iter().collect();
    while let Some(node) = open.pop() {
        match &node.kind {
            NodeKind::Scalar { .. } => found.push(node.span.bytes),
            NodeKind::Sequence(items) => open.extend(items),
            NodeKind::Mapping(entries) => open.extend(entries.iter().flat_map(|(key, value)| [key, value])),
        }
    }
    found.sort_unstable();
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stays of diagnostics at the places of `find`, all of one code, as lines `code line`.
    #[track_caller]
    fn kept(code: Code, text: &str, find: &[&str], expected: &[&str]) {
        let mut sources = Sources::default();
        let file = sources.add("r.yaml", text.to_owned());
        let at = |word: &&str| {
            let start = text.find(*word).unwrap();
            Span { file, bytes: ByteRange::new(start, start + word.len()) }
        };
        let found = find.iter().map(|word| Diagnostic::new(code, at(word), "found")).collect();
        let outcome = apply(found, &sources, |_| true, true);
        let line = |d: &Diagnostic| sources.get(file).unwrap().location(d.primary.span.bytes.start).line;
        let said: Vec<String> =
            outcome.kept.iter().map(|d| format!("{} {}", d.code.code(), line(d))).collect();
        assert_eq!(said, expected, "{text}");
    }

    #[test]
    fn a_comment_speaks_for_its_line_or_the_next() {
        let code = Code::UNKNOWN_FIELD;
        kept(code, "# falconer: ignore[FL0102] ours\n- macro: mm\n", &["mm"], &[]);
        kept(code, "- macro: mm # falconer: ignore[unknown-field] ours\n", &["mm"], &[]);
        kept(code, "# falconer: ignore[FL0102] ours\n\n# another\n- macro: mm\n", &["mm"], &[]);
        kept(code, "# falconer: ignore[FL0101, FL0102] ours\n- macro: mm\n", &["mm"], &[]);
        kept(
            code,
            "- a: b\n# falconer: ignore[FL0102] ours\n- macro: b2\n- macro: mm\n",
            &["mm"],
            &["FL0023 2", "FL0102 4"],
        );
    }

    #[test]
    fn a_text_of_several_lines_belongs_to_its_key() {
        let text =
            "- macro: m\n  # falconer: ignore[FL0102] ours\n  condition: >\n    a.b = c\n    and x.y = z\n";
        kept(Code::UNKNOWN_FIELD, text, &["a.b", "x.y"], &[]);
        let text = "- macro: m\n  condition: | # falconer: ignore[FL0102] ours\n    a.b = c\n\n    and x.y = z\n- a: b\n";
        kept(Code::UNKNOWN_FIELD, text, &["a.b", "x.y"], &[]);
        let text =
            "- macro: m\n  # falconer: ignore[FL0102] ours\n  condition: \"a.b = c\n    and x.y = z\"\n";
        kept(Code::UNKNOWN_FIELD, text, &["a.b", "x.y"], &[]);
    }

    #[test]
    fn what_looks_like_a_comment_in_a_text_is_text() {
        let text = "- macro: m\n  condition: |\n    # falconer: ignore[FL0102] ours\n    a.b = c\n";
        kept(Code::UNKNOWN_FIELD, text, &["a.b"], &["FL0102 4"]);
        kept(Code::UNKNOWN_FIELD, "- a: 'x # falconer: ignore[FL0102] y'\n", &["x"], &["FL0102 1"]);
        kept(Code::UNKNOWN_FIELD, "- a: x# falconer: ignore[FL0102] y\n", &["x#"], &["FL0102 1"]);
    }

    #[test]
    fn comments_have_mistakes_of_their_own() {
        let code = Code::UNKNOWN_FIELD;
        kept(code, "# falconer: ignore[FL0102]\n- macro: mm\n", &["mm"], &["FL0021 1"]);
        kept(code, "# falconer: ignore FL0102 ours\n- macro: mm\n", &["mm"], &["FL0020 1", "FL0102 2"]);
        kept(code, "# falconer: ignore[] ours\n- macro: mm\n", &["mm"], &["FL0020 1", "FL0102 2"]);
        kept(code, "# falconer: ignore[FL9999] ours\n- macro: mm\n", &["mm"], &["FL0022 1", "FL0102 2"]);
        kept(code, "# falconer: ignore[FL0102] ours\n- macro: mm\n", &[], &["FL0023 1"]);
        let code = Code::CONDITION_SYNTAX;
        kept(code, "# falconer: ignore[FL0101] ours\n- macro: mm\n", &["mm"], &["FL0024 1", "FL0101 2"]);
    }

    #[test]
    fn an_unused_comment_goes_with_its_line_and_nothing_else() {
        for (text, expected) in [
            ("- a: b\n# falconer: ignore[FL0102] x\n- c: d\n", "- a: b\n- c: d\n"),
            ("- a: b   # falconer: ignore[FL0102] x\n- c: d\n", "- a: b\n- c: d\n"),
            ("- a: b\r\n  # falconer: ignore[FL0102] x\r\n- c: d\r\n", "- a: b\r\n- c: d\r\n"),
        ] {
            let mut sources = Sources::default();
            sources.add("r.yaml", text.to_owned());
            let kept = apply(Vec::new(), &sources, |_| true, true).kept;
            let fixes: Vec<&Fix> = kept.iter().filter_map(|found| found.fix.as_ref()).collect();
            assert_eq!(super::super::edit::apply(text, &fixes), (expected.to_owned(), 1));
        }
    }

    #[test]
    fn codes_point_at_themselves() {
        let text = "# falconer: ignore[FL0102,  FL9999] ours\n- a: b\n";
        let mut sources = Sources::default();
        sources.add("r.yaml", text.to_owned());
        let kept = apply(Vec::new(), &sources, |_| true, true).kept;
        assert_eq!(text.get(kept[0].primary.span.bytes.range()), Some("FL9999"));
    }
}
