//! Any pattern compiles within its bounds or is refused; matching never fails. The pattern is the first line.

use falconer::ops::PosixRegex;

/// Holds for every input.
pub(crate) fn holds(input: &[u8]) {
    let mut parts = input.splitn(2, |&byte| byte == b'\n');
    let (pattern, value) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    if let Ok(regex) = PosixRegex::new(pattern) {
        let _ = regex.matches(value);
    }
}
