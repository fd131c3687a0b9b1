//! Truth tables of conditions: what follows from what, whatever the alert.
//!
//! Each single check, and each macro, is an unknown; two checks that are written alike are one. A check is true or
//! false, never unknown, also where its field is absent, so this is plain logic. Conditions of more than
//! [`MAX_UNKNOWNS`] unknowns are left alone.

use crate::syntax::condition::ast::{Expr, ExprKind};

/// So many unknowns give 1,024 cases: enough for what people write, and quick.
const MAX_UNKNOWNS: usize = 10;
const WORDS: usize = (1 << MAX_UNKNOWNS) / 64;

/// For each bit of a case's number that differs within a word, the cases of the word that have it.
const IN_A_WORD: [u64; 6] = [
    0xaaaa_aaaa_aaaa_aaaa,
    0xcccc_cccc_cccc_cccc,
    0xf0f0_f0f0_f0f0_f0f0,
    0xff00_ff00_ff00_ff00,
    0xffff_0000_ffff_0000,
    0xffff_ffff_0000_0000,
];

/// For each case, whether something holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Table([u64; WORDS]);

impl Table {
    pub(super) const TRUE: Self = Self([u64::MAX; WORDS]);
    pub(super) const FALSE: Self = Self([0; WORDS]);

    pub(super) fn and(self, other: Self) -> Self {
        self.zip(other, |a, b| a & b)
    }

    pub(super) fn or(self, other: Self) -> Self {
        self.zip(other, |a, b| a | b)
    }

    pub(super) fn not(self) -> Self {
        Self(self.0.map(|word| !word))
    }

    /// Whether `other` holds wherever this does.
    pub(super) fn implies(self, other: Self) -> bool {
        self.not().or(other) == Self::TRUE
    }

    fn zip(self, other: Self, join: impl Fn(u64, u64) -> u64) -> Self {
        let mut words = self.0;
        words.iter_mut().zip(other.0).for_each(|(a, b)| *a = join(*a, b));
        Self(words)
    }

    /// The table of one unknown: true in every case whose number has this bit.
    fn unknown(bit: usize) -> Self {
        let mut words = [0_u64; WORDS];
        for (index, word) in words.iter_mut().enumerate() {
            *word = match IN_A_WORD.get(bit) {
                Some(within) => *within,
                // The cases of one word differ only in the bits above: all have this bit, or none has.
                None if index >> bit.saturating_sub(IN_A_WORD.len()) & 1 == 1 => u64::MAX,
                None => 0,
            };
        }
        Self(words)
    }
}

/// The unknowns of one condition.
pub(super) struct Unknowns<'t> {
    text: &'t str,
    names: Vec<String>,
    /// Whether no unknown stands in the condition twice.
    is_once: bool,
}

impl<'t> Unknowns<'t> {
    /// The unknowns of a condition with this text; `None` if there are too many.
    pub(super) fn of(text: &'t str, expr: &Expr) -> Option<Self> {
        let mut unknowns = Self { text, names: Vec::new(), is_once: true };
        let mut open = vec![expr];
        while let Some(expr) = open.pop() {
            match &expr.kind {
                ExprKind::And(parts) | ExprKind::Or(parts) => open.extend(parts),
                ExprKind::Not(inner) => open.push(inner),
                _ => {
                    let name = unknowns.name(expr);
                    match unknowns.names.contains(&name) {
                        true => unknowns.is_once = false,
                        false => unknowns.names.push(name),
                    }
                }
            }
            if unknowns.names.len() > MAX_UNKNOWNS {
                return None;
            }
        }
        Some(unknowns)
    }

    /// Whether no unknown stands in the condition twice. Then it is neither always nor never true, and each of its parts
    /// decides something in some case: parts share no unknown, so that none follows from others.
    pub(super) fn are_met_once(&self) -> bool {
        self.is_once
    }

    /// A check as written, blanks apart.
    fn name(&self, expr: &Expr) -> String {
        let written = self.text.get(expr.range.range()).unwrap_or_default();
        written.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    /// Where a part of the condition holds.
    ///
    /// INVARIANT: parsed conditions are at most as deep as Falco's parser goes, so recursion is bounded.
    pub(super) fn table(&self, expr: &Expr) -> Table {
        match &expr.kind {
            ExprKind::And(parts) => parts.iter().fold(Table::TRUE, |all, part| all.and(self.table(part))),
            ExprKind::Or(parts) => parts.iter().fold(Table::FALSE, |any, part| any.or(self.table(part))),
            ExprKind::Not(inner) => self.table(inner).not(),
            _ => {
                let name = self.name(expr);
                self.names.iter().position(|other| *other == name).map_or(Table::TRUE, Table::unknown)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::syntax::condition::{ParseOptions, parse};

    #[track_caller]
    fn is(text: &str, expected: Table) {
        let expr = parse(text, ParseOptions::default()).unwrap().expr;
        assert_eq!(Unknowns::of(text, &expr).unwrap().table(&expr), expected, "{text}");
    }

    #[test]
    fn laws_of_logic_hold() {
        is("a.b exists or not a.b  exists", Table::TRUE);
        is("not (a.b = x and c.d = y) or (a.b = x and c.d = y)", Table::TRUE);
        is("a.b = x and not a.b = x", Table::FALSE);
        assert!(Table::unknown(9).and(Table::unknown(3)).implies(Table::unknown(3)));
        assert!(!Table::unknown(3).implies(Table::unknown(9)));
    }

    #[test]
    fn an_unknown_is_true_in_half_of_the_cases() {
        for bit in 0..MAX_UNKNOWNS {
            let Table(words) = Table::unknown(bit);
            for case in 0..1 << MAX_UNKNOWNS {
                assert_eq!(words[case / 64] >> (case % 64) & 1, (case >> bit & 1) as u64, "{bit} {case}");
            }
        }
    }

    proptest::proptest! {
        /// What is said of conditions whose unknowns are met once, by their tables.
        #[test]
        fn unknowns_that_are_met_once_all_decide(
            text in "(not )?a (and|or) \\((not )?b (and|or) c\\) (and|or) (not \\(d or e\\)|d)",
        ) {
            let expr = parse(&text, ParseOptions::default()).unwrap().expr;
            let unknowns = Unknowns::of(&text, &expr).unwrap();
            proptest::prop_assert!(unknowns.are_met_once());
            let mut open = vec![&expr];
            while let Some(expr) = open.pop() {
                proptest::prop_assert!(![Table::TRUE, Table::FALSE].contains(&unknowns.table(expr)), "{text}");
                match &expr.kind {
                    ExprKind::And(parts) | ExprKind::Or(parts) => {
                        for one in parts {
                            let others = parts.iter().filter(|other| *other != one).map(|other| unknowns.table(other));
                            let (own, is_and) = (unknowns.table(one), matches!(expr.kind, ExprKind::And(_)));
                            let needless = match is_and {
                                true => others.fold(Table::TRUE, Table::and).implies(own),
                                false => own.implies(others.fold(Table::FALSE, Table::or)),
                            };
                            proptest::prop_assert!(!needless, "{text}");
                        }
                        open.extend(parts);
                    }
                    ExprKind::Not(inner) => open.push(inner),
                    _ => {}
                }
            }
        }
    }

    #[test]
    fn too_many_unknowns_are_left_alone() {
        let checks = |count: usize| (0..count).map(|n| format!("a.b = {n}")).collect::<Vec<_>>().join(" or ");
        let read = |text: &str| parse(text, ParseOptions::default()).unwrap().expr;
        let (fits, not) = (checks(10), checks(11));
        assert!(Unknowns::of(&fits, &read(&fits)).is_some());
        assert!(Unknowns::of(&not, &read(&not)).is_none());
    }
}
