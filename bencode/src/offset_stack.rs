//! A compact stack of offsets into a text.

use alloc::vec::Vec;

/// Offsets, mostly increasing from the bottom of the stack up.
///
/// Each is stored as its distance from the one below, seven bits to a byte. An offset takes at most a third of
/// the bytes between the two. The lowest bits come first, marked:
///
/// ```text
/// place    3   6   300
/// bytes   83  83  a6 02        300 - 6 = 2 << 7 | 0x26
/// ```
#[derive(Clone)]
pub(crate) struct OffsetStack {
    top: u32,
    bytes: Vec<u8>,
}

/// Marks the first byte of an offset.
const MARK: u8 = 0x80;

impl OffsetStack {
    pub(crate) const fn new() -> OffsetStack {
        OffsetStack { top: 0, bytes: Vec::new() }
    }

    pub(crate) fn clear(&mut self) {
        self.top = 0;
        self.bytes.clear();
    }

    pub(crate) fn last(&self) -> Option<u32> {
        if self.bytes.is_empty() { None } else { Some(self.top) }
    }

    #[expect(clippy::cast_possible_truncation, reason = "seven bits")]
    pub(crate) fn push(&mut self, place: u32) {
        let mut distance = place.wrapping_sub(self.top);
        self.top = place;
        let mut mark = MARK;
        loop {
            self.bytes.push(distance as u8 & !MARK | mark);
            (distance, mark) = (distance >> 7, 0);
            if distance == 0 {
                break;
            }
        }
    }

    pub(crate) fn pop(&mut self) -> Option<u32> {
        let place = self.last()?;
        let mut distance = 0;
        while let Some(byte) = self.bytes.pop() {
            distance = distance << 7 | u32::from(byte & !MARK);
            if byte & MARK != 0 {
                break;
            }
        }
        self.top = place.wrapping_sub(distance);
        Some(place)
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use std::vec::Vec;

    use super::OffsetStack;

    #[test]
    fn offsets_are_popped_in_reverse_order() {
        let pushed = [1, 4, 131, 132, 260, 70_000, 69_999, u32::MAX, 0, 0];
        let mut places = OffsetStack::new();
        for place in pushed {
            places.push(place);
        }
        let popped: Vec<_> = core::iter::from_fn(|| places.pop()).collect();
        assert!(popped.iter().rev().eq(&pushed), "{popped:?}");
        assert_eq!((places.last(), places.top), (None, 0));
    }
}
