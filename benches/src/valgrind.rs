//! The instructions of one run: cachegrind counts two different numbers of runs, and the slope is taken.

use std::io;
use std::process::{Child, Command, Output, Stdio};

use crate::documents::Document;

/// The numbers of runs that are counted; the difference does not contain start-up and warm-up. Both numbers
/// have the same number of digits, because start-up reads them.
fn runs(document: &Document) -> (u64, u64) {
    match document.tokens {
        0..5_000 => (10, 30),
        _ => (2, 4),
    }
}

/// The instructions that one more run of `case` takes.
///
/// The program calls itself as `run SUBJECT OPERATION DOCUMENT N`.
///
/// # Errors
/// When valgrind is missing or the program fails under it.
pub fn instructions(case: [&str; 3], document: &Document) -> io::Result<u64> {
    let (few, many) = runs(document);
    // Both are started before the first result is read, so that they run at the same time.
    let running = [start(case, many)?, start(case, few)?];
    let [more, less] = running.map(count);
    Ok(more?.saturating_sub(less?).div_ceil(many - few))
}

fn start(case: [&str; 3], runs: u64) -> io::Result<Child> {
    let [subject, operation, document] = case;
    this(&["run", subject, operation, document, &runs.to_string()])
}

/// The instructions of this program when it is called with `words`.
///
/// # Errors
/// When valgrind is missing or the program fails under it.
pub fn all_instructions(words: &[&str]) -> io::Result<u64> {
    count(this(words)?)
}

fn this(words: &[&str]) -> io::Result<Child> {
    Command::new("valgrind")
        .args(["--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"])
        .arg(std::env::current_exe()?)
        .args(words)
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
}

fn count(running: Child) -> io::Result<u64> {
    let output = running.wait_with_output()?;
    refs(&output).ok_or_else(|| io::Error::other(String::from_utf8_lossy(&output.stderr)))
}

/// Reads `==42== I   refs:      1,234,567`.
fn refs(output: &Output) -> Option<u64> {
    let text = String::from_utf8_lossy(&output.stderr);
    let line = text.lines().find(|line| line.contains("refs:"))?;
    let digits: String = line.rsplit(':').next()?.chars().filter(char::is_ascii_digit).collect();
    output.status.success().then_some(digits)?.parse().ok()
}
