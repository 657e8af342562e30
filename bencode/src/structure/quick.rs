//! The same steps, for common tokens only.
//!
//! Nothing is called here: a call may change all registers but six, and every token needs more than those. Rare
//! cases (a key out of order, a limit, the heap, an error) change nothing here and are left to the careful
//! step. `tests/exhaustive.rs` checks that both agree.

use super::levels::{Kinds, OuterLevels, SortKey};
use super::state::{Next, State};
use super::visitor::{Position, Visitor};
use crate::cursor::Cursor;
use crate::rules::Rules;
use crate::short::{self, LIST_BIT, ShortString};
use crate::token::Token;

/// What happened to a value.
enum Quick {
    /// It was read.
    Taken,
    /// A list or dictionary began.
    Opened,
    /// It is rare, or not a value: nothing was read.
    Left,
}

impl State {
    /// Steps until a rare case, and passes every token to `visitor`.
    ///
    /// What is expected next is a place in the code, not a variable: a key, its value, or an item of a list.
    #[inline]
    pub(super) fn quick_run<'a, T: Visitor<'a>>(
        &mut self,
        levels: &mut OuterLevels,
        cursor: &mut Cursor<'a>,
        visitor: &mut T,
    ) -> Result<(), T::Stop> {
        // A list or dictionary that is the whole value begins as if inside a list.
        let begins = self.expect == Next::Start && matches!(cursor.rest, [b'd' | b'l', ..]);
        if self.budget.is_watched() || !begins && !self.expect.may_end() {
            return Ok(());
        }
        loop {
            let goes_on = if self.expect.is(&[Next::Key]) {
                self.quick_entries(levels, cursor, visitor)?
            } else {
                self.quick_items(levels, cursor, visitor)?
            };
            if !goes_on {
                return Ok(());
            }
        }
    }

    /// Reads the entries of a dictionary up to its end, or to a list or dictionary inside; `false` at a rare
    /// case, and after the whole value.
    #[inline]
    fn quick_entries<'a, T: Visitor<'a>>(
        &mut self,
        levels: &mut OuterLevels,
        cursor: &mut Cursor<'a>,
        visitor: &mut T,
    ) -> Result<bool, T::Stop> {
        loop {
            self.expect = Next::Key;
            let start = cursor.offset();
            match cursor.rest {
                [b'0'..=b'9', ..] => {
                    let Some(key) = short::quick_string(cursor.rest) else { return Ok(false) };
                    if !self.quick_key(&key, cursor) {
                        return Ok(false);
                    }
                    cursor.rest = key.rest;
                    visitor.key(key.text, None, Position { start, depth: self.depth })?;
                }
                [b'e', rest @ ..] => {
                    if !self.quick_close(levels) {
                        return Ok(false);
                    }
                    cursor.rest = rest;
                    visitor.end(Position { start, depth: self.depth })?;
                    return Ok(self.depth > 0);
                }
                _ => return Ok(false),
            }
            match self.quick_value(levels, cursor, visitor, Next::Key)? {
                Quick::Taken => {}
                Quick::Opened => return Ok(true),
                Quick::Left => return Ok(false),
            }
        }
    }

    /// Reads the items of a list and of the lists inside, in the same way.
    #[inline]
    fn quick_items<'a, T: Visitor<'a>>(
        &mut self,
        levels: &mut OuterLevels,
        cursor: &mut Cursor<'a>,
        visitor: &mut T,
    ) -> Result<bool, T::Stop> {
        loop {
            if let [b'e', rest @ ..] = cursor.rest {
                let start = cursor.offset();
                if self.expect.is(&[Next::Start]) || !self.quick_close(levels) {
                    return Ok(false);
                }
                cursor.rest = rest;
                visitor.end(Position { start, depth: self.depth })?;
                if !self.expect.is(&[Next::Item]) {
                    return Ok(self.depth > 0);
                }
                continue;
            }
            match self.quick_value(levels, cursor, visitor, Next::Item)? {
                Quick::Taken => {}
                Quick::Opened if self.expect.is(&[Next::Item]) => {}
                Quick::Opened => return Ok(true),
                Quick::Left => return Ok(false),
            }
        }
    }

    /// Reads a value; after a byte string or an integer, `next` is expected.
    #[inline(always)]
    fn quick_value<'a, T: Visitor<'a>>(
        &mut self,
        levels: &mut OuterLevels,
        cursor: &mut Cursor<'a>,
        visitor: &mut T,
        next: Next,
    ) -> Result<Quick, T::Stop> {
        let start = cursor.offset();
        match cursor.rest {
            [b'0'..=b'9', ..] => {
                let Some(short) = short::quick_string(cursor.rest) else {
                    return Ok(Quick::Left);
                };
                cursor.rest = short.rest;
                self.expect = next;
                visitor.bytes(short.text, Position { start, depth: self.depth })?;
                Ok(Quick::Taken)
            }
            [b'i', body @ ..] => {
                let Some((int, rest)) = short::short_integer(body) else {
                    return Ok(Quick::Left);
                };
                cursor.rest = rest;
                self.expect = next;
                visitor.int(int, Position { start, depth: self.depth })?;
                Ok(Quick::Taken)
            }
            [first @ (b'd' | b'l'), rest @ ..] => {
                let dictionary = first & LIST_BIT == 0;
                if !self.may_quickly_open(&cursor.rules) {
                    return Ok(Quick::Left);
                }
                if next == Next::Key {
                    if levels.keys.is_full() {
                        return Ok(Quick::Left);
                    }
                    levels.keys.push(self.last);
                }
                self.enter(dictionary);
                cursor.rest = rest;
                visitor.open(dictionary, Position { start, depth: self.depth })?;
                Ok(Quick::Opened)
            }
            _ => Ok(Quick::Left),
        }
    }

    /// One step, for callers that get one token at a time.
    #[inline(always)]
    pub(super) fn quick_step<'a>(
        &mut self,
        levels: &mut OuterLevels,
        cursor: &mut Cursor<'a>,
    ) -> Option<Token<'a>> {
        if self.budget.is_watched() {
            return None;
        }
        let (&first, rest) = cursor.rest.split_first()?;
        if first.is_ascii_digit() {
            let short = short::short_string(cursor.rest)?;
            if self.expect.is(&[Next::Key]) {
                if !self.quick_key(&short, cursor) {
                    return None;
                }
                cursor.rest = short.rest;
                return Some(Token::Bytes(short.text));
            }
            self.quick_scalar()?;
            cursor.rest = short.rest;
            Some(Token::Bytes(short.text))
        } else if first == b'e' {
            if !self.expect.may_end() || !self.quick_close(levels) {
                return None;
            }
            cursor.rest = rest;
            Some(Token::End)
        } else if first == b'i' {
            let (int, rest) = short::short_integer(rest)?;
            self.quick_scalar()?;
            cursor.rest = rest;
            Some(Token::Int(int))
        } else if first & !LIST_BIT == b'd' {
            let dictionary = first & LIST_BIT == 0;
            self.quick_open(levels, dictionary, &cursor.rules)?;
            cursor.rest = rest;
            Some(if dictionary { Token::Dict } else { Token::List })
        } else {
            None
        }
    }

    /// A key above the last one, at the cursor.
    #[inline]
    fn quick_key(&mut self, key: &ShortString<'_>, cursor: &Cursor<'_>) -> bool {
        match SortKey::inside(cursor.input, cursor.offset(), key.text, key.body) {
            Some(key) if key.is_certainly_above(&self.last) => {
                self.last = key;
                self.expect = Next::Value;
                true
            }
            _ => false,
        }
    }

    /// An integer or byte string inside a list or dictionary.
    #[inline]
    fn quick_scalar(&mut self) -> Option<()> {
        self.expect = if self.expect.is(&[Next::Value]) {
            Next::Key
        } else if self.expect.is(&[Next::Item]) {
            Next::Item
        } else {
            return None;
        };
        Some(())
    }

    /// A list or dictionary.
    #[inline]
    fn quick_open(
        &mut self,
        levels: &mut OuterLevels,
        dictionary: bool,
        rules: &Rules,
    ) -> Option<()> {
        if self.expect.is(&[Next::Value]) {
            if levels.keys.is_full() || !self.may_quickly_open(rules) {
                return None;
            }
            levels.keys.push(self.last);
        } else if !self.expect.is(&[Next::Item, Next::Start]) || !self.may_quickly_open(rules) {
            return None;
        }
        self.enter(dictionary);
        Some(())
    }

    /// Whether one more level is allowed and needs no heap.
    #[inline]
    fn may_quickly_open(&self, rules: &Rules) -> bool {
        self.depth < rules.depth() && !self.kinds.is_full()
    }

    /// Ends a list or dictionary; `false` if the level around it is on the heap.
    #[inline]
    fn quick_close(&mut self, levels: &mut OuterLevels) -> bool {
        let Some(kinds) = self.kinds.without_innermost() else {
            if self.depth != 1 {
                return false;
            }
            (self.depth, self.kinds, self.expect) = (0, Kinds::NONE, Next::Done);
            return true;
        };
        self.expect = if kinds.innermost_is_dictionary() {
            let Some(key) = levels.keys.pop() else { return false };
            self.last = key;
            Next::Key
        } else {
            Next::Item
        };
        self.kinds = kinds;
        self.depth = self.depth.wrapping_sub(1);
        true
    }
}
