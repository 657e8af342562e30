//! The keys of the maps being read: are they in order, and is each there once?

use alloc::vec::Vec;

use crate::error::Defect;
use crate::grammar;
use crate::quirk::Quirk;
use crate::rules::Rules;
use crate::structure::out_of_order;

/// The keys of one map, in the order they come.
///
/// Their places are kept only where the rules take keys in any order but each only once: sorted keys
/// are compared with the one before, and whoever accepts duplicates need not look for them. That makes
/// one push for each key, and one sort at the end of a map that turns out to be unsorted.
pub(super) struct Keys<'i> {
    order: Order<'i>,
    /// Where each key's length stands in the input.
    places: Vec<u32>,
    are_kept: bool,
}

/// Whether keys are in order.
#[derive(Default)]
pub(super) struct Order<'i> {
    last: Option<&'i [u8]>,
    is_broken: bool,
}

impl<'i> Keys<'i> {
    /// A map begins.
    #[inline]
    pub(super) fn new(rules: &Rules) -> Keys<'i> {
        let are_kept = rules.accepts(Quirk::UnsortedKey) && !rules.accepts(Quirk::DuplicateKey);
        Keys { order: Order::default(), places: Vec::new(), are_kept }
    }

    /// A key whose length is at `place`.
    #[inline(always)]
    #[expect(clippy::cast_possible_truncation, reason = "4 GiB of input are refused at the start")]
    pub(super) fn push(
        &mut self,
        key: &'i [u8],
        place: usize,
        rules: &Rules,
    ) -> Result<(), Defect> {
        self.order.check(key, rules)?;
        if self.are_kept {
            self.places.push(place as u32);
        }
        Ok(())
    }

    /// The map ends. Where the first key is that was there before, if there is one.
    #[inline]
    pub(super) fn repeated(&self, input: &[u8]) -> Option<usize> {
        if self.order.is_broken { self.find_repeated(input) } else { None }
    }

    #[cold]
    #[inline(never)]
    fn find_repeated(&self, input: &[u8]) -> Option<usize> {
        let key = |&place: &u32| {
            let key = grammar::leading_string(input.get(place as usize..)?)?;
            Some((key, place))
        };
        let mut keys: Vec<_> = self.places.iter().filter_map(key).collect();
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
            Some(last) if last >= key => {
                self.is_broken = true;
                out_of_order(Some(last), key, rules.token()).map(drop)
            }
            _ => Ok(()),
        }
    }
}
