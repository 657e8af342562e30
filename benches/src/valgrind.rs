//! Instructions of one run: cachegrind over two numbers of runs, the slope between them.

use std::io;
use std::process::{Child, Command, Output, Stdio};

use crate::documents::Document;

/// Runs that are counted; start-up and warm-up fall out of the difference. The two numbers have as many
/// digits: start-up reads them.
fn runs(document: &Document) -> (u64, u64) {
    match document.tokens {
        0..5_000 => (10, 30),
        _ => (2, 4),
    }
}

/// Instructions that the program needs for one run more of `case`.
///
/// The program is this one, called again as `run SUBJECT OPERATION DOCUMENT N`.
///
/// # Errors
/// When valgrind is missing or the program fails under it.
pub fn instructions(case: [&str; 3], document: &Document) -> io::Result<u64> {
    let (few, many) = runs(document);
    // Started before the first is read, so that both run at once.
    let running = [start(case, many)?, start(case, few)?];
    let [more, less] = running.map(count);
    Ok(more?.saturating_sub(less?).div_ceil(many - few))
}

fn start(case: [&str; 3], runs: u64) -> io::Result<Child> {
    let [subject, operation, document] = case;
    this(&["run", subject, operation, document, &runs.to_string()])
}

/// Instructions of this program, called again with `words`.
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
