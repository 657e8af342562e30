//! One step, with every rare case.

use core::cmp::Ordering;

use super::levels::{Kinds, OuterLevels, SortKey};
use crate::cursor::{Cursor, Lexeme};
use crate::error::Defect;
use crate::quirk::Quirk;
use crate::rules::{Rules, TokenRules};
use crate::token::Token;

/// What is expected next.
///
/// Each is a separate bit: testing for several costs less than a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Next {
    /// The one value of the document.
    Start = Next::NO_END | 1,
    /// A key of a dictionary, or its end.
    Key = 2,
    /// The value of a key.
    Value = Next::NO_END | 4,
    /// An item of a list, or its end.
    Item = 8,
    /// Nothing: the value is complete.
    Done = Next::NO_END | 16,
    /// Nothing: the input is too long to begin with.
    Oversize = Next::NO_END | 32,
}

impl Next {
    const NO_END: u8 = 64;

    /// Whether it is one of `these`.
    #[inline]
    pub(super) fn is(self, these: &[Next]) -> bool {
        let bits = these.iter().fold(0, |bits, &one| bits | one as u8);
        self as u8 & bits & !Next::NO_END != 0
    }

    #[inline]
    pub(crate) fn may_end(self) -> bool {
        self as u8 & Next::NO_END == 0
    }
}

/// What is expected after a document of one integer or byte string.
///
/// A separate function that takes the value, not a reference: a match of four arms would become a jump table,
/// and an address would keep the state out of registers.
#[inline(never)]
pub(super) fn only_value(expect: Next) -> Result<Next, Defect> {
    if expect == Next::Start { Ok(Next::Done) } else { Err(no_value(expect)) }
}

/// Why no value may begin now.
#[cold]
#[inline(never)]
pub(super) fn no_value(expect: Next) -> Defect {
    match expect {
        Next::Key => Defect::KeyNotString,
        Next::Oversize => Defect::InputLimit,
        _ => Defect::TrailingData,
    }
}

/// Why nothing may end now.
#[cold]
#[inline(never)]
pub(super) fn no_end(expect: Next) -> Defect {
    match expect {
        Next::Value => Defect::MissingValue,
        Next::Start => Defect::UnexpectedByte,
        _ => no_value(expect),
    }
}

/// The number of items that the rules allow.
///
/// An item has at least one byte, and no byte string is longer than the input. Where the rules allow that many
/// items and that length, nothing is counted, and the loops have one more register.
#[derive(Clone, Copy)]
pub(super) struct Budget {
    is_watched: bool,
    items: usize,
}

impl Budget {
    /// For an input of at most `most` bytes.
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

    /// How many more items are allowed; more than fit the input where nothing is counted.
    #[cfg(feature = "serde")]
    pub(super) fn items(&self) -> usize {
        self.items
    }

    /// Counts an item: a byte string of `length` bytes, or any other item with `length` 0.
    #[inline]
    pub(super) fn spend(&mut self, length: usize, rules: &Rules) -> Result<(), Defect> {
        if self.is_watched {
            self.items = spend_watched(self.items, length, rules.length())?;
        }
        Ok(())
    }
}

/// The items left after one more.
#[cold]
#[inline(never)]
fn spend_watched(items: usize, length: usize, most: usize) -> Result<usize, Defect> {
    if length > most {
        Err(Defect::LengthLimit)
    } else {
        items.checked_sub(1).ok_or(Defect::ItemLimit)
    }
}

/// A token, and the accepted quirk of a key: out of order, or a duplicate.
pub(crate) struct AcceptedToken<'a> {
    pub(crate) token: Token<'a>,
    pub(crate) quirk: Option<Quirk>,
}

/// The part of the state that every token changes: small, so that a loop keeps it in registers.
#[derive(Clone, Copy)]
pub(super) struct State {
    pub(super) expect: Next,
    pub(super) depth: usize,
    pub(super) budget: Budget,
    /// The last key of the innermost dictionary.
    pub(super) last: SortKey,
    pub(super) kinds: Kinds,
}

impl State {
    #[inline]
    pub(super) fn new(cursor: &Cursor<'_>) -> State {
        let expect = if cursor.is_oversize() { Next::Oversize } else { Next::Start };
        State::at(expect, Budget::new(&cursor.rules, cursor.rest.len()))
    }

    #[inline]
    pub(super) fn endless(rules: &Rules) -> State {
        State::at(Next::Start, Budget::new(rules, usize::MAX))
    }

    #[inline]
    fn at(expect: Next, budget: Budget) -> State {
        State { expect, depth: 0, budget, last: SortKey::NONE, kinds: Kinds::NONE }
    }

    /// The next token, if it is allowed here.
    #[inline]
    pub(super) fn step<'a>(
        &mut self,
        levels: &mut OuterLevels,
        cursor: &mut Cursor<'a>,
    ) -> Result<AcceptedToken<'a>, Defect> {
        let Lexeme { token, rest } = cursor.token()?;
        let mut quirk = None;
        match token {
            Token::Bytes(text) => quirk = self.string(text, cursor)?,
            Token::Int(_) => self.scalar(0, &cursor.rules)?,
            Token::List => self.open(levels, false, &cursor.rules)?,
            Token::Dict => self.open(levels, true, &cursor.rules)?,
            Token::End => self.close(levels)?,
        }
        cursor.rest = rest;
        Ok(AcceptedToken { token, quirk })
    }

    /// A byte string: a key or a value.
    #[inline]
    fn string(&mut self, text: &[u8], cursor: &Cursor<'_>) -> Result<Option<Quirk>, Defect> {
        if !self.expect.is(&[Next::Key]) {
            return self.scalar(text.len(), &cursor.rules).map(|()| None);
        }
        let key = SortKey::new(cursor.offset(), text);
        self.key(key, text, cursor.input, &cursor.rules)
    }

    #[inline(always)]
    pub(super) fn scalar(&mut self, length: usize, rules: &Rules) -> Result<(), Defect> {
        let mut next = Next::Key;
        if !self.expect.is(&[Next::Value]) {
            next = Next::Item;
            if !self.expect.is(&[Next::Item]) {
                next = only_value(self.expect)?;
            }
        }
        self.budget.spend(length, rules)?;
        self.expect = next;
        Ok(())
    }

    #[inline(always)]
    pub(super) fn key(
        &mut self,
        key: SortKey,
        bytes: &[u8],
        text: &[u8],
        rules: &Rules,
    ) -> Result<Option<Quirk>, Defect> {
        let quirk = if key.is_certainly_above(&self.last) {
            None
        } else {
            out_of_order(self.last.bytes(text), bytes, rules.token())?
        };
        self.budget.spend(bytes.len(), rules)?;
        self.last = key;
        self.expect = Next::Value;
        Ok(quirk)
    }

    #[inline(always)]
    pub(super) fn open(
        &mut self,
        levels: &mut OuterLevels,
        dictionary: bool,
        rules: &Rules,
    ) -> Result<(), Defect> {
        if !self.expect.is(&[Next::Value, Next::Item, Next::Start]) {
            return Err(no_value(self.expect));
        }
        if self.depth >= rules.depth() {
            return Err(Defect::DepthLimit);
        }
        self.budget.spend(0, rules)?;
        if self.expect.is(&[Next::Value]) {
            levels.keys.push(self.last);
        }
        if self.kinds.is_full() {
            self.kinds = levels.kinds.park(self.kinds);
        }
        self.enter(dictionary);
        Ok(())
    }

    /// Updates the state after the first letter of a list or dictionary.
    #[inline(always)]
    pub(super) fn enter(&mut self, dictionary: bool) {
        self.kinds = self.kinds.with(dictionary);
        self.depth = self.depth.wrapping_add(1);
        self.last = SortKey::NONE;
        self.expect = if dictionary { Next::Key } else { Next::Item };
    }

    #[inline(always)]
    pub(super) fn close(&mut self, levels: &mut OuterLevels) -> Result<(), Defect> {
        if !self.expect.may_end() {
            return Err(no_end(self.expect));
        }
        let kinds = match self.kinds.without_innermost() {
            Some(kinds) => kinds,
            None if self.depth == 1 => {
                (self.depth, self.kinds, self.expect) = (0, Kinds::NONE, Next::Done);
                return Ok(());
            }
            None => levels.kinds.fetch(),
        };
        self.expect = Next::Item;
        if kinds.innermost_is_dictionary() {
            self.last = levels.keys.pop().unwrap_or_else(|| levels.keys.pop_far());
            self.expect = Next::Key;
        }
        self.kinds = kinds;
        self.depth = self.depth.wrapping_sub(1);
        Ok(())
    }
}

/// The quirk of a key that is not certainly above the last one, if it has one.
#[cold]
#[inline(never)]
pub(crate) fn out_of_order(
    last: Option<&[u8]>,
    key: &[u8],
    rules: TokenRules,
) -> Result<Option<Quirk>, Defect> {
    if key.len() > rules.length() {
        return Err(Defect::LengthLimit);
    }
    let quirk = match last.map(|last| last.cmp(key)) {
        None | Some(Ordering::Less) => return Ok(None),
        Some(Ordering::Equal) => Quirk::DuplicateKey,
        Some(Ordering::Greater) => Quirk::UnsortedKey,
    };
    if rules.accepts(quirk) { Ok(Some(quirk)) } else { Err(quirk.into()) }
}
