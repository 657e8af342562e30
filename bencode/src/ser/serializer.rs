//! The encoder, as serde sees it.

use alloc::vec::Vec;
use core::fmt;

use super::dictionary::Dictionary;
use crate::encoder::Encoder;
use crate::error::{Error, ErrorKind};
use crate::raw::CEILING;
use crate::sink::Sink;

/// Writes values through serde to a [`Sink`].
///
/// ```
/// use serde::Serialize;
///
/// let mut serializer = bencode::Serializer::new(Vec::new());
/// ["6:", "spam"].serialize(&mut serializer)?;
/// assert_eq!(serializer.finish()?, b"l2:6:4:spame");
/// # Ok::<(), bencode::Error>(())
/// ```
pub struct Serializer<S> {
    pub(super) encoder: Encoder<S>,
    /// A key that came apart from its value.
    pub(super) key: Vec<u8>,
    /// Where the value begins.
    start: usize,
}

impl<S: Sink> Serializer<S> {
    /// Appends to what `sink` holds.
    #[inline]
    pub fn new(sink: S) -> Serializer<S> {
        let start = sink.written().len();
        Serializer { encoder: Encoder::new(sink), key: Vec::new(), start }
    }

    /// Gives the sink back, with one whole value more in it.
    ///
    /// # Errors
    /// [`Unbalanced`](ErrorKind::Unbalanced) if no value was written.
    #[inline]
    pub fn finish(self) -> Result<S, Error> {
        self.encoder.finish()
    }

    /// Makes room for one level more.
    #[inline(always)]
    fn descend(&self) -> Result<(), Error> {
        if self.encoder.depth() < CEILING { Ok(()) } else { Err(self.too_deep()) }
    }

    #[cold]
    fn too_deep(&self) -> Error {
        Error::new(ErrorKind::DepthLimit { max: CEILING }, self.encoder.written().len())
    }

    #[inline(always)]
    pub(super) fn list(&mut self) -> Result<(), Error> {
        self.descend()?;
        self.encoder.list()
    }

    #[inline(always)]
    pub(super) fn dictionary(&mut self, levels: usize) -> Result<Dictionary<'_, S>, Error> {
        self.descend()?;
        self.encoder.dict()?;
        Ok(Dictionary::new(self, levels))
    }

    /// The dictionary of one key around a variant's value.
    pub(super) fn variant(&mut self, name: &'static str) -> Result<(), Error> {
        self.descend()?;
        self.encoder.dict()?;
        self.encoder.key(name.as_bytes())
    }

    /// Ends so many lists and dictionaries.
    #[inline(always)]
    pub(super) fn end(&mut self, levels: usize) -> Result<(), Error> {
        for _ in 0..levels {
            self.encoder.end()?;
        }
        Ok(())
    }

    /// What has no place here.
    #[cold]
    pub(super) fn unsupported(&self, text: &str) -> Error {
        Error::new(ErrorKind::Unsupported, self.encoder.written().len()).with_text(text.into())
    }

    /// With place and path, found in what was written so far.
    #[cold]
    pub(super) fn explain(&self, error: Error) -> Error {
        let written = self.encoder.written();
        let path =
            crate::locate::Path::of(written.get(self.start..).unwrap_or_default(), usize::MAX);
        let error = error.with_path(alloc::string::ToString::to_string(&path));
        match error.offset() {
            crate::error::NOWHERE => error.with_offset(written.len()),
            _ => error,
        }
    }
}

impl<S: Sink> fmt::Debug for Serializer<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let written = self.encoder.written().len();
        f.debug_struct("Serializer").field("written", &written).finish_non_exhaustive()
    }
}
