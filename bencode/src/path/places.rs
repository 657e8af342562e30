//! Paths to many places of one input, which share their common steps.

use alloc::vec::Vec;

use super::levels::{At, NAMED, PathLevel, PathLevels};
use super::{Path, PathWalk};
use crate::token::Token;

/// The paths to many places, in memory that is linear in the input, however deep it nests.
///
/// ```text
/// place     0          1           2           3
/// step      the root   0, "info"   1, "files"  2, [3]      from place 2 on
/// ```
pub(crate) struct Paths<'a> {
    pub(crate) input: &'a [u8],
    pub(crate) places: Vec<Place>,
}

/// One step from another place.
#[derive(Clone, Copy)]
pub(crate) struct Place {
    from: u32,
    step: PlaceStep,
}

#[derive(Clone, Copy)]
enum PlaceStep {
    Into(PathLevel),
    /// This many levels below the deepest level that a path names.
    Deeper(u32),
}

/// The root, which is not a step.
const ROOT: u32 = 0;

/// No place was made for this list or dictionary.
const NONE: u32 = u32::MAX;

impl<'a> Paths<'a> {
    /// The path to one of the places.
    pub(crate) fn path(&self, mut place: u32) -> Path<'a> {
        let (mut levels, mut deeper) = (PathLevels::new(), 0);
        while let Some(index) = (place as usize).checked_sub(1) {
            let Some(&Place { from, step }) = self.places.get(index) else { break };
            match step {
                PlaceStep::Into(level) => drop(levels.push(level)),
                PlaceStep::Deeper(count) => deeper = count as usize,
            }
            place = from;
        }
        levels.reverse();
        Path { input: self.input, levels, deeper }
    }
}

/// Makes the places, on a walk through the input.
pub(crate) struct PlaceMaker<'a> {
    walk: PathWalk<'a>,
    /// The place of each open list and dictionary.
    open: [u32; NAMED + 1],
    /// The last place below those that a path names: from where, how many levels, and which it is.
    below: ((u32, usize), u32),
    count: u32,
}

impl<'a> PlaceMaker<'a> {
    pub(crate) fn new(input: &'a [u8]) -> PlaceMaker<'a> {
        PlaceMaker {
            walk: PathWalk::new(input),
            open: [NONE; NAMED + 1],
            below: ((NONE, 0), NONE),
            count: ROOT,
        }
    }

    /// After a token.
    pub(crate) fn pass(&mut self, token: Token<'a>, start: usize) {
        let depth = self.walk.path.levels.all().len();
        if let (Token::List | Token::Dict, Some(place)) = (token, self.open.get_mut(depth)) {
            if self.walk.path.deeper == 0 {
                *place = if depth == 0 { ROOT } else { NONE };
            }
        }
        self.walk.pass(token, start);
    }

    /// The place of the next token, which is not an end. `make` gets the steps to it that no earlier
    /// place has.
    pub(crate) fn here(&mut self, make: &mut impl FnMut(Place)) -> u32 {
        let Path { levels, deeper, .. } = &self.walk.path;
        let (named, is_named) = (levels.all(), *deeper == 0);
        // How many of the named levels lead into lists and dictionaries around it.
        let outer = named.len().saturating_sub(usize::from(is_named));
        // The innermost of these that has a place.
        let around = self.open.iter().take(outer.saturating_add(1)).rposition(|&at| at != NONE);
        let Some(around) = around else { return ROOT };
        let mut place = self.open.get(around).copied().unwrap_or(ROOT);
        let mut step = |from, step| {
            make(Place { from, step });
            self.count = self.count.saturating_add(1);
            self.count
        };
        let inside = self.open.iter_mut().skip(around.saturating_add(1));
        for (level, open) in named.iter().take(outer).skip(around).zip(inside) {
            place = step(place, PlaceStep::Into(*level));
            *open = place;
        }
        if !is_named {
            let below = (place, *deeper);
            if self.below.0 != below {
                let deeper = u32::try_from(*deeper).unwrap_or(u32::MAX);
                self.below = (below, step(place, PlaceStep::Deeper(deeper)));
            }
            return self.below.1;
        }
        match named.last() {
            Some(level) if level.at != At::Key => step(place, PlaceStep::Into(*level)),
            _ => place,
        }
    }
}
