//! Inputs as chunks of whole pieces, read one after the other by one thread.
//!
//! A chunk is what a worker takes at a time. Where it ends depends on how the bytes came; what its pieces are does
//! not.

use super::error::ReadError;
use super::open::{self, Stream};
use super::run::{Options, Position};
use crate::alert::split::{Piece, Place, Splitter};
use std::io::{self, Read};
use std::ops::ControlFlow;
use std::sync::atomic::Ordering;

use super::inputs::Input;

/// The most pieces of a chunk, so that what is kept of each stays bounded where lines are short.
const MAX_PIECES: usize = 8192;

/// How many bytes are taken at a time from a stream that somebody is still writing.
const LIVE_READ: usize = 64 * 1024;

/// Whole pieces of one input.
#[derive(Debug)]
pub(super) struct Chunk {
    /// Which input.
    pub(super) input: usize,
    pub(super) bytes: Vec<u8>,
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

/// Reads all inputs and gives what it comes to, until told to stop.
pub(super) fn read(
    inputs: &[Input],
    options: &Options,
    give: &mut dyn FnMut(Item) -> ControlFlow<()>,
) -> ControlFlow<()> {
    let from = options.from;
    for (number, input) in inputs.iter().enumerate().skip(from.input) {
        let place = if number == from.input { from.place } else { Place::default() };
        match open::open(input, place.offset, options.max_unpacked, &options.meter) {
            Ok(stream) => Reader::new(number, stream, place, options).run(give)?,
            Err(error) => give(Item::Failed(number, error))?,
        }
    }
    ControlFlow::Continue(())
}

struct Reader<'a> {
    input: usize,
    stream: Stream,
    splitter: Splitter,
    options: &'a Options,
    /// What is read and not yet given.
    buffer: Vec<u8>,
}

impl<'a> Reader<'a> {
    fn new(input: usize, stream: Stream, place: Place, options: &'a Options) -> Self {
        Self {
            input,
            stream,
            splitter: Splitter::at(place, options.limits.line),
            options,
            buffer: Vec::new(),
        }
    }

    fn run(mut self, give: &mut dyn FnMut(Item) -> ControlFlow<()>) -> ControlFlow<()> {
        loop {
            let (ended, error) = match self.fill() {
                Ok(more) => (!more, None),
                // What was read before counts, so the rest is taken for the end.
                Err(error) => (true, Some(ReadError::of(error, self.stream.form))),
            };
            if self.options.stop.load(Ordering::Relaxed) {
                return ControlFlow::Break(());
            }
            self.give_pieces(ended, give)?;
            if let Some(error) = error {
                give(Item::Failed(self.input, error))?;
            }
            if ended {
                return ControlFlow::Continue(());
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

    /// Gives all pieces that are whole.
    fn give_pieces(&mut self, last: bool, give: &mut dyn FnMut(Item) -> ControlFlow<()>) -> ControlFlow<()> {
        loop {
            let mut pieces = Vec::new();
            let taken = self.splitter.split(&self.buffer, last, MAX_PIECES, &mut pieces);
            let rest = self.buffer.split_off(taken.min(self.buffer.len()));
            let bytes = std::mem::replace(&mut self.buffer, rest);
            let full = pieces.len() >= MAX_PIECES;
            if !pieces.is_empty() || taken > 0 {
                let end = self.splitter.place().map(|place| Position { input: self.input, place });
                give(Item::Chunk(Chunk { input: self.input, bytes, pieces, end, taken }))?;
            }
            if !full {
                return ControlFlow::Continue(());
            }
        }
    }
}
