//! The reader for archives says of any bytes what the reader for one alert says: the same values, or the same reject.
#![no_main]

#[path = "../../tests/fuzz/alert.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|input: &[u8]| property::holds(input));
