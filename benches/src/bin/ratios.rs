//! `ratios [WORD]...`: times every case that the words select (an operation, a subject, a document, or the start
//! of one, such as `ann_*`), ours and the others in turn in one process, and in three processes one after the
//! other; updates `times.tsv` and prints ours next to the fastest other library, the worst ratio first.
//!
//! ```text
//! cargo run --profile count -p benches --features peers --bin ratios      # fat LTO
//! cargo run --release -p benches --features peers --bin ratios            # a plain release build
//! cargo run -p benches --bin ratios -- --print                            # only prints the table
//! ```
//!
//! `ratios --against PROGRAM [WORD]...` measures only ours, in this program and in another build of it in turn,
//! and writes no table: it shows whether a change is worth it.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use benches::filter::{Filter, names};
use benches::operation::Operation;
use benches::subjects::{OURS, SUBJECTS};
use benches::time_goals::TIME_GOALS;
use benches::times::{Times, measure};
use benches::{check, documents};

/// The number of processes that measure: the addresses of stack and code differ between them.
const PROCESSES: usize = 3;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.split_first() {
        Some((first, [])) if first == "--print" => load().map(|times| print!("{}", times.report())),
        Some((first, words)) if first == "--once" => once(words),
        Some((first, [other, words @ ..])) if first == "--against" => against(other, words),
        _ => several(&words),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("ratios: {error}");
            ExitCode::FAILURE
        }
    }
}

fn path() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("times.tsv")
}

fn load() -> Result<Times, String> {
    Times::load(&path()).map_err(|error| format!("times.tsv: {error}"))
}

/// Measures in this process, and prints each figure.
fn once(words: &[String]) -> Result<(), String> {
    let operations = Operation::ALL.map(Operation::name);
    let subjects: Vec<_> = SUBJECTS.iter().map(|subject| subject.name).collect();
    let documents: Vec<_> = documents::names().collect();
    let filter = Filter::new(words, &operations, &subjects, &documents)?;
    measure(&filter, |operation, document, subject, time| {
        println!("{operation}\t{document}\t-\t{subject}\t{time}");
    });
    Ok(())
}

/// Measures in several processes, and keeps the smallest figure of each case.
fn several(words: &[String]) -> Result<(), String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let folder = program.parent().and_then(Path::file_name).ok_or("no profile")?;
    let profile = folder.to_string_lossy().into_owned();
    let [measured] = in_turn(PROCESSES, [(program.as_path(), profile.as_str())], words)?;
    let mut all = load()?;
    all.notes = notes();
    all.figures.extend(measured.figures.clone());
    all.save(&path()).map_err(|error| format!("times.tsv: {error}"))?;
    print!("{}", measured.report());
    for goal in &TIME_GOALS {
        let misses = goal.misses(&measured);
        if !misses.is_empty() {
            println!("missed: {}: {}", goal.words(), misses.join(", "));
        }
    }
    Ok(())
}

/// Runs programs in turn, each `times` times, and keeps the smallest figures of each.
fn in_turn<const N: usize>(
    times: usize,
    programs: [(&Path, &str); N],
    words: &[String],
) -> Result<[Times; N], String> {
    let mut measured = [const { Times::new() }; N];
    for _ in 0..times {
        for ((program, profile), measured) in programs.iter().zip(&mut measured) {
            let output = Command::new(program).arg("--once").args(words).output();
            let output = output.map_err(|error| error.to_string())?;
            if !output.status.success() {
                return Err(String::from_utf8_lossy(&output.stderr).into_owned());
            }
            let text = String::from_utf8_lossy(&output.stdout);
            let part = Times::parse(&text).ok_or("a figure that cannot be read")?;
            for ((operation, document, _, subject), time) in part.figures {
                measured.put((operation, document, (*profile).to_owned(), subject), time);
            }
        }
    }
    Ok(measured)
}

/// Measures ours in this program and in another one, and prints both figures side by side.
fn against(other: &str, words: &[String]) -> Result<(), String> {
    let program = std::env::current_exe().map_err(|error| error.to_string())?;
    let mut words = words.to_vec();
    // The other libraries are the same in both programs.
    if !OURS.iter().any(|ours| words.iter().any(|word| names(word, ours))) {
        words.extend(OURS.map(str::to_owned));
    }
    let programs = [(program.as_path(), "-"), (Path::new(other), "-")];
    let [now, before] = in_turn(2 * PROCESSES, programs, &words)?;
    print!("{}", now.beside(&before));
    Ok(())
}

fn notes() -> Vec<String> {
    let rustc = check::version("rustc").unwrap_or_default();
    let processor = std::fs::read_to_string("/proc/cpuinfo").ok().and_then(|text| {
        let line = text.lines().find(|line| line.starts_with("model name"))?;
        Some(line.split(':').nth(1)?.trim().to_owned())
    });
    vec![
        format!("nanoseconds of thread time for one run, 10th percentile of 21 slices; {rustc}"),
        "profile count: fat LTO, one codegen unit; release: as Cargo has it".to_owned(),
        format!("processor: {}", processor.unwrap_or_else(|| "unknown".to_owned())),
    ]
}
