//! Time, measured so that a busy machine does not matter: all subjects of a case in one process, in
//! short slices that alternate, by the thread's own clock; several processes, the smallest figure
//! of each.
//!
//! A figure is the 10th percentile of the slices, in nanoseconds per run. Ratios are reported, not times: two
//! figures from one process are comparable, two from different machines are not.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;
use std::{fs, io};

use cpu_time::ThreadTime;

use crate::documents::{self, Document};
use crate::filter::Filter;
use crate::goal::{MEAN, mean};
use crate::operation::{Case, Operation};
use crate::subjects::{self, PEERS, SUBJECTS};

/// How many slices each case gets.
const ROUNDS: usize = 21;

/// The minimum length of a slice: the clock's own cost is then less than a thousandth of it.
const SLICE: Duration = Duration::from_micros(250);

/// Our subjects that do the same as the others and keep nothing from one run to the next, and those that reuse
/// a response or message, as in their names.
const OURS: [&str; 3] = ["bencode", "tracker-types", "tracker-types-into"];

/// The key of a figure: operation, document, profile, subject.
pub type Key = (String, String, String, String);

/// The nanoseconds of one run, by their keys.
#[derive(Clone, Debug, Default)]
pub struct Times {
    /// Lines that say how the figures were measured, without the leading `# `.
    pub notes: Vec<String>,
    /// The figures.
    pub figures: BTreeMap<Key, f64>,
}

/// Our figure and the fastest peer's, on one document.
#[derive(Clone, Debug)]
pub struct Pair {
    /// Name of the document.
    pub document: &'static str,
    /// Nanoseconds of ours.
    pub ours: f64,
    /// The fastest peer.
    pub peer: &'static str,
    /// Nanoseconds of that peer.
    pub theirs: f64,
}

impl Pair {
    /// The ratio of our time to the peer's: below 1, ours is faster.
    pub fn ratio(&self) -> f64 {
        self.ours / self.theirs
    }
}

/// Measures every case that the filter allows.
pub fn measure(filter: &Filter, mut each: impl FnMut(&str, &str, &str, f64)) {
    for document in documents::names().filter(|name| filter.document(name)) {
        let Some(document) = documents::document(document) else { continue };
        let document: &'static Document = Box::leak(Box::new(document));
        let fits = |one: &Operation| one.takes(document.shape) && filter.operation(one.name());
        for operation in Operation::ALL.into_iter().filter(fits) {
            for (subject, time) in beside(operation, document, filter) {
                each(operation.name(), document.name, subject, time);
            }
        }
    }
}

/// All subjects of one operation on one document, in turn.
fn beside(
    operation: Operation,
    document: &'static Document,
    filter: &Filter,
) -> Vec<(&'static str, f64)> {
    let asked = SUBJECTS.iter().filter(|subject| filter.subject(subject.name));
    let ready = |subject: &subjects::Subject| {
        let case = (subject.prepare)(operation, document)?;
        case.proves(document).then(|| Slices::new(subject.name, case))
    };
    let mut cases: Vec<Slices> = asked.filter_map(ready).collect();
    for round in 0..ROUNDS {
        // Each round begins with another case, so that no case always follows the same other.
        let count = cases.len().max(1);
        for nth in 0..cases.len() {
            cases[(nth + round) % count].slice();
        }
    }
    cases.into_iter().map(|mut slices| (slices.subject, slices.figure())).collect()
}

/// A case, how often it runs in a slice, and how long the slices took.
struct Slices {
    subject: &'static str,
    case: Case,
    runs: u32,
    nanoseconds: Vec<f64>,
}

impl Slices {
    fn new(subject: &'static str, case: Case) -> Slices {
        let mut slices = Slices { subject, case, runs: 1, nanoseconds: Vec::new() };
        while slices.time() < SLICE && slices.runs < 1 << 24 {
            slices.runs *= 2;
        }
        slices
    }

    fn time(&mut self) -> Duration {
        let start = ThreadTime::now();
        self.case.run(u64::from(self.runs));
        start.elapsed()
    }

    fn slice(&mut self) {
        let time = self.time();
        self.nanoseconds.push(time.as_secs_f64() * 1e9 / f64::from(self.runs));
    }

    /// The 10th percentile.
    fn figure(&mut self) -> f64 {
        self.nanoseconds.sort_by(f64::total_cmp);
        self.nanoseconds[self.nanoseconds.len() / 10]
    }
}

const HEADER: &str = "operation\tdocument\tprofile\tsubject\tnanoseconds";

impl Times {
    /// No figures yet.
    pub const fn new() -> Times {
        Times { notes: Vec::new(), figures: BTreeMap::new() }
    }

    /// Reads a table; a missing file is an empty table.
    ///
    /// # Errors
    /// When the file cannot be read, or a line is not a row.
    pub fn load(path: &Path) -> io::Result<Times> {
        match fs::read_to_string(path) {
            Ok(text) => Times::parse(&text).ok_or_else(|| io::ErrorKind::InvalidData.into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Times::default()),
            Err(error) => Err(error),
        }
    }

    /// Reads a table from its text; `None` if a line is not a row.
    pub fn parse(text: &str) -> Option<Times> {
        let mut times = Times::default();
        for line in text.lines().filter(|line| *line != HEADER) {
            if let Some(note) = line.strip_prefix("# ") {
                times.notes.push(note.to_owned());
                continue;
            }
            let mut cells = line.split('\t');
            let mut name = || cells.next().map(str::to_owned);
            let key = (name()?, name()?, name()?, name()?);
            times.figures.insert(key, cells.next()?.parse().ok()?);
        }
        Some(times)
    }

    /// Writes the table, its rows in the order of the tables of counts.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn save(&self, path: &Path) -> io::Result<()> {
        fs::write(path, self.text())
    }

    /// The table as text.
    pub fn text(&self) -> String {
        let mut rows: Vec<_> = self.figures.iter().collect();
        rows.sort_by_key(|(key, _)| rank(key));
        let notes = self.notes.iter().map(|note| format!("# {note}\n"));
        let rows = rows.into_iter().map(|((operation, document, profile, subject), time)| {
            format!("{operation}\t{document}\t{profile}\t{subject}\t{time:.2}\n")
        });
        notes.chain([format!("{HEADER}\n")]).chain(rows).collect()
    }

    /// Keeps the smaller figure.
    pub fn put(&mut self, key: Key, time: f64) {
        let figure = self.figures.entry(key).or_insert(time);
        *figure = figure.min(time);
    }

    /// The nanoseconds of one cell.
    pub fn get(&self, operation: &str, document: &str, profile: &str, of: &str) -> Option<f64> {
        let key = [operation, document, profile, of].map(str::to_owned);
        self.figures.get(&key.into()).copied()
    }

    /// The nanoseconds and the name of the fastest peer.
    pub fn best_peer(
        &self,
        operation: &str,
        document: &str,
        profile: &str,
    ) -> Option<(f64, &'static str)> {
        let time = |peer| Some((self.get(operation, document, profile, peer)?, peer));
        let peers = PEERS.into_iter().filter_map(time);
        peers.min_by(|one, other| one.0.total_cmp(&other.0))
    }

    /// One of our subjects and the fastest other one on every document of an operation, the worst ratio first.
    pub fn pairs(&self, operation: &str, profile: &str, subject: &str) -> Vec<Pair> {
        let pair = |document: &'static str| {
            let of = |subject: &str| self.get(operation, document, profile, subject);
            let ours = of(subject)?;
            let (theirs, peer) = self.best_peer(operation, document, profile)?;
            Some(Pair { document, ours, peer, theirs })
        };
        let mut pairs: Vec<Pair> = documents::names().filter_map(pair).collect();
        pairs.sort_by(|one, other| other.ratio().total_cmp(&one.ratio()));
        pairs
    }

    /// The profiles that have figures.
    pub fn profiles(&self) -> Vec<&str> {
        let mut profiles: Vec<&str> = self.figures.keys().map(|key| key.2.as_str()).collect();
        profiles.sort_unstable();
        profiles.dedup();
        profiles
    }

    /// The readable table: ours next to the fastest other library, and the geometric mean of each operation.
    pub fn report(&self) -> String {
        let operations = Operation::ALL.map(Operation::name).into_iter();
        let both = operations.flat_map(|one| self.profiles().into_iter().map(move |it| (one, it)));
        let all = both.flat_map(|(one, profile)| OURS.map(|subject| (one, profile, subject)));
        all.flat_map(|(operation, profile, ours)| self.sheet(operation, profile, ours)).collect()
    }

    fn sheet(&self, operation: &str, profile: &str, subject: &str) -> Vec<String> {
        let pairs = self.pairs(operation, profile, subject);
        let line = |pair: &Pair| {
            let Pair { document, ours, peer, theirs } = pair;
            let ratio = pair.ratio();
            format!(
                "{operation:<20}{document:<18}{profile:<8}{subject:<19}{ours:>13.1}{theirs:>13.1}  \
                 {peer:<19}{ratio:.2}\n"
            )
        };
        let ratios: Vec<f64> = pairs.iter().map(Pair::ratio).collect();
        let mean = mean(&ratios).map(|mean| {
            let name = MEAN;
            format!("{operation:<20}{name:<18}{profile:<8}{subject:<66}{mean:.2}\n")
        });
        pairs.iter().map(line).chain(mean).collect()
    }
}

impl Times {
    /// The readable table: these figures and their ratios to those of another build, each operation's
    /// geometric mean last. The two have one profile.
    pub fn beside(&self, before: &Times) -> String {
        let mut rows: Vec<_> = self.figures.iter().collect();
        rows.sort_by_key(|(key, _)| {
            let (operation, document, _, subject) = rank(key);
            (operation, subject, document)
        });
        let both = |(key, now): (_, &f64)| Some((key, *now, *before.figures.get(key)?));
        let rows: Vec<_> = rows.into_iter().filter_map(both).collect();
        let same = |one: &(&Key, _, _), other: &(&Key, _, _)| {
            (&one.0.0, &one.0.3) == (&other.0.0, &other.0.3)
        };
        let sheets = rows.chunk_by(same).map(|rows| {
            let lines = rows.iter().map(|((operation, document, _, subject), now, before)| {
                let ratio = now / before;
                format!(
                    "{operation:<20}{document:<18}{subject:<19}{now:>13.1}{before:>13.1}  {ratio:.3}\n"
                )
            });
            let ratios: Vec<f64> = rows.iter().map(|(_, now, before)| now / before).collect();
            let (operation, name) = (&rows[0].0.0, MEAN);
            let mean = mean(&ratios)
                .map(|mean| format!("{operation:<20}{name:<18}{:<47}{mean:.3}\n", rows[0].0.3));
            lines.chain(mean).collect::<String>()
        });
        sheets.collect()
    }
}

fn rank((operation, document, profile, subject): &Key) -> (usize, usize, String, usize) {
    let place = |found: Option<usize>| found.unwrap_or(usize::MAX);
    (
        place(Operation::ALL.iter().position(|one| one.name() == operation)),
        place(documents::names().position(|name| name == document)),
        profile.clone(),
        place(subjects::position(subject)),
    )
}
