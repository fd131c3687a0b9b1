//! Bytes of an archive: the pieces do not depend on how many bytes come at a time, and each is read without a panic.
#![no_main]

#[path = "../../tests/fuzz/archive.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|input: &[u8]| property::holds(input));
