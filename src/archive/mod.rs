//! Archives: many alerts in files, folders and streams, judged by several workers, with output in their order.
//!
//! In: what a person names ([`Inputs::find`]). Out: what a [`Judge`] makes of each alert, in [`Batch`]es in the order
//! of the archive ([`run`]): the same for every number of workers and every size of reads. Memory is bounded
//! whatever the archive holds. Knows no terminal and writes no file.
//!
//! ```text
//! inputs ─► open (gzip, zstd) ─► chunks of pieces ─► workers: alert, verdict, bytes ─► consumer, in order
//! ```
//!
//! ```
//! use falconer::archive::{Event, FilterJudge, Inputs, Options, run};
//! use falconer::syntax::condition::ast::Dialect;
//! use std::ops::ControlFlow;
//!
//! let mut book = falconer::Loader::new().builtin(false).text("empty.yaml", "[]").load().book;
//! let condition = book.check_condition("alert.priority >= warning", Dialect::Falconer).0.unwrap();
//! let inputs = Inputs::find(&["tests/alerts/mixed.log".into()]);
//! let judge = FilterJudge::new(&condition, false, true);
//! let mut matches = 0;
//! run(&inputs.files, &Options::default(), &judge, &mut |event| {
//!     if let Event::Batch(batch) = event {
//!         matches += batch.output.ends.len();
//!     }
//!     ControlFlow::Continue(())
//! });
//! assert_eq!(matches, 2);
//! ```

mod buffer;
mod chunks;
mod diff;
mod error;
mod eval;
mod filter;
mod findings;
mod form;
mod identity;
mod inputs;
mod open;
mod pattern;
mod run;
mod selection;
mod stats;
mod walk;
mod zstd;

pub use crate::alert::split::Place;
pub use buffer::Buffer;
pub use diff::{Alerts, DiffJudge, DiffTally, DiffWorker, MitigationTally};
pub use error::ReadError;
pub use eval::{EvalJudge, EvalOutput, EvalWorker, Outcome, Verdict};
pub use filter::{FilterJudge, FilterOutput, FilterWorker};
pub use findings::{Encoding, SCHEMA};
pub use inputs::{Input, Inputs, Notice, Origin};
pub use run::{Batch, Counts, Event, Judge, Line, Options, Position, Rejected, Worker, run};
pub use selection::{Newest, Selection, SkipReason};
pub use stats::Stats;
