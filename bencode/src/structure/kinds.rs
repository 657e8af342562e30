//! Which of the open levels are dictionaries.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// One bit for each open level, 1 for a dictionary: the innermost 63 at most.
///
/// ```text
/// 0…01 b b b    a 1 in front of the bits
/// ```
#[derive(Clone, Copy)]
pub(super) struct Kinds(u64);

impl Kinds {
    pub(super) const NONE: Kinds = Kinds(1);

    /// With one level more inside, where there is room for it.
    #[inline]
    pub(super) fn with(self, dictionary: bool) -> Kinds {
        Kinds(self.0 << 1 | u64::from(dictionary))
    }

    /// Without the innermost level; `None` where the other levels are parked, if there are any.
    #[inline]
    pub(super) fn without_innermost(self) -> Option<Kinds> {
        match self.0 >> 1 {
            1 => None,
            bits => Some(Kinds(bits)),
        }
    }

    /// Whether one level more parks the others.
    #[inline]
    pub(super) fn is_full(self) -> bool {
        self.0 >> 63 == 1
    }

    #[inline]
    pub(super) fn innermost_is_dictionary(self) -> bool {
        self.0 & 1 == 1
    }
}

/// Full words of the levels around them.
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
