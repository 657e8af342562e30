//! What may follow what: the one state machine of reader, scanner, document and encoder.

mod budget;
mod keys;
mod kinds;

use core::cmp::Ordering;

use crate::cursor::{Cursor, long_integer, long_string};
use crate::error::Defect;
use crate::grammar;
use crate::quirk::Quirk;
use crate::rules::{Rules, TokenRules};
use crate::token::Token;

pub(crate) use keys::Key;

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

impl Structure {
    #[inline(always)]
    pub(crate) fn new(cursor: &Cursor<'_>) -> Structure {
        let levels = Levels { kinds: OuterKinds::new(), keys: Keys::new() };
        Structure { state: State::new(cursor), levels }
    }

    /// Back to the start, keeping memory.
    pub(crate) fn reset(&mut self, cursor: &Cursor<'_>) {
        self.state = State::new(cursor);
        self.levels.kinds.clear();
        self.levels.keys.clear();
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
        self.state.step::<Careful>(&mut self.levels, cursor)
    }

    /// The same where nothing about it is rare, to be inlined into loops; `None` asks for
    /// [`step`](Structure::step) and has changed nothing.
    #[inline(always)]
    pub(crate) fn quick_step<'a>(&mut self, cursor: &mut Cursor<'a>) -> Option<Step<'a>> {
        self.state.step::<Quick>(&mut self.levels, cursor).ok()
    }

    /// Steps until something stops it, and hands every token to `take`.
    ///
    /// The loop works on copies of state and cursor. Nobody else has their address, so that they
    /// stay in registers: measured, 15 to 20 instructions for each token.
    #[inline(always)]
    #[expect(
        clippy::single_match_else,
        reason = "an `if` costs a tape 11 instructions a token more"
    )]
    pub(crate) fn run<'a, E: From<Defect>>(
        &mut self,
        cursor: &mut Cursor<'a>,
        take: &mut impl Take<'a, E>,
    ) -> E {
        let (mut state, mut place) = (self.state, *cursor);
        let stop = loop {
            let taken = match state.step::<Quick>(&mut self.levels, &mut place) {
                Ok(step) => take.take(step, &state, &place),
                Err(_) => {
                    (self.state, *cursor) = (state, place);
                    let step = self.step(cursor);
                    (state, place) = (self.state, *cursor);
                    match step {
                        Ok(step) => take.take(step, &state, &place),
                        Err(defect) => break defect.into(),
                    }
                }
            };
            if let Err(stop) = taken {
                break stop;
            }
        };
        (self.state, *cursor) = (state, place);
        stop
    }

    /// An integer, or a byte string that is no key.
    #[inline(always)]
    pub(crate) fn scalar(&mut self) -> Result<(), Defect> {
        self.state.scalar::<Careful>(0, &Rules::TOLERANT)
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
        self.state.key::<Careful>(key, bytes, text, rules)
    }

    /// A list or a dictionary begins.
    #[inline(always)]
    pub(crate) fn open(&mut self, dictionary: bool, rules: &Rules) -> Result<(), Defect> {
        self.state.open::<Careful>(&mut self.levels, dictionary, rules)
    }

    /// The innermost list or dictionary ends.
    #[inline(always)]
    pub(crate) fn close(&mut self) -> Result<(), Defect> {
        self.state.close::<Careful>(&mut self.levels)
    }
}

/// What is done with each token of a [`run`](Structure::run).
pub(crate) trait Take<'a, E> {
    /// Takes the token that led to this state and place.
    fn take(&mut self, step: Step<'a>, state: &State, cursor: &Cursor<'a>) -> Result<(), E>;
}

impl<'a, E, F: FnMut(Step<'a>, &State, &Cursor<'a>) -> Result<(), E>> Take<'a, E> for F {
    #[inline(always)]
    fn take(&mut self, step: Step<'a>, state: &State, cursor: &Cursor<'a>) -> Result<(), E> {
        self(step, state, cursor)
    }
}

/// How to go about a step.
///
/// In a quick step nothing is called: a call may change all registers but six, and every token
/// needs more of them. Measured: 60 instructions a token became 52 in a reader, 58 became 50 in
/// a loop. One source for both manners keeps them from differing.
trait Manner {
    /// What is rare, if there is time for it.
    fn rarely<T>(rare: impl FnOnce() -> Result<T, Defect>) -> Result<T, Defect>;
}

/// Gives up without a change at whatever is rare; the error says nothing more.
struct Quick;

/// Does it all.
struct Careful;

impl Manner for Quick {
    #[inline(always)]
    fn rarely<T>(_: impl FnOnce() -> Result<T, Defect>) -> Result<T, Defect> {
        Err(Defect::UnexpectedByte)
    }
}

impl Manner for Careful {
    #[inline(always)]
    fn rarely<T>(rare: impl FnOnce() -> Result<T, Defect>) -> Result<T, Defect> {
        rare()
    }
}

impl State {
    #[inline(always)]
    fn new(cursor: &Cursor<'_>) -> State {
        State {
            expect: if cursor.is_oversize() { Expect::Oversize } else { Expect::Start },
            depth: 0,
            budget: Budget::new(&cursor.rules),
            last: Key::NONE,
            kinds: Kinds::NONE,
        }
    }

    #[inline(always)]
    pub(crate) fn depth(&self) -> usize {
        self.depth
    }

    /// Whether the token just taken is a key.
    #[cfg(feature = "alloc")]
    #[inline(always)]
    pub(crate) fn is_behind_key(&self) -> bool {
        self.expect.is(&[Expect::Value])
    }

    /// One look at the first byte decides on everything: measured, asking for the kind of token a
    /// second time costs 10 to 20 instructions of 60.
    ///
    /// Of the letters `d` and `l` differ in one bit. A match of all four would be a jump table,
    /// which is 7 instructions.
    #[inline(always)]
    fn step<'a, M: Manner>(
        &mut self,
        levels: &mut Levels,
        cursor: &mut Cursor<'a>,
    ) -> Result<Step<'a>, Defect> {
        let Some((&first, behind)) = cursor.rest.split_first() else {
            return Err(Defect::UnexpectedEnd);
        };
        if first.is_ascii_digit() {
            let (text, body, rest) = match grammar::short_string(cursor.rest) {
                Some(short) => (short.text, short.body, short.rest),
                None => M::rarely(|| long_string(cursor.rest, cursor.rules.token()))
                    .map(|long| (long.token, Default::default(), long.rest))?,
            };
            if self.expect.is(&[Expect::Key]) {
                let quirk = self.found_key::<M>(text, body, cursor)?;
                cursor.rest = rest;
                return Ok(Step { token: Token::Bytes(text), quirk });
            }
            self.scalar::<M>(text.len(), &cursor.rules)?;
            cursor.rest = rest;
            Ok(Step { token: Token::Bytes(text), quirk: None })
        } else if first == b'e' {
            self.close::<M>(levels)?;
            cursor.rest = behind;
            Ok(Step { token: Token::End, quirk: None })
        } else if first == b'i' {
            let (int, rest) = match grammar::short_integer(behind) {
                Some(found) => found,
                None => M::rarely(|| long_integer(behind, cursor.rules.token()))
                    .map(|long| (long.token, long.rest))?,
            };
            self.scalar::<M>(0, &cursor.rules)?;
            cursor.rest = rest;
            Ok(Step { token: Token::Int(int), quirk: None })
        } else if first & !LIST_BIT == b'd' {
            let dictionary = first & LIST_BIT == 0;
            self.open::<M>(levels, dictionary, &cursor.rules)?;
            cursor.rest = behind;
            let token = if dictionary { Token::Dict } else { Token::List };
            Ok(Step { token, quirk: None })
        } else {
            Err(Defect::UnexpectedByte)
        }
    }

    /// A key at the cursor, its `text` where `body` begins.
    #[inline(always)]
    fn found_key<M: Manner>(
        &mut self,
        text: &[u8],
        body: &[u8],
        cursor: &Cursor<'_>,
    ) -> Result<Option<Quirk>, Defect> {
        let place = cursor.offset();
        let key = match Key::inside(cursor.input, place, text, body) {
            Some(key) => key,
            None => M::rarely(|| Ok(Key::new(place, text)))?,
        };
        self.key::<M>(key, text, cursor.input, &cursor.rules)
    }

    #[inline(always)]
    fn scalar<M: Manner>(&mut self, length: usize, rules: &Rules) -> Result<(), Defect> {
        let mut next = Expect::Key;
        if !self.expect.is(&[Expect::Value]) {
            next = Expect::Item;
            if !self.expect.is(&[Expect::Item]) {
                next = M::rarely(|| only_value(self.expect))?;
            }
        }
        self.budget.spend::<M>(length, rules)?;
        self.expect = next;
        Ok(())
    }

    #[inline(always)]
    fn key<M: Manner>(
        &mut self,
        key: Key,
        bytes: &[u8],
        text: &[u8],
        rules: &Rules,
    ) -> Result<Option<Quirk>, Defect> {
        let quirk = if key.is_certainly_above(&self.last) {
            None
        } else {
            M::rarely(|| out_of_order(self.last.bytes(text), bytes, rules.token()))?
        };
        self.budget.spend::<M>(bytes.len(), rules)?;
        self.last = key;
        self.expect = Expect::Value;
        Ok(quirk)
    }

    #[inline(always)]
    fn open<M: Manner>(
        &mut self,
        levels: &mut Levels,
        dictionary: bool,
        rules: &Rules,
    ) -> Result<(), Defect> {
        if !self.expect.is(&[Expect::Value, Expect::Item, Expect::Start]) {
            return M::rarely(|| Err(no_value(self.expect)));
        }
        if self.depth >= rules.depth() {
            return Err(Defect::DepthLimit);
        }
        let behind_key = self.expect.is(&[Expect::Value]);
        if self.kinds.is_full() || behind_key && levels.keys.is_full() {
            M::rarely(|| Ok(()))?;
        }
        self.budget.spend::<M>(0, rules)?;
        if behind_key {
            levels.keys.push(self.last);
        }
        self.kinds = self.kinds.with(dictionary, &mut levels.kinds);
        self.depth = self.depth.wrapping_add(1);
        self.last = Key::NONE;
        self.expect = if dictionary { Expect::Key } else { Expect::Item };
        Ok(())
    }

    #[inline(always)]
    fn close<M: Manner>(&mut self, levels: &mut Levels) -> Result<(), Defect> {
        if !self.expect.may_end() {
            return M::rarely(|| Err(no_end(self.expect)));
        }
        let kinds = match self.kinds.without_innermost() {
            Some(kinds) => kinds,
            None if self.depth == 1 => {
                (self.depth, self.kinds, self.expect) = (0, Kinds::NONE, Expect::Done);
                return Ok(());
            }
            None => M::rarely(|| Ok(levels.kinds.fetch()))?,
        };
        self.expect = if kinds.innermost_is_dictionary() {
            self.last = match levels.keys.pop() {
                Some(key) => key,
                None => M::rarely(|| Ok(levels.keys.pop_far()))?,
            };
            Expect::Key
        } else {
            Expect::Item
        };
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
