//! Parses bytes to a tree in one pass, where that takes little memory in addition to the tree.

use alloc::vec::Vec;
use core::mem::{forget, replace};

use super::build::NOTHING;
use super::dict::KeyValue;
use super::{Dict, Integer, List, Value};
use crate::byte_str::ByteStr;
use crate::cursor::Cursor;
use crate::error::Defect;
use crate::quirk::Quirk;
use crate::rules::Rules;
use crate::structure::{Position, Structure, Visitor};
use crate::token::Int;

/// Builds the tree of `input`; `None` if a [tape](super::parse::tree) is needed: the input is dense, nests
/// deep, or has an error.
pub(super) fn tree(input: &[u8], rules: Rules) -> Option<Value<'_>> {
    let mut cursor = Cursor::new(input, rules);
    let mut stacks = Stacks::new(rules.accepts(Quirk::DuplicateKey));
    Structure::new(&cursor).run(&mut cursor, &mut stacks).ok()?;
    cursor.may_end().then_some(stacks.root)
}

/// The items and pairs of open lists and dictionaries wait on stacks until those end; then each list or
/// dictionary takes exactly the memory it needs:
///
/// ```text
/// [ a  { k: [ c  d        values   a c d
///             └ start=1   entries  k:_        the value of k is still to come
/// ```
struct Stacks<'a> {
    values: Vec<Value<'a>>,
    entries: Vec<KeyValue<'a>>,
    root: Value<'a>,
    inner: OpenValue,
    outer: [OpenValue; LEVELS],
    accepts_duplicates: bool,
}

/// Nearly every document has fewer.
const LEVELS: usize = 8;

/// An open list or dictionary.
#[derive(Clone, Copy)]
struct OpenValue {
    /// Where on its stack it begins.
    start: usize,
    kind: OpenKind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum OpenKind {
    List,
    Dict,
    UnsortedDict,
}

/// This tree needs a tape.
struct Unfit;

impl From<Defect> for Unfit {
    fn from(_: Defect) -> Unfit {
        Unfit
    }
}

impl<'a> Stacks<'a> {
    fn new(accepts_duplicates: bool) -> Stacks<'a> {
        let inner = OpenValue { start: 0, kind: OpenKind::Dict };
        let (values, entries, outer) = (Vec::new(), Vec::new(), [inner; LEVELS]);
        Stacks { values, entries, root: NOTHING, inner, outer, accepts_duplicates }
    }

    /// Adds an item of the list, the value of the last key, or the whole tree.
    #[inline(always)]
    fn leaf(&mut self, value: Value<'a>, at: Position) -> Result<(), Unfit> {
        if self.inner.kind == OpenKind::List {
            return push(&mut self.values, value, at.start);
        }
        match self.entries.last_mut() {
            // The replaced placeholder owns nothing, so it need not be dropped.
            Some((_, place)) => forget(replace(place, value)),
            None => self.root = value,
        }
        Ok(())
    }

    #[cold]
    fn unsorted(&mut self, start: usize) -> Result<Value<'a>, Unfit> {
        let entries = pop_from(&mut self.entries, start);
        let given = entries.len();
        let dict = Dict::from_unsorted(entries);
        if dict.len() < given && !self.accepts_duplicates {
            return Err(Unfit);
        }
        Ok(Value::Dict(dict))
    }
}

impl<'a> Visitor<'a> for Stacks<'a> {
    type Stop = Unfit;

    #[inline(always)]
    fn key(&mut self, key: &'a [u8], quirk: Option<Quirk>, at: Position) -> Result<(), Unfit> {
        if quirk.is_some() {
            self.inner.kind = OpenKind::UnsortedDict;
        }
        push(&mut self.entries, (ByteStr::borrowed(key), NOTHING), at.start)
    }

    #[inline(always)]
    fn bytes(&mut self, text: &'a [u8], at: Position) -> Result<(), Unfit> {
        self.leaf(Value::Bytes(ByteStr::borrowed(text)), at)
    }

    #[inline(always)]
    fn int(&mut self, int: Int<'a>, at: Position) -> Result<(), Unfit> {
        self.leaf(Value::Int(Integer::from(int)), at)
    }

    #[inline]
    fn open(&mut self, dictionary: bool, at: Position) -> Result<(), Unfit> {
        let (start, kind) = if dictionary {
            (self.entries.len(), OpenKind::Dict)
        } else {
            (self.values.len(), OpenKind::List)
        };
        let around = self.outer.get_mut(at.depth.wrapping_sub(1)).ok_or(Unfit)?;
        *around = replace(&mut self.inner, OpenValue { start, kind });
        Ok(())
    }

    #[inline]
    fn end(&mut self, at: Position) -> Result<(), Unfit> {
        let OpenValue { start, kind } = self.inner;
        let value = match kind {
            OpenKind::List => Value::List(List(pop_from(&mut self.values, start))),
            OpenKind::Dict => Value::Dict(Dict(pop_from(&mut self.entries, start))),
            OpenKind::UnsortedDict => self.unsorted(start)?,
        };
        self.inner = *self.outer.get(at.depth).ok_or(Unfit)?;
        self.leaf(value, at)
    }
}

/// Moves everything from `start` on out of `stack`, into a vector of exactly that size.
#[inline]
fn pop_from<T>(stack: &mut Vec<T>, start: usize) -> Vec<T> {
    stack.split_off(start.min(stack.len()))
}

/// Pushes `item`, which `read` bytes of the input precede.
#[inline]
fn push<T>(stack: &mut Vec<T>, item: T, read: usize) -> Result<(), Unfit> {
    if stack.len() == stack.capacity() {
        grow(stack, read)?;
    }
    stack.push(item);
    Ok(())
}

/// Doubles the stack as long as it takes no more than two bytes for each byte that was read, including its old
/// place while it moves: both stacks together take no more than a tape, four bytes.
#[cold]
#[inline(never)]
fn grow<T>(stack: &mut Vec<T>, read: usize) -> Result<(), Unfit> {
    let length = stack.len();
    let most = length.saturating_mul(3).saturating_mul(size_of::<T>());
    if most > read.saturating_mul(2) {
        return Err(Unfit);
    }
    stack.reserve_exact(length.max(FIRST));
    Ok(())
}

/// Enough for most messages, and no more than a kilobyte for each stack.
const FIRST: usize = 14;
