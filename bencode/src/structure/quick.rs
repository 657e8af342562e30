//! The same steps where nothing about them is rare.
//!
//! Nothing is called here: a call may change all registers but six, and every token needs more of
//! them. Whatever is rare (a key out of order, a limit, the heap, an error) is not taken, changes
//! nothing, and is left to the careful step. `tests/it/exhaustive.rs` holds them to each other.

use super::expect::Expect;
use super::keys::Key;
use super::kinds::Kinds;
use super::state::{Levels, State};
use super::take::{Spot, Take};
use crate::cursor::Cursor;
use crate::rules::Rules;
use crate::short::{self, LIST_BIT, ShortString};
use crate::token::Token;

/// What became of a value.
enum Quick {
    /// It was taken, and the next one is due.
    Taken,
    /// A list or dictionary began.
    Opened,
    /// It is rare, or no value.
    Left,
}

impl State {
    /// Steps as long as nothing is rare, and hands every token to `take`.
    ///
    /// What is due is a place in the code: a key, its value, an item of a list.
    #[inline(always)]
    pub(super) fn quick_run<'a, T: Take<'a>>(
        &mut self,
        levels: &mut Levels,
        cursor: &mut Cursor<'a>,
        take: &mut T,
    ) -> Result<(), T::Stop> {
        // A list or dictionary that is the whole value begins as if inside a list.
        let begins = self.expect == Expect::Start && matches!(cursor.rest, [b'd' | b'l', ..]);
        if self.budget.is_watched() || !begins && !self.expect.may_end() {
            return Ok(());
        }
        loop {
            let goes_on = if self.expect.is(&[Expect::Key]) {
                self.quick_entries(levels, cursor, take)?
            } else {
                self.quick_items(levels, cursor, take)?
            };
            if !goes_on {
                return Ok(());
            }
        }
    }

    /// The entries of a dictionary up to its end, or to a list or dictionary inside; `false` where
    /// something is rare, and behind the whole value.
    #[inline(always)]
    fn quick_entries<'a, T: Take<'a>>(
        &mut self,
        levels: &mut Levels,
        cursor: &mut Cursor<'a>,
        take: &mut T,
    ) -> Result<bool, T::Stop> {
        loop {
            self.expect = Expect::Key;
            let start = cursor.offset();
            match cursor.rest {
                [b'0'..=b'9', ..] => {
                    let Some(key) = short::quick_string(cursor.rest) else { return Ok(false) };
                    if !self.quick_key(&key, cursor) {
                        return Ok(false);
                    }
                    cursor.rest = key.rest;
                    take.key(key.text, None, Spot { start, depth: self.depth })?;
                }
                [b'e', rest @ ..] => {
                    if !self.quick_close(levels) {
                        return Ok(false);
                    }
                    cursor.rest = rest;
                    take.end(Spot { start, depth: self.depth })?;
                    return Ok(self.depth > 0);
                }
                _ => return Ok(false),
            }
            match self.quick_value(levels, cursor, take, Expect::Key)? {
                Quick::Taken => {}
                Quick::Opened => return Ok(true),
                Quick::Left => return Ok(false),
            }
        }
    }

    /// The items of a list and of the lists inside, in the same way.
    #[inline(always)]
    fn quick_items<'a, T: Take<'a>>(
        &mut self,
        levels: &mut Levels,
        cursor: &mut Cursor<'a>,
        take: &mut T,
    ) -> Result<bool, T::Stop> {
        loop {
            if let [b'e', rest @ ..] = cursor.rest {
                let start = cursor.offset();
                if self.expect.is(&[Expect::Start]) || !self.quick_close(levels) {
                    return Ok(false);
                }
                cursor.rest = rest;
                take.end(Spot { start, depth: self.depth })?;
                if !self.expect.is(&[Expect::Item]) {
                    return Ok(self.depth > 0);
                }
                continue;
            }
            match self.quick_value(levels, cursor, take, Expect::Item)? {
                Quick::Taken => {}
                Quick::Opened if self.expect.is(&[Expect::Item]) => {}
                Quick::Opened => return Ok(true),
                Quick::Left => return Ok(false),
            }
        }
    }

    /// A value; behind a byte string or an integer, `next` is due.
    #[inline(always)]
    fn quick_value<'a, T: Take<'a>>(
        &mut self,
        levels: &mut Levels,
        cursor: &mut Cursor<'a>,
        take: &mut T,
        next: Expect,
    ) -> Result<Quick, T::Stop> {
        let start = cursor.offset();
        match cursor.rest {
            [b'0'..=b'9', ..] => {
                let Some(short) = short::quick_string(cursor.rest) else {
                    return Ok(Quick::Left);
                };
                cursor.rest = short.rest;
                self.expect = next;
                take.bytes(short.text, Spot { start, depth: self.depth })?;
                Ok(Quick::Taken)
            }
            [b'i', body @ ..] => {
                let Some((int, rest)) = short::short_integer(body) else {
                    return Ok(Quick::Left);
                };
                cursor.rest = rest;
                self.expect = next;
                take.int(int, Spot { start, depth: self.depth })?;
                Ok(Quick::Taken)
            }
            [first @ (b'd' | b'l'), rest @ ..] => {
                let dictionary = first & LIST_BIT == 0;
                if !self.may_quickly_open(&cursor.rules) {
                    return Ok(Quick::Left);
                }
                if next == Expect::Key {
                    if levels.keys.is_full() {
                        return Ok(Quick::Left);
                    }
                    levels.keys.push(self.last);
                }
                self.enter(dictionary);
                cursor.rest = rest;
                take.open(dictionary, Spot { start, depth: self.depth })?;
                Ok(Quick::Opened)
            }
            _ => Ok(Quick::Left),
        }
    }

    /// One step, for whoever comes back between the tokens.
    #[inline(always)]
    pub(super) fn quick_step<'a>(
        &mut self,
        levels: &mut Levels,
        cursor: &mut Cursor<'a>,
    ) -> Option<Token<'a>> {
        if self.budget.is_watched() {
            return None;
        }
        let (&first, behind) = cursor.rest.split_first()?;
        if first.is_ascii_digit() {
            let short = short::short_string(cursor.rest)?;
            if self.expect.is(&[Expect::Key]) {
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
            cursor.rest = behind;
            Some(Token::End)
        } else if first == b'i' {
            let (int, rest) = short::short_integer(behind)?;
            self.quick_scalar()?;
            cursor.rest = rest;
            Some(Token::Int(int))
        } else if first & !LIST_BIT == b'd' {
            let dictionary = first & LIST_BIT == 0;
            self.quick_open(levels, dictionary, &cursor.rules)?;
            cursor.rest = behind;
            Some(if dictionary { Token::Dict } else { Token::List })
        } else {
            None
        }
    }

    /// A key above the last one, at the cursor; its value is due.
    #[inline(always)]
    fn quick_key(&mut self, key: &ShortString<'_>, cursor: &Cursor<'_>) -> bool {
        match Key::inside(cursor.input, cursor.offset(), key.text, key.body) {
            Some(key) if key.is_certainly_above(&self.last) => {
                self.last = key;
                self.expect = Expect::Value;
                true
            }
            _ => false,
        }
    }

    /// A value that is no list or dictionary, inside of one.
    #[inline(always)]
    fn quick_scalar(&mut self) -> Option<()> {
        self.expect = if self.expect.is(&[Expect::Value]) {
            Expect::Key
        } else if self.expect.is(&[Expect::Item]) {
            Expect::Item
        } else {
            return None;
        };
        Some(())
    }

    /// A list or dictionary, where a value is due.
    #[inline(always)]
    fn quick_open(&mut self, levels: &mut Levels, dictionary: bool, rules: &Rules) -> Option<()> {
        if self.expect.is(&[Expect::Value]) {
            if levels.keys.is_full() || !self.may_quickly_open(rules) {
                return None;
            }
            levels.keys.push(self.last);
        } else if !self.expect.is(&[Expect::Item, Expect::Start]) || !self.may_quickly_open(rules) {
            return None;
        }
        self.enter(dictionary);
        Some(())
    }

    /// Whether one level more is allowed, and takes no heap.
    #[inline(always)]
    fn may_quickly_open(&self, rules: &Rules) -> bool {
        self.depth < rules.depth() && !self.kinds.is_full()
    }

    /// The end of a list or dictionary; `false` if what is around it is on the heap.
    #[inline(always)]
    fn quick_close(&mut self, levels: &mut Levels) -> bool {
        let Some(kinds) = self.kinds.without_innermost() else {
            if self.depth != 1 {
                return false;
            }
            (self.depth, self.kinds, self.expect) = (0, Kinds::NONE, Expect::Done);
            return true;
        };
        self.expect = if kinds.innermost_is_dictionary() {
            let Some(key) = levels.keys.pop() else { return false };
            self.last = key;
            Expect::Key
        } else {
            Expect::Item
        };
        self.kinds = kinds;
        self.depth = self.depth.wrapping_sub(1);
        true
    }
}
