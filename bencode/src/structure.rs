//! What may follow what: the one state machine of reader, scanner, document and encoder.

mod budget;
mod expect;
mod keys;
mod kinds;
#[cfg(feature = "alloc")]
mod places;
mod quick;
mod state;
mod take;
#[cfg(test)]
mod tests;

use crate::cursor::Cursor;
use crate::error::Defect;
use crate::quirk::Quirk;
use crate::rules::Rules;
use crate::token::Token;

pub(crate) use expect::Expect;
pub(crate) use keys::Key;
#[cfg(feature = "alloc")]
pub(crate) use places::Places;
#[cfg(feature = "serde")]
pub(crate) use state::out_of_order;
pub(crate) use take::{Spot, Take};

use state::{Levels, State, Step};
use take::Skip;

/// Where a document stands between two tokens.
///
/// ```text
/// d 4:info l l        depth 3, kinds 0b_1_0_0 (dictionary, list, list)
///     └ last key of the dictionary: parked in `keys` until the list around it ends
/// ```
#[derive(Clone)]
pub(crate) struct Structure {
    state: State,
    levels: Levels,
}

impl Structure {
    /// Before the one value that `cursor` is at.
    #[inline]
    pub(crate) fn new(cursor: &Cursor<'_>) -> Structure {
        Structure { state: State::new(cursor), levels: Levels::new() }
    }

    /// Before a value of which nobody knows how long it will be.
    #[inline]
    pub(crate) fn endless(rules: &Rules) -> Structure {
        Structure { state: State::endless(rules), levels: Levels::new() }
    }

    /// Back to the start, keeping memory.
    #[cfg(feature = "alloc")]
    pub(crate) fn reset(&mut self, cursor: &Cursor<'_>) {
        self.state = State::new(cursor);
        self.levels.clear();
    }

    /// Back to the start, keeping memory, under the rules of before.
    pub(crate) fn reset_endless(&mut self, rules: &Rules) {
        self.state = State::endless(rules);
        self.levels.clear();
    }

    #[inline]
    pub(crate) fn expect(&self) -> Expect {
        self.state.expect
    }

    #[inline]
    pub(crate) fn depth(&self) -> usize {
        self.state.depth
    }

    /// How many items more the rules allow.
    #[cfg(feature = "serde")]
    pub(crate) fn items_left(&self) -> usize {
        self.state.budget.items()
    }

    /// The next token, if it may stand here; the cursor moves behind it.
    #[inline(never)]
    pub(crate) fn step<'a>(&mut self, cursor: &mut Cursor<'a>) -> Result<Step<'a>, Defect> {
        self.state.step(&mut self.levels, cursor)
    }

    /// The same where nothing about it is rare, to be inlined into loops; `None` asks for
    /// [`step`](Structure::step) and has changed nothing.
    #[inline]
    pub(crate) fn quick_step<'a>(&mut self, cursor: &mut Cursor<'a>) -> Option<Token<'a>> {
        self.state.quick_step(&mut self.levels, cursor)
    }

    /// Steps to the end of the value, unless something stops it before; hands every token to `take`.
    ///
    /// The loop works on copies of state and cursor. Nothing else has their address, so that they
    /// stay in registers.
    #[inline]
    pub(crate) fn run<'a, T: Take<'a>>(
        &mut self,
        cursor: &mut Cursor<'a>,
        take: &mut T,
    ) -> Result<(), T::Stop> {
        loop {
            let (mut state, mut place) = (self.state, *cursor);
            let ran = state.quick_run(&mut self.levels, &mut place, take);
            (self.state, *cursor) = (state, place);
            ran?;
            if self.state.expect == Expect::Done {
                return Ok(());
            }
            self.careful_run(cursor, take)?;
        }
    }

    /// One careful step of a run.
    #[inline]
    fn careful_run<'a, T: Take<'a>>(
        &mut self,
        cursor: &mut Cursor<'a>,
        take: &mut T,
    ) -> Result<(), T::Stop> {
        let is_key = self.state.expect == Expect::Key;
        let start = cursor.offset();
        let step = self.step(cursor)?;
        take::hand_over(take, &step, is_key, Spot { start, depth: self.depth() })
    }

    /// Steps until no more than `floor` lists and dictionaries are open; what stops it before.
    #[inline(never)]
    pub(crate) fn skip(&mut self, cursor: &mut Cursor<'_>, floor: usize) -> Option<Defect> {
        if self.state.expect == Expect::Done {
            // Nothing may follow: a step says what does.
            return self.step(cursor).err();
        }
        self.run(cursor, &mut Skip { floor }).err().flatten()
    }

    /// An integer, or a byte string that is no key.
    #[inline]
    pub(crate) fn scalar(&mut self) -> Result<(), Defect> {
        self.state.scalar(0, &Rules::TOLERANT)
    }

    /// A key with these `bytes`, to be found in `text` again.
    #[inline]
    pub(crate) fn key(
        &mut self,
        key: Key,
        bytes: &[u8],
        text: &[u8],
        rules: &Rules,
    ) -> Result<Option<Quirk>, Defect> {
        self.state.key(key, bytes, text, rules)
    }

    /// A list or a dictionary begins.
    #[inline]
    pub(crate) fn open(&mut self, dictionary: bool, rules: &Rules) -> Result<(), Defect> {
        self.state.open(&mut self.levels, dictionary, rules)
    }

    /// The innermost list or dictionary ends.
    #[inline]
    pub(crate) fn close(&mut self) -> Result<(), Defect> {
        self.state.close(&mut self.levels)
    }
}
