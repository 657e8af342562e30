//! Inputs that take much memory for their size, and a search for the worst one.
//!
//! An input has two pieces, one after the other or one inside the other, and an end that fits or does not.
//! Memory that grows in steps is worst just after a step, so the search tries numbers around powers of two;
//! it starts with random inputs and continues from the worst of them to worse ones.

use std::fmt;

/// A number of units, in a list or dictionary or nested in each other.
struct Piece {
    front: &'static str,
    unit: Unit,
    /// The lists and dictionaries that `front` opens, and those that each unit opens.
    opens: (usize, usize),
}

enum Unit {
    Text(&'static str),
    /// Pairs of a key of five digits and an empty list, with this distance between the keys.
    Keys(usize),
    /// One byte string of this many bytes.
    Bytes(u8),
    /// One integer of this many digits.
    Digits,
}

const fn many(front: &'static str, unit: &'static str) -> Piece {
    Piece { front, unit: Unit::Text(unit), opens: (1, 0) }
}

const fn nested(unit: &'static str, opens: usize) -> Piece {
    Piece { front: "", unit: Unit::Text(unit), opens: (0, opens) }
}

const fn one(front: &'static str, unit: Unit, opens: usize) -> Piece {
    Piece { front, unit, opens: (opens, 0) }
}

const PIECES: [Piece; 41] = [
    many("l", "0:"),
    many("l", "le"),
    many("l", "de"),
    many("l", "i7e"),
    many("l", "1:x"),
    many("l", "00:"),
    many("l", "i00e"),
    many("l", "i-0e"),
    many("l", "i99999999999999999999e"),
    many("l", "i0099999999999999999999e"),
    many("l", "l0:e"),
    many("l", "lle"),
    many("l", "ll0:ee"),
    many("l", "d0:lee"),
    many("l", "d0:0:e"),
    many("l", "d1:b0:1:a0:e"),
    many("l", "d0:d0:0:ee"),
    many("d0:", "0:0:"),
    many("d", "0:0:"),
    many("d", "0:le"),
    many("d", "0:de"),
    many("d", "00:00:"),
    many("d", "0:i00e"),
    many("d", "1:b0:1:a0:"),
    many("d1:b0:", "1:a0:"),
    one("d", Unit::Keys(1), 1),
    one("d", Unit::Keys(7_919), 1),
    nested("l", 1),
    nested("d0:", 1),
    nested("d00:", 1),
    nested("l0:", 1),
    nested("ld0:", 2),
    nested("d0:l", 2),
    nested("d1:b0:1:a", 1),
    nested("d0:0:1:a", 1),
    nested("d16:0123456789abcdef", 1),
    one("d", Unit::Bytes(0xff), 1),
    one("d", Unit::Bytes(b'k'), 1),
    one("", Unit::Bytes(b'x'), 0),
    one("", Unit::Digits, 0),
    // More levels than are dropped by recursion.
    Piece {
        front: "llllllllllllllllllllllllllllllllll",
        unit: Unit::Text("ll0:ee"),
        opens: (34, 0),
    },
];

const AROUND: [&str; 4] = ["", "l", "ll", "d0:l"];

/// Bytes after all ends, or instead of some of them.
const TAILS: [&str; 6] = ["", "x", "ie", "i-", "0:", "999:"];

/// An input, described by numbers.
#[derive(Clone, Copy)]
pub(crate) struct Shape {
    around: usize,
    pieces: [(usize, usize, bool); 2],
    /// How many of the open lists and dictionaries end: none, half or all.
    ends: usize,
    tail: usize,
}

impl Piece {
    fn write(&self, count: usize, out: &mut Vec<u8>) {
        out.extend(self.front.as_bytes());
        match self.unit {
            Unit::Text(text) => out.extend(text.repeat(count).as_bytes()),
            Unit::Keys(step) => {
                for index in 0..count {
                    out.extend(format!("5:{:05}le", (index * step) % 99_991).as_bytes());
                }
            }
            Unit::Bytes(byte) => {
                out.extend(format!("{count}:").as_bytes());
                out.extend(vec![byte; count]);
            }
            Unit::Digits => {
                out.push(b'i');
                out.extend(vec![b'7'; count.max(1)]);
                out.push(b'e');
            }
        }
    }
}

impl Shape {
    pub(crate) fn input(&self) -> Vec<u8> {
        let mut input = AROUND[self.around].as_bytes().to_vec();
        let mut open = AROUND[self.around].chars().filter(|c| "ld".contains(*c)).count();
        for (piece, count, is_open) in self.pieces {
            PIECES[piece].write(count, &mut input);
            let (front, unit) = PIECES[piece].opens;
            let opened = front + unit * count;
            if is_open {
                open += opened;
            } else {
                input.extend(vec![b'e'; opened]);
            }
        }
        input.extend(vec![b'e'; open * self.ends / 2]);
        input.extend(TAILS[self.tail].as_bytes());
        input
    }

    /// A random input.
    pub(crate) fn random(random: &mut Random, most: u32) -> Shape {
        let mut piece = || {
            let count = random.count(most);
            (random.below(PIECES.len()), count, random.below(2) == 0)
        };
        let pieces = [piece(), piece()];
        Shape {
            around: random.below(AROUND.len()),
            pieces,
            ends: [0, 1, 2, 2, 2][random.below(5)],
            tail: [0, 0, random.below(TAILS.len())][random.below(3)],
        }
    }

    /// An input with small changes.
    fn changed(mut self, random: &mut Random, most: u32) -> Shape {
        let other = Shape::random(random, most);
        let which = random.below(2);
        let (piece, count, is_open) = &mut self.pieces[which];
        match random.below(9) {
            0 => *piece = other.pieces[which].0,
            1 => *count = other.pieces[which].1,
            2 => *count += 1,
            3 => *count = count.saturating_sub(1),
            4 => *count = (*count * 2).min(1 << most),
            5 => *count /= 2,
            6 => *is_open = !*is_open,
            7 => (self.ends, self.tail) = (other.ends, other.tail),
            _ => self.around = other.around,
        }
        self
    }
}

/// Prints an input as an expression for a test.
impl fmt::Debug for Shape {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", AROUND[self.around])?;
        for (piece, count, is_open) in self.pieces {
            let Piece { front, unit, .. } = &PIECES[piece];
            match unit {
                Unit::Text(text) => write!(f, " {front} {text}*{count}")?,
                Unit::Keys(step) => write!(f, " {front} keys({step})*{count}")?,
                Unit::Bytes(byte) => write!(f, " {front} {count}:{byte:#x}…")?,
                Unit::Digits => write!(f, " {front} i7*{count}e")?,
            }
            write!(f, "{}", if is_open { " (open)" } else { "" })?;
        }
        let ends = ["none", "half", "all"][self.ends];
        write!(f, ", {ends} ended, then {:?}", TAILS[self.tail])
    }
}

/// Pseudorandom numbers that are the same each time.
pub(crate) struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % bound
    }

    /// A number around a power of two, or around one and a half times one.
    fn count(&mut self, most: u32) -> usize {
        let power = 1usize << self.below(most as usize + 1);
        let base = [power, power + power / 2][self.below(2)].min(1 << most);
        (base + self.below(5)).saturating_sub(2)
    }
}

/// The effort of a search.
#[derive(Clone, Copy)]
pub(crate) struct Effort {
    pub(crate) tries: usize,
    pub(crate) climbs: usize,
    /// The largest number of units in a piece, as a power of two.
    pub(crate) most: u32,
}

pub(crate) const QUICK: Effort = Effort { tries: 24, climbs: 16, most: 9 };
pub(crate) const WIDE: Effort = Effort { tries: 1_500, climbs: 800, most: 14 };

/// The input for which `cost` is greatest, and its cost.
pub(crate) fn worst(effort: Effort, mut cost: impl FnMut(&[u8]) -> f64) -> (f64, Shape) {
    let random = &mut Random(0x9e37_79b9_7f4a_7c15);
    let mut all: Vec<_> = (0..effort.tries)
        .map(|_| {
            let shape = Shape::random(random, effort.most);
            (cost(&shape.input()), shape)
        })
        .collect();
    all.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    all.truncate(4);
    for best in &mut all {
        for _ in 0..effort.climbs / 4 {
            let shape = best.1.changed(random, effort.most);
            let cost = cost(&shape.input());
            if cost >= best.0 {
                *best = (cost, shape);
            }
        }
    }
    all.into_iter().max_by(|(a, _), (b, _)| a.total_cmp(b)).unwrap()
}

/// Prints the worst input; returns the name of the entry point if it exceeds its bound.
pub(crate) fn beyond<'n>(
    name: &'n str,
    bound: f64,
    most: f64,
    input: &impl fmt::Debug,
) -> Option<&'n str> {
    println!("{most:6.2} of {bound:5.2}  {name}: {input:?}");
    (most > bound).then_some(name)
}
