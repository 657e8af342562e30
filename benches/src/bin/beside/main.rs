//! `beside`: the verdict of each library on inputs on which libraries differ, as the tables in README.md.
//!
//! ```text
//! cargo run --release -p benches --features peers --bin beside              # prints the tables
//! cargo run --release -p benches --features peers --bin beside -- --check   # are they in README.md?
//! cargo run --release -p benches --features peers --bin beside -- --write   # writes them to README.md
//! ```
//!
//! It is built for release, as programs are shipped: with overflow checks, numbers that wrap would be panics.
//! Each library reads each input in a separate process, so that an abort ends only that one, and on a stack of
//! 2 MiB, the size that threads have in the standard library and in tokio.
#![allow(
    clippy::arithmetic_side_effects,
    clippy::expect_used,
    clippy::indexing_slicing,
    reason = "no library: a program that meets the unexpected should stop"
)]

mod features;
mod inputs;

use std::fmt::Write;
use std::io;
use std::process::{Command, ExitCode, Stdio};

use benches::subjects::trees::{LIBRARIES, Library};
use inputs::{INPUTS, Input, Sense};

/// The lines before and after the tables in README.md.
const MARKS: [&str; 2] = ["<!-- printed by `beside` of benches: -->\n", "<!-- end -->\n"];

/// The exit statuses of a child, in addition to 101 for a panic.
const RIGHT: u8 = 10;
const WRONG: u8 = 11;
const ACCEPTED: u8 = 12;
const REFUSED: u8 = 13;
const REPORTED: u8 = 14;

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    match words[..] {
        ["--child", library, input] => return child(library, input),
        [] => print!("{}", tables()),
        ["--check"] if readme().contains(&tables()) => {}
        ["--check"] => {
            eprintln!("beside: README.md has other tables; --write puts these there");
            return ExitCode::FAILURE;
        }
        ["--write"] => return written(&tables()),
        _ => {
            eprintln!("beside: only --check and --write are known");
            return ExitCode::from(2);
        }
    }
    ExitCode::SUCCESS
}

fn path() -> &'static str {
    concat!(env!("CARGO_MANIFEST_DIR"), "/../README.md")
}

fn readme() -> String {
    std::fs::read_to_string(path()).unwrap_or_default()
}

/// Writes the tables between the marks.
fn written(tables: &str) -> ExitCode {
    let text = readme();
    let parts = text.split_once(MARKS[0]).zip(text.split_once(MARKS[1]));
    let Some(((before, _), (_, after))) = parts else {
        eprintln!("beside: README.md has no place for the tables");
        return ExitCode::FAILURE;
    };
    let [open, close] = MARKS;
    match std::fs::write(path(), format!("{before}{open}\n{tables}\n{close}{after}")) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("beside: {error}");
            ExitCode::FAILURE
        }
    }
}

/// A table with a row for each input and a column for each library, and then the table of features.
fn tables() -> String {
    let names = LIBRARIES.iter().map(|library| library.name.replacen(' ', "<br>", 1));
    let mut text = format!("| input | {} |\n", names.collect::<Vec<_>>().join(" | "));
    text.push_str(&"|---".repeat(LIBRARIES.len() + 1));
    text.push_str("|\n");
    for input in INPUTS {
        let verdicts = LIBRARIES.iter().map(|library| verdict(library, input));
        let verdicts: Vec<_> = verdicts.map(|verdict| verdict.unwrap_or("?")).collect();
        let _ = writeln!(text, "| {} | {} |", input.name, verdicts.join(" | "));
    }
    text.push('\n');
    text.push_str(features::TABLE);
    text
}

/// Reads an input in a separate process; returns the verdict.
fn verdict(library: &Library, input: &Input) -> io::Result<&'static str> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["--child", library.name, input.name]).stdout(Stdio::null()).stderr(Stdio::null());
    let code = command.status()?.code();
    Ok(match code.and_then(|code| u8::try_from(code).ok()) {
        Some(RIGHT) => "right",
        Some(WRONG) => "**wrong**",
        Some(ACCEPTED) => "accepted",
        Some(REFUSED) => "refused",
        Some(REPORTED) => "reported",
        Some(101) => "**panic**",
        None => "**abort**",
        _ => "?",
    })
}

fn child(library: &str, input: &str) -> ExitCode {
    let library = LIBRARIES.iter().find(|known| known.name == library).expect("a known library");
    let input = INPUTS.iter().find(|known| known.name == input).expect("a known input");
    let thread = std::thread::Builder::new().stack_size(2 << 20);
    let outcome = thread.spawn(|| outcome(library, input)).expect("a thread").join();
    ExitCode::from(outcome.unwrap_or(101))
}

fn outcome(library: &Library, input: &Input) -> u8 {
    let bytes: &'static [u8] = Vec::leak((input.bytes)());
    match input.sense {
        Sense::Deep => {
            if (library.reads)(bytes) {
                RIGHT
            } else {
                REFUSED
            }
        }
        Sense::Valid => match (library.plainly)(bytes) {
            Some(plain) if plain == bytes => RIGHT,
            Some(_) => WRONG,
            None => REFUSED,
        },
        Sense::Invalid(meaning) => match (library.plainly)(bytes) {
            None => REFUSED,
            Some(plain) if plain != meaning => WRONG,
            Some(_) if is_ours(library) && reports(bytes) => REPORTED,
            Some(_) => ACCEPTED,
        },
    }
}

fn is_ours(library: &Library) -> bool {
    library.name == LIBRARIES[0].name
}

/// Whether our library reports a quirk.
fn reports(input: &[u8]) -> bool {
    bencode::Document::parse(input).is_ok_and(|document| !document.quirks().is_empty())
}
