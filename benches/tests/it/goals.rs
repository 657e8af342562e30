//! The goals, held against the committed figures.

use std::path::Path;

use benches::goals::GOALS;
use benches::table::Table;
use benches::time_goals::TIME_GOALS;
use benches::times::Times;

/// A goal that is missed has its reason, and one that is reached none.
#[test]
fn what_is_missed_says_why() {
    let load = |name| Table::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect(name);
    let counts = load("counts.tsv").with(load("reference.tsv"));
    let wrong = GOALS.iter().filter_map(|goal| {
        let misses = goal.misses(&counts);
        let why = goal.missed.filter(|why| !why.is_empty());
        (misses.is_empty() == why.is_some()).then(|| {
            format!("{} {} {:?}: {misses:?} {why:?}", goal.operation, goal.subject, goal.each)
        })
    });
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// A goal in time that is missed in either profile has its reason, and one that is reached none.
#[test]
fn what_takes_longer_says_why() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("times.tsv");
    let times = Times::load(&path).expect("times.tsv");
    assert_eq!(times.profiles(), ["count", "release"]);
    let wrong = TIME_GOALS.iter().filter_map(|goal| {
        let misses = goal.misses(&times);
        let why = goal.missed.filter(|why| !why.is_empty());
        (misses.is_empty() == why.is_some())
            .then(|| format!("{}: {misses:?} {why:?}", goal.words()))
    });
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
