//! `--show-config`: the configuration in force, as a file that would say the same.

use super::{Config, Level, REQUIREMENTS};
use crate::cli::shell::{path_text, visible};
use crate::diag::{Severity, all, page::severity_word};
use std::fmt::Write as _;

/// The whole configuration as TOML; every code that can be configured with the severity it has.
pub(in crate::cli) fn render(config: &Config) -> String {
    let from = config.path.as_deref().map_or_else(|| "no file: the defaults".to_owned(), path_text);
    let fail_on = severity_word(config.fail_on.unwrap_or(Severity::Error));
    // Writing into a string cannot fail.
    let mut out = format!("# from {from}\nfail-on = \"{fail_on}\"\n\n[require]\n");
    for (key, _) in REQUIREMENTS {
        let _ = writeln!(out, "{key} = {}", config.required.contains(&key));
    }
    if let Some(pattern) = &config.lints.name_pattern {
        let _ = writeln!(out, "name-pattern = {}", quoted(pattern.as_str()));
    }
    out.push_str("\n[per-file-ignores]\n");
    for (pattern, _, codes) in &config.ignores {
        let codes: Vec<String> = codes.iter().map(|code| format!("\"{}\"", code.code())).collect();
        let _ = writeln!(out, "{} = [{}]", quoted(pattern), codes.join(", "));
    }
    out.push_str("\n[severity]\n");
    for code in all().filter(|code| code.severity() != Severity::Error) {
        let level = match config.level(code) {
            Level::Off => "off",
            Level::As(severity) => severity_word(severity),
        };
        let _ = writeln!(out, "{} = \"{level}\" # {}", code.code(), code.name());
    }
    out
}

/// A text as TOML's basic string, safe on a terminal.
fn quoted(text: &str) -> String {
    format!("\"{}\"", visible(text).replace('\\', "\\\\").replace('"', "\\\""))
}
