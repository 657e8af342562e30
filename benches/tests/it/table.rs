//! The committed tables can be read, and a table is read as it was written.

use std::path::{Path, PathBuf};

use benches::table::{Figure, Table};
use benches::times::Times;

fn committed(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

#[test]
fn committed_tables_have_figures() {
    for name in ["counts.tsv", "reference.tsv"] {
        let table = Table::load(&committed(name)).expect(name);
        assert!(!table.figures.is_empty() && !table.notes.is_empty(), "{name}");
    }
}

#[test]
fn the_chart_shows_the_table() {
    let table = Table::load(&committed("counts.tsv")).expect("a table");
    let times = Times::load(&committed("times.tsv")).expect("times");
    let drawn = std::fs::read_to_string(committed("chart.svg")).expect("a chart");
    assert!(drawn == benches::chart::chart(&table, &times), "draw it again: counts --chart");
}

#[test]
fn a_table_is_read_as_it_was_written() {
    let key = ("validate", "krpc_query", "bencode");
    let figure = Figure { instructions: 1_000, tokens: 15, bytes: 104 };
    let mut table = Table { notes: vec!["by hand".to_owned()], ..Table::default() };
    table.figures.insert((key.0.into(), key.1.into(), key.2.into()), figure);
    let path = std::env::temp_dir().join(format!("benches-table-{}.tsv", std::process::id()));
    table.save(&path, Clone::clone).expect("a file");
    let read = Table::load(&path).expect("the file");
    std::fs::remove_file(&path).expect("the file");
    assert_eq!(read.get(key.0, key.1, key.2), Some(&figure));
    assert_eq!(read.notes, table.notes);
}
