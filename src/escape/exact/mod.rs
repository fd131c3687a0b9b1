//! Encoders of the sinks that programs read: the value byte for byte, or a [`Refusal`].

mod falco;
mod json;
mod json_screen;
mod ndjson;
mod shell;
mod yaml;

pub use falco::{FalcoItem, FalcoValue};
pub use json::{JsonNumber, JsonString};
pub(crate) use json_screen::json_screen;
pub use ndjson::Ndjson;
pub use shell::{BashWord, ShWord};
pub use yaml::YamlScalar;

use super::Refusal;
use super::visible::begins_command;

/// How long a value in code may be; a cut value would name another thing, so there is none.
const MAX_IN_CODE: usize = 4096;

/// Refuses values that are not what the alert meant, whatever the language.
pub(super) fn bounded(value: &str) -> Result<(), Refusal> {
    if value.len() > MAX_IN_CODE {
        return Err(Refusal::new("is longer than 4 KiB"));
    }
    if value.ends_with("[...]") {
        // Falcosidekick cuts long values with this mark.
        return Err(Refusal::new("was cut short before it came here (`[...]`)"));
    }
    if value.contains('\u{fffd}') {
        return Err(Refusal::new("holds bytes that are not text (U+FFFD)"));
    }
    if value.char_indices().any(|(at, c)| c == '#' && begins_command(value, at, c)) {
        return Err(Refusal::new("holds a mark that logs of CI systems take for a command"));
    }
    if value.contains('\0') {
        return Err(Refusal::new("holds a NUL character"));
    }
    Ok(())
}
