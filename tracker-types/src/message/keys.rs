//! The keys of a message: their encodings at compile time, and their lookup.

/// The keys of a message in ascending order.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Keys {
    names: &'static [&'static str],
    /// The first eight bytes of each name as a number, see [`prefix`].
    prefixes: &'static [u64],
    /// The keys of another message; those that are unknown in this one are foreign here.
    beside: Option<&'static Keys>,
}

impl Keys {
    /// One more than the keys that a message can have.
    pub(super) const MOST: usize = 32;

    pub(crate) const fn new(names: &'static [&'static str], prefixes: &'static [u64]) -> Keys {
        // Two bits for each key, one for unknown keys after all of them.
        assert!(names.len() < Keys::MOST, "a message has 31 keys at most");
        assert!(ascending(names), "the keys of a message have to be in ascending order");
        Keys { names, prefixes, beside: None }
    }

    /// The same keys, together with those of another message, which are foreign.
    pub(crate) const fn beside(self, other: &'static Keys) -> Keys {
        Keys { beside: Some(other), ..self }
    }

    /// The bit of a key; a compile error if the message has no such key.
    ///
    /// In the bits of a dictionary, bit 2i + 1 is for key i, and bit 2i for unknown keys that sort between
    /// keys i - 1 and i: so the bits are in the same order as the keys.
    pub(crate) const fn bit(self, name: &str) -> u64 {
        Keys::bit_of(self.index(name))
    }

    /// The bit of the key at a place.
    pub(crate) const fn bit_of(index: usize) -> u64 {
        2 << gap(index)
    }

    /// The place of a key in the table; a compile error if there is no such key.
    pub(crate) const fn index(self, name: &str) -> usize {
        let mut index = 0;
        let mut names = self.names;
        while let [first, rest @ ..] = names {
            if equal(first.as_bytes(), name.as_bytes()) {
                return index;
            }
            names = rest;
            index = usize::wrapping_add(index, 1);
        }
        panic_unknown_key()
    }

    /// The number of keys.
    #[cfg(all(test, feature = "proptest"))]
    pub(crate) fn len(self) -> usize {
        self.names.len()
    }

    /// The key at a place, or `""`.
    pub(crate) fn name(self, index: usize) -> &'static str {
        self.names.get(index).copied().unwrap_or_default()
    }

    /// The bit, in the other message, of a key that is unknown here but known there.
    pub(super) fn elsewhere(self, key: &[u8]) -> Option<u64> {
        let other = self.beside?;
        other.find(key).ok().map(Keys::bit_of)
    }

    /// The place of a key, or as an error the place of the first key that sorts after it.
    ///
    /// Smaller prefixes are counted without branches; names with the same prefix as the key are compared.
    pub(crate) fn find(self, key: &[u8]) -> Result<usize, usize> {
        let prefix = prefix(key);
        let below = self.prefixes.iter().filter(|&&known| known < prefix).count();
        let candidates = self.names.get(below..).unwrap_or_default();
        let smaller = candidates.iter().take_while(|name| name.as_bytes() < key).count();
        let place = below.saturating_add(smaller);
        match candidates.get(smaller) {
            Some(name) if name.as_bytes() == key => Ok(place),
            _ => Err(place),
        }
    }
}

/// A compile error: [`Keys::index`] is called in constants only.
#[expect(clippy::panic, reason = "evaluated by the compiler")]
const fn panic_unknown_key() -> usize {
    panic!("the message has no such key")
}

/// The bit of unknown keys before the key at this place.
pub(super) const fn gap_bit(index: usize) -> u64 {
    1 << gap(index)
}

#[expect(clippy::cast_possible_truncation, reason = "at most 31")]
const fn gap(index: usize) -> u32 {
    (index as u32 & 31).wrapping_mul(2)
}

/// The first eight bytes of a key, the first one highest, with zeros for missing bytes.
pub(crate) const fn prefix(key: &[u8]) -> u64 {
    let mut prefix = 0_u64;
    let mut rest = key;
    let mut left = 8_u32;
    while left > 0 {
        let byte = match rest {
            [first, tail @ ..] => {
                rest = tail;
                *first
            }
            [] => 0,
        };
        prefix = prefix << 8 | byte as u64;
        left = left.wrapping_sub(1);
    }
    prefix
}

/// Whether each name sorts after the one before.
pub(crate) const fn ascending(names: &[&str]) -> bool {
    let mut names = names;
    while let [first, rest @ ..] = names {
        if let [second, ..] = rest {
            if !less(first.as_bytes(), second.as_bytes()) {
                return false;
            }
        }
        names = rest;
    }
    true
}

const fn less(mut a: &[u8], mut b: &[u8]) -> bool {
    while let ([first_a, rest_a @ ..], [first_b, rest_b @ ..]) = (a, b) {
        if *first_a != *first_b {
            return *first_a < *first_b;
        }
        (a, b) = (rest_a, rest_b);
    }
    a.is_empty() && !b.is_empty()
}

const fn equal(a: &[u8], b: &[u8]) -> bool {
    !less(a, b) && !less(b, a)
}

/// How many bytes the encoding of a key has; the length of a key has at most two digits.
pub(crate) const fn encoded_length(name: &str) -> usize {
    assert!(name.len() < 100, "a key has less than 100 bytes");
    name.len().wrapping_add(if name.len() < 10 { 2 } else { 3 })
}

/// The encoding of a key, such as `8:complete`.
#[expect(clippy::cast_possible_truncation, reason = "both are digits")]
pub(crate) const fn encoded<const N: usize>(name: &str) -> [u8; N] {
    assert!(N == encoded_length(name), "another length than encoded_length says");
    let mut bytes = [b':'; N];
    let (tens, ones) = (name.len() as u8 / 10, name.len() as u8 % 10);
    let mut rest: &mut [u8] = &mut bytes;
    if tens > 0 {
        rest = put(rest, b'0'.wrapping_add(tens));
    }
    rest = put(rest, b'0'.wrapping_add(ones));
    rest = put(rest, b':');
    let mut name = name.as_bytes();
    while let [first, tail @ ..] = name {
        rest = put(rest, *first);
        name = tail;
    }
    bytes
}

const fn put(place: &mut [u8], byte: u8) -> &mut [u8] {
    match place {
        [first, rest @ ..] => {
            *first = byte;
            rest
        }
        [] => &mut [],
    }
}
