//! What may follow what: the one state machine of reader, scanner, document and encoder.

mod keys;
mod kinds;

use core::cmp::Ordering;

use crate::cursor::Cursor;
use crate::error::Defect;
use crate::grammar;
use crate::quirk::Quirk;
use crate::rules::Rules;
use crate::token::Token;

pub(crate) use keys::Key;

use keys::Keys;
use kinds::Kinds;

/// What is due next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Expect {
    /// The one value of the document.
    Start,
    /// A key of a dictionary, or its end.
    Key,
    /// The value of a key.
    Value,
    /// An item of a list, or its end.
    Item,
    /// Nothing: the value is complete.
    Done,
    /// Nothing: the input is too long to begin with.
    Oversize,
}

/// A token, and the accepted quirk of it.
pub(crate) struct Step<'a> {
    pub(crate) token: Token<'a>,
    pub(crate) quirk: Option<Quirk>,
}

/// The state between two tokens.
///
/// ```text
/// d 4:info l l        depth 3, kinds 0b_1_0_0 (dictionary, list, list)
///     └ last key of the dictionary: parked in `keys` until the list around it ends
/// ```
#[derive(Clone)]
pub(crate) struct Structure {
    expect: Expect,
    depth: usize,
    items_left: usize,
    /// The last key of the innermost dictionary.
    last: Key,
    kinds: Kinds,
    keys: Keys,
}

impl Structure {
    #[inline(always)]
    pub(crate) fn new(cursor: &Cursor<'_>) -> Structure {
        Structure {
            expect: start(cursor),
            depth: 0,
            items_left: cursor.rules.items(),
            last: Key::NONE,
            kinds: Kinds::new(),
            keys: Keys::new(),
        }
    }

    /// Back to the start, keeping memory.
    pub(crate) fn reset(&mut self, cursor: &Cursor<'_>) {
        self.expect = start(cursor);
        self.depth = 0;
        self.items_left = cursor.rules.items();
        self.last = Key::NONE;
        self.kinds.clear();
        self.keys.clear();
    }

    #[inline(always)]
    pub(crate) fn expect(&self) -> Expect {
        self.expect
    }

    #[inline(always)]
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// How many items more the rules allow.
    #[cfg(feature = "serde")]
    pub(crate) fn items_left(&self) -> usize {
        self.items_left
    }

    /// The next token, if it may stand here; the cursor moves behind it.
    ///
    /// One look at the first byte decides on everything: measured, asking for the kind of token a
    /// second time costs 10 to 20 instructions of 60.
    #[inline(always)]
    pub(crate) fn step<'a>(&mut self, cursor: &mut Cursor<'a>) -> Result<Step<'a>, Defect> {
        let Some((&first, behind)) = cursor.rest.split_first() else {
            return Err(Defect::UnexpectedEnd);
        };
        let (step, rest) = match first {
            b'0'..=b'9' => {
                let (text, body, odd, rest) = match cursor.short_string() {
                    Some(short) => (short.text, short.body, None, short.rest),
                    None => {
                        let long = cursor.long_string()?;
                        (long.token, long.token, long.quirk, long.rest)
                    }
                };
                let quirk = self.string(text, body, cursor)?;
                (Step { token: Token::Bytes(text), quirk: quirk.or(odd) }, rest)
            }
            b'e' => {
                self.close()?;
                (Step { token: Token::End, quirk: None }, behind)
            }
            b'i' => {
                let (int, quirk, rest) = match grammar::short_integer(behind) {
                    Some((int, rest)) => (int, None, rest),
                    None => {
                        let long = cursor.long_integer(behind)?;
                        (long.token, long.quirk, long.rest)
                    }
                };
                self.scalar()?;
                (Step { token: Token::Int(int), quirk }, rest)
            }
            b'd' => {
                self.open(true, &cursor.rules)?;
                (Step { token: Token::Dict, quirk: None }, behind)
            }
            b'l' => {
                self.open(false, &cursor.rules)?;
                (Step { token: Token::List, quirk: None }, behind)
            }
            _ => return Err(Defect::UnexpectedByte),
        };
        cursor.rest = rest;
        Ok(step)
    }

    /// A byte string, where `body` begins: a key or a value.
    #[inline(always)]
    fn string(
        &mut self,
        text: &[u8],
        body: &[u8],
        cursor: &Cursor<'_>,
    ) -> Result<Option<Quirk>, Defect> {
        if self.expect != Expect::Key {
            return self.scalar().map(|()| None);
        }
        let key = Key::new(cursor.offset(), text.len(), body);
        self.key(key, text, cursor.input, &cursor.rules)
    }

    /// An integer, or a byte string that is no key.
    #[inline(always)]
    pub(crate) fn scalar(&mut self) -> Result<(), Defect> {
        match self.expect {
            Expect::Item => {}
            Expect::Value => self.expect = Expect::Key,
            _ => self.only_value()?,
        }
        self.count()
    }

    /// A document of one integer or byte string. Apart, for a match of four arms is a jump table.
    #[inline(never)]
    fn only_value(&mut self) -> Result<(), Defect> {
        if self.expect != Expect::Start {
            return Err(self.no_value());
        }
        self.expect = Expect::Done;
        Ok(())
    }

    /// One item more. A subtraction and its borrow: two instructions for each token.
    #[inline(always)]
    fn count(&mut self) -> Result<(), Defect> {
        let (left, none) = self.items_left.overflowing_sub(1);
        self.items_left = left;
        if none { Err(self.no_items()) } else { Ok(()) }
    }

    #[cold]
    #[inline(never)]
    fn no_items(&mut self) -> Defect {
        self.items_left = 0;
        Defect::ItemLimit
    }

    /// A key with these `bytes`, to be found in `text` again.
    #[inline(always)]
    pub(crate) fn key(
        &mut self,
        key: Key,
        bytes: &[u8],
        text: &[u8],
        rules: &Rules,
    ) -> Result<Option<Quirk>, Defect> {
        let quirk = match key.is_certainly_above(&self.last) {
            true => None,
            false => out_of_order(self.last.bytes(text), bytes, rules)?,
        };
        self.count()?;
        self.last = key;
        self.expect = Expect::Value;
        Ok(quirk)
    }

    #[inline(always)]
    pub(crate) fn open(&mut self, dictionary: bool, rules: &Rules) -> Result<(), Defect> {
        if !matches!(self.expect, Expect::Value | Expect::Item | Expect::Start) {
            return Err(self.no_value());
        }
        if self.depth >= rules.depth() {
            return Err(Defect::DepthLimit);
        }
        self.count()?;
        if self.expect == Expect::Value {
            self.keys.push(self.last);
        }
        self.kinds.push(dictionary);
        self.depth = self.depth.wrapping_add(1);
        self.last = Key::NONE;
        self.expect = if dictionary { Expect::Key } else { Expect::Item };
        Ok(())
    }

    #[inline(always)]
    pub(crate) fn close(&mut self) -> Result<(), Defect> {
        if !matches!(self.expect, Expect::Key | Expect::Item) {
            return Err(self.no_end());
        }
        self.depth = self.depth.wrapping_sub(1);
        self.expect = match self.kinds.pop() {
            Some(true) => {
                self.last = self.keys.pop();
                Expect::Key
            }
            Some(false) => Expect::Item,
            None => Expect::Done,
        };
        Ok(())
    }

    /// Why no value may begin now.
    #[cold]
    #[inline(never)]
    fn no_value(&self) -> Defect {
        match self.expect {
            Expect::Key => Defect::KeyNotString,
            Expect::Oversize => Defect::InputLimit,
            _ => Defect::TrailingData,
        }
    }

    /// Why nothing may end now.
    #[cold]
    #[inline(never)]
    fn no_end(&self) -> Defect {
        match self.expect {
            Expect::Value => Defect::MissingValue,
            Expect::Start => Defect::UnexpectedByte,
            _ => self.no_value(),
        }
    }
}

#[inline(always)]
fn start(cursor: &Cursor<'_>) -> Expect {
    if cursor.is_oversize() { Expect::Oversize } else { Expect::Start }
}

/// What is odd about a key that is not certainly above the last one.
#[cold]
#[inline(never)]
pub(crate) fn out_of_order(
    last: Option<&[u8]>,
    key: &[u8],
    rules: &Rules,
) -> Result<Option<Quirk>, Defect> {
    let quirk = match last.map(|last| last.cmp(key)) {
        None | Some(Ordering::Less) => return Ok(None),
        Some(Ordering::Equal) => Quirk::DuplicateKey,
        Some(Ordering::Greater) => Quirk::UnsortedKey,
    };
    if rules.accepts(quirk) { Ok(Some(quirk)) } else { Err(quirk.into()) }
}
