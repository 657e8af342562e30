//! The bytes of a `BufRead`, counted.

use std::io::{self, BufRead, Write};

use crate::error::{Error, ErrorKind};

/// The source of the input, and how much of it has been read.
pub(super) struct Source<R> {
    reader: R,
    offset: u64,
    /// [`Rules::max_input`](crate::Rules::max_input).
    max: usize,
}

impl<R: BufRead> Source<R> {
    pub(super) fn new(reader: R, max: usize) -> Source<R> {
        Source { reader, offset: 0, max }
    }

    pub(super) fn into_inner(self) -> R {
        self.reader
    }

    /// The number of bytes read.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// Passes the available bytes to `look`, and waits only if there are none. At the end of the input it
    /// passes an empty slice.
    ///
    /// It takes a closure because the borrow checker does not allow a loop that returns a chunk or, after an
    /// interrupt, requests it again.
    #[inline]
    pub(super) fn look<T>(&mut self, look: impl FnOnce(&[u8]) -> T) -> Result<T, Error> {
        let at = place(self.offset);
        let left = (self.max as u64).saturating_sub(self.offset);
        loop {
            let chunk = match self.reader.fill_buf() {
                Ok(chunk) => chunk,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
                Err(error) => return Err(Error::io(&error, at)),
            };
            if left == 0 && !chunk.is_empty() {
                return Err(Error::new(ErrorKind::InputLimit { max: self.max }, at));
            }
            let within = usize::try_from(left).ok().and_then(|left| chunk.get(..left));
            return Ok(look(within.unwrap_or(chunk)));
        }
    }

    /// Consumes `count` bytes of the chunk.
    #[inline]
    pub(super) fn consume(&mut self, count: usize) {
        self.reader.consume(count);
        self.offset = self.offset.saturating_add(count as u64);
    }

    /// Reads `count` bytes, chunk by chunk, and writes them to `out`.
    pub(super) fn copy(&mut self, count: usize, out: &mut impl Write) -> Result<(), Error> {
        let mut missing = count;
        while missing > 0 {
            let at = place(self.offset);
            let (length, written) = self.look(|chunk| {
                let part = chunk.get(..missing).unwrap_or(chunk);
                (part.len(), out.write_all(part))
            })?;
            if length == 0 {
                return Err(Error::new(ErrorKind::UnexpectedEnd { missing }, at));
            }
            written.map_err(|error| Error::io(&error, at))?;
            missing = missing.saturating_sub(length);
            self.consume(length);
        }
        Ok(())
    }
}

/// An offset in the type that errors use; `usize::MAX` if it does not fit.
pub(super) fn place(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}
