//! Destinations for encoded bytes.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::error::Defect;

/// Memory that an [`Encoder`](crate::Encoder) writes to: `Vec<u8>`, `BytesMut`, [`FixedBuffer`], or a mutable
/// reference to one of these.
///
/// The encoder compares keys with those already written, so it needs no copy of them. Sealed: to write to files
/// and sockets, use [`to_writer`](crate::to_writer), which buffers.
pub trait Sink: sealed::Memory {}

impl<M: sealed::Memory> Sink for M {}

pub(crate) mod sealed {
    use crate::error::Defect;

    /// Bytes that only grow at their end.
    pub trait Memory {
        /// Appends.
        #[expect(private_interfaces, reason = "sealed: nobody else calls it")]
        fn push(&mut self, bytes: &[u8]) -> Result<(), Defect>;
        /// Appends the first `length` bytes of `bytes`.
        #[inline]
        #[expect(private_interfaces, reason = "sealed: nobody else calls it")]
        fn push_within<const N: usize>(
            &mut self,
            bytes: &[u8; N],
            length: usize,
        ) -> Result<(), Defect> {
            self.push(bytes.get(..length).unwrap_or_default())
        }
        /// Whether something did not fit, so that the output is incomplete.
        fn is_torn(&self) -> bool {
            false
        }
        /// All that was written.
        fn written(&self) -> &[u8];
        /// All that was written, to sort it in place.
        fn written_mut(&mut self) -> &mut [u8];
    }
}

/// Memory that grows as needed.
#[cfg(feature = "alloc")]
macro_rules! growing_memory {
    ($type:ty) => {
        impl sealed::Memory for $type {
            #[inline]
            #[expect(private_interfaces, reason = "sealed: nobody else calls it")]
            fn push(&mut self, bytes: &[u8]) -> Result<(), Defect> {
                self.extend_from_slice(bytes);
                Ok(())
            }

            /// A copy of fixed size, then truncated, takes a quarter of the time of a call that copies.
            #[inline]
            #[expect(private_interfaces, reason = "sealed: nobody else calls it")]
            fn push_within<const N: usize>(
                &mut self,
                bytes: &[u8; N],
                length: usize,
            ) -> Result<(), Defect> {
                let end = self.len().saturating_add(length);
                self.extend_from_slice(bytes);
                self.truncate(end);
                Ok(())
            }

            #[inline]
            fn written(&self) -> &[u8] {
                self
            }

            fn written_mut(&mut self) -> &mut [u8] {
                self
            }
        }
    };
}

#[cfg(feature = "alloc")]
growing_memory!(Vec<u8>);
#[cfg(feature = "bytes")]
growing_memory!(bytes::BytesMut);

impl<M: sealed::Memory + ?Sized> sealed::Memory for &mut M {
    #[inline]
    #[expect(private_interfaces, reason = "sealed: nobody else calls it")]
    fn push(&mut self, bytes: &[u8]) -> Result<(), Defect> {
        (**self).push(bytes)
    }

    #[inline]
    #[expect(private_interfaces, reason = "sealed: nobody else calls it")]
    fn push_within<const N: usize>(
        &mut self,
        bytes: &[u8; N],
        length: usize,
    ) -> Result<(), Defect> {
        (**self).push_within(bytes, length)
    }

    fn is_torn(&self) -> bool {
        (**self).is_torn()
    }

    #[inline]
    fn written(&self) -> &[u8] {
        (**self).written()
    }

    fn written_mut(&mut self) -> &mut [u8] {
        (**self).written_mut()
    }
}

/// A slice to encode into. If something does not fit, that call and every later one is an error.
///
/// ```
/// use bencode::{Encoder, FixedBuffer};
///
/// let mut packet = [0; 64];
/// let mut encoder = Encoder::new(FixedBuffer::new(&mut packet));
/// encoder.dict()?;
/// encoder.key(b"t")?;
/// encoder.bytes(b"aa")?;
/// encoder.end()?;
/// assert_eq!(encoder.finish()?.written(), b"d1:t2:aae");
/// # Ok::<(), bencode::Error>(())
/// ```
#[derive(Debug)]
pub struct FixedBuffer<'a> {
    space: &'a mut [u8],
    length: usize,
    is_torn: bool,
}

impl<'a> FixedBuffer<'a> {
    /// Overwrites `space` from its start.
    pub fn new(space: &'a mut [u8]) -> FixedBuffer<'a> {
        FixedBuffer { space, length: 0, is_torn: false }
    }

    /// What was written.
    pub fn written(&self) -> &[u8] {
        self.space.get(..self.length).unwrap_or_default()
    }

    /// What was written, for as long as the slice lives.
    pub fn into_written(self) -> &'a mut [u8] {
        self.space.get_mut(..self.length).unwrap_or_default()
    }

    /// Leaves no room for later writes, which would otherwise be taken for the part that did not fit.
    #[cold]
    fn tear(&mut self) -> Defect {
        self.space = core::mem::take(&mut self.space).get_mut(..self.length).unwrap_or_default();
        self.is_torn = true;
        Defect::BufferFull
    }
}

impl sealed::Memory for FixedBuffer<'_> {
    #[inline]
    #[expect(private_interfaces, reason = "sealed: nobody else calls it")]
    fn push(&mut self, bytes: &[u8]) -> Result<(), Defect> {
        let end = self.length.saturating_add(bytes.len());
        match self.space.get_mut(self.length..end) {
            Some(place) => place.copy_from_slice(bytes),
            None => return Err(self.tear()),
        }
        self.length = end;
        Ok(())
    }

    fn is_torn(&self) -> bool {
        self.is_torn
    }

    fn written(&self) -> &[u8] {
        FixedBuffer::written(self)
    }

    fn written_mut(&mut self) -> &mut [u8] {
        self.space.get_mut(..self.length).unwrap_or_default()
    }
}
