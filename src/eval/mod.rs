//! Verdicts of compiled conditions over an alert.
