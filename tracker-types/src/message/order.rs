//! Which keys of a dictionary came, and in which order.

use bencode::{Reader, Rules, Token};

use super::keys::{Keys, bit_of, gap_bit};
use super::notes::Notes;
use crate::quirk::Quirk;

/// The order of the keys of one dictionary, as bits that ascend with them; see [`Keys::bit`].
///
/// The keys that are guessed in one round ascend, so that of each round only the lowest can be out
/// of order.
pub(crate) struct Order<'a> {
    /// Bits of all keys so far.
    seen: u64,
    /// Bits of the last round; the highest is that of the last key.
    last: u64,
    /// The last unknown key.
    unknown: Option<&'a [u8]>,
    /// How many unknown keys are the same as the key just before.
    repeated: usize,
    /// Whether any key is out of order.
    unsorted: bool,
}

impl<'a> Order<'a> {
    #[inline]
    pub(crate) const fn new() -> Order<'a> {
        Order { seen: 0, last: 0, unknown: None, repeated: 0, unsorted: false }
    }

    /// Takes the keys of a round of guesses: `taken` has their bits.
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
        self.round(bit_of(index), notes);
    }

    /// Takes an unknown key that sorts before the known one at `index`.
    fn unknown(&mut self, index: usize, key: &'a [u8], notes: &mut Notes) {
        let bit = gap_bit(index);
        notes.report(Quirk::UnknownKey);
        match self.unknown {
            Some(before) if highest(self.last) == bit && before >= key => {
                self.not_after(before == key, notes);
            }
            _ => self.follow(bit, notes),
        }
        (self.seen, self.last, self.unknown) = (self.seen | bit, bit, Some(key));
    }

    /// Reports an unknown key that is the same as the one before it, or sorts before it.
    fn not_after(&mut self, is_same: bool, notes: &mut Notes) {
        if is_same {
            self.repeated = self.repeated.saturating_add(1);
            notes.structure(Quirk::DuplicateKey, 1);
        } else {
            self.unsorted = true;
            notes.structure(Quirk::UnsortedKey, 1);
        }
    }

    /// Reports the key of this bit if it sorts before the last one.
    fn follow(&mut self, bit: u64, notes: &mut Notes) {
        if bit < highest(self.last) {
            self.unsorted = true;
            notes.structure(Quirk::UnsortedKey, 1);
        }
    }

    /// Looks up a key that was not guessed and takes it: the place of a known one, or `None`.
    pub(crate) fn find(&mut self, keys: Keys, key: &'a [u8], notes: &mut Notes) -> Option<usize> {
        match keys.find(key) {
            Ok(index) => {
                self.known(index, notes);
                Some(index)
            }
            Err(index) => {
                self.unknown(index, key, notes);
                None
            }
        }
    }

    /// Ends the dictionary that begins at `start`; `notes.seen` gets the bits of its keys.
    #[inline]
    pub(crate) fn end(&self, keys: Keys, start: &[u8], notes: &mut Notes) {
        notes.seen = self.seen;
        if self.unsorted && self.unknown.is_some() {
            self.repeated_elsewhere(keys, start, notes);
        }
    }

    /// Reports unknown keys that came before, but not just before: only a dictionary that is out
    /// of order can have such, and only its keys are read twice.
    #[cold]
    #[inline(never)]
    fn repeated_elsewhere(&self, keys: Keys, start: &[u8], notes: &mut Notes) {
        let mut unknown = unknown_keys(keys, start);
        let count = unknown.len();
        unknown.sort_unstable();
        unknown.dedup();
        let repeated = count.saturating_sub(unknown.len());
        notes.structure(Quirk::DuplicateKey, repeated.saturating_sub(self.repeated));
    }
}

/// The unknown keys of the dictionary that begins at `start`.
fn unknown_keys<'a>(keys: Keys, start: &'a [u8]) -> Vec<&'a [u8]> {
    let mut unknown = Vec::new();
    let mut reader = Reader::with_rules(start, Rules::TOLERANT);
    // The dictionary begins; then key by key.
    let mut next = reader.next().and_then(|_| reader.next());
    while let Ok(Some(Token::Bytes(key))) = next {
        if keys.find(key).is_err() {
            unknown.push(key);
        }
        next = reader.skip_value().and_then(|_| reader.next());
    }
    unknown
}

const fn highest(bits: u64) -> u64 {
    match bits.checked_ilog2() {
        Some(place) => 1 << place,
        None => 0,
    }
}
