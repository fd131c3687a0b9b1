//! `--since` and `--until`: a time, or a time before the newest alert of the archive, never before now: the same
//! archive gives the same findings whenever it is looked at.

use super::super::exit::CliError;
use super::super::rejects;
use crate::archive::{Event, Input, Newest, Options, run};
use crate::value::{UnitFamily, read_with_unit};
use jiff::{SignedDuration, Timestamp};
use std::ops::ControlFlow;

/// A time as it is typed.
#[derive(Debug, Clone, Copy)]
pub(super) enum Time {
    At(Timestamp),
    BeforeNewest(SignedDuration),
}

impl Time {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        if let Ok(time) = text.parse() {
            return Ok(Self::At(time));
        }
        read_with_unit(text.as_bytes(), UnitFamily::Time)
            .and_then(|nanoseconds| i64::try_from(nanoseconds).ok())
            .map(|nanoseconds| Self::BeforeNewest(SignedDuration::from_nanos(nanoseconds)))
            .ok_or_else(|| {
                "a time such as 2026-03-11T08:31:12Z, or 2h, 7d before the newest alert".to_owned()
            })
    }
}

/// The times meant; the archive is read for its newest alert only if one of them needs it.
pub(super) fn resolve(
    since: Option<Time>,
    until: Option<Time>,
    inputs: &[Input],
    options: &Options,
) -> Result<(Option<Timestamp>, Option<Timestamp>), CliError> {
    let relative = [since, until].iter().any(|time| matches!(time, Some(Time::BeforeNewest(_))));
    let newest = if relative { newest(inputs, options)? } else { None };
    let resolved = |time: Option<Time>| match time? {
        Time::At(time) => Some(time),
        // An archive without a time has no alert that could be meant; the earliest time is before none.
        Time::BeforeNewest(span) => newest?.checked_sub(span).ok().or(Some(Timestamp::MIN)),
    };
    Ok((resolved(since), resolved(until)))
}

fn newest(inputs: &[Input], options: &Options) -> Result<Option<Timestamp>, CliError> {
    if let Some(stream) = inputs.iter().find(|input| input.size.is_none()) {
        let name = rejects::name(stream);
        return Err(CliError::new(format!(
            "`{name}` can be read only once, so its newest alert is not known before"
        ))
        .hint("give a time such as 2026-03-11T08:31:12Z, or save the stream to a file first"));
    }
    let mut newest = None;
    run(inputs, options, &Newest, &mut |event| {
        // What cannot be read is said when it is evaluated.
        if let Event::Batch(batch) = event {
            newest = newest.max(batch.output);
        }
        ControlFlow::Continue(())
    });
    options.meter.store(0, std::sync::atomic::Ordering::Relaxed);
    Ok(newest)
}
