//! Any text is a template or says what is wrong; what is accepted renders with hostile values.
#![no_main]

#[path = "../../tests/fuzz/template.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|input: &[u8]| property::holds(input));
