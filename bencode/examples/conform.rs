//! A scorecard for any bencode decoder: passes each vector of `tests/vectors` to a command on standard input,
//! and counts the outcomes. `tests/vectors/README.md` describes it.

#![allow(clippy::arithmetic_side_effects, reason = "counters of some thousand documents")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, ExitStatus, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::thread;
use std::time::{Duration, Instant};

use bencode::hex;
use serde_json::Value as Json;

const HELP: &str = "\
Counts what a bencode decoder makes of the vectors in tests/vectors.

usage: conform [--all] [--list] COMMAND [ARGUMENT ...]

The command is run once for each document. It reads the document from standard input. If it accepts it,
it writes the value it read, encoded again, to standard output and exits with 0; if it refuses the
document, it exits with 1. Any other end, or none within ten seconds, counts as a crash.

  --all    also the 1,500 damaged documents of mutants.jsonl and the 1,920 of sweep.jsonl
  --list   name each document that the command gets wrong
  --help   this text

Exit status: 0 if nothing crashed and nothing was misread, else 1; 2 for bad usage.
";

/// How long a command may take for one document.
const PATIENCE: Duration = Duration::from_secs(if cfg!(test) { 2 } else { 10 });

/// A document and its class.
struct Vector {
    id: String,
    input: Vec<u8>,
    /// Its class: canonical, decodable in spite of these faults, or not bencode.
    class: Class,
    /// The canonical encoding, if it exists and the vectors include it.
    canonical: Option<Vec<u8>>,
}

#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Class {
    Canonical,
    /// Canonical, with an integer beyond 64 bits or more than 100 levels.
    Large,
    Odd(String),
    Broken(String),
}

/// What a command did with a document.
enum Outcome {
    Accepted(Vec<u8>),
    Refused,
    Crashed(String),
}

/// The documents of one class, and their outcomes.
#[derive(Default)]
struct Score {
    documents: usize,
    accepted: usize,
    /// Accepted, but written back as something other than the canonical encoding.
    misread: usize,
    crashed: usize,
}

/// What the command line asks for.
#[derive(Default)]
struct Options {
    all: bool,
    list: bool,
    help: bool,
    command: Vec<String>,
}

fn main() -> ExitCode {
    let options = match options(std::env::args().skip(1)) {
        Ok(options) if options.help => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Ok(options) => options,
        Err(problem) => return usage(&problem),
    };
    let vectors = match vectors(options.all) {
        Ok(vectors) => vectors,
        Err(problem) => {
            eprintln!("conform: {problem}");
            return ExitCode::FAILURE;
        }
    };
    match run(&options.command, &vectors) {
        Ok(outcomes) => report(&options.command, &vectors, &outcomes, options.list),
        Err(problem) => usage(&problem),
    }
}

fn usage(problem: &str) -> ExitCode {
    eprintln!("conform: {problem}; `--help` shows the usage");
    ExitCode::from(2)
}

/// Reads the flags, in any order, and then the command.
fn options(arguments: impl Iterator<Item = String>) -> Result<Options, String> {
    let mut options = Options::default();
    for argument in arguments {
        match argument.as_str() {
            _ if !options.command.is_empty() => options.command.push(argument),
            "--all" => options.all = true,
            "--list" => options.list = true,
            "--help" => options.help = true,
            flag if flag.starts_with('-') => return Err(format!("unknown flag `{flag}`")),
            _ => options.command.push(argument),
        }
    }
    if options.command.is_empty() && !options.help {
        return Err("expected a command".to_owned());
    }
    Ok(options)
}

fn vectors(all: bool) -> Result<Vec<Vector>, String> {
    let mut vectors: Vec<Vector> = lines("vectors.jsonl")?.iter().filter_map(vector).collect();
    if all {
        vectors.extend(lines("mutants.jsonl")?.iter().filter_map(vector));
        vectors.extend(lines("sweep.jsonl")?.iter().flat_map(sweep));
    }
    Ok(vectors)
}

fn lines(name: &str) -> Result<Vec<Json>, String> {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "tests", "vectors", name].iter().collect();
    let text = fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
    text.lines().map(json).collect()
}

/// The vectors contain values that nest deeper than serde_json reads by default.
fn json(line: &str) -> Result<Json, String> {
    let mut deserializer = serde_json::Deserializer::from_str(line);
    deserializer.disable_recursion_limit();
    serde::Deserialize::deserialize(&mut deserializer).map_err(|error| error.to_string())
}

fn unhex(json: &Json) -> Option<Vec<u8>> {
    hex::decode(json.as_str()?).ok()
}

/// A line of `vectors.jsonl` or `mutants.jsonl`.
fn vector(line: &Json) -> Option<Vector> {
    let part =
        |part: &Json| Some(unhex(&part[0])?.repeat(usize::try_from(part[1].as_u64()?).ok()?));
    let parts =
        || Some(line["parts"].as_array()?.iter().filter_map(part).collect::<Vec<_>>().concat());
    let input = unhex(&line["hex"]).or_else(parts)?;
    let large =
        !line["int_needs"].is_null() || line["depth"].as_u64().is_some_and(|depth| depth > 100);
    let class = match class(&line["strict"], &line["lax"]) {
        Class::Canonical if large => Class::Large,
        class => class,
    };
    let is_canonical = matches!(class, Class::Canonical | Class::Large);
    let canonical = if is_canonical { Some(input.clone()) } else { unhex(&line["canonical"]) };
    Some(Vector { id: line["id"].as_str()?.to_owned(), input, class, canonical })
}

/// The documents of a line of `sweep.jsonl`: one byte between a prefix and a suffix.
fn sweep(line: &Json) -> Vec<Vector> {
    let case = |(byte, verdict): (&String, &Json)| {
        let strict = verdict.get(0).unwrap_or(verdict);
        let lax = verdict.get(1).unwrap_or(verdict);
        let parts = [&line["prefix"], &Json::from(byte.as_str()), &line["suffix"]];
        let input = parts.map(|part| unhex(part).unwrap_or_default()).concat();
        let class = class(strict, lax);
        let canonical = (class == Class::Canonical).then(|| input.clone());
        Vector { id: format!("{} {byte}", line["context"]), input, class, canonical }
    };
    line["cases"].as_object().into_iter().flatten().map(case).collect()
}

fn class(strict: &Json, lax: &Json) -> Class {
    match (fault(strict), fault(lax)) {
        (_, Some(fault)) => Class::Broken(fault),
        (Some(fault), None) => Class::Odd(fault),
        (None, None) => Class::Canonical,
    }
}

/// The class of a fault: `"ok"` or `"class@at"`, or an object.
fn fault(verdict: &Json) -> Option<String> {
    let text = verdict.as_str().map(|text| text.split('@').next().unwrap_or_default());
    let class = text.or_else(|| verdict["class"].as_str().or_else(|| verdict["rule"].as_str()))?;
    (class != "ok").then(|| class.to_owned())
}

/// Runs the command on all documents, as many at a time as there are processors.
///
/// # Errors
/// If the command cannot be started.
fn run(command: &[String], vectors: &[Vector]) -> Result<Vec<Outcome>, String> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some((nth, vector)) = {
            let nth = next.fetch_add(1, Ordering::Relaxed);
            vectors.get(nth).map(|vector| (nth, vector))
        } {
            done.push((nth, outcome(command, &vector.input)?));
        }
        Ok(done)
    };
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let done: Result<Vec<Vec<(usize, Outcome)>>, String> = thread::scope(|scope| {
        let workers: Vec<_> = (0..processors).map(|_| scope.spawn(work)).collect();
        let join = |worker: thread::ScopedJoinHandle<'_, _>| {
            worker.join().unwrap_or_else(|_| Err("a thread panicked".to_owned()))
        };
        workers.into_iter().map(join).collect()
    });
    let mut done: Vec<_> = done?.into_iter().flatten().collect();
    done.sort_by_key(|(nth, _)| *nth);
    Ok(done.into_iter().map(|(_, outcome)| outcome).collect())
}

fn outcome(command: &[String], input: &[u8]) -> Result<Outcome, String> {
    let (program, arguments) = command.split_first().ok_or("expected a command")?;
    let mut process = Command::new(program);
    process.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let child = process.spawn().map_err(|error| format!("cannot run `{program}`: {error}"))?;
    Ok(outcome_of(child, input.to_vec())
        .unwrap_or_else(|error| Outcome::Crashed(error.to_string())))
}

/// Passes the input to a process, and waits for it and its output.
///
/// The pipes are served by threads that nobody joins: children of the process inherit the pipes, and may keep
/// them open after it ends.
fn outcome_of(mut child: Child, input: Vec<u8>) -> std::io::Result<Outcome> {
    let start = Instant::now();
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    thread::spawn(move || {
        // A command that refuses early does not read to the end.
        let _ = stdin.map(|mut stdin| stdin.write_all(&input));
    });
    let (sender, output) = mpsc::channel();
    thread::spawn(move || {
        let mut output = Vec::new();
        let _ = stdout.map(|mut stdout| stdout.read_to_end(&mut output));
        sender.send(output)
    });
    Ok(match wait(&mut child, start)?.map(|status| status.code()) {
        Some(Some(0)) => match output.recv_timeout(PATIENCE.saturating_sub(start.elapsed())) {
            Ok(output) => Outcome::Accepted(output),
            Err(_) => Outcome::Crashed("no end of its output within ten seconds".to_owned()),
        },
        Some(Some(1)) => Outcome::Refused,
        Some(Some(code)) => Outcome::Crashed(format!("exit status {code}")),
        Some(None) => Outcome::Crashed("killed by a signal".to_owned()),
        None => Outcome::Crashed("no end within ten seconds".to_owned()),
    })
}

/// Waits for the end of a process; `None` if it had to be killed.
fn wait(child: &mut Child, start: Instant) -> std::io::Result<Option<ExitStatus>> {
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok(Some(status));
        }
        if start.elapsed() > PATIENCE {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        thread::sleep(Duration::from_millis(1));
    }
}

fn report(command: &[String], vectors: &[Vector], outcomes: &[Outcome], list: bool) -> ExitCode {
    let mut scores: BTreeMap<&Class, Score> = BTreeMap::new();
    for (vector, outcome) in vectors.iter().zip(outcomes) {
        let score = scores.entry(&vector.class).or_default();
        score.documents += 1;
        if let Some(wrong) = score.add(vector, outcome).filter(|_| list) {
            println!("{}: {wrong}", vector.id);
        }
    }
    let name = |command: &String| {
        Path::new(command).file_name().map(|name| name.to_string_lossy().into_owned())
    };
    let words: Vec<String> = command.iter().filter_map(name).collect();
    println!("{} documents to `{}`\n", vectors.len(), words.join(" "));
    let crashed: usize = scores.values().map(|score| score.crashed).sum();
    let misread: usize = scores.values().map(|score| score.misread).sum();
    for (class, score) in &scores {
        println!("{}", score.line(class));
    }
    println!("\ncrashed {crashed}, misread {misread}");
    println!("level: {}{}", level(&scores), size(&scores));
    if crashed + misread == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

impl Score {
    /// Counts one document; returns what is wrong with the outcome, if anything.
    fn add(&mut self, vector: &Vector, outcome: &Outcome) -> Option<String> {
        match outcome {
            Outcome::Crashed(how) => {
                self.crashed += 1;
                Some(format!("crashed: {how}"))
            }
            Outcome::Refused => {
                (vector.class == Class::Canonical).then(|| "refused, although canonical".to_owned())
            }
            Outcome::Accepted(output) => {
                self.accepted += 1;
                let canonical = vector.canonical.as_ref().filter(|canonical| *canonical != output);
                if canonical.is_some() {
                    self.misread += 1;
                    return Some("accepted, and written back as something else".to_owned());
                }
                matches!(vector.class, Class::Broken(_))
                    .then(|| "accepted, although broken".to_owned())
            }
        }
    }

    fn line(&self, class: &Class) -> String {
        let Score { documents, accepted, misread, crashed } = self;
        let refused = documents - accepted - crashed;
        let (name, what) = match class {
            Class::Canonical => ("canonical", String::new()),
            Class::Large => ("canonical, beyond 64 bits", " or 100 levels".to_owned()),
            Class::Odd(fault) => ("not canonical", format!(": {fault}")),
            Class::Broken(fault) => ("not bencode", format!(": {fault}")),
        };
        let name = format!("{name}{what}");
        format!(
            "{name:<40}{documents:>5} documents: {accepted:>5} accepted, {refused:>5} refused, {misread:>3} misread, {crashed:>3} crashed"
        )
    }
}

/// Whether canonical documents of any size are accepted.
fn size(scores: &BTreeMap<&Class, Score>) -> &'static str {
    match scores.get(&Class::Large) {
        Some(score) if score.accepted == score.documents => "; integers and nesting without limit",
        _ => "; integers or nesting with a limit",
    }
}

/// The highest level of conformance that the scores reach.
fn level(scores: &BTreeMap<&Class, Score>) -> &'static str {
    let all = |wanted: fn(&Class) -> bool, holds: fn(&Score) -> bool| {
        scores.iter().filter(|(class, _)| wanted(class)).all(|(_, score)| holds(score))
    };
    let sound = all(|_| true, |score| score.crashed == 0)
        && all(
            |class| matches!(class, Class::Canonical | Class::Large),
            |score| score.misread == 0,
        );
    let reads = all(|class| *class == Class::Canonical, |score| score.accepted == score.documents);
    let refuses = all(|class| matches!(class, Class::Broken(_)), |score| score.accepted == 0);
    let odd = |class: &Class| matches!(class, Class::Odd(_));
    match (sound && reads, refuses) {
        (false, _) => "none",
        (true, false) => "1, reads: every canonical document comes back as it was",
        (true, true) if all(odd, |score| score.accepted == 0) => {
            "3 strict: nothing but canonical bencode is accepted"
        }
        (true, true)
            if all(odd, |score| score.accepted == score.documents && score.misread == 0) =>
        {
            "3 tolerant: all bencode is accepted and written back canonically"
        }
        (true, true) => "2, refuses: what is not bencode is refused",
    }
}

#[cfg(all(test, unix))]
#[allow(clippy::unwrap_used, reason = "tests")]
mod tests {
    use super::*;

    fn shell(script: &str) -> Outcome {
        outcome(&["sh", "-c", script].map(str::to_owned), b"le").unwrap()
    }

    /// Nobody waits for a grandchild, which `kill` does not reach.
    #[test]
    fn a_grandchild_that_holds_the_pipes_does_not_matter() {
        let start = Instant::now();
        let seen = |script| match shell(script) {
            Outcome::Accepted(output) => output,
            Outcome::Refused => b"refused".to_vec(),
            Outcome::Crashed(how) => how.into_bytes(),
        };
        assert_eq!(seen("sleep 60; exit 1"), b"no end within ten seconds");
        assert_eq!(seen("sleep 60 & cat"), b"no end of its output within ten seconds");
        assert_eq!(seen("sleep 60 & exit 1"), b"refused");
        assert_eq!(seen("cat"), b"le");
        assert!(start.elapsed() < Duration::from_secs(50));
    }

    #[test]
    fn bad_usage_is_not_a_crash() {
        let options = |line: &str| options(line.split_whitespace().map(str::to_owned));
        let read = options("--list --all cat --all").unwrap();
        assert!(read.all && read.list && read.command == ["cat", "--all"]);
        assert!(options("--help").unwrap().help);
        assert_eq!(options("--lists cat").err().unwrap(), "unknown flag `--lists`");
        assert_eq!(options("--all").err().unwrap(), "expected a command");
        let missing = outcome(&["no such command".to_owned()], b"le").err().unwrap();
        assert!(missing.starts_with("cannot run `no such command`: "), "{missing}");
    }

    /// The table of `tests/vectors/README.md`.
    #[test]
    fn levels_are_those_of_the_page() {
        let (large, odd) = (Class::Large, Class::Odd("keys_duplicate".to_owned()));
        let broken = Class::Broken("eof".to_owned());
        let level = |rows: &[(&Class, [usize; 3])]| {
            let score = |&(class, counts): &(_, [usize; 3])| {
                let [accepted, misread, crashed] = counts;
                (class, Score { documents: 2, accepted, misread, crashed })
            };
            let level = level(&rows.iter().map(score).collect());
            level.split([' ', ',']).next().unwrap_or_default()
        };
        let (all, none) = ([2, 0, 0], [0, 0, 0]);
        assert_eq!(level(&[(&Class::Canonical, [1, 0, 0])]), "none");
        assert_eq!(level(&[(&Class::Canonical, [2, 1, 0])]), "none");
        assert_eq!(level(&[(&Class::Canonical, all), (&large, [1, 1, 0])]), "none");
        assert_eq!(level(&[(&Class::Canonical, all), (&odd, [1, 0, 1])]), "none");
        let with = |odd_score, broken_score| {
            level(&[
                (&Class::Canonical, all),
                (&large, none),
                (&odd, odd_score),
                (&broken, broken_score),
            ])
        };
        // What is not canonical may be written back as anything, below level 3.
        assert_eq!(with([2, 2, 0], [1, 0, 0]), "1");
        assert_eq!(with([2, 1, 0], none), "2");
        assert_eq!(with([1, 0, 0], none), "2");
        assert_eq!(with(none, none), "3");
        assert_eq!(with(all, none), "3");
    }
}
