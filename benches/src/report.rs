//! The readable tables of figures.

use crate::documents;
use crate::filter::Filter;
use crate::goal::{Goal, MEAN, mean};
use crate::goals::{GOALS, Rival};
use crate::operation::Operation;
use crate::subjects::{OURS, PEERS};
use crate::table::{Figure, Table};

/// For each operation: instructions per token, ours next to the best peer, ours next to the goals.
///
/// Documents are columns; look-ups and the tracker wire are whole instructions.
pub fn report(counts: &Table, filter: &Filter) -> String {
    let asked = Operation::ALL.into_iter().filter(|one| filter.operation(one.name()));
    let sheets = asked.map(|operation| Sheet::of(operation, counts, filter).lines.concat());
    counts.notes.join("\n") + "\n" + &sheets.collect::<String>()
}

struct Sheet<'t> {
    operation: Operation,
    counts: &'t Table,
    documents: Vec<&'static str>,
    lines: Vec<String>,
}

impl Sheet<'_> {
    fn of<'t>(operation: Operation, counts: &'t Table, filter: &Filter) -> Sheet<'t> {
        let counted = |name: &&str| {
            filter.document(name)
                && counts.figures.keys().any(|key| key.0 == operation.name() && key.1 == **name)
        };
        let documents = documents::names().filter(counted).collect();
        let mut sheet = Sheet { operation, counts, documents, lines: Vec::new() };
        sheet.heading();
        let all = OURS.into_iter().chain(PEERS);
        all.filter(|one| filter.subject(one)).for_each(|subject| sheet.figures(subject));
        let ours = OURS.into_iter().filter(|one| filter.subject(one));
        ours.for_each(|subject| sheet.beside_best(subject));
        let goals = GOALS.iter().filter(|goal| goal.operation == operation.name());
        goals.for_each(|goal| sheet.goal(goal));
        sheet
    }

    fn heading(&mut self) {
        let cells = self.documents.iter().map(|name| Some(short(name))).collect();
        self.lines.push("\n".to_owned());
        self.line(self.operation.name(), cells);
    }

    /// A line, if any of its cells has contents.
    fn line(&mut self, head: &str, cells: Vec<Option<String>>) {
        if cells.iter().any(Option::is_some) {
            let cells = cells.into_iter().map(|cell| cell.unwrap_or_else(|| "-".to_owned()));
            let cells = cells.map(|cell| format!("{cell:>10}")).collect::<Vec<_>>();
            self.lines.push(format!("{head:<36}{}\n", cells.concat()));
        }
    }

    fn figures(&mut self, subject: &str) {
        let operation = self.operation;
        let shown = |figure: &Figure| match operation {
            whole if whole.is_whole() => figure.instructions.to_string(),
            _ => format!("{:.0}", figure.per_token()),
        };
        let figure = |name| self.counts.get(operation.name(), name, subject);
        let cells = self.documents.iter().map(|name| figure(name).map(shown)).collect();
        self.line(subject, cells);
    }

    fn beside_best(&mut self, subject: &str) {
        let operation = self.operation.name();
        let ratio = |document: &&str| {
            let ours = self.counts.get(operation, document, subject)?.per_token();
            Some(format!("{:.2}", ours / self.counts.best_peer(operation, document)?))
        };
        let cells = self.documents.iter().map(ratio).collect();
        self.line(&format!("{subject} / best peer"), cells);
    }

    /// Ratios to the rival, with a `!` on those that miss the goal, and the reason.
    fn goal(&mut self, goal: &Goal<Rival>) {
        let ratio = |name: &&str| goal.ratio(self.counts, name);
        let ratios: Vec<_> = self.documents.iter().map(ratio).collect();
        let known: Vec<f64> = ratios.iter().copied().flatten().collect();
        let cells = ratios.into_iter().map(|ratio| ratio.map(|ratio| mark(ratio, goal.each)));
        let bound = goal.each.map_or_else(String::new, |factor| format!(", <= {factor}"));
        let head = format!("{} / {}{bound}", goal.subject, goal.rival.name());
        self.line(&head, cells.collect());
        if let (Some(_), Some(ratio)) = (goal.mean, mean(&known)) {
            self.lines.push(format!("{head}: {MEAN} {}\n", mark(ratio, goal.mean)));
        }
        let is_shown = |(name, _): &(&str, f64)| *name == MEAN || self.documents.contains(name);
        if goal.misses(self.counts).iter().any(is_shown) {
            let why = goal.missed.unwrap_or("nobody knows why");
            self.lines.push(format!("    missed: {why}\n"));
        }
    }
}

fn mark(ratio: f64, bound: Option<f64>) -> String {
    let missed = bound.is_some_and(|bound| ratio > bound);
    format!("{ratio:.2}{}", if missed { "!" } else { "" })
}

/// A name that fits a column: `ann_compact_200` is `ann_200`, `ann_dict_50` `ann_d50`.
fn short(name: &str) -> String {
    let name = name.strip_prefix("torrent_").unwrap_or(name);
    name.replace("compact_", "").replace("dict_", "d").chars().take(9).collect()
}
