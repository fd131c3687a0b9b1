//! Every value that an encoder accepts is read back by the reader of its sink.
#![no_main]

#[path = "../../tests/fuzz/encoders.rs"]
mod property;

libfuzzer_sys::fuzz_target!(|input: &str| property::holds(input));
