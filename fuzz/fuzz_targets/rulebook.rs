//! Any text is a rulebook or says what is wrong, at places inside the text; what loads can be evaluated and rendered.
#![no_main]

#[path = "../../tests/fuzz/rulebook.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|input: &str| property::holds(input));
