//! The frame that byte strings are slices of, during decoding.

use core::cell::RefCell;

use bytes::Bytes;

use crate::byte_str::ByteStr;

std::thread_local! {
    /// serde cannot pass a context to the types of fields, so a visitor looks here.
    static FRAME: RefCell<Option<Bytes>> = const { RefCell::new(None) };
}

/// Restores the outer frame, also if decoding panics in a user's type.
struct Restore(Option<Bytes>);

impl Drop for Restore {
    fn drop(&mut self) {
        swap(self.0.take());
    }
}

/// Runs `decode` with `frame` to share from.
pub(super) fn within<T>(frame: Bytes, decode: impl FnOnce() -> T) -> T {
    let _outer = Restore(swap(Some(frame)));
    decode()
}

fn swap(frame: Option<Bytes>) -> Option<Bytes> {
    FRAME.try_with(|current| current.replace(frame)).ok().flatten()
}

/// A slice of the frame if `bytes` lie in it, a copy otherwise.
pub(super) fn share(bytes: &[u8]) -> ByteStr<'static> {
    let bytes = ByteStr::borrowed(bytes);
    let shared = FRAME.try_with(|frame| frame.borrow().as_ref().map(|frame| bytes.share(frame)));
    shared.ok().flatten().unwrap_or_else(|| bytes.into_owned())
}
