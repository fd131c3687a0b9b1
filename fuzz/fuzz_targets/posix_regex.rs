//! Any pattern compiles within its bounds or is refused; matching never fails.
#![no_main]

use falconer::ops::PosixRegex;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|input: (&[u8], &[u8])| {
    let (pattern, value) = input;
    if let Ok(regex) = PosixRegex::new(pattern) {
        regex.matches(value);
    }
});
