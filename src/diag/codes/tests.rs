//! FL04xx: tests of a rulebook.

use super::{Code, Row, Severity};

codes! {
    EMPTY_EXPECT = "FL0401" "empty-expect" Error
        what "A test that expects nothing cannot fail."
        bad "expect: {}" good "expect: { match: true }";
}
