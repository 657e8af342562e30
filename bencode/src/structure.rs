//! What may follow what: the one state machine of reader, scanner, document and encoder.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;

use crate::cursor::{Cursor, Lexeme};
use crate::error::Defect;
use crate::quirk::Quirk;
use crate::rules::Rules;
use crate::token::Token;

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

/// Where a key stands in the text that the caller keeps; `NONE` before the first key.
#[derive(Clone, Copy)]
struct Span {
    start: u32,
    end: u32,
}

const NONE: Span = Span { start: 0, end: 0 };

/// Levels kept without the heap. Without `alloc` that is all there is, and `Rules` know it.
#[cfg(feature = "alloc")]
const INLINE: usize = 16;
#[cfg(not(feature = "alloc"))]
const INLINE: usize = 128;

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
    last: Span,
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
            last: NONE,
            kinds: Kinds::new(),
            keys: Keys::new(),
        }
    }

    /// Back to the start, keeping memory.
    pub(crate) fn reset(&mut self, cursor: &Cursor<'_>) {
        self.expect = start(cursor);
        self.depth = 0;
        self.items_left = cursor.rules.items();
        self.last = NONE;
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
                let Lexeme { token: text, quirk: odd, rest } = cursor.string()?;
                let quirk = self.string(text, cursor.input, rest.len(), &cursor.rules)?;
                (Step { token: Token::Bytes(text), quirk: quirk.or(odd) }, rest)
            }
            b'e' => {
                self.close()?;
                (Step { token: Token::End, quirk: None }, behind)
            }
            b'i' => {
                let Lexeme { token: int, quirk, rest } = cursor.integer(behind)?;
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

    /// A byte string with `left` bytes of `input` behind it: a key or a value.
    #[inline(always)]
    fn string(
        &mut self,
        string: &[u8],
        input: &[u8],
        left: usize,
        rules: &Rules,
    ) -> Result<Option<Quirk>, Defect> {
        if self.expect != Expect::Key {
            return self.scalar().map(|()| None);
        }
        self.key(string, input, input.len().wrapping_sub(left), rules)
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

    /// A key that ends at `end` of `text`; the next one is compared with it there.
    #[inline(always)]
    pub(crate) fn key(
        &mut self,
        key: &[u8],
        text: &[u8],
        end: usize,
        rules: &Rules,
    ) -> Result<Option<Quirk>, Defect> {
        let quirk = match self.last_key(text) {
            Some(last) if !precedes(last, key) => Some(out_of_order(last, key, rules)?),
            _ => None,
        };
        self.count()?;
        self.last = Span { start: narrow(end.wrapping_sub(key.len())), end: narrow(end) };
        self.expect = Expect::Value;
        Ok(quirk)
    }

    #[inline(always)]
    fn last_key<'t>(&self, text: &'t [u8]) -> Option<&'t [u8]> {
        if self.last.end == 0 {
            return None;
        }
        text.get(self.last.start as usize..self.last.end as usize)
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
        self.last = NONE;
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

/// Raw bytes decide; nearly always the first one does.
#[inline(always)]
pub(crate) fn precedes(last: &[u8], key: &[u8]) -> bool {
    match (last.first(), key.first()) {
        (Some(a), Some(b)) if a != b => a < b,
        _ => last < key,
    }
}

#[cold]
#[inline(never)]
pub(crate) fn out_of_order(last: &[u8], key: &[u8], rules: &Rules) -> Result<Quirk, Defect> {
    let quirk = if last == key { Quirk::DuplicateKey } else { Quirk::UnsortedKey };
    if rules.accepts(quirk) { Ok(quirk) } else { Err(quirk.into()) }
}

#[expect(clippy::cast_possible_truncation, reason = "inputs of 4 GiB are refused at the start")]
const fn narrow(offset: usize) -> u32 {
    offset as u32
}

/// One bit for each open level: a dictionary or a list.
///
/// ```text
/// word  0…01 b b b    a 1 in front of the bits of the innermost levels, at most 63
/// outer               full words of the levels around them
/// ```
#[derive(Clone)]
struct Kinds {
    word: u64,
    #[cfg(feature = "alloc")]
    outer: Vec<u64>,
    #[cfg(not(feature = "alloc"))]
    outer: [u64; 3],
}

impl Kinds {
    #[inline(always)]
    fn new() -> Kinds {
        Kinds {
            word: 1,
            #[cfg(feature = "alloc")]
            outer: Vec::new(),
            #[cfg(not(feature = "alloc"))]
            outer: [0; 3],
        }
    }

    fn clear(&mut self) {
        while self.fetch() {}
        self.word = 1;
    }

    #[inline(always)]
    fn push(&mut self, dictionary: bool) {
        if self.word >> 63 == 1 {
            self.park();
        }
        self.word = self.word << 1 | u64::from(dictionary);
    }

    /// Drops the innermost level; answers whether the one around it, if any, is a dictionary.
    #[inline(always)]
    fn pop(&mut self) -> Option<bool> {
        self.word >>= 1;
        if self.word == 1 && !self.fetch() {
            return None;
        }
        Some(self.word & 1 == 1)
    }

    #[cfg(feature = "alloc")]
    #[cold]
    fn park(&mut self) {
        self.outer.push(core::mem::replace(&mut self.word, 1));
    }

    #[cfg(feature = "alloc")]
    fn fetch(&mut self) -> bool {
        self.outer.pop().map(|word| self.word = word).is_some()
    }

    #[cfg(not(feature = "alloc"))]
    #[cold]
    fn park(&mut self) {
        let [first, second, _] = self.outer;
        self.outer = [core::mem::replace(&mut self.word, 1), first, second];
    }

    #[cfg(not(feature = "alloc"))]
    fn fetch(&mut self) -> bool {
        let [first, second, third] = self.outer;
        if first != 0 {
            self.word = first;
            self.outer = [second, third, 0];
        }
        first != 0
    }
}

/// The last keys of the dictionaries around the innermost level.
#[derive(Clone)]
struct Keys {
    length: usize,
    inline: [Span; INLINE],
    #[cfg(feature = "alloc")]
    spill: Vec<Span>,
}

impl Keys {
    #[inline(always)]
    fn new() -> Keys {
        Keys {
            length: 0,
            inline: [NONE; INLINE],
            #[cfg(feature = "alloc")]
            spill: Vec::new(),
        }
    }

    fn clear(&mut self) {
        self.length = 0;
        #[cfg(feature = "alloc")]
        self.spill.clear();
    }

    #[inline(always)]
    fn push(&mut self, key: Span) {
        match self.inline.get_mut(self.length) {
            Some(place) => *place = key,
            None => self.push_far(key),
        }
        self.length = self.length.wrapping_add(1);
    }

    #[inline(always)]
    fn pop(&mut self) -> Span {
        self.length = self.length.wrapping_sub(1);
        match self.inline.get(self.length) {
            Some(&key) => key,
            None => self.pop_far(),
        }
    }

    #[cfg(feature = "alloc")]
    #[cold]
    fn push_far(&mut self, key: Span) {
        if self.spill.len() == self.spill.capacity() {
            // A quarter more each time: memory is promised to stay below a small multiple of the input.
            self.spill.reserve_exact((self.spill.len() / 4).max(INLINE));
        }
        self.spill.push(key);
    }

    #[cfg(feature = "alloc")]
    #[cold]
    fn pop_far(&mut self) -> Span {
        self.spill.pop().unwrap_or(NONE)
    }

    #[cfg(not(feature = "alloc"))]
    #[cold]
    fn push_far(&mut self, _: Span) {}

    #[cfg(not(feature = "alloc"))]
    #[cold]
    fn pop_far(&mut self) -> Span {
        NONE
    }
}
