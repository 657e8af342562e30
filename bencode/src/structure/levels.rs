//! What is stored for the open lists and dictionaries: their kinds and their last keys.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::grammar;
#[cfg(feature = "alloc")]
use crate::offset_stack::OffsetStack;

/// One bit for each open level, 1 for a dictionary: the innermost 63 at most.
///
/// ```text
/// 0…01 b b b    a 1 in front of the bits
/// ```
#[derive(Clone, Copy)]
pub(super) struct Kinds(u64);

impl Kinds {
    pub(super) const NONE: Kinds = Kinds(1);

    /// Adds one level inside; there must be room for it.
    #[inline]
    pub(super) fn with(self, dictionary: bool) -> Kinds {
        Kinds(self.0 << 1 | u64::from(dictionary))
    }

    /// Removes the innermost level; `None` if other levels may have to be restored.
    #[inline]
    pub(super) fn without_innermost(self) -> Option<Kinds> {
        match self.0 >> 1 {
            1 => None,
            bits => Some(Kinds(bits)),
        }
    }

    /// Whether there is no room for one more level.
    #[inline]
    pub(super) fn is_full(self) -> bool {
        self.0 >> 63 == 1
    }

    #[inline]
    pub(super) fn innermost_is_dictionary(self) -> bool {
        self.0 & 1 == 1
    }
}

/// The levels around the innermost 63, in full words.
#[derive(Clone)]
pub(super) struct OuterKinds {
    #[cfg(feature = "alloc")]
    words: Vec<u64>,
    /// 128 levels are two full words and two bits.
    #[cfg(not(feature = "alloc"))]
    words: [u64; 2],
}

#[cfg(feature = "alloc")]
impl OuterKinds {
    #[inline]
    pub(super) fn new() -> OuterKinds {
        OuterKinds { words: Vec::new() }
    }

    pub(super) fn clear(&mut self) {
        self.words.clear();
    }

    #[cold]
    pub(super) fn park(&mut self, full: Kinds) -> Kinds {
        self.words.push(full.0);
        Kinds::NONE
    }

    #[cold]
    pub(super) fn fetch(&mut self) -> Kinds {
        self.words.pop().map_or(Kinds::NONE, Kinds)
    }
}

#[cfg(not(feature = "alloc"))]
impl OuterKinds {
    #[inline]
    pub(super) fn new() -> OuterKinds {
        OuterKinds { words: [Kinds::NONE.0; 2] }
    }

    pub(super) fn clear(&mut self) {
        *self = OuterKinds::new();
    }

    #[cold]
    pub(super) fn park(&mut self, full: Kinds) -> Kinds {
        let [innermost, _] = self.words;
        self.words = [full.0, innermost];
        Kinds::NONE
    }

    #[cold]
    pub(super) fn fetch(&mut self) -> Kinds {
        let [innermost, outermost] = self.words;
        self.words = [outermost, Kinds::NONE.0];
        Kinds(innermost)
    }
}

/// Levels kept without the heap. Without `alloc` these are all, and `Rules` limit the depth.
#[cfg(feature = "alloc")]
const INLINE: usize = 8;
#[cfg(not(feature = "alloc"))]
const INLINE: usize = 128;

/// A key: where its encoding begins in the text that the caller keeps, and its first eight bytes.
///
/// The eight bytes, as a number with zeros after a shorter key, nearly always decide the order. They
/// save a call of `memcmp` (`validate` of `scrape_10k` in `benches/counts.tsv`).
#[derive(Clone, Copy)]
pub(crate) struct SortKey {
    prefix: u64,
    place: usize,
}

/// Masks for the part of eight bytes that belongs to a shorter key.
const MASKS: [u64; 8] = {
    let mut masks = [u64::MAX; 8];
    let mut length = 0;
    while length < 8 {
        #[expect(clippy::indexing_slicing, reason = "evaluated by the compiler")]
        {
            masks[length] = !(u64::MAX >> (8 * length));
        }
        length += 1;
    }
    masks
};

impl SortKey {
    /// No key yet: the encoding of a key cannot be at place 0, where its dictionary begins.
    pub(super) const NONE: SortKey = SortKey { prefix: 0, place: 0 };

    /// The key `bytes` whose encoding is at `place`.
    #[inline]
    pub(crate) fn new(place: usize, bytes: &[u8]) -> SortKey {
        let prefix = match bytes.first_chunk() {
            Some(chunk) => u64::from_be_bytes(*chunk),
            None => short_prefix(bytes),
        };
        SortKey { prefix, place }
    }

    /// The same, where `body` is the rest of `input` from the first byte of the key on: eight bytes can
    /// be read at once even if the key is shorter.
    #[inline]
    pub(super) fn inside(input: &[u8], place: usize, bytes: &[u8], body: &[u8]) -> Option<SortKey> {
        let prefix = match body.first_chunk() {
            Some(chunk) => u64::from_be_bytes(*chunk),
            // Its prefix would be 0, which is above nothing (`document` of `krpc_mix`).
            None if body.is_empty() => return None,
            None => up(u64::from_be_bytes(*input.last_chunk()?), 8usize.wrapping_sub(body.len())),
        };
        let mask = MASKS.get(bytes.len()).copied().unwrap_or(u64::MAX);
        Some(SortKey { prefix: prefix & mask, place })
    }

    /// Whether it certainly sorts after `last`; `false` may also mean that eight bytes cannot tell.
    #[inline]
    pub(super) fn is_certainly_above(&self, last: &SortKey) -> bool {
        self.prefix > last.prefix
    }

    /// Its bytes in `text`; `None` if there is no key yet.
    pub(super) fn bytes<'t>(&self, text: &'t [u8]) -> Option<&'t [u8]> {
        if self.place == 0 {
            return None;
        }
        grammar::leading_string(text.get(self.place..)?)
    }
}

/// The prefix of a key of fewer than eight bytes that may be at the end of the input.
#[inline(never)]
fn short_prefix(key: &[u8]) -> u64 {
    let wide = |bytes: Option<&[u8; 4]>| bytes.map(|bytes| u64::from(u32::from_be_bytes(*bytes)));
    let missing = 8usize.saturating_sub(key.len());
    // Two overlapping reads, so that no loop is needed.
    if let (Some(first), Some(last)) = (wide(key.first_chunk()), wide(key.last_chunk())) {
        return first << 32 | up(last, missing);
    }
    match *key {
        [a, b, c] => u64::from_be_bytes([a, b, c, 0, 0, 0, 0, 0]),
        [a, b] => u64::from_be_bytes([a, b, 0, 0, 0, 0, 0, 0]),
        [a] => u64::from(a) << 56,
        _ => 0,
    }
}

/// Shifts `number` up by `bytes` bytes, at most eight.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "64 at most")]
fn up(number: u64, bytes: usize) -> u64 {
    number.checked_shl(bytes.wrapping_mul(8) as u32).unwrap_or(0)
}

/// The last keys of the dictionaries around the innermost level.
#[derive(Clone)]
pub(super) struct OuterKeys {
    length: usize,
    inline: [SortKey; INLINE],
    /// Stored without prefixes, to keep memory below a small multiple of the input, as promised.
    #[cfg(feature = "alloc")]
    spill: OffsetStack,
}

impl OuterKeys {
    #[inline]
    pub(super) fn new() -> OuterKeys {
        OuterKeys {
            length: 0,
            inline: [SortKey::NONE; INLINE],
            #[cfg(feature = "alloc")]
            spill: OffsetStack::new(),
        }
    }

    pub(super) fn clear(&mut self) {
        self.length = 0;
        #[cfg(feature = "alloc")]
        self.spill.clear();
    }

    #[inline]
    pub(super) fn push(&mut self, key: SortKey) {
        match self.inline.get_mut(self.length) {
            Some(place) => *place = key,
            None => self.push_far(key),
        }
        self.length = self.length.wrapping_add(1);
    }

    /// Whether the next key goes to the heap.
    #[inline]
    pub(super) fn is_full(&self) -> bool {
        self.length >= INLINE
    }

    /// Removes the last key; `None` if it is on the heap.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<SortKey> {
        let length = self.length.wrapping_sub(1);
        let key = *self.inline.get(length)?;
        self.length = length;
        Some(key)
    }

    #[cfg(feature = "alloc")]
    #[cold]
    #[expect(clippy::cast_possible_truncation, reason = "texts of 4 GiB are refused at the start")]
    fn push_far(&mut self, key: SortKey) {
        self.spill.push(key.place as u32);
    }

    /// With the highest prefix, so that the next comparison uses the bytes.
    #[cfg(feature = "alloc")]
    #[cold]
    pub(super) fn pop_far(&mut self) -> SortKey {
        self.length = self.length.wrapping_sub(1);
        self.spill
            .pop()
            .map_or(SortKey::NONE, |place| SortKey { prefix: u64::MAX, place: place as usize })
    }

    #[cfg(not(feature = "alloc"))]
    #[cold]
    #[expect(clippy::unused_self, reason = "there is no heap to keep more on")]
    fn push_far(&mut self, _: SortKey) {}

    #[cfg(not(feature = "alloc"))]
    #[cold]
    #[expect(clippy::unused_self, reason = "there is no heap to keep more on")]
    pub(super) fn pop_far(&mut self) -> SortKey {
        SortKey::NONE
    }
}

/// The part of the state that only opening and closing use.
#[derive(Clone)]
pub(super) struct OuterLevels {
    pub(super) kinds: OuterKinds,
    pub(super) keys: OuterKeys,
}

impl OuterLevels {
    #[inline]
    pub(super) fn new() -> OuterLevels {
        OuterLevels { kinds: OuterKinds::new(), keys: OuterKeys::new() }
    }

    pub(super) fn clear(&mut self) {
        self.kinds.clear();
        self.keys.clear();
    }
}
