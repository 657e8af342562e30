//! What may follow what: the one state machine of reader, scanner, document and encoder.

mod budget;
mod keys;
mod kinds;
mod quick;
mod take;

use core::cmp::Ordering;

use crate::cursor::{Cursor, long_integer, long_string};
use crate::error::Defect;
use crate::grammar;
use crate::quirk::Quirk;
use crate::rules::{Rules, TokenRules};
use crate::token::Token;

pub(crate) use keys::Key;
pub(crate) use take::{Spot, Take};

use take::Skip;

use budget::Budget;
use keys::Keys;
use kinds::{Kinds, OuterKinds};

/// What is due next.
///
/// A bit for each question asked on the way: a test of a bit is two instructions, and a match
/// over what may be due is up to six.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Expect {
    /// The one value of the document.
    Start = Expect::NO_END | 1,
    /// A key of a dictionary, or its end.
    Key = 2,
    /// The value of a key.
    Value = Expect::NO_END | 4,
    /// An item of a list, or its end.
    Item = 8,
    /// Nothing: the value is complete.
    Done = Expect::NO_END | 16,
    /// Nothing: the input is too long to begin with.
    Oversize = Expect::NO_END | 32,
}

impl Expect {
    const NO_END: u8 = 64;

    /// Whether it is one of `these`, told by their own bits.
    #[inline(always)]
    fn is(self, these: &[Expect]) -> bool {
        let bits = these.iter().fold(0, |bits, &one| bits | one as u8);
        self as u8 & bits & !Expect::NO_END != 0
    }

    #[inline(always)]
    pub(crate) fn may_end(self) -> bool {
        self as u8 & Expect::NO_END == 0
    }
}

/// What makes an `l` of a `d`.
const LIST_BIT: u8 = b'd' ^ b'l';

/// A token, and the accepted quirk of its place: a key out of order, or there twice.
pub(crate) struct Step<'a> {
    pub(crate) token: Token<'a>,
    #[cfg_attr(not(feature = "alloc"), expect(dead_code, reason = "documents and trees ask"))]
    pub(crate) quirk: Option<Quirk>,
}

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

/// The part that every token changes: small, and copied to where a loop keeps it in registers.
#[derive(Clone, Copy)]
pub(crate) struct State {
    expect: Expect,
    depth: usize,
    budget: Budget,
    /// The last key of the innermost dictionary.
    last: Key,
    kinds: Kinds,
}

/// The part that only opening and closing looks at.
#[derive(Clone)]
struct Levels {
    kinds: OuterKinds,
    keys: Keys,
}

impl Levels {
    #[inline(always)]
    fn new() -> Levels {
        Levels { kinds: OuterKinds::new(), keys: Keys::new() }
    }

    fn clear(&mut self) {
        self.kinds.clear();
        self.keys.clear();
    }
}

impl Structure {
    /// Before the one value that `cursor` is at.
    #[inline(always)]
    pub(crate) fn new(cursor: &Cursor<'_>) -> Structure {
        Structure { state: State::new(cursor), levels: Levels::new() }
    }

    /// Before a value of which nobody knows how long it will be.
    #[inline(always)]
    pub(crate) fn endless(rules: &Rules) -> Structure {
        Structure { state: State::endless(rules), levels: Levels::new() }
    }

    /// Back to the start, keeping memory.
    pub(crate) fn reset(&mut self, cursor: &Cursor<'_>) {
        self.state = State::new(cursor);
        self.levels.clear();
    }

    /// Back to the start, keeping memory, under the rules of before.
    pub(crate) fn reset_endless(&mut self, rules: &Rules) {
        self.state = State::endless(rules);
        self.levels.clear();
    }

    #[inline(always)]
    pub(crate) fn expect(&self) -> Expect {
        self.state.expect
    }

    #[inline(always)]
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
    #[inline(always)]
    pub(crate) fn quick_step<'a>(&mut self, cursor: &mut Cursor<'a>) -> Option<Token<'a>> {
        self.state.quick_step(&mut self.levels, cursor)
    }

    /// Steps until something stops it, and hands every token to `take`.
    ///
    /// The loop works on copies of state and cursor. Nobody else has their address, so that they
    /// stay in registers: measured, 15 to 20 instructions for each token.
    #[inline(always)]
    pub(crate) fn run<'a, T: Take<'a>>(
        &mut self,
        cursor: &mut Cursor<'a>,
        take: &mut T,
    ) -> T::Stop {
        loop {
            let (mut state, mut place) = (self.state, *cursor);
            let done = state.quick_run(&mut self.levels, &mut place, take);
            (self.state, *cursor) = (state, place);
            if let Err(stop) = done.and_then(|()| self.careful_run(cursor, take)) {
                return stop;
            }
        }
    }

    /// One careful step of a run.
    #[inline(always)]
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
        self.run(cursor, &mut Skip { floor })
    }

    /// An integer, or a byte string that is no key.
    #[inline(always)]
    pub(crate) fn scalar(&mut self) -> Result<(), Defect> {
        self.state.scalar(0, &Rules::TOLERANT)
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
        self.state.key(key, bytes, text, rules)
    }

    /// A list or a dictionary begins.
    #[inline(always)]
    pub(crate) fn open(&mut self, dictionary: bool, rules: &Rules) -> Result<(), Defect> {
        self.state.open(&mut self.levels, dictionary, rules)
    }

    /// The innermost list or dictionary ends.
    #[inline(always)]
    pub(crate) fn close(&mut self) -> Result<(), Defect> {
        self.state.close(&mut self.levels)
    }
}

impl State {
    #[inline(always)]
    fn new(cursor: &Cursor<'_>) -> State {
        let expect = if cursor.is_oversize() { Expect::Oversize } else { Expect::Start };
        State::at(expect, Budget::new(&cursor.rules, cursor.rest.len()))
    }

    #[inline(always)]
    fn endless(rules: &Rules) -> State {
        State::at(Expect::Start, Budget::new(rules, usize::MAX))
    }

    #[inline(always)]
    fn at(expect: Expect, budget: Budget) -> State {
        State { expect, depth: 0, budget, last: Key::NONE, kinds: Kinds::NONE }
    }

    /// One look at the first byte decides on everything: measured, asking for the kind of token a
    /// second time costs 10 to 20 instructions of 60.
    ///
    /// Of the letters `d` and `l` differ in one bit. A match of all four would be a jump table,
    /// which is 7 instructions.
    #[inline(always)]
    fn step<'a>(
        &mut self,
        levels: &mut Levels,
        cursor: &mut Cursor<'a>,
    ) -> Result<Step<'a>, Defect> {
        let Some((&first, behind)) = cursor.rest.split_first() else {
            return Err(Defect::UnexpectedEnd);
        };
        if first.is_ascii_digit() {
            let (text, rest) = if let Some(short) = grammar::short_string(cursor.rest) {
                (short.text, short.rest)
            } else {
                let long = long_string(cursor.rest, cursor.rules.token())?;
                (long.token, long.rest)
            };
            let quirk = self.string(text, cursor)?;
            cursor.rest = rest;
            Ok(Step { token: Token::Bytes(text), quirk })
        } else if first == b'e' {
            self.close(levels)?;
            cursor.rest = behind;
            Ok(Step { token: Token::End, quirk: None })
        } else if first == b'i' {
            let (int, rest) = if let Some(short) = grammar::short_integer(behind) {
                short
            } else {
                let long = long_integer(behind, cursor.rules.token())?;
                (long.token, long.rest)
            };
            self.scalar(0, &cursor.rules)?;
            cursor.rest = rest;
            Ok(Step { token: Token::Int(int), quirk: None })
        } else if first & !LIST_BIT == b'd' {
            let dictionary = first & LIST_BIT == 0;
            self.open(levels, dictionary, &cursor.rules)?;
            cursor.rest = behind;
            let token = if dictionary { Token::Dict } else { Token::List };
            Ok(Step { token, quirk: None })
        } else {
            Err(Defect::UnexpectedByte)
        }
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
    fn scalar(&mut self, length: usize, rules: &Rules) -> Result<(), Defect> {
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
    fn key(
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
    fn open(&mut self, levels: &mut Levels, dictionary: bool, rules: &Rules) -> Result<(), Defect> {
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
    fn enter(&mut self, dictionary: bool) {
        self.kinds = self.kinds.with(dictionary);
        self.depth = self.depth.wrapping_add(1);
        self.last = Key::NONE;
        self.expect = if dictionary { Expect::Key } else { Expect::Item };
    }

    #[inline(always)]
    fn close(&mut self, levels: &mut Levels) -> Result<(), Defect> {
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

/// What is due behind a document of one integer or byte string.
///
/// Apart, and given the value and not its place: a match of four arms would be a jump table, and
/// an address would keep the state out of registers.
#[inline(never)]
fn only_value(expect: Expect) -> Result<Expect, Defect> {
    if expect == Expect::Start { Ok(Expect::Done) } else { Err(no_value(expect)) }
}

/// Why no value may begin now.
#[cold]
#[inline(never)]
fn no_value(expect: Expect) -> Defect {
    match expect {
        Expect::Key => Defect::KeyNotString,
        Expect::Oversize => Defect::InputLimit,
        _ => Defect::TrailingData,
    }
}

/// Why nothing may end now.
#[cold]
#[inline(never)]
fn no_end(expect: Expect) -> Defect {
    match expect {
        Expect::Value => Defect::MissingValue,
        Expect::Start => Defect::UnexpectedByte,
        _ => no_value(expect),
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
