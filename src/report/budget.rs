//! How large a report may become: alerts and rulebooks may both be hostile.

/// Bytes of one part: a paragraph, a snippet.
pub(super) const MAX_PART: usize = 1024 * 1024;

/// Bytes of all parts together.
pub(super) const MAX_REPORT: usize = 16 * 1024 * 1024;

/// Pieces of one template that are looked at.
pub(super) const MAX_STEPS: usize = 100_000;

/// What is left of a report's size.
#[derive(Debug)]
pub(super) struct Budget {
    left: usize,
    left_out: Vec<String>,
}

impl Default for Budget {
    fn default() -> Self {
        Self { left: MAX_REPORT, left_out: Vec::new() }
    }
}

impl Budget {
    /// Takes `bytes` for a part, or notes that `part` is left out.
    pub(super) fn take(&mut self, bytes: usize, part: &str) -> bool {
        if bytes > MAX_PART {
            self.leave_out(format!("{part}: larger than {MAX_PART} bytes"));
            return false;
        }
        match self.left.checked_sub(bytes) {
            Some(left) => {
                self.left = left;
                true
            }
            None => {
                self.leave_out(format!("{part}: the report would be larger than {MAX_REPORT} bytes"));
                false
            }
        }
    }

    /// Notes that a part took too many steps.
    pub(super) fn out_of_steps(&mut self, part: &str) {
        self.leave_out(format!("{part}: more than {MAX_STEPS} pieces"));
    }

    fn leave_out(&mut self, what: String) {
        if self.left_out.last() != Some(&what) {
            self.left_out.push(what);
        }
    }

    /// What was left out, in order.
    pub(super) fn left_out(self) -> Vec<String> {
        self.left_out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_fits_up_to_its_bound() {
        for (bytes, fits) in [(MAX_PART - 1, true), (MAX_PART, true), (MAX_PART + 1, false)] {
            let mut budget = Budget::default();
            assert_eq!(budget.take(bytes, "summary"), fits, "{bytes}");
            assert_eq!(budget.left_out().is_empty(), fits);
        }
    }

    #[test]
    fn parts_fit_together_up_to_the_report_s_bound() {
        for (last, fits) in [(MAX_PART - 1, true), (MAX_PART, true), (MAX_PART + 1, false)] {
            let mut budget = Budget::default();
            for _ in 0..15 {
                assert!(budget.take(MAX_PART, "part"));
            }
            // In halves, so that only the report's bound is met.
            let (first, second) = (MAX_PART / 2, last - MAX_PART / 2);
            assert!(budget.take(first, "part"));
            assert_eq!(budget.take(second, "last"), fits, "{last}");
            assert_eq!(budget.left_out().is_empty(), fits);
        }
    }
}
