//! Duplicate keys: those in a sorted list, and the leftmost one in an input.

use alloc::vec::Vec;

use crate::cursor::Cursor;
use crate::error::{Defect, Error, ErrorKind};
use crate::grammar;
use crate::offset_stack::OffsetStack;
use crate::quirk::Quirk;
use crate::rules::Rules;
use crate::structure::{Position, Structure, Visitor};

/// A key, as the number of its dictionary and its own offset. Offsets fit 32 bits: longer inputs are refused
/// at their first token.
type Key = (u32, u32);

/// Returns the leftmost error of `input`: `error`, or a duplicate key before it.
///
/// A tree or document compares the keys of a dictionary at its end, but the error belongs at the second
/// of two equal keys: before an error inside its value, and even if the dictionary never ends. The input is
/// read once more, and a second time unless all keys are in order.
#[cold]
pub(crate) fn leftmost(error: Error, input: &[u8], rules: Rules) -> Error {
    if rules.accepts(Quirk::DuplicateKey) {
        return error;
    }
    // The walk also ends at the error, unless that is a limit of the tape only.
    match first_duplicate(Cursor::new(input, rules)) {
        Some(place) if place < error.offset() => Error::new(ErrorKind::DuplicateKey, place),
        _ => error,
    }
}

fn first_duplicate(cursor: Cursor<'_>) -> Option<usize> {
    let mut order = OrderCheck { keys: 0, is_broken: false };
    walk(cursor, &mut order);
    if !order.is_broken {
        return None;
    }
    let (numbers, depths) = (OffsetStack::new(), OffsetStack::new());
    let keys = Vec::with_capacity(order.keys);
    let mut found = DictKeys { keys, numbers, depths, dicts: 0 };
    walk(cursor, &mut found);
    let mut keys = found.keys;
    let text = |&(_, place): &Key| {
        let input = cursor.input.get(place as usize..)?;
        grammar::leading_string(input)
    };
    keys.sort_unstable_by(|a, b| a.0.cmp(&b.0).then_with(|| text(a).cmp(&text(b))).then(a.cmp(b)));
    let again = repeated(&keys, |a, b| a.0 == b.0 && text(a) == text(b));
    again.map(|key| key.1 as usize).min()
}

/// Walks up to the end of the document or its first error.
fn walk<'a>(mut cursor: Cursor<'a>, take: &mut impl Visitor<'a, Stop = Defect>) {
    // The caller knows the error.
    let _ = Structure::new(&cursor).run(&mut cursor, take);
}

/// Counts keys, and checks whether each sorts after the one before it.
struct OrderCheck {
    keys: usize,
    is_broken: bool,
}

impl Visitor<'_> for OrderCheck {
    type Stop = Defect;

    fn key(&mut self, _: &[u8], quirk: Option<Quirk>, _: Position) -> Result<(), Defect> {
        self.keys = self.keys.saturating_add(1);
        self.is_broken |= quirk.is_some();
        Ok(())
    }
}

/// Collects the keys.
struct DictKeys {
    keys: Vec<Key>,
    /// The numbers of the open dictionaries.
    numbers: OffsetStack,
    /// Their depths.
    depths: OffsetStack,
    dicts: u32,
}

#[expect(clippy::cast_possible_truncation, reason = "inputs of 4 GiB are refused")]
impl Visitor<'_> for DictKeys {
    type Stop = Defect;

    fn key(&mut self, _: &[u8], _: Option<Quirk>, at: Position) -> Result<(), Defect> {
        if let Some(dict) = self.numbers.last() {
            self.keys.push((dict, at.start as u32));
        }
        Ok(())
    }

    fn open(&mut self, dictionary: bool, at: Position) -> Result<(), Defect> {
        if dictionary {
            self.dicts = self.dicts.wrapping_add(1);
            self.numbers.push(self.dicts);
            self.depths.push(at.depth as u32);
        }
        Ok(())
    }

    fn end(&mut self, at: Position) -> Result<(), Defect> {
        if self.depths.last().is_some_and(|depth| depth as usize > at.depth) {
            self.numbers.pop();
            self.depths.pop();
        }
        Ok(())
    }
}

/// The items of `sorted` that are equal to the one before.
pub(crate) fn repeated<T>(
    sorted: &[T],
    equal: impl Fn(&T, &T) -> bool,
) -> impl Iterator<Item = &T> {
    sorted.windows(2).filter_map(move |pair| match pair {
        [first, second] if equal(first, second) => Some(second),
        _ => None,
    })
}
