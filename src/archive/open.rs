//! Opening an input: its form found by content, unpacked, with a bound on how far it may grow.

use super::error::{Bound, ReadError};
use super::form::{self, Form};
use super::inputs::{Input, Origin};
use super::zstd::Frames;
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{self, BufReader, Cursor, Read, Seek, SeekFrom};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// An input may grow this many times when it is unpacked …
const MAX_RATIO: u64 = 200;
/// … and to this many bytes whatever the ratio.
const FREE: u64 = 1024 * 1024 * 1024;

/// The unpacked bytes of an input.
pub(super) struct Stream {
    source: Source,
    /// How it is packed.
    pub(super) form: Form,
    /// Whether bytes come when somebody writes them, so that waiting for more would hold them back.
    pub(super) live: bool,
}

enum Source {
    /// A file as it is.
    File(Metered),
    Other(Box<dyn Read + Send>),
}

impl Stream {
    /// Appends bytes up to `limit`, fewer only at the end; how many is returned.
    pub(super) fn fill(&mut self, limit: u64, to: &mut Vec<u8>) -> io::Result<usize> {
        match &mut self.source {
            Source::File(file) => file.fill(limit, to),
            Source::Other(reader) => reader.take(limit).read_to_end(to),
        }
    }
}

impl Read for Stream {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match &mut self.source {
            Source::File(file) => file.read(buf),
            Source::Other(reader) => reader.read(buf),
        }
    }
}

/// Opens an input behind its first `skip` unpacked bytes. `meter` counts the bytes read, still packed.
pub(super) fn open(
    input: &Input,
    skip: u64,
    max_unpacked: Option<u64>,
    meter: &Arc<AtomicU64>,
) -> Result<Stream, ReadError> {
    let (raw, regular) = match input.origin {
        Origin::Stdin => (Raw::Stdin(io::stdin()), false),
        origin => {
            let file = open_file(&input.path, origin).map_err(ReadError::Io)?;
            let regular = file.metadata().is_ok_and(|meta| meta.is_file());
            if origin == Origin::Found && !regular {
                return Err(ReadError::NotAFile);
            }
            (Raw::File(file), regular)
        }
    };
    let packed = Arc::new(AtomicU64::new(0));
    let mut raw = Metered { raw, own: Arc::clone(&packed), all: Arc::clone(meter) };
    let head = head(&mut raw).map_err(ReadError::Io)?;
    let form = Form::of(&head);
    if form == Form::Plain {
        return plain(raw, head, skip, regular);
    }
    let source = BufReader::with_capacity(64 * 1024, Cursor::new(head).chain(raw));
    let unpacked: Box<dyn Read + Send> = match form {
        Form::Zstd => Box::new(Frames::new(source)),
        _ => Box::new(MultiGzDecoder::new(source)),
    };
    let mut unpacked = Bounded { source: unpacked, packed, unpacked: 0, max: max_unpacked };
    let failed = |error| ReadError::of(error, form);
    let head = self::head(&mut unpacked).map_err(failed)?;
    refuse(&head)?;
    let mut reader = Cursor::new(head).chain(unpacked);
    io::copy(&mut reader.by_ref().take(skip), &mut io::sink()).map_err(failed)?;
    Ok(Stream { source: Source::Other(Box::new(reader)), form, live: false })
}

fn plain(mut raw: Metered, head: Vec<u8>, skip: u64, regular: bool) -> Result<Stream, ReadError> {
    refuse(&head)?;
    let source = if regular {
        raw.seek(skip).map_err(ReadError::Io)?;
        Source::File(raw)
    } else {
        Source::Other(Box::new(Cursor::new(head).chain(raw)))
    };
    Ok(Stream { source, form: Form::Plain, live: !regular })
}

fn refuse(head: &[u8]) -> Result<(), ReadError> {
    match form::unsupported(head) {
        Some((what, hint)) => Err(ReadError::Unsupported(what, hint)),
        None => Ok(()),
    }
}

/// The first bytes: at least as many as tell every packed form, where there are so many.
fn head(reader: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut head = vec![0; form::HEAD];
    let mut filled = 0_usize;
    while filled < 8 {
        match reader.read(head.get_mut(filled..).unwrap_or_default()) {
            Ok(0) => break,
            Ok(read) => filled = filled.saturating_add(read),
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            // What came before the error is an answer; the error comes again.
            Err(_) if filled > 0 => break,
            Err(error) => return Err(error),
        }
    }
    head.truncate(filled);
    Ok(head)
}

/// Opens a file; one that was not named never blocks, whatever took its place since it was found.
fn open_file(path: &Path, origin: Origin) -> io::Result<File> {
    let mut options = File::options();
    options.read(true);
    #[cfg(unix)]
    if origin == Origin::Found {
        std::os::unix::fs::OpenOptionsExt::custom_flags(&mut options, libc::O_NONBLOCK);
    }
    #[cfg(not(unix))]
    let _ = origin;
    options.open(path)
}

/// Where bytes come from.
enum Raw {
    Stdin(io::Stdin),
    File(File),
}

impl Read for Raw {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Stdin(stdin) => stdin.read(buf),
            Self::File(file) => file.read(buf),
        }
    }
}

/// Counts bytes as they are read from the system.
struct Metered {
    raw: Raw,
    own: Arc<AtomicU64>,
    all: Arc<AtomicU64>,
}

impl Metered {
    fn count(&self, read: usize) {
        let count = u64::try_from(read).unwrap_or(u64::MAX);
        self.own.fetch_add(count, Ordering::Relaxed);
        self.all.fetch_add(count, Ordering::Relaxed);
    }

    /// Goes to a place in a file, all before which counts as read.
    fn seek(&mut self, place: u64) -> io::Result<()> {
        if let Raw::File(file) = &mut self.raw {
            file.seek(SeekFrom::Start(place))?;
            let read = self.own.swap(place, Ordering::Relaxed);
            self.all.fetch_add(place.wrapping_sub(read), Ordering::Relaxed);
        }
        Ok(())
    }

    /// As [`Stream::fill`]. A file fills memory as it finds it, which need not be wiped before.
    fn fill(&mut self, limit: u64, to: &mut Vec<u8>) -> io::Result<usize> {
        let before = to.len();
        let read = match &mut self.raw {
            Raw::File(file) => file.take(limit).read_to_end(to),
            Raw::Stdin(stdin) => stdin.take(limit).read_to_end(to),
        };
        self.count(to.len().saturating_sub(before));
        read
    }
}

impl Read for Metered {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.raw.read(buf)?;
        self.count(read);
        Ok(read)
    }
}

/// Stops an input that grows too far.
struct Bounded<R> {
    source: R,
    packed: Arc<AtomicU64>,
    unpacked: u64,
    max: Option<u64>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buf: &mut [u8]) -> io::Result<usize> {
        let read = self.source.read(buf)?;
        self.unpacked = self.unpacked.saturating_add(u64::try_from(read).unwrap_or(u64::MAX));
        let by_ratio = self.packed.load(Ordering::Relaxed).saturating_mul(MAX_RATIO).max(FREE);
        if self.unpacked > self.max.unwrap_or(by_ratio) {
            return Err(io::Error::other(Bound::Size));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Whether so many bytes of so many packed ones may be read.
    fn fits(packed: u64, unpacked: u64, max: Option<u64>) -> bool {
        let zeros = io::repeat(0).take(8);
        let packed = Arc::new(AtomicU64::new(packed));
        let mut bounded = Bounded { source: zeros, packed, unpacked: unpacked.saturating_sub(8), max };
        bounded.read(&mut [0; 8]).is_ok()
    }

    #[test]
    fn an_input_may_grow_so_far_and_no_further() {
        assert!(fits(0, FREE, None), "1 GiB is free");
        assert!(!fits(0, FREE + 1, None));
        let packed = FREE / 100;
        assert!(fits(packed, packed * MAX_RATIO, None), "200 times is fine");
        assert!(!fits(packed, packed * MAX_RATIO + 1, None));
        assert!(fits(0, 2 * FREE, Some(2 * FREE)) && !fits(0, 2 * FREE + 1, Some(2 * FREE)));
        assert!(fits(1, 8, Some(8)) && !fits(packed, 9, Some(8)), "a given bound is the only one");
    }
}
