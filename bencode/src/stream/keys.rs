//! The last key of each open dictionary, stored here because a source does not keep it.

use alloc::vec;
use alloc::vec::Vec;

use crate::offset_stack::OffsetStack;

/// The encoded keys, from the outermost dictionary to the innermost one that has any.
///
/// ```text
/// \0 4:info 5:files 6:length      a byte before them: no key has place 0
///    └ 1    └ 7     └ 14
/// ```
pub(super) struct LastKeys {
    text: Vec<u8>,
    /// The place of the last key of each open dictionary, or of its first key if it has none yet.
    places: OffsetStack,
}

impl LastKeys {
    pub(super) fn new() -> LastKeys {
        LastKeys { text: vec![0], places: OffsetStack::new() }
    }

    /// Begins a dictionary.
    pub(super) fn open(&mut self) {
        self.places.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    /// Ends the innermost dictionary.
    pub(super) fn close(&mut self) {
        if let Some(place) = self.places.pop() {
            self.text.truncate(place as usize);
        }
    }

    /// All keys, in which a place is the position of one.
    pub(super) fn text(&self) -> &[u8] {
        &self.text
    }

    /// The place of the innermost dictionary's key.
    pub(super) fn place(&self) -> usize {
        self.places.last().map_or(self.text.len(), |place| place as usize)
    }

    /// Replaces the key of the innermost dictionary with `encoded`.
    pub(super) fn replace(&mut self, encoded: &[u8]) {
        self.text.truncate(self.place());
        self.text.extend_from_slice(encoded);
    }
}
