//! Where messages are written to.

use alloc::vec::Vec;

use bytes::BytesMut;

use crate::error::{Error, ErrorKind};

/// Memory that messages are appended to: `Vec<u8>`, `BytesMut` or [`FixedBuffer`].
///
/// Sealed. For an [`io::Write`](std::io::Write), write to a `Vec` and that in one piece: what goes
/// over these wires is a datagram, a frame or the body of a response whose length comes first.
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
    /// Bytes that only grow at their end.
    pub trait Memory: Default {
        /// How many bytes there are, or would be if there were room for all of them.
        fn length(&self) -> usize;

        /// All that may be written over: bytes that are there, and room after them.
        fn space(&mut self) -> &mut [u8];

        /// Makes it that many bytes long, as far as memory grows: what comes after those that were
        /// appended is room.
        fn stretch(&mut self, length: usize);

        /// Keeps that many bytes and no room after them.
        fn cut(&mut self, length: usize);

        /// Appends.
        fn append(&mut self, bytes: &[u8]);

        /// Appends so many zeros, and returns them to be written over; `None` where there is no room.
        fn grow<const N: usize>(&mut self) -> Option<&mut [u8; N]>;

        /// How many bytes may be appended before memory grows.
        fn room(&mut self) -> usize;

        /// Makes room for so many bytes more, which may then be appended.
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

/// A slice to write a message into, without an allocation.
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
/// // What does not fit is counted, so that one knows how much room it takes.
/// let mut packet = FixedBuffer::new(&mut space[..20]);
/// krpc::encode(&error, &mut packet);
/// assert_eq!(packet.finish().unwrap_err().kind(), ErrorKind::NoRoom { needed: 51 });
/// # Ok::<(), tracker_types::Error>(())
/// ```
#[derive(Debug, Default)]
pub struct FixedBuffer<'s> {
    space: &'s mut [u8],
    /// How many bytes were appended, which may be more than there is room for.
    length: usize,
}

impl<'s> FixedBuffer<'s> {
    /// Writes over `space`, from its start.
    pub fn new(space: &'s mut [u8]) -> FixedBuffer<'s> {
        FixedBuffer { space, length: 0 }
    }

    /// What was written.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::NoRoom`] if the slice is too short for it; it then holds nothing of use.
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

    /// It never grows.
    #[inline]
    fn room(&mut self) -> usize {
        usize::MAX
    }

    fn reserve_for(&mut self, _: usize) {}
}
