//! Which of the open levels are dictionaries.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// One bit for each open level: a dictionary or a list.
///
/// ```text
/// word  0…01 b b b    a 1 in front of the bits of the innermost levels, at most 63
/// outer               full words of the levels around them
/// ```
#[derive(Clone)]
pub(super) struct Kinds {
    word: u64,
    #[cfg(feature = "alloc")]
    outer: Vec<u64>,
    #[cfg(not(feature = "alloc"))]
    outer: [u64; 3],
}

impl Kinds {
    #[inline(always)]
    pub(super) fn new() -> Kinds {
        Kinds {
            word: 1,
            #[cfg(feature = "alloc")]
            outer: Vec::new(),
            #[cfg(not(feature = "alloc"))]
            outer: [0; 3],
        }
    }

    pub(super) fn clear(&mut self) {
        while self.fetch() {}
        self.word = 1;
    }

    #[inline(always)]
    pub(super) fn push(&mut self, dictionary: bool) {
        if self.word >> 63 == 1 {
            self.park();
        }
        self.word = self.word << 1 | u64::from(dictionary);
    }

    /// Drops the innermost level; answers whether the one around it, if any, is a dictionary.
    #[inline(always)]
    pub(super) fn pop(&mut self) -> Option<bool> {
        self.word >>= 1;
        if self.word == 1 && !self.fetch() {
            return None;
        }
        Some(self.word & 1 == 1)
    }

    #[cfg(feature = "alloc")]
    #[cold]
    fn park(&mut self) {
        self.outer.push(core::mem::replace(&mut self.word, 1));
    }

    #[cfg(feature = "alloc")]
    fn fetch(&mut self) -> bool {
        self.outer.pop().map(|word| self.word = word).is_some()
    }

    #[cfg(not(feature = "alloc"))]
    #[cold]
    fn park(&mut self) {
        let [first, second, _] = self.outer;
        self.outer = [core::mem::replace(&mut self.word, 1), first, second];
    }

    #[cfg(not(feature = "alloc"))]
    fn fetch(&mut self) -> bool {
        let [first, second, third] = self.outer;
        if first != 0 {
            self.word = first;
            self.outer = [second, third, 0];
        }
        first != 0
    }
}
