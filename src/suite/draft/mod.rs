//! The draft of a mitigation, made from an alert: what an author begins with.
//!
//! In: an alert, the rulebook that the draft is to stand beside, a name. Out: the YAML text of one mitigation that
//! loads, checks and passes its own test as it is. Comments say what its author has to write. Values of the alert
//! stand nowhere but in the test, as quoted scalars; everything else names fields.

mod fields;
pub(super) mod scalar;
mod test_alert;

use crate::alert::Alert;
use crate::check::book::{Book, Kind};
use crate::escape::{Refusal, visible_line};
use scalar::scalar;
use std::fmt::Write as _;

/// The longest name that is made of a rule's.
const MAX_NAME: usize = 60;

/// The draft of a mitigation that answers this alert, under `name` or under one made of the rule's.
///
/// ```
/// use falconer::suite::draft;
/// use falconer::{Alert, Loader};
///
/// let mut book = Loader::new().load().book;
/// let alert = Alert::parse(br#"{"rule":"Backup read","output_fields":{"proc.name":"cat"}}"#)?;
/// let text = draft(&alert, &mut book, None)?;
/// assert!(text.contains("- mitigation: backup-read\n"));
/// assert!(!Loader::new().text("draft.yaml", &text).load().has_errors());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// The rule's name has no exact form in a rulebook.
pub fn draft(alert: &Alert<'_>, book: &mut Book, name: Option<&str>) -> Result<String, Refusal> {
    let name = name.map_or_else(|| free_name(&slug(alert.rule()), book), str::to_owned);
    let rule = scalar(alert.rule())?;
    let fields = fields::printed(alert, book);
    let mut out = String::from(
        "# A draft, made from one alert. It checks and passes its test as it is; what is wrong with it is that it\n\
         # knows no more than the alert does. The comments say what to write.\n\n",
    );
    head(&mut out, &name, &scalar(&visible_line(alert.rule()))?, &rule);
    selection(&mut out, alert, book, &fields);
    facts(&mut out, alert, &fields);
    strategies(&mut out, &name, &rule, &fields);
    line(&mut out, format_args!("  # What the advice rests on."));
    line(&mut out, format_args!("  references:"));
    line(&mut out, format_args!("    - https://falco.org/docs/concepts/rules/exceptions/"));
    test_alert::write(&mut out, alert, &strategy_names(&name));
    Ok(out)
}

/// Text goes to a `String`, which takes all of it.
fn line(out: &mut String, text: std::fmt::Arguments<'_>) {
    let _ = writeln!(out, "{text}");
}

fn head(out: &mut String, name: &str, title: &str, rule: &str) {
    line(out, format_args!("- mitigation: {name}"));
    line(out, format_args!("  # What happened, in a few words, as the report's heading."));
    line(out, format_args!("  title: {title}"));
    line(out, format_args!("  rule: {rule}"));
}

/// The condition, which a rule that is answered already needs.
fn selection(out: &mut String, alert: &Alert<'_>, book: &Book, fields: &[String]) {
    let other = book.entries().find(|entry| entry.rules.iter().any(|rule| rule == alert.rule()));
    let Some(other) = other else {
        line(
            out,
            format_args!("  # `condition:` narrows it; without one, every alert of the rule is answered."),
        );
        return;
    };
    let field = fields::telling(fields).first().copied().or(fields.first().map(String::as_str));
    line(
        out,
        format_args!("  # `{}` answers this rule, too: say which of its alerts are yours.", other.name),
    );
    line(out, format_args!("  condition: {} exists", field.unwrap_or("alert.rule")));
}

fn facts(out: &mut String, alert: &Alert<'_>, fields: &[String]) {
    line(out, format_args!("  group_by: [{}]", fields::group_by(alert, fields).join(", ")));
    line(out, format_args!("  # Who did what to what: one or two sentences."));
    line(out, format_args!("  summary: |"));
    for text in fields::summary(fields) {
        line(out, format_args!("    {text}"));
    }
    if !fields.is_empty() {
        line(out, format_args!("  # What a reader needs to decide, most telling first; leave out the rest."));
        line(out, format_args!("  analysis:"));
        for field in fields {
            line(out, format_args!("    - {field}"));
        }
    }
}

/// The names of the draft's strategies.
fn strategy_names(name: &str) -> [String; 2] {
    [format!("{name}-triage"), format!("{name}-tune")]
}

fn strategies(out: &mut String, name: &str, rule: &str, fields: &[String]) {
    let [triage, tune] = strategy_names(name);
    line(
        out,
        format_args!(
            "  # Then what contains the harm: `falconer list strategies` shows what there is to `use:`."
        ),
    );
    line(out, format_args!("  strategies:"));
    line(out, format_args!("    - strategy: {triage}"));
    line(out, format_args!("      title: \"Decide: expected, or not\""));
    line(out, format_args!("      phase: triage"));
    line(out, format_args!("      # Who knows, where to look, and what each answer means."));
    line(out, format_args!("      text: |"));
    for text in fields::questions(fields) {
        line(out, format_args!("        {text}"));
    }
    line(out, format_args!("    - strategy: {tune}"));
    line(out, format_args!("      title: \"Except it, if it is expected\""));
    line(out, format_args!("      phase: tune"));
    line(out, format_args!("      text: |"));
    line(
        out,
        format_args!("        Except what is expected and nothing beside it, in a file of your own under"),
    );
    line(out, format_args!("        `/etc/falco/rules.d/`."));
    exception(out, rule, fields);
}

/// An exception for the fields that tell the expected case from others; only for a rule whose name is plain words, as
/// it stands in code.
fn exception(out: &mut String, rule: &str, fields: &[String]) {
    let telling = fields::telling(fields);
    if telling.is_empty() || rule.starts_with('"') {
        return;
    }
    let comps = vec!["\"=\""; telling.len()].join(", ");
    let holes: Vec<String> = telling.iter().map(|field| format!("{{{{ {field} }}}}")).collect();
    line(out, format_args!("      examples:"));
    line(out, format_args!("        - lang: falco"));
    line(out, format_args!("          code: |"));
    line(out, format_args!("            - rule: {rule}"));
    line(out, format_args!("              exceptions:"));
    line(out, format_args!("                - name: expected_here"));
    line(out, format_args!("                  fields: [{}]", telling.join(", ")));
    line(out, format_args!("                  comps: [{comps}]"));
    line(out, format_args!("                  values:"));
    line(out, format_args!("                    - [{}]", holes.join(", ")));
    line(out, format_args!("              override:"));
    line(out, format_args!("                exceptions: append"));
    line(out, format_args!("      verify:"));
    line(out, format_args!("        - lang: sh"));
    line(out, format_args!("          code: falco --dry-run"));
}

/// A rule's name as a mitigation's: small letters, digits and `-`.
fn slug(rule: &str) -> String {
    let mut slug = String::new();
    for c in rule.chars().take(MAX_NAME) {
        if c.is_ascii_alphanumeric() {
            slug.push(c.to_ascii_lowercase());
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    match slug.chars().next() {
        None => "my-rule".to_owned(),
        Some(first) if first.is_ascii_digit() => format!("rule-{slug}"),
        Some(_) => slug.to_owned(),
    }
}

/// The name, or the first with a number behind it that neither a mitigation nor a strategy has.
fn free_name(name: &str, book: &Book) -> String {
    let taken = |name: &str| {
        let strategies = strategy_names(name);
        book.entry(Kind::Mitigation, name).is_some()
            || strategies.iter().any(|strategy| book.entry(Kind::Strategy, strategy).is_some())
    };
    let numbered = (2..).map(|number: u32| format!("{name}-{number}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| !taken(name)).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rules_name_becomes_a_mitigations() {
        for (rule, name) in [
            ("Terminal shell in container", "terminal-shell-in-container"),
            ("Read /etc/shadow (twice)!", "read-etc-shadow-twice"),
            ("2 logins", "rule-2-logins"),
            ("\u{202e}\n: {{ x }}", "x"),
            ("Доступ", "my-rule"),
        ] {
            assert_eq!(slug(rule), name);
        }
    }
}
