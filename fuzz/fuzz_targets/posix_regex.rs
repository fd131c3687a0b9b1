//! Any pattern compiles within its bounds or is refused; matching never fails.
#![no_main]

#[path = "../../tests/fuzz/posix_regex.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|input: &[u8]| property::holds(input));
