//! What is done with each token of a run.

use super::state::Step;
use crate::error::Defect;
use crate::quirk::Quirk;
use crate::token::{Int, Token};

/// Where a token stands.
#[derive(Clone, Copy)]
pub(crate) struct Spot {
    /// The offset of its first byte.
    #[cfg_attr(not(feature = "alloc"), expect(dead_code, reason = "documents and trees ask"))]
    pub(crate) start: usize,
    /// The lists and dictionaries open behind it.
    pub(crate) depth: usize,
}

/// Takes the tokens of a [`run`](super::Structure::run), each in a function of its own: what a
/// token is was found out once, and is not asked again.
pub(crate) trait Take<'a> {
    /// What stops the run.
    type Stop: From<Defect>;

    /// A key, and what is odd about it where the rules accept that.
    #[inline]
    fn key(&mut self, _: &'a [u8], _: Option<Quirk>, _: Spot) -> Result<(), Self::Stop> {
        Ok(())
    }

    /// A byte string that is no key.
    #[inline]
    fn bytes(&mut self, _: &'a [u8], _: Spot) -> Result<(), Self::Stop> {
        Ok(())
    }

    #[inline]
    fn int(&mut self, _: Int<'a>, _: Spot) -> Result<(), Self::Stop> {
        Ok(())
    }

    /// A dictionary begins, or a list.
    #[inline]
    fn open(&mut self, _dictionary: bool, _: Spot) -> Result<(), Self::Stop> {
        Ok(())
    }

    /// The list or dictionary opened last ends.
    #[inline]
    fn end(&mut self, _: Spot) -> Result<(), Self::Stop> {
        Ok(())
    }
}

/// Hands one token to the function for it.
#[inline]
pub(super) fn hand_over<'a, T: Take<'a>>(
    take: &mut T,
    step: &Step<'a>,
    is_key: bool,
    at: Spot,
) -> Result<(), T::Stop> {
    match step.token {
        Token::Bytes(key) if is_key => take.key(key, step.quirk, at),
        Token::Bytes(text) => take.bytes(text, at),
        Token::Int(int) => take.int(int, at),
        Token::List => take.open(false, at),
        Token::Dict => take.open(true, at),
        Token::End => take.end(at),
    }
}

/// Takes no notice until no more than `floor` lists and dictionaries are open.
pub(super) struct Skip {
    pub(super) floor: usize,
}

impl Skip {
    #[inline]
    fn pass(&self, at: Spot) -> Result<(), Option<Defect>> {
        if at.depth > self.floor { Ok(()) } else { Err(None) }
    }
}

impl Take<'_> for Skip {
    /// `None` behind the value.
    type Stop = Option<Defect>;

    #[inline]
    fn key(&mut self, _: &[u8], _: Option<Quirk>, at: Spot) -> Result<(), Option<Defect>> {
        self.pass(at)
    }

    #[inline]
    fn bytes(&mut self, _: &[u8], at: Spot) -> Result<(), Option<Defect>> {
        self.pass(at)
    }

    #[inline]
    fn int(&mut self, _: Int<'_>, at: Spot) -> Result<(), Option<Defect>> {
        self.pass(at)
    }

    #[inline]
    fn end(&mut self, at: Spot) -> Result<(), Option<Defect>> {
        self.pass(at)
    }
}
