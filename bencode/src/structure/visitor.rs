//! What is done with each token of a run.

use super::state::AcceptedToken;
use crate::error::Defect;
use crate::quirk::Quirk;
use crate::token::{Int, Token};

/// Where a token is.
#[derive(Clone, Copy)]
pub(crate) struct Position {
    /// The offset of its first byte.
    #[cfg_attr(not(feature = "alloc"), expect(dead_code, reason = "documents and trees ask"))]
    pub(crate) start: usize,
    /// The lists and dictionaries open after it.
    pub(crate) depth: usize,
}

/// Receives the tokens of a [`run`](super::Structure::run), each kind through a separate method, so that the
/// kind of a token is tested only once.
pub(crate) trait Visitor<'a> {
    /// What stops the run.
    type Stop: From<Defect>;

    /// A key, and its quirk if it has one that the rules accept.
    #[inline]
    fn key(&mut self, _: &'a [u8], _: Option<Quirk>, _: Position) -> Result<(), Self::Stop> {
        Ok(())
    }

    /// A byte string that is not a key.
    #[inline]
    fn bytes(&mut self, _: &'a [u8], _: Position) -> Result<(), Self::Stop> {
        Ok(())
    }

    #[inline]
    fn int(&mut self, _: Int<'a>, _: Position) -> Result<(), Self::Stop> {
        Ok(())
    }

    /// A dictionary begins, or a list.
    #[inline]
    fn open(&mut self, _dictionary: bool, _: Position) -> Result<(), Self::Stop> {
        Ok(())
    }

    /// The list or dictionary opened last ends.
    #[inline]
    fn end(&mut self, _: Position) -> Result<(), Self::Stop> {
        Ok(())
    }
}

/// Calls the method for one token.
#[inline]
pub(super) fn visit<'a, T: Visitor<'a>>(
    visitor: &mut T,
    step: &AcceptedToken<'a>,
    is_key: bool,
    at: Position,
) -> Result<(), T::Stop> {
    match step.token {
        Token::Bytes(key) if is_key => visitor.key(key, step.quirk, at),
        Token::Bytes(text) => visitor.bytes(text, at),
        Token::Int(int) => visitor.int(int, at),
        Token::List => visitor.open(false, at),
        Token::Dict => visitor.open(true, at),
        Token::End => visitor.end(at),
    }
}

/// Skips tokens until at most `floor` lists and dictionaries are open.
pub(super) struct Skip {
    pub(super) floor: usize,
}

/// What stops a skip.
pub(super) enum SkipStop {
    /// The value to be skipped is complete.
    Complete,
    Defect(Defect),
}

impl From<Defect> for SkipStop {
    #[inline]
    fn from(defect: Defect) -> SkipStop {
        SkipStop::Defect(defect)
    }
}

impl Skip {
    #[inline]
    fn pass(&self, at: Position) -> Result<(), SkipStop> {
        if at.depth > self.floor { Ok(()) } else { Err(SkipStop::Complete) }
    }
}

impl Visitor<'_> for Skip {
    type Stop = SkipStop;

    #[inline]
    fn key(&mut self, _: &[u8], _: Option<Quirk>, at: Position) -> Result<(), SkipStop> {
        self.pass(at)
    }

    #[inline]
    fn bytes(&mut self, _: &[u8], at: Position) -> Result<(), SkipStop> {
        self.pass(at)
    }

    #[inline]
    fn int(&mut self, _: Int<'_>, at: Position) -> Result<(), SkipStop> {
        self.pass(at)
    }

    #[inline]
    fn end(&mut self, at: Position) -> Result<(), SkipStop> {
        self.pass(at)
    }
}
