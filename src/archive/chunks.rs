//! Inputs as chunks of whole pieces, read one after the other.
//!
//! A chunk is what a worker takes at a time. Where it ends depends on how the bytes came; what its pieces are does
//! not.

use super::buffer::{Buffer, Pool};
use super::error::ReadError;
use super::inputs::Input;
use super::open::{self, Stream};
use super::run::{Options, Position};
use crate::alert::split::{Piece, Place, Splitter};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;

/// The most pieces of a chunk, so that what is kept of each stays bounded where lines are short.
const MAX_PIECES: usize = 8192;

/// How many bytes are taken at a time from a stream that somebody is still writing.
const LIVE_READ: usize = 64 * 1024;

/// Whole pieces of one input.
#[derive(Debug)]
pub(super) struct Chunk {
    /// Which input.
    pub(super) input: usize,
    pub(super) bytes: Buffer,
    pub(super) pieces: Vec<Piece>,
    /// Where reading can be taken up behind it.
    pub(super) end: Option<Position>,
    /// How many bytes of the unpacked input it uses up.
    pub(super) taken: usize,
}

/// What reading comes to.
pub(super) enum Item {
    Chunk(Chunk),
    /// An input could not be read, or not further.
    Failed(usize, ReadError),
}

/// All inputs, read a chunk at a time by whoever asks.
pub(super) struct Chunks<'a> {
    inputs: &'a [Input],
    options: &'a Options,
    pool: Pool,
    /// The input that is read when the one in hand ends.
    next: usize,
    reader: Option<Reader<'a>>,
    stopped: bool,
}

impl<'a> Chunks<'a> {
    pub(super) fn new(inputs: &'a [Input], options: &'a Options) -> Self {
        let pool = Pool::default();
        Self { inputs, options, pool, next: options.from.input, reader: None, stopped: false }
    }

    /// Whether [`Options::stop`] ended it.
    pub(super) fn stopped(&self) -> bool {
        self.stopped
    }

    /// Opens the next input; `None` behind the last.
    fn open(&mut self) -> Option<Result<Reader<'a>, Item>> {
        let Options { from, max_unpacked, meter, .. } = self.options;
        let number = self.next;
        let input = self.inputs.get(number)?;
        self.next = number.saturating_add(1);
        let place = if number == from.input { from.place } else { Place::default() };
        Some(match open::open(input, place.offset, *max_unpacked, meter) {
            Ok(stream) => Ok(Reader::new(number, stream, place, self.options, self.pool.clone())),
            Err(error) => Err(Item::Failed(number, error)),
        })
    }
}

impl Iterator for Chunks<'_> {
    type Item = Item;

    fn next(&mut self) -> Option<Item> {
        loop {
            let Some(reader) = &mut self.reader else {
                match self.open()? {
                    Ok(reader) => self.reader = Some(reader),
                    Err(failed) => return Some(failed),
                }
                continue;
            };
            match reader.next() {
                ControlFlow::Continue(Some(item)) => return Some(item),
                ControlFlow::Continue(None) => self.reader = None,
                ControlFlow::Break(()) => {
                    self.stopped = true;
                    return None;
                }
            }
        }
    }
}

/// One input.
struct Reader<'a> {
    input: usize,
    stream: Stream,
    splitter: Splitter,
    options: &'a Options,
    pool: Pool,
    /// What is read and not yet given.
    buffer: Buffer,
    /// Whether there may be whole pieces in it.
    more: bool,
    /// Whether nothing more comes, and what ended it.
    ended: bool,
    error: Option<ReadError>,
}

impl<'a> Reader<'a> {
    fn new(input: usize, stream: Stream, place: Place, options: &'a Options, pool: Pool) -> Self {
        let splitter = Splitter::at(place, options.limits.line);
        let buffer = pool.take();
        Self { input, stream, splitter, options, pool, buffer, more: false, ended: false, error: None }
    }

    /// What comes next, or nothing behind the end; breaks where the run is to stop.
    fn next(&mut self) -> ControlFlow<(), Option<Item>> {
        loop {
            if !self.more {
                if let Some(error) = self.error.take() {
                    return ControlFlow::Continue(Some(Item::Failed(self.input, error)));
                }
                if self.ended {
                    return ControlFlow::Continue(None);
                }
                match self.fill() {
                    Ok(more) => self.ended = !more,
                    // What was read before counts, so the rest is taken for the end.
                    Err(error) => {
                        (self.ended, self.error) = (true, Some(ReadError::of(error, self.stream.form)));
                    }
                }
                if self.options.stop.load(Ordering::Relaxed) {
                    return ControlFlow::Break(());
                }
            }
            if let Some(chunk) = self.cut() {
                return ControlFlow::Continue(Some(Item::Chunk(chunk)));
            }
        }
    }

    /// Reads on; whether there may be more.
    fn fill(&mut self) -> io::Result<bool> {
        if self.stream.live {
            let before = self.buffer.len();
            let wanted = LIVE_READ.min(self.options.chunk.max(1));
            self.buffer.resize(before.saturating_add(wanted), 0);
            let read = loop {
                match self.stream.read(self.buffer.get_mut(before..).unwrap_or_default()) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    read => break read,
                }
            };
            self.buffer.truncate(before.saturating_add(*read.as_ref().unwrap_or(&0)));
            return read.map(|read| read > 0);
        }
        let wanted = self.options.chunk.max(1);
        self.buffer.reserve(wanted);
        let limit = u64::try_from(wanted).unwrap_or(u64::MAX);
        let read = self.stream.fill(limit, &mut self.buffer)?;
        Ok(read == wanted)
    }

    /// Takes whole pieces off the buffer, if there are any.
    fn cut(&mut self) -> Option<Chunk> {
        let mut pieces = Vec::new();
        let taken = self.splitter.split(&self.buffer, self.ended, MAX_PIECES, &mut pieces);
        self.more = pieces.len() >= MAX_PIECES;
        if pieces.is_empty() && taken == 0 {
            return None;
        }
        let mut rest = self.pool.take();
        rest.extend_from_slice(self.buffer.get(taken..).unwrap_or_default());
        let mut bytes = std::mem::replace(&mut self.buffer, rest);
        bytes.truncate(taken);
        let end = self.splitter.place().map(|place| Position { input: self.input, place });
        Some(Chunk { input: self.input, bytes, pieces, end, taken })
    }
}
