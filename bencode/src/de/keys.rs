//! The keys of the maps being read: are they in order, and is each there once?

use alloc::vec::Vec;

use crate::error::Defect;
use crate::grammar;
use crate::quirk::Quirk;
use crate::rules::Rules;
use crate::structure::out_of_order;

/// The keys of all open maps, one map after the other.
///
/// Kept only where the rules take keys in any order but each only once: sorted keys are compared
/// with the one before, and whoever accepts duplicates need not look for them. That makes one push
/// for each key, and one sort at the end of each map that turns out to be unsorted.
#[derive(Clone)]
pub(super) struct Keys {
    /// Where each key's length stands in the input.
    open: Vec<u32>,
    are_kept: bool,
}

/// One map's share of the keys.
#[derive(Default)]
pub(super) struct Order<'i> {
    last: Option<&'i [u8]>,
    base: usize,
    is_broken: bool,
}

impl Keys {
    pub(super) fn new(rules: &Rules) -> Keys {
        let are_kept = rules.accepts(Quirk::UnsortedKey) && !rules.accepts(Quirk::DuplicateKey);
        Keys { open: Vec::new(), are_kept }
    }

    /// A map begins.
    pub(super) fn begin<'i>(&self) -> Order<'i> {
        Order { last: None, base: self.open.len(), is_broken: false }
    }

    /// A key whose length is at `place`.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "4 GiB of input are refused at the start")]
    pub(super) fn push<'i>(
        &mut self,
        order: &mut Order<'i>,
        key: &'i [u8],
        place: usize,
        rules: &Rules,
    ) -> Result<(), Defect> {
        order.check(key, rules)?;
        if self.are_kept {
            self.open.push(place as u32);
        }
        Ok(())
    }

    /// A map ends. Answers where the first key is that was there before, if there is one.
    #[inline(always)]
    pub(super) fn end(&mut self, order: &Order<'_>, input: &[u8]) -> Option<usize> {
        let repeated = if order.is_broken { self.repeated(order.base, input) } else { None };
        self.open.truncate(order.base);
        repeated
    }

    #[cold]
    #[inline(never)]
    fn repeated(&self, base: usize, input: &[u8]) -> Option<usize> {
        let key = |&place: &u32| {
            let (_, key) = grammar::string(input.get(place as usize..)?).ok()?;
            Some((key.token, place))
        };
        let mut keys: Vec<_> = self.open.get(base..)?.iter().filter_map(key).collect();
        keys.sort_unstable();
        let pairs = keys.iter().zip(keys.iter().skip(1));
        let repeated =
            pairs.filter(|((a, _), (b, _))| a == b).map(|(_, (_, place))| *place as usize);
        repeated.min()
    }
}

impl<'i> Order<'i> {
    /// Compares a key with the one before.
    #[inline(always)]
    pub(super) fn check(&mut self, key: &'i [u8], rules: &Rules) -> Result<(), Defect> {
        match self.last.replace(key) {
            Some(last) if !precedes(last, key) => {
                self.is_broken = true;
                out_of_order(Some(last), key, rules.token()).map(drop)
            }
            _ => Ok(()),
        }
    }
}

/// Raw bytes decide; nearly always the first ones do.
#[inline(always)]
fn precedes(last: &[u8], key: &[u8]) -> bool {
    match (last.first_chunk(), key.first_chunk()) {
        (Some(a), Some(b)) if a != b => u64::from_be_bytes(*a) < u64::from_be_bytes(*b),
        _ => last < key,
    }
}
