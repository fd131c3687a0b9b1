//! The reader for archives says of any bytes what the reader for one alert says: the same values, or the same reject.

use falconer::Alert;
use falconer::alert::{Limits, Reader};
use falconer::plan::Slots;
use falconer::value::{Fields, Glance, Meta, Raw};
use std::sync::Arc;

const KEYS: [&str; 5] = ["a", "proc.name", "proc.aname[2]", "evt.time", "container.image.repository"];
/// Keys without a slot.
const OTHERS: [&str; 4] = ["b", "proc.aname[3]", "output", ""];

/// Holds for every input.
pub(crate) fn holds(bytes: &[u8]) {
    // Small bounds are met by small inputs.
    let limits = Limits { line: 2048, depth: 6, fields: 12, key: 40 };
    let slots = Arc::new(Slots::new(KEYS, ["proc.aname["]));
    let mut reader = Reader::new(Arc::clone(&slots), &limits);
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
        for slot in (0..slots.len()).filter_map(|index| slots.slot(index)) {
            let (glance, value) = (fast.glance(&slot), slow.field(&slot.key));
            assert_eq!(fast.slot(&slot), value, "{}", slot.key);
            at_a_glance(glance, value);
        }
        for prefix in ["proc.aname[", "proc.", ""] {
            assert!(fast.keys_from(prefix).eq(slow.keys_from(prefix)), "{prefix}");
        }
        use Meta::{Hostname, Output, Priority, Rule, Source, Tags, Time};
        for meta in [Rule, Priority, Source, Hostname, Tags, Time, Output] {
            assert_eq!(fast.meta(meta), slow.meta(meta), "{meta:?}");
            at_a_glance(fast.glance_meta(meta), slow.meta(meta));
        }
        assert_eq!((fast.text(), fast.raw(), &*fast.rule()), (slow.text(), slow.raw(), slow.rule()));
        assert_eq!((fast.priority(), fast.time(), fast.tags()), (slow.priority(), slow.time(), slow.tags()));
        assert_eq!(fast.duplicates(), slow.duplicates());
    }
}

/// What can be told at a glance is so.
fn at_a_glance(glance: Glance<'_>, value: Option<Raw<'_>>) {
    match glance {
        Glance::Absent => assert_eq!(value, None),
        Glance::Text(text) => {
            assert!(!text.contains('\0'), "{text:?}");
            assert_eq!(value, Some(Raw::Text(text.into())));
        }
        Glance::Unclear => {}
    }
}
