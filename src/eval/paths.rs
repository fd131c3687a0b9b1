//! What mitigations came to, by the answers that decided it.
//!
//! In: which predicates were asked for a mitigation, in order, with their answers, and what came of them. Out: for the
//! next alert, what to ask first, and what next, until it is decided. Many alerts answer alike: the `and`, `or` and
//! `not` between the predicates are walked once for each row of answers. INVARIANT: which predicate is asked next
//! depends on nothing but the answers so far, so paths of one mitigation only part where an answer differs.

use crate::plan::{NodeId, Predicate};

/// Steps that are remembered besides the first of each mitigation, so that memory is bounded whatever alerts answer: so
/// many, and so many more for each mitigation.
const MAX_STEPS: usize = 1 << 15;
const MAX_STEPS_EACH: usize = 8;

/// The paths of all members of a group.
#[derive(Debug)]
pub(super) struct Paths<'b> {
    /// The first steps of the members, then all others.
    steps: Vec<Step<'b>>,
    /// How many more may be remembered.
    room: usize,
}

/// What there is to do.
#[derive(Debug)]
pub(super) enum Step<'b> {
    /// To ask a predicate, a node by itself, and to take this step for `false`, this one for `true`.
    Ask(NodeId, &'b Predicate, [usize; 2]),
    /// Nothing: the mitigation does not match.
    Unmatched,
    /// Nothing: it matches, and these of its strategies apply.
    Matched(Box<[usize]>),
    /// To walk the conditions: no alert was here before.
    Unknown,
}

/// A predicate that was asked, and its answer.
pub(super) type Asked<'b> = (NodeId, &'b Predicate, bool);

impl<'b> Paths<'b> {
    /// No path yet for so many members.
    pub(super) fn new(members: usize) -> Self {
        let steps = std::iter::repeat_with(|| Step::Unknown).take(members).collect();
        Self { steps, room: members.saturating_mul(MAX_STEPS_EACH).saturating_add(MAX_STEPS) }
    }

    /// Whether more paths may be remembered.
    pub(super) fn has_room(&self) -> bool {
        self.room > 0
    }

    /// A step: the first one of a member by its number.
    #[inline]
    pub(super) fn step(&self, at: usize) -> &Step<'b> {
        self.steps.get(at).unwrap_or(&Step::Unknown)
    }

    /// Continues the path that ends at an unknown step with what was asked from there on. What finds no room is the
    /// last that is added.
    pub(super) fn add(&mut self, mut at: usize, asked: &[Asked<'b>], end: Step<'b>) {
        let strategies = match &end {
            Step::Matched(strategies) => strategies.len(),
            _ => 0,
        };
        // Each takes two steps; four strategies are about as large as one.
        let more = asked.len().saturating_mul(2).saturating_add(strategies.div_ceil(4));
        let room = self.room.checked_sub(more);
        self.room = room.unwrap_or(0);
        if room.is_none() {
            return;
        }
        for &(node, predicate, answer) in asked {
            let no = self.steps.len();
            let then = [no, no.saturating_add(1)];
            self.steps.extend([Step::Unknown, Step::Unknown]);
            let Some(step) = self.steps.get_mut(at) else { return };
            *step = Step::Ask(node, predicate, then);
            at = if answer { then[1] } else { then[0] };
        }
        if let Some(step) = self.steps.get_mut(at) {
            *step = end;
        }
    }
}
