//! `exponents [WORD]...`: by which power of the input the work of each entry point grows.
//!
//! Instructions of three inputs, each twice as long as the one before: work that is linear doubles
//! from the first difference to the second, an exponent of 1; quadratic work has 2. It fails where an
//! exponent is above 1.25; sorting, n log n, stays below.
//!
//! A word keeps only the entry points or inputs that have it in their name.

mod documents;
mod messages;

use std::hint::black_box;
use std::process::ExitCode;
use std::thread;

use benches::valgrind::all_instructions;

/// Inputs by their name: what comes first, what is repeated, what ends each, what comes last.
type Input = (&'static str, [&'static str; 4]);

/// What is measured, and its name.
type Entry = (&'static str, fn(&[u8]));

/// Entry points and the inputs that each of them is run on.
type Group = (&'static [Entry], &'static [Input]);

/// All there are. No two entry points and no two inputs share a name.
fn groups() -> impl Iterator<Item = Group> {
    [(documents::ENTRIES, documents::INPUTS)].into_iter().chain(messages::GROUPS.iter().copied())
}

/// Units of the three inputs.
const UNITS: [usize; 3] = [1_000, 2_000, 4_000];

/// Instead of an entry point: the input is made, and nothing is done with it.
const NOTHING: &str = "nothing";

/// One instruction for each unit that the longest input has more: less is work that does not grow.
const FEW: u64 = 2_000;

/// Above this, work is not linear, and not n log n.
const MOST: f64 = 1.25;

fn input(parts: [&str; 4], units: usize) -> Vec<u8> {
    let [front, unit, end, back] = parts;
    [front, &unit.repeat(units), &end.repeat(units), back].concat().into_bytes()
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    match words.iter().map(String::as_str).collect::<Vec<_>>()[..] {
        ["run", entry, name, units] => run(entry, name, units.parse().unwrap_or(0)),
        ref words => report(words),
    }
}

/// One entry point on one input, or `NOTHING` on it, for cachegrind.
fn run(entry: &str, name: &str, units: usize) -> ExitCode {
    let work = groups().flat_map(|(entries, _)| entries).find(|(known, _)| *known == entry);
    let parts = groups().flat_map(|(_, inputs)| inputs).find(|(known, _)| *known == name);
    let Some((_, parts)) = parts else { return ExitCode::FAILURE };
    let input = black_box(input(*parts, units));
    match work {
        Some((_, work)) => work(&input),
        None if entry == NOTHING => {}
        None => return ExitCode::FAILURE,
    }
    ExitCode::SUCCESS
}

fn report(words: &[&str]) -> ExitCode {
    let mut code = ExitCode::SUCCESS;
    let inputs = groups().flat_map(|(entries, inputs)| inputs.iter().map(move |it| (entries, it)));
    for (entries, (name, _)) in inputs {
        let mut building = None;
        for (entry, _) in entries {
            if !words.iter().all(|word| entry.contains(word) || name.contains(word)) {
                continue;
            }
            building = building.or_else(|| counts(NOTHING, name));
            let Some(exponent) = building.and_then(|building| exponent(entry, name, building))
            else {
                eprintln!("exponents: {entry}, {name}: not counted; is valgrind there?");
                return ExitCode::FAILURE;
            };
            let verdict = if exponent > MOST { "  NOT LINEAR" } else { "" };
            println!("{exponent:5.2}  {entry}: {name}{verdict}");
            if exponent > MOST {
                code = ExitCode::FAILURE;
            }
        }
    }
    code
}

/// Instructions of `entry` on the three inputs of a name.
fn counts(entry: &str, name: &str) -> Option<[u64; 3]> {
    let count = |units: usize| all_instructions(&["run", entry, name, &units.to_string()]).ok();
    let [once, twice, four] = thread::scope(|scope| {
        UNITS.map(|units| scope.spawn(move || count(units))).map(|one| one.join().ok().flatten())
    });
    Some([once?, twice?, four?])
}

/// The exponent of the work of `entry`, without that of `building` its inputs.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn exponent(entry: &str, name: &str, building: [u64; 3]) -> Option<f64> {
    let mut work = counts(entry, name)?;
    work.iter_mut().zip(building).for_each(|(all, building)| *all = all.saturating_sub(building));
    let [once, twice, four] = work;
    let (first, second) = (twice.saturating_sub(once), four.saturating_sub(twice));
    // What stops early does the same however long the input is.
    if second < FEW { Some(0.0) } else { Some((second as f64 / first as f64).log2()) }
}
