//! The goals, held against the committed figures.

use std::path::Path;

use benches::documents;
use benches::goals::GOALS;
use benches::table::Table;

/// A goal that is missed has its reason, and one that is reached none.
#[test]
fn what_is_missed_says_why() {
    let load = |name| Table::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect(name);
    let counts = load("counts.tsv").with(load("reference.tsv"));
    for goal in &GOALS {
        let is_missed = documents::names().any(|name| goal.is_missed(&counts, name));
        let why = goal.missed.filter(|why| !why.is_empty());
        assert_eq!(is_missed, why.is_some(), "{goal:?}");
    }
}
