//! What may stand at a place, and why something else may not.

use crate::error::Defect;

/// What is due next.
///
/// A bit for each question asked on the way: a test of a bit is less than a match over all that may
/// be next.
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
    #[inline]
    pub(super) fn is(self, these: &[Expect]) -> bool {
        let bits = these.iter().fold(0, |bits, &one| bits | one as u8);
        self as u8 & bits & !Expect::NO_END != 0
    }

    #[inline]
    pub(crate) fn may_end(self) -> bool {
        self as u8 & Expect::NO_END == 0
    }
}

/// What is due behind a document of one integer or byte string.
///
/// Apart, and given the value and not its place: a match of four arms would be a jump table, and
/// an address would keep the state out of registers.
#[inline(never)]
pub(super) fn only_value(expect: Expect) -> Result<Expect, Defect> {
    if expect == Expect::Start { Ok(Expect::Done) } else { Err(no_value(expect)) }
}

/// Why no value may begin now.
#[cold]
#[inline(never)]
pub(super) fn no_value(expect: Expect) -> Defect {
    match expect {
        Expect::Key => Defect::KeyNotString,
        Expect::Oversize => Defect::InputLimit,
        _ => Defect::TrailingData,
    }
}

/// Why nothing may end now.
#[cold]
#[inline(never)]
pub(super) fn no_end(expect: Expect) -> Defect {
    match expect {
        Expect::Value => Defect::MissingValue,
        Expect::Start => Defect::UnexpectedByte,
        _ => no_value(expect),
    }
}
