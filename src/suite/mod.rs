//! The tests a rulebook carries.
