//! One step, with all that may be rare about it.

use core::cmp::Ordering;

use super::budget::Budget;
use super::expect::{Expect, no_end, no_value, only_value};
use super::keys::{Key, Keys};
use super::kinds::{Kinds, OuterKinds};
use crate::cursor::{Cursor, Lexeme};
use crate::error::Defect;
use crate::quirk::Quirk;
use crate::rules::{Rules, TokenRules};
use crate::token::Token;

/// A token, and the accepted quirk of its place: a key out of order, or there twice.
pub(crate) struct Step<'a> {
    pub(crate) token: Token<'a>,
    pub(crate) quirk: Option<Quirk>,
}

/// The part that every token changes: small, and copied to where a loop keeps it in registers.
#[derive(Clone, Copy)]
pub(super) struct State {
    pub(super) expect: Expect,
    pub(super) depth: usize,
    pub(super) budget: Budget,
    /// The last key of the innermost dictionary.
    pub(super) last: Key,
    pub(super) kinds: Kinds,
}

/// The part that only opening and closing looks at.
#[derive(Clone)]
pub(super) struct Levels {
    kinds: OuterKinds,
    pub(super) keys: Keys,
}

impl Levels {
    #[inline(always)]
    pub(super) fn new() -> Levels {
        Levels { kinds: OuterKinds::new(), keys: Keys::new() }
    }

    pub(super) fn clear(&mut self) {
        self.kinds.clear();
        self.keys.clear();
    }
}

impl State {
    #[inline(always)]
    pub(super) fn new(cursor: &Cursor<'_>) -> State {
        let expect = if cursor.is_oversize() { Expect::Oversize } else { Expect::Start };
        State::at(expect, Budget::new(&cursor.rules, cursor.rest.len()))
    }

    #[inline(always)]
    pub(super) fn endless(rules: &Rules) -> State {
        State::at(Expect::Start, Budget::new(rules, usize::MAX))
    }

    #[inline(always)]
    fn at(expect: Expect, budget: Budget) -> State {
        State { expect, depth: 0, budget, last: Key::NONE, kinds: Kinds::NONE }
    }

    /// The next token, whatever it is, if it may stand here.
    #[inline(always)]
    pub(super) fn step<'a>(
        &mut self,
        levels: &mut Levels,
        cursor: &mut Cursor<'a>,
    ) -> Result<Step<'a>, Defect> {
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
        Ok(Step { token, quirk })
    }

    /// A byte string: a key or a value.
    #[inline(always)]
    fn string(&mut self, text: &[u8], cursor: &Cursor<'_>) -> Result<Option<Quirk>, Defect> {
        if !self.expect.is(&[Expect::Key]) {
            return self.scalar(text.len(), &cursor.rules).map(|()| None);
        }
        let key = Key::new(cursor.offset(), text);
        self.key(key, text, cursor.input, &cursor.rules)
    }

    #[inline(always)]
    pub(super) fn scalar(&mut self, length: usize, rules: &Rules) -> Result<(), Defect> {
        let mut next = Expect::Key;
        if !self.expect.is(&[Expect::Value]) {
            next = Expect::Item;
            if !self.expect.is(&[Expect::Item]) {
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
        key: Key,
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
        self.expect = Expect::Value;
        Ok(quirk)
    }

    #[inline(always)]
    pub(super) fn open(
        &mut self,
        levels: &mut Levels,
        dictionary: bool,
        rules: &Rules,
    ) -> Result<(), Defect> {
        if !self.expect.is(&[Expect::Value, Expect::Item, Expect::Start]) {
            return Err(no_value(self.expect));
        }
        if self.depth >= rules.depth() {
            return Err(Defect::DepthLimit);
        }
        self.budget.spend(0, rules)?;
        if self.expect.is(&[Expect::Value]) {
            levels.keys.push(self.last);
        }
        if self.kinds.is_full() {
            self.kinds = levels.kinds.park(self.kinds);
        }
        self.enter(dictionary);
        Ok(())
    }

    /// Behind the letter of a list or dictionary.
    #[inline(always)]
    pub(super) fn enter(&mut self, dictionary: bool) {
        self.kinds = self.kinds.with(dictionary);
        self.depth = self.depth.wrapping_add(1);
        self.last = Key::NONE;
        self.expect = if dictionary { Expect::Key } else { Expect::Item };
    }

    #[inline(always)]
    pub(super) fn close(&mut self, levels: &mut Levels) -> Result<(), Defect> {
        if !self.expect.may_end() {
            return Err(no_end(self.expect));
        }
        let kinds = match self.kinds.without_innermost() {
            Some(kinds) => kinds,
            None if self.depth == 1 => {
                (self.depth, self.kinds, self.expect) = (0, Kinds::NONE, Expect::Done);
                return Ok(());
            }
            None => levels.kinds.fetch(),
        };
        self.expect = Expect::Item;
        if kinds.innermost_is_dictionary() {
            self.last = levels.keys.pop().unwrap_or_else(|| levels.keys.pop_far());
            self.expect = Expect::Key;
        }
        self.kinds = kinds;
        self.depth = self.depth.wrapping_sub(1);
        Ok(())
    }
}

/// What is odd about a key that is not certainly above the last one.
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
