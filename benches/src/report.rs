//! The tables of figures, for people.

use std::fmt::Write;

use crate::documents;
use crate::filter::Filter;
use crate::operation::Operation;
use crate::subjects::SUBJECTS;
use crate::table::Table;

/// Instructions a token, one table for each operation.
pub fn report(table: &Table, filter: &Filter) -> String {
    let mut out = table.notes.join("\n") + "\n";
    for operation in Operation::ALL.into_iter().filter(|one| filter.operation(one.name())) {
        write_operation(&mut out, table, filter, operation.name());
    }
    out
}

fn write_operation(out: &mut String, table: &Table, filter: &Filter, operation: &str) {
    let documents: Vec<_> = documents::names().filter(|name| filter.document(name)).collect();
    let heads = documents.iter().map(|name| short(name));
    line(out, operation, heads);
    for subject in SUBJECTS.iter().filter(|one| filter.subject(one.name)) {
        let figures: Vec<_> =
            documents.iter().map(|name| table.get(operation, name, subject.name)).collect();
        if figures.iter().any(Option::is_some) {
            let cells = figures.iter().map(|figure| {
                figure.map_or_else(|| "-".to_owned(), |figure| format!("{:.0}", figure.per_token()))
            });
            line(out, subject.name, cells);
        }
    }
}

fn line(out: &mut String, head: &str, cells: impl Iterator<Item = String>) {
    let cells: String = cells.map(|cell| format!("{cell:>11}")).collect();
    writeln!(out, "{head:<18}{cells}").expect("room in a string");
}

/// A name that fits a column: `ann_compact_200` is `ann_200`, `torrent_multi_10k` `multi_10k`.
fn short(name: &str) -> String {
    let name = name.strip_prefix("torrent_").unwrap_or(name);
    name.replace("compact_", "").chars().take(10).collect()
}
