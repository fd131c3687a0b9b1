//! Bounds on one alert: everything in it may have been written by an attacker.

/// Bounds on one alert.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of one alert.
    pub line: usize,
    /// Objects and arrays inside each other, the outermost counted.
    pub depth: usize,
    /// Keys of one object.
    pub fields: usize,
    /// Bytes of one key, as written.
    pub key: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { line: 1024 * 1024, depth: 64, fields: 4096, key: 1024 }
    }
}
