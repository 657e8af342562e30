//! Buffers to which messages are written.

use alloc::vec::Vec;

use bytes::BytesMut;

use crate::error::{Error, ErrorKind};

/// A buffer to which messages are appended: `Vec<u8>`, `BytesMut` or [`FixedBuffer`].
///
/// Sealed. To write to an [`io::Write`](std::io::Write), encode into a `Vec` and write that at
/// once: a message is sent as a datagram, a frame or the body of a response whose length comes
/// first.
///
/// ```
/// use bytes::BytesMut;
/// use tracker_types::krpc::{self, Message, Method, NodeId, Query};
///
/// let ping = Message::new(b"aa", Query::new(NodeId(*b"abcdefghij0123456789"), Method::Ping));
/// let (mut vec, mut frame) = (Vec::new(), BytesMut::new());
/// krpc::encode(&ping, &mut vec);
/// krpc::encode(&ping, &mut frame);
/// assert_eq!(vec, frame);
/// ```
pub trait Sink: sealed::Memory {}

impl<M: sealed::Memory> Sink for M {}

pub(crate) mod sealed {
    /// A buffer that only grows at its end.
    pub trait Memory: Default {
        /// The number of bytes, including those that did not fit.
        fn length(&self) -> usize;

        /// The whole writable slice: the bytes written, and the room after them.
        fn space(&mut self) -> &mut [u8];

        /// Extends the buffer to `length` bytes, if it can grow; the bytes after the appended ones
        /// are room to write to.
        fn stretch(&mut self, length: usize);

        /// Truncates the buffer to `length` bytes, without room after them.
        fn cut(&mut self, length: usize);

        /// Appends.
        fn append(&mut self, bytes: &[u8]);

        /// Appends `N` zeros, and returns them to be overwritten; `None` if there is no room.
        fn grow<const N: usize>(&mut self) -> Option<&mut [u8; N]>;

        /// The number of bytes that can be appended without allocating.
        fn room(&mut self) -> usize;

        /// Reserves room for `more` bytes.
        fn reserve_for(&mut self, more: usize);
    }
}

macro_rules! growing_memory {
    ($type:ty) => {
        impl sealed::Memory for $type {
            #[inline]
            fn length(&self) -> usize {
                self.len()
            }

            #[inline]
            fn space(&mut self) -> &mut [u8] {
                self
            }

            #[inline]
            fn stretch(&mut self, length: usize) {
                self.resize(length, 0);
            }

            #[inline]
            fn cut(&mut self, length: usize) {
                self.truncate(length);
            }

            #[inline]
            fn append(&mut self, bytes: &[u8]) {
                self.extend_from_slice(bytes);
            }

            #[inline]
            fn grow<const N: usize>(&mut self) -> Option<&mut [u8; N]> {
                self.extend_from_slice(&[0; N]);
                self.last_chunk_mut()
            }

            #[inline]
            fn room(&mut self) -> usize {
                self.spare_capacity_mut().len()
            }

            #[inline]
            fn reserve_for(&mut self, more: usize) {
                self.reserve(more);
            }
        }
    };
}

growing_memory!(Vec<u8>);
growing_memory!(BytesMut);

/// A slice that messages are written to, without allocating.
///
/// ```
/// use tracker_types::krpc::{self, ErrorCode, KrpcError, Message};
/// use tracker_types::{ErrorKind, FixedBuffer};
///
/// let error = Message::new(b"aa", KrpcError::new(ErrorCode::GENERIC, "A Generic Error Ocurred"));
/// let mut space = [0; 1024];
/// let mut packet = FixedBuffer::new(&mut space);
/// krpc::encode(&error, &mut packet);
/// // BEP 5, "Errors".
/// assert_eq!(packet.finish()?, b"d1:eli201e23:A Generic Error Ocurrede1:t2:aa1:y1:ee");
///
/// // A message that does not fit is still measured: the error says how many bytes it needs.
/// let mut packet = FixedBuffer::new(&mut space[..20]);
/// krpc::encode(&error, &mut packet);
/// assert_eq!(packet.finish().unwrap_err().kind(), ErrorKind::NoRoom { needed: 51 });
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct FixedBuffer<'s> {
    space: &'s mut [u8],
    /// The number of bytes appended, which may exceed the room.
    length: usize,
}

impl<'s> FixedBuffer<'s> {
    /// Writes over `space`, from its start.
    pub fn new(space: &'s mut [u8]) -> FixedBuffer<'s> {
        FixedBuffer { space, length: 0 }
    }

    /// Returns the bytes written.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NoRoom`] if the slice is too short; its contents are then unspecified.
    pub fn finish(self) -> Result<&'s mut [u8], Error> {
        let (needed, available) = (self.length, self.space.len());
        let written = self.space.get_mut(..needed);
        written.ok_or_else(|| Error::new(ErrorKind::NoRoom { needed }, available))
    }
}

impl sealed::Memory for FixedBuffer<'_> {
    fn length(&self) -> usize {
        self.length
    }

    #[inline]
    fn space(&mut self) -> &mut [u8] {
        self.space
    }

    fn stretch(&mut self, _: usize) {}

    fn cut(&mut self, length: usize) {
        self.length = length;
    }

    fn append(&mut self, bytes: &[u8]) {
        let end = self.length.saturating_add(bytes.len());
        if let Some(place) = self.space.get_mut(self.length..end) {
            place.copy_from_slice(bytes);
        }
        self.length = end;
    }

    fn grow<const N: usize>(&mut self) -> Option<&mut [u8; N]> {
        let (start, end) = (self.length, self.length.saturating_add(N));
        self.length = end;
        self.space.get_mut(start..end)?.first_chunk_mut()
    }

    /// Memory never grows, however much is appended.
    #[inline]
    fn room(&mut self) -> usize {
        usize::MAX
    }

    fn reserve_for(&mut self, _: usize) {}
}
