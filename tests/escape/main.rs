//! Contextual safety: values never leave their place, seen through readers that are not ours.

mod contexts;
mod data;
mod display;
mod shell;
mod values;
