//! The tables of figures, for people.

use crate::documents;
use crate::filter::Filter;
use crate::goals::{GOALS, Goal};
use crate::operation::Operation;
use crate::subjects::{OURS, PEERS};
use crate::table::{Figure, Table};

/// Instructions a token, then ours beside the best peer, then ours beside the goals.
///
/// Documents are columns; a look-up is whole instructions, for its cost is not the document's.
pub fn report(counts: &Table, filter: &Filter) -> String {
    let documents: Vec<_> = documents::names().filter(|name| filter.document(name)).collect();
    let asked = || Operation::ALL.into_iter().filter(|one| filter.operation(one.name()));
    let mut sheet = Sheet { counts, filter, documents, lines: counts.notes.clone() };
    asked().for_each(|operation| sheet.figures(operation));
    sheet.heading("ours / best peer");
    asked().for_each(|operation| sheet.beside_best(operation.name()));
    sheet.heading("ours / rival, goal");
    GOALS.iter().filter(|goal| filter.operation(goal.operation)).for_each(|goal| sheet.goal(goal));
    sheet.lines.join("\n") + "\n"
}

struct Sheet<'t> {
    counts: &'t Table,
    filter: &'t Filter,
    documents: Vec<&'static str>,
    lines: Vec<String>,
}

impl Sheet<'_> {
    fn heading(&mut self, title: &str) {
        let cells: Vec<_> = self.documents.iter().map(|name| Some(short(name))).collect();
        self.lines.push(String::new());
        self.line(title, cells);
    }

    /// A line, if any of its cells holds something.
    fn line(&mut self, head: &str, cells: Vec<Option<String>>) {
        if cells.iter().all(Option::is_none) {
            return;
        }
        let mut line = format!("{head:<36}");
        for cell in cells {
            line += &format!("{:>10}", cell.unwrap_or_else(|| "-".to_owned()));
        }
        self.lines.push(line);
    }

    fn figures(&mut self, operation: Operation) {
        self.heading(operation.name());
        let shown = |figure: &Figure| match operation {
            Operation::Lookup => figure.instructions.to_string(),
            _ => format!("{:.0}", figure.per_token()),
        };
        for subject in OURS.into_iter().chain(PEERS).filter(|one| self.filter.subject(one)) {
            let figure = |name| self.counts.get(operation.name(), name, subject);
            let cells = self.documents.iter().map(|name| figure(name).map(shown)).collect();
            self.line(subject, cells);
        }
    }

    fn beside_best(&mut self, operation: &str) {
        for subject in OURS.into_iter().filter(|one| self.filter.subject(one)) {
            let ratio = |document: &&str| {
                let ours = self.counts.get(operation, document, subject)?.per_token();
                Some(format!("{:.2}", ours / self.counts.best_peer(operation, document)?))
            };
            let cells = self.documents.iter().map(ratio).collect();
            self.line(&format!("{operation} {subject}"), cells);
        }
    }

    /// Ratios to the rival, those that miss the goal with a `!`.
    fn goal(&mut self, goal: &Goal) {
        let ratios: Vec<_> = self.documents.iter().map(|name| self.ratio(goal, name)).collect();
        let known: Vec<f64> = ratios.iter().copied().flatten().collect();
        let cells = ratios.into_iter().map(|ratio| ratio.map(|ratio| mark(ratio, goal.each)));
        let bound = goal.each.map_or_else(String::new, |factor| format!(" <= {factor} x"));
        let head = format!("{} {}{bound} {}", goal.operation, goal.subject, goal.rival.name());
        self.line(&head, cells.collect());
        if let (Some(_), false) = (goal.mean, known.is_empty()) {
            let mean = mark(geometric_mean(&known), goal.mean);
            self.lines.push(format!("{head}: geometric mean {mean}"));
        }
    }

    fn ratio(&self, goal: &Goal, document: &str) -> Option<f64> {
        let ours = self.counts.get(goal.operation, document, goal.subject)?.per_token();
        let rival = goal.rival.per_token(self.counts, goal.operation, document)?;
        (goal.counts)(document).then_some(ours / rival)
    }
}

fn mark(ratio: f64, bound: Option<f64>) -> String {
    let missed = bound.is_some_and(|bound| ratio > bound);
    format!("{ratio:.2}{}", if missed { "!" } else { "" })
}

#[expect(clippy::cast_precision_loss, reason = "as many as there are documents")]
fn geometric_mean(ratios: &[f64]) -> f64 {
    let logarithms: f64 = ratios.iter().map(|ratio| ratio.ln()).sum();
    (logarithms / ratios.len() as f64).exp()
}

/// A name that fits a column: `ann_compact_200` is `ann_200`, `torrent_multi_10k` `multi_10k`.
fn short(name: &str) -> String {
    let name = name.strip_prefix("torrent_").unwrap_or(name);
    name.replace("compact_", "").replace("response", "reply").chars().take(9).collect()
}
