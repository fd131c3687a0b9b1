//! `required_falconer_version`: whether this release understands a file.

use crate::diag::{Code, Diagnostic};
use crate::source::Text;

/// The diagnostic of a version that this release does not satisfy.
pub(super) fn check(required: &Text, running: &str) -> Option<Diagnostic> {
    // A text that is no version was reported when it was decoded.
    let (wanted, ours) = (parse(required.as_str())?, parse(running)?);
    // As Falco judges its engine's version: the same major number, and not older.
    if wanted.0 == ours.0 && wanted <= ours {
        return None;
    }
    let message = format!("this rulebook needs falconer {}, and this is {running}", required.as_str());
    let hint =
        if wanted > ours { "update falconer" } else { "the rulebook was written for an older major version" };
    Some(Diagnostic::new(Code::VERSION, required.span(), message).hint(hint))
}

fn parse(text: &str) -> Option<(u32, u32, u32)> {
    let mut parts = text.split('.').map(|part| part.parse().ok());
    let version = (parts.next()??, parts.next()??, parts.next()??);
    parts.next().is_none().then_some(version)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::FileId;

    #[test]
    fn compares_versions() {
        let cases = [("0.1.0", true), ("0.2.3", true), ("0.2.4", false), ("0.10.0", false), ("1.0.0", false)];
        for (required, fine) in cases {
            let text = Text::whole_file(FileId(0), required);
            assert_eq!(check(&text, "0.2.3").is_none(), fine, "{required}");
        }
        assert!(check(&Text::whole_file(FileId(0), "0.9.0"), "1.0.0").is_some());
    }
}
