//! Alerts with something in common, within bounds.

use super::tally::cut;
use crate::ops::Texts;
use crate::value::Priority;
use jiff::Timestamp;
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::ops::Range;

/// Groups that are kept apart.
const MAX_GROUPS: usize = 10_000;
/// Bytes of all their keys.
const MAX_KEYS: usize = 8 * 1024 * 1024;
/// Bytes of all alerts kept as examples.
const MAX_KEPT: usize = 8 * 1024 * 1024;
/// Bytes of one alert kept as example.
const MAX_ALERT: usize = 64 * 1024;
/// Places of alerts that a group remembers.
const MAX_PLACES: usize = 3;

/// Where an alert stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// The input, by its position among those read.
    pub input: usize,
    /// The line, from 1; for arrays the element.
    pub line: u64,
}

/// What a group's alerts have in common: their leading mitigation, by number, and the values of its `group_by`, or else
/// the rule. Written as bytes of which any two are equal if, and only if, all of that is; the memory serves again.
#[derive(Debug, Default)]
pub(super) struct Key(Vec<u8>);

impl Key {
    /// Begins the key of another alert.
    pub(super) fn begin(&mut self, mitigation: Option<usize>) {
        self.0.clear();
        self.0.extend_from_slice(&mitigation.map_or(u64::MAX, |number| number as u64).to_le_bytes());
    }

    /// Adds a value; what is longer than names may be is cut.
    pub(super) fn push(&mut self, value: Option<&str>) {
        let Some(value) = value.map(cut) else { return self.0.push(0) };
        self.0.push(1);
        self.0.extend_from_slice(&(value.len() as u64).to_le_bytes());
        self.0.extend_from_slice(value.as_bytes());
    }
}

/// The leading mitigation in a key.
fn mitigation(key: &[u8]) -> Option<usize> {
    usize::try_from(u64::from_le_bytes(*key.first_chunk()?)).ok().filter(|&number| number != usize::MAX)
}

/// The values in a key.
fn values(key: &[u8]) -> Vec<Option<String>> {
    let mut rest = key.get(8..).unwrap_or_default();
    std::iter::from_fn(move || {
        let (&present, after) = rest.split_first()?;
        rest = after;
        if present == 0 {
            return Some(None);
        }
        let (length, after) = after.split_first_chunk()?;
        let (value, after) = after.split_at_checked(usize::try_from(u64::from_le_bytes(*length)).ok()?)?;
        rest = after;
        Some(Some(String::from_utf8_lossy(value).into_owned()))
    })
    .collect()
}

/// One group.
#[derive(Debug)]
pub(super) struct Members {
    pub(super) alerts: u64,
    pub(super) priority: Option<Priority>,
    pub(super) seen: Option<(Timestamp, Timestamp)>,
    places: [Option<Place>; MAX_PLACES],
    /// Where the first alert, as it was written, is kept, if there was room.
    first: Option<Range<usize>>,
}

impl Members {
    /// Adds alerts that came later.
    fn join(
        &mut self,
        alerts: u64,
        priority: Option<Priority>,
        seen: Option<(Timestamp, Timestamp)>,
        places: &[Option<Place>],
    ) {
        self.alerts = self.alerts.saturating_add(alerts);
        self.priority = self.priority.max(priority);
        self.seen = joined(self.seen, seen);
        let free = self.places.iter_mut().filter(|place| place.is_none());
        free.zip(places).for_each(|(free, place)| *free = *place);
    }
}

/// A group that is finished.
#[derive(Debug)]
pub(super) struct Whole {
    pub(super) mitigation: Option<usize>,
    /// The values of its key.
    pub(super) values: Vec<Option<String>>,
    pub(super) members: Members,
    pub(super) places: Vec<Place>,
    /// The first alert, as it was written.
    pub(super) first: Option<String>,
}

/// The period that holds both.
pub(super) fn joined(
    a: Option<(Timestamp, Timestamp)>,
    b: Option<(Timestamp, Timestamp)>,
) -> Option<(Timestamp, Timestamp)> {
    match (a, b) {
        (Some((from, to)), Some((other_from, other_to))) => Some((from.min(other_from), to.max(other_to))),
        (one, other) => one.or(other),
    }
}

/// All groups, in archive order.
#[derive(Debug)]
pub(super) struct Groups {
    keys: Texts,
    /// By the number of the key.
    members: Vec<Members>,
    /// The alerts that are kept, one after the other.
    kept: String,
    /// Alerts of groups that found no room, by leading mitigation.
    rest: BTreeMap<Option<usize>, u64>,
}

impl Default for Groups {
    fn default() -> Self {
        let keys = Texts::of_strangers();
        Self { keys, members: Vec::new(), kept: String::new(), rest: BTreeMap::new() }
    }
}

impl Groups {
    /// Adds one alert; its text is asked for if it is a group's first.
    pub(super) fn add<'a>(
        &mut self,
        key: &Key,
        priority: Option<Priority>,
        time: Option<Timestamp>,
        place: Place,
        text: impl FnOnce() -> &'a str,
    ) {
        let seen = time.map(|time| (time, time));
        if let Some(known) = self.keys.find(&key.0).and_then(|number| self.members.get_mut(number)) {
            return known.join(1, priority, seen, &[Some(place)]);
        }
        let first = Some(text()).filter(|text| text.len() <= MAX_ALERT);
        let members = Members { alerts: 1, priority, seen, places: [Some(place), None, None], first: None };
        self.open(&key.0, members, first);
    }

    /// Adds what came later in the archive, within the bounds.
    pub(super) fn append(&mut self, later: Self) {
        for (key, members) in later.keys.iter().zip(later.members) {
            if let Some(known) = self.keys.find(key).and_then(|number| self.members.get_mut(number)) {
                known.join(members.alerts, members.priority, members.seen, &members.places);
                continue;
            }
            if self.members.len() >= MAX_GROUPS || self.keys.bytes().saturating_add(key.len()) > MAX_KEYS {
                self.leave(mitigation(key), members.alerts);
                continue;
            }
            let first = members.first.clone().and_then(|range| later.kept.get(range));
            let first = first.filter(|text| self.kept.len().saturating_add(text.len()) <= MAX_KEPT);
            self.open(key, members, first);
        }
        for (mitigation, alerts) in later.rest {
            self.leave(mitigation, alerts);
        }
    }

    /// The groups, worst first, then most frequent, then in archive order, and the alerts of those that found no room.
    /// Only so many have their first alert: what is not shown makes room for what is.
    pub(super) fn finish(self, firsts: usize) -> (Vec<Whole>, BTreeMap<Option<usize>, u64>) {
        let Self { keys, members, kept, rest } = self;
        let mut wholes: Vec<_> = keys.iter().zip(members).collect();
        wholes.sort_by_key(|(_, members)| (Reverse(members.priority), Reverse(members.alerts)));
        let wholes = wholes.into_iter().enumerate().map(|(at, (key, members))| {
            let places = members.places.iter().copied().flatten().collect();
            let first = members.first.clone().filter(|_| at < firsts);
            let first = first.and_then(|range| kept.get(range)).map(str::to_owned);
            Whole { mitigation: mitigation(key), values: values(key), members, places, first }
        });
        (wholes.collect(), rest)
    }

    fn open(&mut self, key: &[u8], mut members: Members, first: Option<&str>) {
        members.first = first.map(|text| {
            let start = self.kept.len();
            self.kept.push_str(text);
            start..self.kept.len()
        });
        self.keys.add(key);
        self.members.push(members);
    }

    fn leave(&mut self, mitigation: Option<usize>, alerts: u64) {
        let rest = self.rest.entry(mitigation).or_default();
        *rest = rest.saturating_add(alerts);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(name: &str, text: &str) -> Groups {
        let mut groups = Groups::default();
        let mut key = Key::default();
        key.begin(Some(1));
        key.push(Some(name));
        groups.add(&key, None, None, Place { input: 0, line: 1 }, || text);
        groups
    }

    #[test]
    fn the_first_groups_are_kept_up_to_the_bound_and_every_alert_counted() {
        for (number, kept) in
            [(MAX_GROUPS - 1, MAX_GROUPS - 1), (MAX_GROUPS, MAX_GROUPS), (MAX_GROUPS + 1, MAX_GROUPS)]
        {
            let mut groups = Groups::default();
            for n in 0..number {
                groups.append(one(&n.to_string(), ""));
            }
            groups.append(one("0", ""));
            assert_eq!(groups.members.len(), kept, "{number}");
            assert_eq!(groups.members[0].alerts, 2);
            let counted: u64 = groups.members.iter().map(|m| m.alerts).chain(groups.rest.into_values()).sum();
            assert_eq!(counted, number as u64 + 1);
        }
    }

    #[test]
    fn examples_are_kept_within_their_bounds() {
        for (length, kept) in [(MAX_ALERT - 1, true), (MAX_ALERT, true), (MAX_ALERT + 1, false)] {
            let groups = one("a", &"x".repeat(length));
            assert_eq!(groups.members[0].first.is_some(), kept, "{length}");
        }
        let mut groups = Groups::default();
        let text = "x".repeat(MAX_ALERT);
        for n in 0..MAX_KEPT / MAX_ALERT + 1 {
            groups.append(one(&n.to_string(), &text));
        }
        let kept = groups.members.iter().filter(|m| m.first.is_some()).count();
        assert_eq!(kept, MAX_KEPT / MAX_ALERT);
    }

    #[test]
    fn keys_are_bounded_in_bytes() {
        let mut groups = Groups::default();
        let mut key = Key::default();
        // What precedes the values is counted with them.
        let long = "k".repeat(512);
        for n in 0..20 {
            key.begin(Some(1));
            for of in 0..1000 {
                key.push(Some(&format!("{n:02} {of} {long}")));
            }
            let mut one = Groups::default();
            one.add(&key, None, None, Place { input: 0, line: 1 }, || "");
            groups.append(one);
        }
        let kept = MAX_KEYS / key.0.len();
        assert_eq!((groups.members.len(), groups.rest[&Some(1)]), (kept, 20 - kept as u64));
    }

    #[test]
    fn keys_keep_what_they_are_made_from() {
        let mut key = Key::default();
        let mut seen = std::collections::BTreeSet::new();
        for mitigation in [None, Some(0), Some(1)] {
            for values in [
                vec![],
                vec![None],
                vec![Some("")],
                vec![None, None],
                vec![Some("a"), Some("b")],
                vec![Some("ab"), Some("")],
                vec![Some(""), None, Some("é\0")],
            ] {
                key.begin(mitigation);
                values.iter().for_each(|value| key.push(*value));
                let values: Vec<_> = values.iter().map(|value| value.map(str::to_owned)).collect();
                assert_eq!((super::mitigation(&key.0), super::values(&key.0)), (mitigation, values));
                assert!(seen.insert(key.0.clone()));
            }
        }
    }
}
