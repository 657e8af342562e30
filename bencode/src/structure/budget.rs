//! How many items may come, and how long they may be.

use super::Manner;
use crate::error::Defect;
use crate::grammar::SHORT;
use crate::rules::Rules;

/// The items that the rules allow.
///
/// An item costs two instructions, a decrement in place and a branch. Limits on short strings
/// would cost three more on each of them: where there are such limits no item is free, and the
/// cold path looks at everything.
#[derive(Clone, Copy)]
pub(super) struct Budget {
    /// Items that need no other look.
    free: usize,
    /// Items that do, behind those.
    rest: usize,
}

impl Budget {
    #[inline(always)]
    pub(super) fn new(rules: &Rules) -> Budget {
        let items = rules.items();
        if rules.length() < SHORT {
            Budget { free: 0, rest: items }
        } else {
            Budget { free: items, rest: 0 }
        }
    }

    /// How many items may still come.
    #[cfg(feature = "serde")]
    pub(super) fn items(&self) -> usize {
        self.free.saturating_add(self.rest)
    }

    /// One item more, a byte string of `length` bytes or something else.
    #[inline(always)]
    pub(super) fn spend<M: Manner>(&mut self, length: usize, rules: &Rules) -> Result<(), Defect> {
        let (free, none) = self.free.overflowing_sub(1);
        self.free = free;
        if none {
            self.free = 0;
            self.rest = M::rarely(|| spend_watched(self.rest, length, rules.length()))?;
        }
        Ok(())
    }
}

/// One item of the rest.
#[cold]
#[inline(never)]
fn spend_watched(rest: usize, length: usize, most: usize) -> Result<usize, Defect> {
    if length > most {
        Err(Defect::LengthLimit)
    } else {
        rest.checked_sub(1).ok_or(Defect::ItemLimit)
    }
}
