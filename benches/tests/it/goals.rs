//! The goals, compared with the committed figures.

use std::path::Path;

use benches::goal::Goal;
use benches::goals::GOALS;
use benches::table::Table;
use benches::time_goals::TIME_GOALS;
use benches::times::Times;

fn counts() -> Table {
    let load = |name| Table::load(&Path::new(env!("CARGO_MANIFEST_DIR")).join(name)).expect(name);
    load("counts.tsv").with(load("reference.tsv"))
}

fn times() -> Times {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("times.tsv");
    Times::load(&path).expect("times.tsv")
}

/// A goal that every figure meets with a fifth to spare has to be raised.
#[test]
fn goals_met_by_a_fifth_are_raised() {
    let (counts, times) = (counts(), times());
    let loose = GOALS.iter().filter(|goal| goal.is_loose(&counts)).map(|goal| {
        format!("{} {} {:?} {:?}", goal.operation, goal.subject, goal.each, goal.rival)
    });
    let loose_in_time = TIME_GOALS.iter().filter(|goal| goal.is_loose(&times));
    let loose: Vec<_> = loose.chain(loose_in_time.map(Goal::words)).collect();
    assert!(loose.is_empty(), "{}", loose.join("\n"));
}

/// A goal that is missed has a reason, and one that is met has none.
#[test]
fn missed_goals_have_a_reason() {
    let counts = counts();
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

/// A goal in time that is missed in either profile has a reason, and one that is met has none.
#[test]
fn missed_time_goals_have_a_reason() {
    let times = times();
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
