//! Any text is a condition or a clear refusal, in both dialects; what prints parses to the same tree; what Falco
//! accepts means the same in our dialect; what type-checks evaluates.
#![no_main]

#[path = "../../tests/fuzz/condition.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|input: &str| property::holds(input));
