//! Values in a cell of comma-separated values (<https://www.rfc-editor.org/rfc/rfc4180>), which end in spreadsheets.
//!
//! A spreadsheet takes a cell that begins with `=`, `+`, `-` or `@` for a formula, quoted or not, also behind spaces
//! and in the full-width forms of these signs (<https://owasp.org/www-community/attacks/CSV_Injection>). Such a cell
//! gets a `'` in front. There is no way to switch that off.

use super::super::visible::shown;
use super::super::{Encoded, Untrusted};

/// A cell.
pub enum CsvCell {}

/// The most digits that spreadsheets keep.
const MAX_DIGITS: usize = 15;

impl Encoded<CsvCell> {
    /// Encodes a value: a plain number bare, everything else as a quoted text in visible form.
    ///
    /// ```
    /// use falconer::escape::{CsvCell, Encoded, Untrusted};
    /// assert_eq!(Encoded::<CsvCell>::of(Untrusted("-1.5")).as_str(), "-1.5");
    /// assert_eq!(Encoded::<CsvCell>::of(Untrusted("a \"b\"")).as_str(), "\"a \"\"b\"\"\"");
    /// assert_eq!(Encoded::<CsvCell>::of(Untrusted(" =1+1")).as_str(), "\"' =1+1\"");
    /// ```
    #[must_use]
    pub fn of(value: Untrusted<'_>) -> Self {
        if is_plain_number(value.0) {
            return Self::seal(value.0.to_owned());
        }
        if value.0.is_empty() {
            return Self::seal("\"\"".to_owned());
        }
        let guard = if is_formula(value.0) { "'" } else { "" };
        Self::seal(format!("\"{guard}{}\"", shown(value.0).replace('"', "\"\"")))
    }
}

fn is_formula(text: &str) -> bool {
    text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠'])
        || text.starts_with(['\t', '\r', '\n'])
}

/// Digits without a leading zero, perhaps with a sign and decimals: the same number in every reader.
fn is_plain_number(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, decimals) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    all_digits(whole)
        && all_digits(decimals)
        && (whole == "0" || !whole.starts_with('0'))
        && digits.len() <= MAX_DIGITS
}
