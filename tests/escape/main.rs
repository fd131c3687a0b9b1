//! Contextual safety: values never leave their place, seen through readers that are not ours.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that panics has failed, as it should"
)]

mod alerts;
mod contexts;
mod data;
mod display;
mod docs;
mod exact;
mod logs;
mod panics;
mod shapes;
mod shell;
mod values;
