//! The bytes of a `BufRead`, counted.

use alloc::string::ToString;
use std::io::{self, BufRead, Write};

use crate::error::{Error, ErrorKind};

/// Where the input comes from, and how much of it was taken.
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

    /// How many bytes were taken.
    pub(super) fn offset(&self) -> u64 {
        self.offset
    }

    /// What is at hand; waits only if that is nothing, and is empty at the end of the input.
    #[inline]
    pub(super) fn chunk(&mut self) -> Result<&[u8], Error> {
        let at = place(self.offset);
        if self.wait()? == 0 {
            return Ok(&[]);
        }
        let left = (self.max as u64).saturating_sub(self.offset);
        if left == 0 {
            return Err(Error::new(ErrorKind::InputLimit { max: self.max }, at));
        }
        let chunk = self.reader.fill_buf().map_err(|error| failed(&error, at))?;
        Ok(usize::try_from(left).ok().and_then(|left| chunk.get(..left)).unwrap_or(chunk))
    }

    /// How many bytes are at hand: none at the end of the input.
    #[inline]
    fn wait(&mut self) -> Result<usize, Error> {
        loop {
            match self.reader.fill_buf() {
                Ok(chunk) => return Ok(chunk.len()),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => (),
                Err(error) => return Err(failed(&error, place(self.offset))),
            }
        }
    }

    /// Takes `count` bytes of the chunk.
    #[inline]
    pub(super) fn consume(&mut self, count: usize) {
        self.reader.consume(count);
        self.offset = self.offset.saturating_add(count as u64);
    }

    /// Takes `count` bytes, chunk by chunk, and writes them to `out`.
    pub(super) fn copy(&mut self, count: usize, out: &mut impl Write) -> Result<(), Error> {
        let mut missing = count;
        while missing > 0 {
            let at = place(self.offset);
            let chunk = self.chunk()?;
            let part = chunk.get(..missing).unwrap_or(chunk);
            if part.is_empty() {
                return Err(Error::new(ErrorKind::UnexpectedEnd { missing }, at));
            }
            out.write_all(part).map_err(|error| failed(&error, at))?;
            let length = part.len();
            missing = missing.saturating_sub(length);
            self.consume(length);
        }
        Ok(())
    }
}

/// An offset as errors have it; beyond the machine's width, the last that can be said.
pub(super) fn place(offset: u64) -> usize {
    usize::try_from(offset).unwrap_or(usize::MAX)
}

#[cold]
pub(super) fn failed(error: &io::Error, at: usize) -> Error {
    Error::new(ErrorKind::Io, at).with_text(error.to_string())
}
