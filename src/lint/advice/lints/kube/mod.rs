//! Kubernetes: manifests, patches, and what kubectl makes.

mod admission;
mod api;
mod container;
mod isolation;
mod pod;
mod rbac;
mod secrets;
mod shape;
mod volumes;

use super::{CommandLint, ObjectLint, SnippetLint};

pub(super) const COMMANDS: &[CommandLint] = &[rbac::command, admission::command];

pub(super) const OBJECTS: &[ObjectLint] = &[
    pod::check,
    volumes::check,
    container::check,
    rbac::check,
    secrets::check,
    isolation::check,
    api::check,
    admission::check,
];

pub(super) const SNIPPETS: &[SnippetLint] = &[admission::snippet];
