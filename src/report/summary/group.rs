//! Alerts with something in common, within bounds.

use crate::value::Priority;
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

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

/// What a group's alerts have in common.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Key {
    /// The leading mitigation, by number.
    pub(super) mitigation: Option<usize>,
    /// The values of its `group_by`, or else the rule.
    pub(super) values: Vec<Option<String>>,
}

impl Key {
    fn bytes(&self) -> usize {
        self.values.iter().flatten().map(String::len).sum()
    }
}

/// One group.
#[derive(Debug)]
pub(super) struct Members {
    pub(super) key: Arc<Key>,
    pub(super) alerts: u64,
    pub(super) priority: Option<Priority>,
    pub(super) seen: Option<(Timestamp, Timestamp)>,
    pub(super) places: Vec<Place>,
    /// The first alert, as it was written, if there was room.
    pub(super) first: Option<Box<str>>,
}

impl Members {
    /// Adds alerts that came later.
    fn join(
        &mut self,
        alerts: u64,
        priority: Option<Priority>,
        seen: Option<(Timestamp, Timestamp)>,
        places: &[Place],
    ) {
        self.alerts = self.alerts.saturating_add(alerts);
        self.priority = self.priority.max(priority);
        self.seen = joined(self.seen, seen);
        let room = MAX_PLACES.saturating_sub(self.places.len());
        self.places.extend(places.iter().take(room));
    }
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
#[derive(Debug, Default)]
pub(super) struct Groups {
    members: Vec<Members>,
    numbers: HashMap<Arc<Key>, usize>,
    keys: usize,
    kept: usize,
    /// Alerts of groups that found no room, by leading mitigation.
    rest: BTreeMap<Option<usize>, u64>,
}

impl Groups {
    /// Adds one alert; its text is asked for if it is a group's first.
    pub(super) fn add<'a>(
        &mut self,
        key: Key,
        priority: Option<Priority>,
        time: Option<Timestamp>,
        place: Place,
        text: impl FnOnce() -> &'a str,
    ) {
        let seen = time.map(|time| (time, time));
        match self.numbers.get(&key).and_then(|&number| self.members.get_mut(number)) {
            Some(known) => known.join(1, priority, seen, &[place]),
            None => {
                let first = Some(text()).filter(|text| text.len() <= MAX_ALERT).map(Box::from);
                let key = Arc::new(key);
                self.open(Members { key, alerts: 1, priority, seen, places: vec![place], first });
            }
        }
    }

    /// Adds what came later in the archive, within the bounds.
    pub(super) fn append(&mut self, later: Self) {
        for mut members in later.members {
            if let Some(known) = self.numbers.get(&members.key).and_then(|&n| self.members.get_mut(n)) {
                known.join(members.alerts, members.priority, members.seen, &members.places);
                continue;
            }
            let keys = self.keys.saturating_add(members.key.bytes());
            if self.members.len() >= MAX_GROUPS || keys > MAX_KEYS {
                self.leave(members.key.mitigation, members.alerts);
                continue;
            }
            let kept = self.kept.saturating_add(members.first.as_ref().map_or(0, |text| text.len()));
            if kept > MAX_KEPT {
                members.first = None;
            }
            self.open(members);
        }
        for (mitigation, alerts) in later.rest {
            self.leave(mitigation, alerts);
        }
    }

    /// The groups, in archive order, and the alerts of those that found no room.
    pub(super) fn finish(self) -> (Vec<Members>, BTreeMap<Option<usize>, u64>) {
        (self.members, self.rest)
    }

    fn open(&mut self, members: Members) {
        self.keys = self.keys.saturating_add(members.key.bytes());
        self.kept = self.kept.saturating_add(members.first.as_ref().map_or(0, |text| text.len()));
        self.numbers.insert(Arc::clone(&members.key), self.members.len());
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
        let key = Key { mitigation: Some(1), values: vec![Some(name.to_owned())] };
        groups.add(key, None, None, Place { input: 0, line: 1 }, || text);
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
        let long = "k".repeat(MAX_KEYS / 8);
        for n in 0..9 {
            groups.append(one(&format!("{n}{}", long.split_at(1).1), ""));
        }
        assert_eq!((groups.members.len(), groups.rest[&Some(1)]), (8, 1));
    }
}
