//! How many items may come, and how long they may be.

use crate::error::Defect;
use crate::rules::Rules;

/// The items that the rules allow.
///
/// An item has a byte at least, and no byte string is longer than the input. Where the rules allow
/// that many and that long ones, nothing is counted, and the loops have a register more.
#[derive(Clone, Copy)]
pub(super) struct Budget {
    is_watched: bool,
    items: usize,
}

impl Budget {
    /// For an input of `most` bytes at most.
    #[inline]
    pub(super) fn new(rules: &Rules, most: usize) -> Budget {
        let items = rules.items();
        Budget { is_watched: items < most || rules.length() < most, items }
    }

    /// Whether items must be counted and measured.
    #[inline]
    pub(super) fn is_watched(&self) -> bool {
        self.is_watched
    }

    /// How many items may still come; more than can come where nothing is counted.
    #[cfg(feature = "serde")]
    pub(super) fn items(&self) -> usize {
        self.items
    }

    /// One item more, a byte string of `length` bytes or something else.
    #[inline]
    pub(super) fn spend(&mut self, length: usize, rules: &Rules) -> Result<(), Defect> {
        if self.is_watched {
            self.items = spend_watched(self.items, length, rules.length())?;
        }
        Ok(())
    }
}

/// One item of those that are left.
#[cold]
#[inline(never)]
fn spend_watched(items: usize, length: usize, most: usize) -> Result<usize, Defect> {
    if length > most {
        Err(Defect::LengthLimit)
    } else {
        items.checked_sub(1).ok_or(Defect::ItemLimit)
    }
}
