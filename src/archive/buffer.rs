//! Buffers whose memory serves again: a batch's bytes are many, and memory that the system hands out anew costs more
//! than to fill it.

use std::fmt;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, PoisonError};

/// A buffer that grew larger is given back to the system, so that one huge alert is not paid for all the way.
const MAX_KEPT: usize = 4 * 1024 * 1024;
/// More buffers than batches are under way with a few workers.
const MAX_SPARE: usize = 16;

/// Buffers that are free.
#[derive(Clone, Default)]
pub(super) struct Pool(Arc<Mutex<Vec<Vec<u8>>>>);

impl Pool {
    /// An empty buffer, which comes back here when it is dropped.
    pub(super) fn take(&self) -> Buffer {
        let bytes = self.0.lock().unwrap_or_else(PoisonError::into_inner).pop().unwrap_or_default();
        Buffer { bytes, home: Some(self.clone()) }
    }
}

impl fmt::Debug for Pool {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pool")
    }
}

/// Bytes, used as a `Vec<u8>`.
#[derive(Debug, Default)]
pub struct Buffer {
    bytes: Vec<u8>,
    home: Option<Pool>,
}

impl Deref for Buffer {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.bytes
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut Vec<u8> {
        &mut self.bytes
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        let Some(Pool(home)) = &self.home else { return };
        let mut bytes = std::mem::take(&mut self.bytes);
        bytes.clear();
        let mut spare = home.lock().unwrap_or_else(PoisonError::into_inner);
        if (1..=MAX_KEPT).contains(&bytes.capacity()) && spare.len() < MAX_SPARE {
            spare.push(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_comes_back_empty_unless_it_is_much() {
        let pool = Pool::default();
        let mut small = pool.take();
        small.extend_from_slice(b"a finding");
        let (place, capacity) = (small.as_ptr(), small.capacity());
        drop(small);
        let again = pool.take();
        assert_eq!((again.as_ptr(), again.capacity(), again.len()), (place, capacity, 0));
        let mut huge = pool.take();
        huge.reserve(MAX_KEPT + 1);
        drop(huge);
        assert_eq!(pool.take().capacity(), 0);
    }
}
