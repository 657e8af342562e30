//! What a decoder accepts: the quirks it tolerates, and the limits.

use crate::quirk::Quirk;

/// Which quirks are accepted, and the limits of depth, items, lengths and input.
///
/// | | [`STRICT`](Rules::STRICT) | [`default`](Rules::DEFAULT) | [`TOLERANT`](Rules::TOLERANT) |
/// |---|---|---|---|
/// | unsorted keys | refused | accepted | accepted |
/// | duplicate keys | refused | refused | accepted, the last value wins |
/// | leading zeros, `-0` | refused | refused | accepted |
/// | data after the value | refused | refused | accepted |
/// | anything that is not bencode | refused | refused | refused |
///
/// The default accepts unsorted keys, because trackers and torrent makers write them, and refuses duplicates
/// and leading zeros, because two programs may read different values from the same bytes.
///
/// ```
/// use bencode::{ErrorKind, Reader, Rules};
///
/// let rules = Rules::STRICT.max_depth(1);
/// let err = Reader::with_rules(b"lle1:ae", rules).skip_value().unwrap_err();
/// assert_eq!((err.kind(), err.offset()), (ErrorKind::DepthLimit { max: 1 }, 1));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rules {
    token: TokenRules,
    depth: usize,
    items: usize,
    input: usize,
}

/// The part of the rules that applies to one token: two registers, so that passing it on costs no memory.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TokenRules {
    accepted: u8,
    length: usize,
}

impl TokenRules {
    #[inline]
    pub(crate) const fn accepts(self, quirk: Quirk) -> bool {
        self.accepted & quirk.bit() != 0
    }

    #[inline]
    pub(crate) const fn length(self) -> usize {
        self.length
    }
}

impl Rules {
    /// Canonical bencode only, as BEP 3 defines it.
    pub const STRICT: Rules = Rules {
        token: TokenRules { accepted: 0, length: usize::MAX },
        depth: 128,
        items: usize::MAX,
        input: usize::MAX,
    };

    /// Accepts unsorted keys, refuses every ambiguity.
    pub const DEFAULT: Rules = Rules::STRICT.accept(Quirk::UnsortedKey);

    /// Accepts everything that has a single readable meaning.
    pub const TOLERANT: Rules = Rules::DEFAULT
        .accept(Quirk::LeadingZeroInteger)
        .accept(Quirk::NegativeZero)
        .accept(Quirk::LeadingZeroLength)
        .accept(Quirk::DuplicateKey)
        .accept(Quirk::TrailingData);

    /// [`TOLERANT`](Rules::TOLERANT) at any depth: for input that was already checked, or is only inspected.
    pub(crate) const TOLERANT_UNLIMITED: Rules = Rules::TOLERANT.max_depth(usize::MAX);

    /// Returns these rules with `quirk` accepted.
    #[must_use]
    pub const fn accept(self, quirk: Quirk) -> Rules {
        let accepted = self.token.accepted | quirk.bit();
        Rules { token: TokenRules { accepted, ..self.token }, ..self }
    }

    /// Returns these rules with `quirk` refused.
    #[must_use]
    pub const fn refuse(self, quirk: Quirk) -> Rules {
        let accepted = self.token.accepted & !quirk.bit();
        Rules { token: TokenRules { accepted, ..self.token }, ..self }
    }

    /// Limits the lists and dictionaries open at once; the default is 128.
    ///
    /// Types decoded through serde have an additional limit, because serde recurses: see `Deserializer`.
    /// Without the feature `alloc` the limit is at most 128.
    #[must_use]
    pub const fn max_depth(self, depth: usize) -> Rules {
        Rules { depth, ..self }
    }

    /// Limits the number of integers, byte strings (including keys), lists and dictionaries; unlimited by
    /// default.
    #[must_use]
    pub const fn max_items(self, items: usize) -> Rules {
        Rules { items, ..self }
    }

    /// Limits the bytes in one byte string; unlimited by default.
    #[must_use]
    pub const fn max_length(self, length: usize) -> Rules {
        Rules { token: TokenRules { length, ..self.token }, ..self }
    }

    /// Limits the bytes of input; unlimited by default.
    #[must_use]
    pub const fn max_input(self, input: usize) -> Rules {
        Rules { input, ..self }
    }

    /// Whether `quirk` is accepted.
    pub const fn accepts(&self, quirk: Quirk) -> bool {
        self.token.accepts(quirk)
    }

    pub(crate) const fn token(&self) -> TokenRules {
        self.token
    }

    #[cfg(feature = "alloc")]
    pub(crate) const fn depth(&self) -> usize {
        self.depth
    }

    #[cfg(not(feature = "alloc"))]
    pub(crate) const fn depth(&self) -> usize {
        if self.depth < 128 { self.depth } else { 128 }
    }

    pub(crate) const fn items(&self) -> usize {
        self.items
    }

    pub(crate) const fn length(&self) -> usize {
        self.token.length
    }

    pub(crate) const fn input(&self) -> usize {
        self.input
    }
}

/// [`Rules::DEFAULT`].
impl Default for Rules {
    fn default() -> Self {
        Rules::DEFAULT
    }
}
