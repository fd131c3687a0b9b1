//! The run over an archive: several workers, one consumer that gets everything in order.
//!
//! Workers take turns to read: whoever is free reads the next chunk, which is then at hand where it is worked on, and
//! leaves with the consumer a slot in which it will lay its answer. The consumer empties the slots in the order of
//! the archive. Their queue is bounded, so whoever is fast waits for whoever is slow, and memory does not grow. With
//! one job all of it is one thread.

use super::chunks::{Chunk, Chunks, Item};
use super::error::ReadError;
use super::inputs::Input;
use crate::alert::input::Content;
use crate::alert::split::{Piece, PieceKind, Place};
use crate::alert::{Limits, Reader, Reject, SlotAlert};
use std::ops::ControlFlow;
use std::sync::atomic::{AtomicBool, AtomicU64};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;

/// How a run is done; none of it changes what comes out.
#[derive(Debug, Clone)]
pub struct Options {
    /// Bounds on one alert.
    pub limits: Limits,
    /// How many workers.
    pub jobs: usize,
    /// How many bytes are read at a time.
    pub chunk: usize,
    /// How far a compressed input may grow; 200 times, and 1 GiB, if not given.
    pub max_unpacked: Option<u64>,
    /// Where to begin.
    pub from: Position,
    /// Set from elsewhere, ends the run before the next chunk.
    pub stop: Arc<AtomicBool>,
    /// How many bytes are read, still packed; for whoever shows progress.
    pub meter: Arc<AtomicU64>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            jobs: thread::available_parallelism().map_or(1, usize::from),
            chunk: 1024 * 1024,
            max_unpacked: None,
            from: Position::default(),
            stop: Arc::default(),
            meter: Arc::default(),
        }
    }
}

/// A place in an archive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Position {
    /// Which input, from 0.
    pub input: usize,
    /// Where in it.
    pub place: Place,
}

/// What is made of each alert, shared by all workers.
pub trait Judge: Sync {
    /// What is made of the alerts of a batch.
    type Output: Default + Send;

    /// What one worker keeps from alert to alert.
    type Worker<'w>: Worker<Output = Self::Output>
    where
        Self: 'w;

    /// A reader that fills what this judge asks for.
    fn reader(&self, limits: &Limits) -> Reader;

    /// Begins a worker.
    fn worker(&self) -> Self::Worker<'_>;
}

/// Judges alerts on one thread.
pub trait Worker {
    /// What is made of the alerts of a batch.
    type Output;

    /// Judges an alert and adds what is made of it.
    fn judge(&mut self, line: &Line<'_>, alert: &SlotAlert<'_>, output: &mut Self::Output);
}

/// Where an alert stands.
#[derive(Debug, Clone, Copy)]
pub struct Line<'a> {
    /// Its input's name.
    pub input: &'a str,
    /// Its input's number, from 0.
    pub number: usize,
    /// The line it begins on, from 1.
    pub line: u64,
    /// The byte of the unpacked input it begins at, from 0.
    pub offset: u64,
    /// The bytes it was read from, line end included.
    pub bytes: &'a [u8],
}

/// What became of the lines of a batch. INVARIANT: `lines` is the sum of the four below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize, serde::Deserialize)]
pub struct Counts {
    /// Bytes, unpacked.
    pub bytes: u64,
    /// Lines; a pretty-printed object, and an element of an array, is one.
    pub lines: u64,
    /// Those that are alerts.
    pub alerts: u64,
    /// Falco's own log lines.
    pub logs: u64,
    /// Blank lines.
    pub blank: u64,
    /// Those that should have been alerts.
    pub rejects: u64,
    /// Keys of alerts that were given twice; the last one counted.
    pub duplicate_keys: u64,
}

/// A line that should have been an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejected {
    /// What is wrong, and where in the input.
    pub reject: Reject,
    /// The byte of the unpacked input that the line begins at, from 0.
    pub offset: u64,
    /// Its first bytes.
    pub head: Vec<u8>,
}

/// What was made of some lines of one input, in order.
#[derive(Debug)]
pub struct Batch<O> {
    /// Which input, from 0.
    pub input: usize,
    /// What became of the lines.
    pub counts: Counts,
    /// Those that should have been alerts.
    pub rejects: Vec<Rejected>,
    /// What the judge made of the alerts.
    pub output: O,
    /// Where the archive can be taken up behind it, unless that is within a line that is too long.
    pub end: Option<Position>,
}

/// What a run comes to, in the order of the archive.
#[derive(Debug)]
pub enum Event<O> {
    /// Some lines.
    Batch(Batch<O>),
    /// An input, by its number, that could not be read, or not further.
    Failed(usize, ReadError),
}

/// Reads `inputs`, judges every alert, and gives what it comes to, in order, until `consume` or
/// [`Options::stop`] ends it. Whether it came to the end is returned.
pub fn run<J: Judge>(
    inputs: &[Input],
    options: &Options,
    judge: &J,
    consume: &mut dyn FnMut(Event<J::Output>) -> ControlFlow<()>,
) -> bool {
    let mut chunks = Chunks::new(inputs, options);
    let flow = if options.jobs <= 1 {
        let mut hands = Hands::new(inputs, options, judge);
        chunks.by_ref().try_for_each(|item| consume(hands.work(item)))
    } else {
        in_parallel(&mut chunks, inputs, options, judge, consume)
    };
    flow.is_continue() && !chunks.stopped()
}

fn in_parallel<J: Judge>(
    chunks: &mut Chunks<'_>,
    inputs: &[Input],
    options: &Options,
    judge: &J,
    consume: &mut dyn FnMut(Event<J::Output>) -> ControlFlow<()>,
) -> ControlFlow<()> {
    // Deep enough that no worker waits for a slow neighbour, and no deeper.
    let (to_consumer, slots) = sync_channel(options.jobs.saturating_add(1));
    let source = Mutex::new(Source { chunks, to_consumer: Some(to_consumer) });
    thread::scope(|scope| {
        for _ in 0..options.jobs {
            scope.spawn(|| {
                let mut hands = Hands::new(inputs, options, judge);
                while let Some((item, answer)) = Source::next(&source) {
                    // Whoever awaits it may be gone.
                    let _ = answer.send(hands.work(item));
                }
            });
        }
        // The slots are gone before the workers are waited for, so that none waits for room among them.
        slots.into_iter().try_for_each(|slot| match slot.recv() {
            Ok(event) => consume(event),
            Err(_) => ControlFlow::Break(()),
        })
    })
}

/// Where all workers get their chunks from, and the consumer the slots in which their answers will lie.
struct Source<'s, 'i, O> {
    chunks: &'s mut Chunks<'i>,
    /// Gone when there is nothing more to do.
    to_consumer: Option<SyncSender<Receiver<Event<O>>>>,
}

impl<O> Source<'_, '_, O> {
    /// The next chunk, and where its answer is awaited.
    fn next(this: &Mutex<Self>) -> Option<(Item, SyncSender<Event<O>>)> {
        let mut this = this.lock().unwrap_or_else(PoisonError::into_inner);
        let Self { chunks, to_consumer } = &mut *this;
        let job = to_consumer.as_ref().and_then(|to_consumer| {
            let item = chunks.next()?;
            let (answer, slot) = sync_channel(1);
            // A consumer that is gone wants no more.
            to_consumer.send(slot).is_ok().then_some((item, answer))
        });
        if job.is_none() {
            *to_consumer = None;
        }
        job
    }
}

/// What one thread works with.
struct Hands<'w, J: Judge + 'w> {
    inputs: &'w [Input],
    options: &'w Options,
    reader: Reader,
    worker: J::Worker<'w>,
}

impl<'w, J: Judge> Hands<'w, J> {
    fn new(inputs: &'w [Input], options: &'w Options, judge: &'w J) -> Self {
        Self { inputs, options, reader: judge.reader(&options.limits), worker: judge.worker() }
    }

    fn work(&mut self, item: Item) -> Event<J::Output> {
        match item {
            Item::Failed(input, error) => Event::Failed(input, error),
            Item::Chunk(chunk) => Event::Batch(self.batch(&chunk)),
        }
    }

    fn batch(&mut self, chunk: &Chunk) -> Batch<J::Output> {
        let name = self.inputs.get(chunk.input).map_or("", |input| input.name.as_str());
        let mut output = J::Output::default();
        let mut rejects = Vec::new();
        let mut counts =
            Counts { bytes: count(chunk.taken), lines: count(chunk.pieces.len()), ..Counts::default() };
        for piece in &chunk.pieces {
            let reader = &mut self.reader;
            let of = match piece.read_by(&chunk.bytes, &self.options.limits, |line| reader.read(line)) {
                Content::Blank => &mut counts.blank,
                Content::Log => &mut counts.logs,
                Content::Reject(reject) => {
                    let head = head(piece, &chunk.bytes);
                    rejects.push(Rejected { reject, offset: piece.offset, head });
                    &mut counts.rejects
                }
                Content::Alert(alert) => {
                    let Piece { line, offset, .. } = *piece;
                    let bytes = piece.bytes(&chunk.bytes);
                    let line = Line { input: name, number: chunk.input, line, offset, bytes };
                    self.worker.judge(&line, &alert, &mut output);
                    counts.duplicate_keys = counts.duplicate_keys.saturating_add(count(alert.duplicates()));
                    &mut counts.alerts
                }
            };
            *of = of.saturating_add(1);
        }
        Batch { input: chunk.input, counts, rejects, output, end: chunk.end }
    }
}

/// The first bytes of a piece, without its line end.
fn head(piece: &Piece, bytes: &[u8]) -> Vec<u8> {
    const HEAD: usize = 120;
    let bytes = match &piece.kind {
        PieceKind::TooLong(head) => head,
        _ => piece.bytes(bytes),
    };
    bytes.get(..HEAD.min(bytes.len())).unwrap_or_default().trim_ascii_end().to_vec()
}

fn count(n: usize) -> u64 {
    u64::try_from(n).unwrap_or(u64::MAX)
}

impl Counts {
    /// Adds what was counted elsewhere.
    pub fn add(&mut self, other: Self) {
        let add = |to: &mut u64, more: u64| *to = to.saturating_add(more);
        add(&mut self.bytes, other.bytes);
        add(&mut self.lines, other.lines);
        add(&mut self.alerts, other.alerts);
        add(&mut self.logs, other.logs);
        add(&mut self.blank, other.blank);
        add(&mut self.rejects, other.rejects);
        add(&mut self.duplicate_keys, other.duplicate_keys);
    }
}
