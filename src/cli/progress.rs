//! How far a run over an archive is: a line on stderr, on a terminal only.

use super::shell::Shell;
use crate::archive::Input;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Instant;

/// The line, where there is one.
pub(super) struct Progress {
    bar: Option<ProgressBar>,
    meter: Arc<AtomicU64>,
    began: Instant,
    alerts: u64,
}

impl Progress {
    /// A line for these inputs, of which `meter` counts the bytes read; `prints` tells whether data is printed while they
    /// are read.
    pub(super) fn new(inputs: &[Input], meter: &Arc<AtomicU64>, shell: &Shell, prints: bool) -> Self {
        let size = inputs.iter().map(|input| input.size).sum::<Option<u64>>();
        let bar = shell.shows_progress(prints).then(|| {
            let template = match size {
                Some(_) => "{bytes} of {total_bytes} {wide_bar} {msg}, {eta} left",
                None => "{bytes}, {msg}",
            };
            let style =
                ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar());
            ProgressBar::with_draw_target(size, ProgressDrawTarget::stderr_with_hz(4)).with_style(style)
        });
        Self { bar, meter: Arc::clone(meter), began: Instant::now(), alerts: 0 }
    }

    /// Shows that so many more alerts were read.
    pub(super) fn add(&mut self, alerts: u64) {
        let Some(bar) = &self.bar else { return };
        self.alerts = self.alerts.saturating_add(alerts);
        let rate = u128::from(self.alerts).saturating_mul(1000) / self.began.elapsed().as_millis().max(1);
        bar.set_message(format!("{rate} alerts/s"));
        bar.set_position(self.meter.load(Ordering::Relaxed));
    }

    /// Takes the line away while something else is said.
    pub(super) fn aside<T>(&self, say: impl FnOnce() -> T) -> T {
        match &self.bar {
            Some(bar) => bar.suspend(say),
            None => say(),
        }
    }

    /// Takes the line away.
    pub(super) fn clear(&self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}
