//! What may follow what: the one state machine of reader, scanner, document and encoder.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::cmp::Ordering;

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
    items: usize,
    /// The last key of the innermost dictionary.
    last: Span,
    kinds: Kinds,
    keys: Keys,
}

impl Structure {
    #[inline(always)]
    pub(crate) fn new() -> Structure {
        Structure {
            expect: Expect::Start,
            depth: 0,
            items: 0,
            last: NONE,
            kinds: Kinds::new(),
            keys: Keys::new(),
        }
    }

    /// Back to the start, keeping memory.
    pub(crate) fn reset(&mut self) {
        self.expect = Expect::Start;
        self.depth = 0;
        self.items = 0;
        self.last = NONE;
        self.keys.length = 0;
    }

    #[inline(always)]
    pub(crate) fn expect(&self) -> Expect {
        self.expect
    }

    #[inline(always)]
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// Takes the next token, which ends at `end` of `text`; keys are looked up in `text` again.
    ///
    /// Returns the quirk of its key, if that is accepted.
    #[inline(always)]
    pub(crate) fn accept(
        &mut self,
        token: Token<'_>,
        text: &[u8],
        end: usize,
        rules: &Rules,
    ) -> Result<Option<Quirk>, Defect> {
        match (self.expect, token) {
            (Expect::Key, Token::Bytes(key)) => {
                self.count(rules)?;
                return self.key(key, text, end, rules);
            }
            (Expect::Key | Expect::Item, Token::End) => {
                self.close();
                return Ok(None);
            }
            (Expect::Done, _) => return Err(Defect::Refused(Quirk::TrailingData)),
            (Expect::Key, _) => return Err(Defect::KeyNotString),
            (Expect::Value, Token::End) => return Err(Defect::MissingValue),
            (Expect::Start, Token::End) => return Err(Defect::UnexpectedByte),
            (_, Token::Int(_) | Token::Bytes(_)) => self.after_value(),
            (_, Token::List) => self.open(false, rules)?,
            (_, Token::Dict) => self.open(true, rules)?,
        }
        self.count(rules)?;
        Ok(None)
    }

    #[inline(always)]
    fn count(&mut self, rules: &Rules) -> Result<(), Defect> {
        if self.items >= rules.items() {
            return Err(Defect::ItemLimit);
        }
        self.items = self.items.wrapping_add(1);
        Ok(())
    }

    #[inline(always)]
    fn key(
        &mut self,
        key: &[u8],
        text: &[u8],
        end: usize,
        rules: &Rules,
    ) -> Result<Option<Quirk>, Defect> {
        let quirk = match self.last_key(text).map(|last| order(last, key)) {
            None | Some(Ordering::Less) => None,
            Some(Ordering::Equal) => Some(Quirk::DuplicateKey),
            Some(Ordering::Greater) => Some(Quirk::UnsortedKey),
        };
        if let Some(quirk) = quirk {
            if !rules.accepts(quirk) {
                return Err(Defect::Refused(quirk));
            }
        }
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
    fn after_value(&mut self) {
        self.expect = match self.expect {
            Expect::Value => Expect::Key,
            Expect::Item => Expect::Item,
            _ => Expect::Done,
        };
    }

    #[inline(always)]
    fn open(&mut self, dictionary: bool, rules: &Rules) -> Result<(), Defect> {
        if self.depth >= rules.depth() {
            return Err(Defect::DepthLimit);
        }
        if self.expect == Expect::Value {
            self.keys.push(self.last);
        }
        self.kinds.push(self.depth, dictionary);
        self.depth = self.depth.wrapping_add(1);
        self.last = NONE;
        self.expect = if dictionary { Expect::Key } else { Expect::Item };
        Ok(())
    }

    #[inline(always)]
    fn close(&mut self) {
        self.depth = self.depth.wrapping_sub(1);
        self.kinds.pop(self.depth);
        self.expect = if self.depth == 0 {
            Expect::Done
        } else if self.kinds.innermost_is_dictionary() {
            self.last = self.keys.pop();
            Expect::Key
        } else {
            Expect::Item
        };
    }
}

/// Raw bytes decide; nearly always the first one does.
#[inline(always)]
fn order(last: &[u8], key: &[u8]) -> Ordering {
    match (last.first(), key.first()) {
        (Some(a), Some(b)) if a != b => a.cmp(b),
        _ => last.cmp(key),
    }
}

#[expect(clippy::cast_possible_truncation, reason = "inputs of 4 GiB are refused at the start")]
const fn narrow(offset: usize) -> u32 {
    offset as u32
}

/// One bit for each open level: a dictionary or a list. The innermost 64 are in `word`.
#[derive(Clone)]
struct Kinds {
    word: u64,
    #[cfg(feature = "alloc")]
    outer: Vec<u64>,
    #[cfg(not(feature = "alloc"))]
    outer: u64,
}

impl Kinds {
    #[inline(always)]
    fn new() -> Kinds {
        Kinds { word: 0, outer: Default::default() }
    }

    #[inline(always)]
    fn push(&mut self, depth: usize, dictionary: bool) {
        if depth % 64 == 0 && depth > 0 {
            self.park(depth);
        }
        self.word = self.word << 1 | u64::from(dictionary);
    }

    /// `depth` is the new one.
    #[inline(always)]
    fn pop(&mut self, depth: usize) {
        self.word >>= 1;
        if depth % 64 == 0 && depth > 0 {
            self.fetch();
        }
    }

    #[inline(always)]
    fn innermost_is_dictionary(&self) -> bool {
        self.word & 1 == 1
    }

    #[cfg(feature = "alloc")]
    #[cold]
    fn park(&mut self, depth: usize) {
        self.outer.truncate((depth / 64).saturating_sub(1));
        self.outer.push(self.word);
    }

    #[cfg(feature = "alloc")]
    #[cold]
    fn fetch(&mut self) {
        self.word = self.outer.pop().unwrap_or_default();
    }

    #[cfg(not(feature = "alloc"))]
    #[cold]
    fn park(&mut self, _: usize) {
        self.outer = self.word;
    }

    #[cfg(not(feature = "alloc"))]
    #[cold]
    fn fetch(&mut self) {
        self.word = self.outer;
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
        self.spill.truncate(self.length.saturating_sub(INLINE));
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
