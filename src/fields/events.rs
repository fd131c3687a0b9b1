//! The names that `evt.type` can hold.

use super::catalogue::rows;
use std::sync::OnceLock;

/// Whether Falco knows an event or system call of this name. Plugins can define more.
#[must_use]
pub fn is_event_name(name: &[u8]) -> bool {
    static NAMES: OnceLock<Vec<&str>> = OnceLock::new();
    let names = NAMES.get_or_init(|| rows(include_str!("event_names.txt")).collect());
    names.binary_search_by(|known| known.as_bytes().cmp(name)).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_and_system_calls_are_known() {
        for name in ["open", "openat2", "execve", "pluginevent", "switch", "zz"] {
            assert_eq!(is_event_name(name.as_bytes()), name != "zz", "{name}");
        }
        assert!(rows(include_str!("event_names.txt")).is_sorted());
    }
}
