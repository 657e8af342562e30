//! The position in each open list and dictionary, in eight bytes.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// Levels that a path names; deeper ones are counted.
pub(super) const NAMED: usize = 128;

/// The position in one open list or dictionary.
#[derive(Clone, Copy)]
pub(super) struct PathLevel {
    /// The index in a list; the offset of the last key in a dictionary, 0 before the first.
    pub(super) step: u32,
    pub(super) at: At,
}

/// What comes next there.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum At {
    /// An item of a list.
    Item,
    /// A key of a dictionary.
    Key,
    /// The value of the last key.
    Value,
}

impl PathLevel {
    #[expect(clippy::cast_possible_truncation, reason = "inputs of 4 GiB are refused")]
    pub(super) fn new(step: usize, at: At) -> PathLevel {
        PathLevel { step: step as u32, at }
    }
}

/// The outermost levels.
#[derive(Clone)]
pub(super) struct PathLevels {
    #[cfg(feature = "alloc")]
    levels: Vec<PathLevel>,
    #[cfg(not(feature = "alloc"))]
    levels: [PathLevel; NAMED],
    #[cfg(not(feature = "alloc"))]
    length: usize,
}

#[cfg(feature = "alloc")]
impl PathLevels {
    pub(super) fn new() -> PathLevels {
        PathLevels { levels: Vec::new() }
    }

    pub(super) fn all(&self) -> &[PathLevel] {
        &self.levels
    }

    pub(super) fn last_mut(&mut self) -> Option<&mut PathLevel> {
        self.levels.last_mut()
    }

    /// Whether there was room for it.
    pub(super) fn push(&mut self, level: PathLevel) -> bool {
        let has_room = self.levels.len() < NAMED;
        if has_room {
            self.levels.push(level);
        }
        has_room
    }

    pub(super) fn pop(&mut self) {
        self.levels.pop();
    }

    pub(super) fn reverse(&mut self) {
        self.levels.reverse();
    }
}

#[cfg(not(feature = "alloc"))]
impl PathLevels {
    pub(super) fn new() -> PathLevels {
        PathLevels { levels: [PathLevel { step: 0, at: At::Item }; NAMED], length: 0 }
    }

    pub(super) fn all(&self) -> &[PathLevel] {
        self.levels.get(..self.length).unwrap_or_default()
    }

    pub(super) fn last_mut(&mut self) -> Option<&mut PathLevel> {
        self.levels.get_mut(self.length.checked_sub(1)?)
    }

    /// Whether there was room for it.
    pub(super) fn push(&mut self, level: PathLevel) -> bool {
        let Some(place) = self.levels.get_mut(self.length) else { return false };
        *place = level;
        self.length = self.length.saturating_add(1);
        true
    }

    pub(super) fn pop(&mut self) {
        self.length = self.length.saturating_sub(1);
    }
}
