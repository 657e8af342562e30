//! The order of tokens: the state machine that reader, scanner, document and encoder share.

mod levels;
mod quick;
mod state;
mod visitor;
#[cfg(test)]
mod tests;

use crate::cursor::Cursor;
use crate::error::Defect;
use crate::quirk::Quirk;
use crate::rules::Rules;
use crate::token::Token;

pub(crate) use levels::SortKey;
pub(crate) use state::Next;
#[cfg(feature = "serde")]
pub(crate) use state::out_of_order;
pub(crate) use visitor::{Position, Visitor};

use levels::OuterLevels;
use state::{AcceptedToken, State};
use visitor::{Skip, SkipStop};

/// The state between two tokens of a document.
///
/// ```text
/// d 4:info l l        depth 3, kinds 0b_1_0_0 (dictionary, list, list)
///     └ last key of the dictionary: parked in `keys` until the list around it ends
/// ```
#[derive(Clone)]
pub(crate) struct Structure {
    state: State,
    levels: OuterLevels,
}

impl Structure {
    /// Before the one value that `cursor` is at.
    #[inline]
    pub(crate) fn new(cursor: &Cursor<'_>) -> Structure {
        Structure { state: State::new(cursor), levels: OuterLevels::new() }
    }

    /// Before a value of unknown length.
    #[inline]
    pub(crate) fn endless(rules: &Rules) -> Structure {
        Structure { state: State::endless(rules), levels: OuterLevels::new() }
    }

    /// Returns to the start, keeping memory.
    #[cfg(feature = "alloc")]
    pub(crate) fn reset(&mut self, cursor: &Cursor<'_>) {
        self.state = State::new(cursor);
        self.levels.clear();
    }

    /// Returns to the start, before a value of unknown length, keeping memory.
    pub(crate) fn reset_endless(&mut self, rules: &Rules) {
        self.state = State::endless(rules);
        self.levels.clear();
    }

    #[inline]
    pub(crate) fn expect(&self) -> Next {
        self.state.expect
    }

    #[inline]
    pub(crate) fn depth(&self) -> usize {
        self.state.depth
    }

    /// How many more items the rules allow.
    #[cfg(feature = "serde")]
    pub(crate) fn items_left(&self) -> usize {
        self.state.budget.items()
    }

    /// Reads the next token, if it is allowed here; the cursor moves past it.
    #[inline(never)]
    pub(crate) fn step<'a>(
        &mut self,
        cursor: &mut Cursor<'a>,
    ) -> Result<AcceptedToken<'a>, Defect> {
        self.state.step(&mut self.levels, cursor)
    }

    /// Does the same for common tokens, to be inlined into loops. `None` changes nothing and means that
    /// [`step`](Structure::step) must be called.
    #[inline]
    pub(crate) fn quick_step<'a>(&mut self, cursor: &mut Cursor<'a>) -> Option<Token<'a>> {
        self.state.quick_step(&mut self.levels, cursor)
    }

    /// Steps to the end of the value, unless something stops it earlier, and passes every token to `visitor`.
    ///
    /// The loop works on copies of state and cursor. Nothing else has their address, so they stay in registers.
    #[inline]
    pub(crate) fn run<'a, T: Visitor<'a>>(
        &mut self,
        cursor: &mut Cursor<'a>,
        visitor: &mut T,
    ) -> Result<(), T::Stop> {
        loop {
            let (mut state, mut place) = (self.state, *cursor);
            let ran = state.quick_run(&mut self.levels, &mut place, visitor);
            (self.state, *cursor) = (state, place);
            ran?;
            if self.state.expect == Next::Done {
                return Ok(());
            }
            self.careful_run(cursor, visitor)?;
        }
    }

    /// One careful step of a run.
    #[inline]
    fn careful_run<'a, T: Visitor<'a>>(
        &mut self,
        cursor: &mut Cursor<'a>,
        visitor: &mut T,
    ) -> Result<(), T::Stop> {
        let is_key = self.state.expect == Next::Key;
        let start = cursor.offset();
        let step = self.step(cursor)?;
        visitor::visit(visitor, &step, is_key, Position { start, depth: self.depth() })
    }

    /// Steps until at most `floor` lists and dictionaries are open.
    ///
    /// # Errors
    /// For whatever stops it earlier.
    #[inline(never)]
    pub(crate) fn skip(&mut self, cursor: &mut Cursor<'_>, floor: usize) -> Result<(), Defect> {
        if self.state.expect == Next::Done {
            // Nothing may follow: a step reports anything that does.
            return self.step(cursor).map(drop);
        }
        match self.run(cursor, &mut Skip { floor }) {
            Ok(()) | Err(SkipStop::Complete) => Ok(()),
            Err(SkipStop::Defect(defect)) => Err(defect),
        }
    }

    /// An integer, or a byte string that is not a key.
    #[inline]
    pub(crate) fn scalar(&mut self) -> Result<(), Defect> {
        self.state.scalar(0, &Rules::TOLERANT)
    }

    /// A key with these `bytes`; later keys are compared with it through `text`.
    #[inline]
    pub(crate) fn key(
        &mut self,
        key: SortKey,
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
