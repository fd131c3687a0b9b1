//! Invariants of an audit, whatever the report.

use super::*;
use proptest::prelude::*;
