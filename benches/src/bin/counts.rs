//! `counts [WORD]...`: counts the instructions of all cases that the words select, updates `counts.tsv`, and
//! prints the tables.
//!
//! A word is the name of an operation, a subject or a document, or the start of one, such as `ann_*`, and
//! selects the cases with it; several words of a kind select more. `--print` counts nothing; `--chart` draws
//! `chart.svg` from the existing figures; `--check` counts some of our cases again and fails if they grew.

use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::thread;

use benches::documents::{self, Document};
use benches::filter::Filter;
use benches::operation::Operation;
use benches::subjects::{self, SUBJECTS, Subject};
use benches::table::{Figure, Key, Table};
use benches::times::Times;
use benches::{chart, check, report, run, valgrind};

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.split_first() {
        Some((first, words)) if first == "run" => run::run(words),
        Some((first, words)) if first == "--print" => filter(words).and_then(|it| print(&it)),
        Some((first, [])) if first == "--chart" => draw(),
        Some((first, [])) if first == "--check" => hold(),
        _ => filter(&words).and_then(|it| count(&it).and_then(|()| print(&it))),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("counts: {error}");
            ExitCode::FAILURE
        }
    }
}

fn filter(words: &[String]) -> Result<Filter, String> {
    let operations = Operation::ALL.map(Operation::name);
    let subjects: Vec<_> = SUBJECTS.iter().map(|subject| subject.name).collect();
    let documents: Vec<_> = documents::names().collect();
    Filter::new(words, &operations, &subjects, &documents)
}

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

fn load(name: &str) -> Result<Table, String> {
    Table::load(&path(name)).map_err(|error| format!("{name}: {error}"))
}

fn print(filter: &Filter) -> Result<(), String> {
    let counts = load("counts.tsv")?.with(load("reference.tsv")?);
    print!("{}", report::report(&counts, filter));
    Ok(())
}

fn draw() -> Result<(), String> {
    let times = Times::load(&path("times.tsv")).map_err(|error| format!("times.tsv: {error}"))?;
    let picture = chart::chart(&load("counts.tsv")?, &times);
    std::fs::write(path("chart.svg"), picture).map_err(|error| format!("chart.svg: {error}"))
}

fn hold() -> Result<(), String> {
    let table = load("counts.tsv")?;
    if let Some(obstacle) = check::obstacle(&table) {
        println!("counts: not checked: {obstacle}");
        return Ok(());
    }
    let grown = check::grown(&table)?;
    if grown.is_empty() { Ok(()) } else { Err(format!("more than before\n{}", grown.join("\n"))) }
}

fn count(filter: &Filter) -> Result<(), String> {
    let mut table = load("counts.tsv")?;
    table.notes = notes()?;
    for document in documents::names().filter(|name| filter.document(name)) {
        let Some(document) = documents::document(document) else { continue };
        count_document(&mut table, filter, Box::leak(Box::new(document)))?;
        table.save(&path("counts.tsv"), rank).map_err(|error| format!("counts.tsv: {error}"))?;
    }
    Ok(())
}

fn count_document(
    table: &mut Table,
    filter: &Filter,
    document: &'static Document,
) -> Result<(), String> {
    let fits = |one: &Operation| one.takes(document.shape) && filter.operation(one.name());
    for operation in Operation::ALL.into_iter().filter(fits) {
        let subjects: Vec<_> = SUBJECTS.iter().filter(|one| filter.subject(one.name)).collect();
        for (subject, figure) in subjects.iter().zip(figures(operation, &subjects, document)) {
            let key = [operation.name(), document.name, subject.name].map(str::to_owned).into();
            table.figures.remove(&key);
            if let Some(figure) = figure? {
                eprintln!("{} {} {}: {:.1}", key.0, key.1, key.2, figure.per_token());
                table.figures.insert(key, figure);
            }
        }
    }
    Ok(())
}

/// Counts all subjects at the same time: a count is the same however busy the machine is.
fn figures(
    operation: Operation,
    subjects: &[&'static Subject],
    document: &'static Document,
) -> Vec<Result<Option<Figure>, String>> {
    thread::scope(|scope| {
        let count = |subject| scope.spawn(move || figure(operation, subject, document));
        let counted: Vec<_> = subjects.iter().copied().map(count).collect();
        let stopped = |_| Err("a count stopped".to_owned());
        counted.into_iter().map(|one| one.join().unwrap_or_else(stopped)).collect()
    })
}

/// Counts one case, if the subject supports it and its result is right.
fn figure(
    operation: Operation,
    subject: &Subject,
    document: &'static Document,
) -> Result<Option<Figure>, String> {
    let words = [subject.name, operation.name(), document.name];
    let Some(case) = (subject.prepare)(operation, document) else { return Ok(None) };
    if !case.proves(document) {
        eprintln!("{words:?}: another digest, not counted");
        return Ok(None);
    }
    let instructions = valgrind::instructions(words, document).map_err(|e| e.to_string())?;
    Ok(Some(Figure { instructions, tokens: document.tokens, bytes: document.bytes.len() }))
}

fn notes() -> Result<Vec<String>, String> {
    let folder = std::env::current_exe().ok().and_then(|exe| Some(exe.parent()?.to_owned()));
    let profile = folder.as_deref().and_then(Path::file_name).ok_or("no profile")?;
    let version = |program| check::version(program).ok_or_else(|| format!("no {program}"));
    let (rustc, valgrind) = (version("rustc")?, version("valgrind")?);
    Ok(vec![
        format!("instructions of one run; {rustc}; {valgrind}"),
        format!("profile {}: fat LTO, one codegen unit", profile.to_string_lossy()),
    ])
}

/// The order of rows: that of operations, documents and subjects in their tables; unknown ones are last.
fn rank((operation, document, subject): &Key) -> (usize, usize, usize) {
    let place = |found: Option<usize>| found.unwrap_or(usize::MAX);
    (
        place(Operation::ALL.iter().position(|one| one.name() == operation)),
        place(documents::names().position(|name| name == document)),
        place(subjects::position(subject)),
    )
}
