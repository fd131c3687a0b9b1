//! Any bytes are alerts, log lines or rejects; every alert has its report in every format, without a control
//! character that is not ours.
#![no_main]

#[path = "../../tests/fuzz/report.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|input: &[u8]| property::holds(input));
