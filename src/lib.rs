//! Falconer: an embedded rule engine that turns Falco alerts into mitigation reports.
//!
//! Load a rulebook, build an [`Engine`], read an [`Alert`], evaluate it, and render a [`Report`]:
//!
//! ```
//! use falconer::{Alert, Engine, Format, Loader, Report};
//!
//! let rulebook = r#"
//! - mitigation: shell-in-container
//!   title: A shell in a container
//!   rule: Terminal shell in container
//!   summary: "{{ user.name }} opened {{ proc.name }}."
//!   strategies:
//!     - strategy: look-inside
//!       title: See what else runs there
//!       phase: triage
//!       examples:
//!         - lang: sh
//!           code: docker top {{ container.id }}
//! "#;
//! let loaded = Loader::new().text("rulebook.yaml", rulebook).load();
//! assert!(!loaded.has_errors());
//! let engine = Engine::new(loaded.book);
//!
//! let alert = Alert::parse(
//!     br#"{"rule":"Terminal shell in container","priority":"Notice","time":"2024-05-20T10:14:03Z",
//!          "output_fields":{"user.name":"root","proc.name":"bash","container.id":"69484342a56c"}}"#,
//! )?;
//! let report = Report::new(&engine, &alert, &engine.evaluate(&alert));
//! let markdown = report.render(Format::Md);
//! assert!(markdown.contains("`root` opened `bash`."));
//! assert!(markdown.contains("docker top '69484342a56c'") || markdown.contains("docker top 69484342a56c"));
//! # Ok::<(), falconer::Reject>(())
//! ```
//!
//! # Stages
//!
//! Each has a type of its own as product; dependencies flow one way, from left to right:
//!
//! ```text
//! source → diag → value → fields → ops → syntax → fmt → escape → check → lint → plan → alert → eval
//!        → report → render → archive → suite → cli
//! ```

#[cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]
pub mod alert;
#[cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]
pub mod archive;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
pub mod diag;
#[cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]
pub mod escape;
#[cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]
pub mod eval;
pub mod fields;
#[cfg(feature = "cli")]
pub mod fmt;
pub mod lint;
pub mod ops;
#[cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]
pub mod plan;
pub mod render;
pub mod report;
#[cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]
pub mod source;
pub mod suite;
#[cfg_attr(not(test), warn(clippy::arithmetic_side_effects))]
pub mod syntax;
pub mod value;

pub use alert::{Alert, Reject};
pub use check::book::{Book as Rulebook, Loaded, Loader};
pub use diag::Diagnostic;
pub use eval::{Engine, Evaluation, Finding};
pub use render::Format;
pub use report::Report;
