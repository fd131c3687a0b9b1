//! The reader for archives says of any bytes what the reader for one alert says: the same values, or the same reject.

use falconer::Alert;
use falconer::alert::{Limits, Reader};
use falconer::plan::Slots;
use falconer::value::{Fields, Meta};
use std::sync::Arc;

const KEYS: [&str; 5] = ["a", "proc.name", "proc.aname[2]", "evt.time", "container.image.repository"];
/// Keys without a slot.
const OTHERS: [&str; 4] = ["b", "proc.aname[3]", "output", ""];

/// Holds for every input.
pub(crate) fn holds(bytes: &[u8]) {
    // Small bounds are met by small inputs.
    let limits = Limits { line: 2048, depth: 6, fields: 12, key: 40 };
    let mut reader = Reader::new(Arc::new(Slots::new(KEYS, ["proc.aname["])), &limits);
    // The whole may be one alert over several lines.
    for line in bytes.split_inclusive(|&byte| byte == b'\n').chain([bytes]) {
        let (fast, slow) = match (reader.read(line), Alert::parse_within(line, &limits)) {
            (Ok(fast), Ok(slow)) => (fast, slow),
            (fast, slow) => {
                assert_eq!(fast.err(), slow.err());
                continue;
            }
        };
        for key in KEYS.iter().chain(&OTHERS) {
            assert_eq!(fast.field(key), slow.field(key), "{key}");
        }
        for (slot, key) in KEYS.iter().enumerate() {
            assert_eq!(fast.slot(slot, key), slow.field(key), "{key}");
        }
        for prefix in ["proc.aname[", "proc.", ""] {
            assert!(fast.keys_from(prefix).eq(slow.keys_from(prefix)), "{prefix}");
        }
        use Meta::{Hostname, Output, Priority, Rule, Source, Tags, Time};
        for meta in [Rule, Priority, Source, Hostname, Tags, Time, Output] {
            assert_eq!(fast.meta(meta), slow.meta(meta), "{meta:?}");
        }
        assert_eq!((fast.text(), fast.raw(), &*fast.rule()), (slow.text(), slow.raw(), slow.rule()));
        assert_eq!((fast.priority(), fast.time(), fast.tags()), (slow.priority(), slow.time(), slow.tags()));
        assert_eq!(fast.duplicates(), slow.duplicates());
    }
}
