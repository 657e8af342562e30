//! The keys that later keys are compared with.

#[cfg(feature = "alloc")]
use super::places::Places;
use crate::grammar;

/// Levels kept without the heap. Without `alloc` that is all there is, and `Rules` know it.
#[cfg(feature = "alloc")]
const INLINE: usize = 8;
#[cfg(not(feature = "alloc"))]
const INLINE: usize = 128;

/// A key: where its encoding begins in the text that the caller keeps, and its first eight bytes.
///
/// The eight bytes, as a number with zeros behind a shorter key, decide nearly always. It is the
/// call of `memcmp` that they save (`validate` of `scrape_10k` in `benches/counts.tsv`).
#[derive(Clone, Copy)]
pub(crate) struct Key {
    prefix: u64,
    place: usize,
}

/// What is left of eight bytes when a key is shorter.
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

impl Key {
    /// There is no key yet: none can stand in front of its dictionary.
    pub(super) const NONE: Key = Key { prefix: 0, place: 0 };

    /// The key `bytes` whose encoding is at `place`.
    #[inline]
    pub(crate) fn new(place: usize, bytes: &[u8]) -> Key {
        let prefix = match bytes.first_chunk() {
            Some(chunk) => u64::from_be_bytes(*chunk),
            None => short_prefix(bytes),
        };
        Key { prefix, place }
    }

    /// The same for `bytes` that `input` ends with, together with `body`: more can be read at once
    /// than the key alone may hold.
    #[inline]
    pub(super) fn inside(input: &[u8], place: usize, bytes: &[u8], body: &[u8]) -> Option<Key> {
        let prefix = match body.first_chunk() {
            Some(chunk) => u64::from_be_bytes(*chunk),
            // Its prefix would be 0, which is above nothing (`document` of `krpc_mix`).
            None if body.is_empty() => return None,
            None => up(u64::from_be_bytes(*input.last_chunk()?), 8usize.wrapping_sub(body.len())),
        };
        let mask = MASKS.get(bytes.len()).copied().unwrap_or(u64::MAX);
        Some(Key { prefix: prefix & mask, place })
    }

    /// Whether it sorts above `last`; `false` may also mean that eight bytes cannot tell.
    #[inline]
    pub(super) fn is_certainly_above(&self, last: &Key) -> bool {
        self.prefix > last.prefix
    }

    /// Its bytes in `text`; `None` where there is no key yet.
    pub(super) fn bytes<'t>(&self, text: &'t [u8]) -> Option<&'t [u8]> {
        if self.place == 0 {
            return None;
        }
        grammar::leading_string(text.get(self.place..)?)
    }
}

/// The prefix of a key of less than eight bytes that may have nothing behind it.
#[inline(never)]
fn short_prefix(key: &[u8]) -> u64 {
    let wide = |bytes: Option<&[u8; 4]>| bytes.map(|bytes| u64::from(u32::from_be_bytes(*bytes)));
    let missing = 8usize.saturating_sub(key.len());
    // Two reads that overlap, so that no loop is needed.
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

/// Moved up by so many bytes, eight at most.
#[inline]
#[expect(clippy::cast_possible_truncation, reason = "64 at most")]
fn up(number: u64, bytes: usize) -> u64 {
    number.checked_shl(bytes.wrapping_mul(8) as u32).unwrap_or(0)
}

/// The last keys of the dictionaries around the innermost level.
#[derive(Clone)]
pub(super) struct Keys {
    length: usize,
    inline: [Key; INLINE],
    /// Without the prefixes: memory is promised to stay below a small multiple of the input.
    #[cfg(feature = "alloc")]
    spill: Places,
}

impl Keys {
    #[inline]
    pub(super) fn new() -> Keys {
        Keys {
            length: 0,
            inline: [Key::NONE; INLINE],
            #[cfg(feature = "alloc")]
            spill: Places::new(),
        }
    }

    pub(super) fn clear(&mut self) {
        self.length = 0;
        #[cfg(feature = "alloc")]
        self.spill.clear();
    }

    #[inline]
    pub(super) fn push(&mut self, key: Key) {
        match self.inline.get_mut(self.length) {
            Some(place) => *place = key,
            None => self.push_far(key),
        }
        self.length = self.length.wrapping_add(1);
    }

    /// Whether one key more goes to the heap.
    #[inline]
    pub(super) fn is_full(&self) -> bool {
        self.length >= INLINE
    }

    /// `None` where the key is on the heap.
    #[inline]
    pub(super) fn pop(&mut self) -> Option<Key> {
        let length = self.length.wrapping_sub(1);
        let key = *self.inline.get(length)?;
        self.length = length;
        Some(key)
    }

    #[cfg(feature = "alloc")]
    #[cold]
    #[expect(clippy::cast_possible_truncation, reason = "texts of 4 GiB are refused at the start")]
    fn push_far(&mut self, key: Key) {
        self.spill.push(key.place as u32);
    }

    /// With the highest prefix of all: the next comparison looks at the bytes.
    #[cfg(feature = "alloc")]
    #[cold]
    pub(super) fn pop_far(&mut self) -> Key {
        self.length = self.length.wrapping_sub(1);
        self.spill.pop().map_or(Key::NONE, |place| Key { prefix: u64::MAX, place: place as usize })
    }

    #[cfg(not(feature = "alloc"))]
    #[cold]
    #[expect(clippy::unused_self, reason = "there is no heap to keep more on")]
    fn push_far(&mut self, _: Key) {}

    #[cfg(not(feature = "alloc"))]
    #[cold]
    #[expect(clippy::unused_self, reason = "there is no heap to keep more on")]
    pub(super) fn pop_far(&mut self) -> Key {
        Key::NONE
    }
}
