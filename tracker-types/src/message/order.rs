//! The order of a dictionary's keys, and which known keys it has.

use alloc::vec::Vec;

use bencode::{Reader, Rules, Token};

use super::keys::{Keys, gap_bit};
use super::notes::Notes;
use crate::quirk::Quirk;

/// The order of the keys of one dictionary, as bits that ascend with them; see [`Keys::bit`].
///
/// The keys that are guessed in one round ascend, so only the lowest of each round can be out of order.
pub(crate) struct Order<'a> {
    /// The bits of all keys so far.
    seen: u64,
    /// The bits of the last round; the highest one is that of the last key.
    last: u64,
    /// The last unknown key, and the number of unknown keys.
    unknown: Option<&'a [u8]>,
    unknowns: usize,
    /// How many unknown keys are equal to the key just before them.
    repeated: usize,
    /// Whether any key is out of order.
    unsorted: bool,
}

impl<'a> Order<'a> {
    #[inline]
    pub(crate) const fn new() -> Order<'a> {
        Order { seen: 0, last: 0, unknown: None, unknowns: 0, repeated: 0, unsorted: false }
    }

    /// Takes the keys of a round of guesses, as their bits.
    #[inline]
    pub(crate) fn round(&mut self, taken: u64, notes: &mut Notes) {
        if self.seen == 0 {
            (self.seen, self.last) = (taken, taken);
        } else if taken > 0 {
            self.later_round(taken, notes);
        }
    }

    #[inline(never)]
    fn later_round(&mut self, taken: u64, notes: &mut Notes) {
        let repeated = taken & self.seen;
        if repeated > 0 {
            notes.structure(Quirk::DuplicateKey, repeated.count_ones() as usize);
        }
        self.follow(taken & taken.wrapping_neg(), notes);
        (self.seen, self.last) = (self.seen | taken, taken);
    }

    /// Takes one known key.
    fn known(&mut self, index: usize, notes: &mut Notes) {
        self.round(Keys::bit_of(index), notes);
    }

    /// Takes an unknown key that sorts before the known one at `index`.
    fn unknown(&mut self, index: usize, key: &'a [u8], notes: &mut Notes) {
        let bit = gap_bit(index);
        match self.unknown {
            Some(before) if highest(self.last) == bit && before >= key => {
                self.not_after(before == key, notes);
            }
            _ => self.follow(bit, notes),
        }
        (self.seen, self.last, self.unknown) = (self.seen | bit, bit, Some(key));
        self.unknowns = self.unknowns.saturating_add(1);
    }

    /// Reports an unknown key that is equal to the one before it, or sorts before it.
    fn not_after(&mut self, is_same: bool, notes: &mut Notes) {
        if is_same {
            self.repeated = self.repeated.saturating_add(1);
            notes.structure(Quirk::DuplicateKey, 1);
        } else {
            self.unsorted = true;
            notes.structure(Quirk::UnsortedKey, 1);
        }
    }

    /// Reports the key with this bit if it sorts before the last key.
    fn follow(&mut self, bit: u64, notes: &mut Notes) {
        if bit < highest(self.last) {
            self.unsorted = true;
            notes.structure(Quirk::UnsortedKey, 1);
        }
    }

    /// Looks up and takes a key that was not guessed; returns the place of a known key, otherwise `None`.
    pub(crate) fn find(&mut self, keys: Keys, key: &'a [u8], notes: &mut Notes) -> Option<usize> {
        match keys.find(key) {
            Ok(index) => {
                self.known(index, notes);
                Some(index)
            }
            Err(index) => {
                match keys.elsewhere(key) {
                    Some(bit) => notes.foreign(bit),
                    None => notes.report(Quirk::UnknownKey),
                }
                self.unknown(index, key, notes);
                None
            }
        }
    }

    /// Ends the dictionary that begins at `start` with a last round of guesses, for most dictionaries the
    /// only one; `notes.seen` gets the bits of its keys.
    #[inline]
    pub(crate) fn end(
        order: Option<Order<'_>>,
        taken: u64,
        keys: Keys,
        start: &[u8],
        notes: &mut Notes,
    ) {
        match order {
            None => notes.seen = taken,
            Some(order) => order.end_later(taken, keys, start, notes),
        }
    }

    #[inline(never)]
    fn end_later(mut self, taken: u64, keys: Keys, start: &[u8], notes: &mut Notes) {
        self.round(taken, notes);
        notes.seen = self.seen;
        if self.unsorted && self.unknown.is_some() {
            self.repeated_elsewhere(keys, start, notes);
        }
    }

    /// Reports unknown keys that are equal to an earlier key other than the one just before: only a
    /// dictionary that is out of order can have them, and only its keys are read twice.
    #[cold]
    #[inline(never)]
    fn repeated_elsewhere(&self, keys: Keys, start: &[u8], notes: &mut Notes) {
        let repeated = repetitions(start, self.unknowns, |key| keys.find(key).is_err());
        notes.structure(Quirk::DuplicateKey, repeated.saturating_sub(self.repeated));
    }
}

/// The order of the keys of a dictionary whose keys are data, none of them known in advance.
#[derive(Default)]
pub(crate) struct DataOrder<'a> {
    last: Option<&'a [u8]>,
    count: usize,
    repeated: usize,
    unsorted: bool,
}

impl<'a> DataOrder<'a> {
    /// Takes the next key.
    #[inline]
    pub(crate) fn take(&mut self, key: &'a [u8], notes: &mut Notes) {
        if self.last.is_some_and(|last| last >= key) {
            self.not_after(key, notes);
        }
        self.last = Some(key);
        self.count = self.count.saturating_add(1);
    }

    #[cold]
    fn not_after(&mut self, key: &[u8], notes: &mut Notes) {
        if self.last == Some(key) {
            self.repeated = self.repeated.saturating_add(1);
            notes.structure(Quirk::DuplicateKey, 1);
        } else {
            self.unsorted = true;
            notes.structure(Quirk::UnsortedKey, 1);
        }
    }

    /// Ends the dictionary that begins at `start`: reports keys that are equal to an earlier key other than
    /// the one just before.
    #[inline]
    pub(crate) fn end(&self, start: &[u8], notes: &mut Notes) {
        if self.unsorted {
            let repeated = repetitions(start, self.count, |_| true);
            notes.structure(Quirk::DuplicateKey, repeated.saturating_sub(self.repeated));
        }
    }
}

/// How many keys of the dictionary that begins at `start` repeat an earlier one, among those for which `counts`
/// is true; there are `count` of these.
///
/// The memory is allocated at once: 16 bytes for each key, which takes at least four bytes of input with its
/// value.
fn repetitions(start: &[u8], count: usize, counts: impl Fn(&[u8]) -> bool) -> usize {
    let mut keys = Vec::with_capacity(count);
    let mut reader = Reader::with_rules(start, Rules::TOLERANT);
    // The dictionary begins; then key by key.
    let mut next = reader.next().and_then(|_| reader.next());
    while let Ok(Some(Token::Bytes(key))) = next {
        if counts(key) {
            keys.push(key);
        }
        next = reader.skip_value().and_then(|_| reader.next());
    }
    let count = keys.len();
    keys.sort_unstable();
    keys.dedup();
    count.saturating_sub(keys.len())
}

const fn highest(bits: u64) -> u64 {
    match bits.checked_ilog2() {
        Some(place) => 1 << place,
        None => 0,
    }
}
