//! A scorecard for any bencode decoder: passes each vector of `tests/vectors` to a command on standard input,
//! and counts the outcomes. `tests/vectors/README.md` describes it.

#![allow(clippy::arithmetic_side_effects, reason = "counters of some thousand documents")]

use std::collections::BTreeMap;
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
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
const PATIENCE: Duration = Duration::from_secs(10);

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

fn main() -> ExitCode {
    let mut arguments: Vec<String> = std::env::args().skip(1).collect();
    let mut flag = |name: &str| {
        let found = arguments.first().is_some_and(|first| first == name);
        if found {
            arguments.remove(0);
        }
        found
    };
    let help = flag("--help");
    let (all, list) = (flag("--all"), flag("--list"));
    if help || arguments.is_empty() {
        print!("{HELP}");
        return if help { ExitCode::SUCCESS } else { ExitCode::from(2) };
    }
    match vectors(all) {
        Ok(vectors) => {
            let outcomes = run(&arguments, &vectors);
            report(&arguments, &vectors, &outcomes, list)
        }
        Err(problem) => {
            eprintln!("conform: {problem}");
            ExitCode::FAILURE
        }
    }
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
fn run(command: &[String], vectors: &[Vector]) -> Vec<Outcome> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        while let Some((nth, vector)) = {
            let nth = next.fetch_add(1, Ordering::Relaxed);
            vectors.get(nth).map(|vector| (nth, vector))
        } {
            done.push((nth, outcome(command, &vector.input)));
        }
        done
    };
    let processors = thread::available_parallelism().map_or(1, usize::from);
    let mut done: Vec<(usize, Outcome)> = thread::scope(|scope| {
        let workers: Vec<_> = (0..processors).map(|_| scope.spawn(work)).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap_or_default()).collect()
    });
    done.sort_by_key(|(nth, _)| *nth);
    done.into_iter().map(|(_, outcome)| outcome).collect()
}

fn outcome(command: &[String], input: &[u8]) -> Outcome {
    try_outcome(command, input).unwrap_or_else(|error| Outcome::Crashed(error.to_string()))
}

fn try_outcome(command: &[String], input: &[u8]) -> std::io::Result<Outcome> {
    let (program, arguments) = command.split_first().ok_or(std::io::ErrorKind::NotFound)?;
    let mut process = Command::new(program);
    process.args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = process.spawn()?;
    let (stdin, stdout) = (child.stdin.take(), child.stdout.take());
    let (status, output) = thread::scope(|scope| {
        scope.spawn(move || {
            // A command that refuses early does not read to the end.
            let _ = stdin.map(|mut stdin| stdin.write_all(input));
        });
        let output = scope.spawn(move || {
            let mut output = Vec::new();
            let _ = stdout.map(|mut stdout| stdout.read_to_end(&mut output));
            output
        });
        let status = wait(&mut child);
        (status, output.join().unwrap_or_default())
    });
    Ok(match status?.map(|status| status.code()) {
        Some(Some(0)) => Outcome::Accepted(output),
        Some(Some(1)) => Outcome::Refused,
        Some(Some(code)) => Outcome::Crashed(format!("exit status {code}")),
        Some(None) => Outcome::Crashed("killed by a signal".to_owned()),
        None => Outcome::Crashed("no end within ten seconds".to_owned()),
    })
}

/// Waits for the end of a process; `None` if it had to be killed.
fn wait(child: &mut Child) -> std::io::Result<Option<std::process::ExitStatus>> {
    let start = Instant::now();
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
    let sound = all(|_| true, |score| score.crashed == 0 && score.misread == 0);
    let reads = all(|class| *class == Class::Canonical, |score| score.accepted == score.documents);
    let refuses = all(|class| matches!(class, Class::Broken(_)), |score| score.accepted == 0);
    let odd = |class: &Class| matches!(class, Class::Odd(_));
    match (sound && reads, refuses) {
        (false, _) => "none",
        (true, false) => "1, reads: every canonical document comes back as it was",
        (true, true) if all(odd, |score| score.accepted == 0) => {
            "3 strict: nothing but canonical bencode is accepted"
        }
        (true, true) if all(odd, |score| score.accepted == score.documents) => {
            "3 tolerant: all bencode is accepted and written back canonically"
        }
        (true, true) => "2, refuses: what is not bencode is refused",
    }
}
