//! `exponents [WORD]...`: with which power of the input's length the work of each entry point grows.
//!
//! It counts the instructions for three inputs, each twice as long as the one before. The second difference is
//! twice the first if the work is linear, an exponent of 1; quadratic work has an exponent of 2. It fails if an
//! exponent is above 1.25; sorting, n log n, stays below that.
//!
//! Words select the entry points and inputs that have them in their name.

mod documents;
mod messages;

use std::hint::black_box;
use std::process::ExitCode;
use std::thread;

use benches::valgrind::all_instructions;

/// An input's name, and its parts: the start, the repeated part, the part that ends each repetition, the end.
type Input = (&'static str, [&'static str; 4]);

/// An entry point, and its name.
type Entry = (&'static str, fn(&[u8]));

/// Entry points, and the inputs on which each of them is run.
type Group = (&'static [Entry], &'static [Input]);

/// All groups. No two entry points and no two inputs have the same name.
fn groups() -> impl Iterator<Item = Group> {
    [(documents::ENTRIES, documents::INPUTS)].into_iter().chain(messages::GROUPS.iter().copied())
}

/// The numbers of repetitions in the three inputs.
const UNITS: [usize; 3] = [1_000, 2_000, 4_000];

/// The name of no entry point: the input is only generated.
const NOTHING: &str = "nothing";

/// One instruction for each additional repetition in the longest input: with fewer, the work does not grow.
const FEW: u64 = 2_000;

/// Above this exponent, work is neither linear nor n log n.
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

/// Runs one entry point, or `NOTHING`, on one input, for cachegrind.
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

/// The instructions of `entry` on the three inputs with this name.
fn counts(entry: &str, name: &str) -> Option<[u64; 3]> {
    let count = |units: usize| all_instructions(&["run", entry, name, &units.to_string()]).ok();
    let [once, twice, four] = thread::scope(|scope| {
        UNITS.map(|units| scope.spawn(move || count(units))).map(|one| one.join().ok().flatten())
    });
    Some([once?, twice?, four?])
}

/// The exponent of the work of `entry`, without the work of `building` its inputs.
#[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
fn exponent(entry: &str, name: &str, building: [u64; 3]) -> Option<f64> {
    let mut work = counts(entry, name)?;
    work.iter_mut().zip(building).for_each(|(all, building)| *all = all.saturating_sub(building));
    let [once, twice, four] = work;
    let (first, second) = (twice.saturating_sub(once), four.saturating_sub(twice));
    // An entry point that stops early does the same work for an input of any length.
    if second < FEW { Some(0.0) } else { Some((second as f64 / first as f64).log2()) }
}
