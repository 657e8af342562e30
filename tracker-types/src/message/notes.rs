//! Quirks and errors noted while a message is read.

use alloc::boxed::Box;

use crate::dictionary::open_empty;
use crate::error::Error;
use crate::quirk::{Quirk, Quirks};

/// What a reader notes in addition to the values: quirks, and which keys it has seen.
///
/// Whether a reply is a success or a failure is known only at its end, and not every quirk counts in
/// both: those of `peers` do not count in a failure. So quirks of the content go to the set of the current
/// [`Scope`], and [`quirks`](Notes::quirks) adds the sets that count.
#[derive(Debug)]
pub(crate) struct Notes {
    /// The quirks of bencode itself, and those reported in [`Scope::Any`].
    met: Quirks,
    /// The other quirks, allocated when the first of them is reported.
    scoped: Option<Box<Scoped>>,
    scope: Scope,
    /// How many lists and dictionaries are open around the value that is being read.
    depth: usize,
    /// The keys of the dictionary that was read last: a bit for each, see [`Keys::bit`].
    ///
    /// [`Keys::bit`]: super::Keys::bit
    pub(crate) seen: u64,
    /// The foreign keys so far, as their bits in the message to which they belong.
    pub(crate) foreign: u64,
}

/// The quirks that count only in some messages.
#[derive(Debug, Default)]
struct Scoped {
    success: Quirks,
    failure: Quirks,
}

/// The messages in which a quirk counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Scope {
    Any,
    Success,
    Failure,
}

/// The depth limit of [`Rules::TOLERANT`](bencode::Rules::TOLERANT), the rules by which errors are found.
const DEEPEST: usize = 128;

impl Notes {
    /// Empty notes, inside the outermost dictionary.
    pub(crate) const fn new() -> Notes {
        Notes { met: Quirks::new(), scoped: None, scope: Scope::Any, depth: 1, seen: 0, foreign: 0 }
    }

    /// Reports a quirk of bencode itself, which counts in any message.
    #[cold]
    pub(crate) fn structure(&mut self, quirk: Quirk, times: usize) {
        self.met.report_times(quirk, times);
    }

    /// Reports a quirk of the content, which counts in messages of the current scope.
    #[cold]
    pub(crate) fn report(&mut self, quirk: Quirk) {
        self.report_times(quirk, 1);
    }

    /// Reports a quirk of the content `times` times.
    #[cold]
    pub(crate) fn report_times(&mut self, quirk: Quirk, times: usize) {
        if times == 0 {
            return;
        }
        let quirks = match self.scope {
            Scope::Any => &mut self.met,
            Scope::Success => &mut self.scoped.get_or_insert_default().success,
            Scope::Failure => &mut self.scoped.get_or_insert_default().failure,
        };
        quirks.report_times(quirk, times);
    }

    /// Reports a key that belongs to another message, where it has this bit.
    #[cold]
    pub(super) fn foreign(&mut self, bit: u64) {
        self.foreign |= bit;
        self.report(Quirk::ForeignKey);
    }

    /// Reports data after a message. Text such as `denied`, which begins like an empty dictionary, is
    /// an error instead.
    ///
    /// # Errors
    ///
    /// [`NotBencode`](crate::ErrorKind::NotBencode).
    #[inline]
    pub(crate) fn trailing(&mut self, body: &[u8], rest: &[u8]) -> Result<(), Error> {
        if rest.is_empty() { Ok(()) } else { self.report_trailing(body, rest) }
    }

    #[cold]
    fn report_trailing(&mut self, body: &[u8], rest: &[u8]) -> Result<(), Error> {
        self.structure(Quirk::TrailingData, rest.len());
        open_empty(body)
    }

    /// Reads something whose quirks count only in messages of `scope`.
    #[inline]
    pub(crate) fn within<T>(&mut self, scope: Scope, read: impl FnOnce(&mut Notes) -> T) -> T {
        let outer = core::mem::replace(&mut self.scope, scope);
        let value = read(self);
        self.scope = outer;
        value
    }

    /// Reads something inside `levels` more lists and dictionaries.
    #[inline]
    pub(crate) fn nested<T>(&mut self, levels: usize, read: impl FnOnce(&mut Notes) -> T) -> T {
        let outer = self.depth;
        self.depth = outer.wrapping_add(levels);
        let value = read(self);
        self.depth = outer;
        value
    }

    /// Enters a dictionary, which has to be left with [`leave`](Notes::leave) unless it cannot be read.
    /// [`nested`](Notes::nested) does both, but a dictionary that two callers read in its closure is not inlined.
    #[inline]
    pub(crate) const fn enter(&mut self) {
        self.depth = self.depth.wrapping_add(1);
    }

    /// Leaves a dictionary that has been read.
    #[inline]
    pub(crate) const fn leave(&mut self) {
        self.depth = self.depth.wrapping_sub(1);
    }

    /// How many more lists and dictionaries may be open.
    pub(super) fn levels(&self) -> usize {
        DEEPEST.saturating_sub(self.depth)
    }

    /// The quirks that count in a message of `scope`.
    #[inline]
    pub(crate) fn quirks(self, scope: Scope) -> Quirks {
        match self.scoped {
            None => self.met,
            Some(scoped) => self.met.plus(scoped.of(scope)),
        }
    }
}

impl Scoped {
    #[cold]
    fn of(self, scope: Scope) -> Quirks {
        match scope {
            Scope::Any => Quirks::new(),
            Scope::Success => self.success,
            Scope::Failure => self.failure,
        }
    }
}
