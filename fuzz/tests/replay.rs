//! Runs every law with every committed seed, so that findings of libFuzzer are regression tests on stable Rust.
#![allow(clippy::unwrap_used, reason = "a seed that cannot be read fails the test")]

use std::fs;
use std::panic;
use std::path::{Path, PathBuf};

use fuzz::laws::{GROUPS, Law};

fn seeds() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("seeds")
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut entries: Vec<_> = entries.collect();
    entries.sort();
    entries
}

#[test]
fn every_seed_keeps_every_law() {
    let mut broken = Vec::new();
    for seed in entries(&seeds()).iter().flat_map(|folder| entries(folder)) {
        let input = fs::read(&seed).unwrap();
        let breaks = |(_, law): &&Law| panic::catch_unwind(|| law(&input)).is_err();
        let laws = GROUPS.iter().flat_map(|(_, laws)| laws.iter()).filter(breaks);
        broken.extend(laws.map(|(name, _)| format!("{} breaks {name}", seed.display())));
    }
    assert!(broken.is_empty(), "{broken:#?}");
}

#[test]
fn every_group_has_seeds_and_a_target() {
    let manifest = fs::read_to_string(seeds().with_file_name("Cargo.toml")).unwrap();
    let names = GROUPS.iter().map(|(name, _)| *name);
    for name in names.clone() {
        assert!(!entries(&seeds().join(name)).is_empty(), "{name} has no seeds");
        assert!(manifest.contains(&format!("path = \"fuzz_targets/{name}.rs\"")), "{name}");
        let target = seeds().with_file_name(format!("fuzz_targets/{name}.rs"));
        let target = fs::read_to_string(target).unwrap();
        assert!(target.contains(&format!("hold({name}::LAWS, input)")), "{name}");
    }
    let known = |folder: &PathBuf| names.clone().any(|name| folder.ends_with(name));
    assert!(entries(&seeds()).iter().all(known), "seeds of no group");
}

/// A law that is missing in the table of its group would never be called.
#[test]
fn every_law_is_in_its_table() {
    for (name, laws) in GROUPS {
        let source = seeds().with_file_name(format!("src/laws/{name}.rs"));
        let source = fs::read_to_string(source).unwrap();
        let written = source.lines().filter(|line| line.starts_with("pub fn "));
        assert_eq!(written.count(), laws.len(), "{name}");
    }
}

#[test]
fn names_of_laws_are_unique() {
    let laws = || GROUPS.iter().flat_map(|(_, laws)| laws.iter());
    let is_unique = |(name, _): &Law| laws().filter(|(other, _)| other == name).count() == 1;
    assert!(laws().all(is_unique));
}
