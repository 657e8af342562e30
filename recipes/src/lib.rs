//! Short programs that use both libraries, each tested: `cargo test --manifest-path recipes/Cargo.toml`.

pub mod announcer;
pub mod dht;
pub mod editor;
pub mod extensions;
pub mod reader;
pub mod tracker;

#[cfg(test)]
mod hexdumps;

/// The cookbook of tracker-types shows the recipes as they are here.
#[test]
fn the_cookbook_shows_them() {
    let cookbook = include_str!("../../tracker-types/src/docs/cookbook.md");
    let recipes = [
        include_str!("announcer.rs"),
        include_str!("dht.rs"),
        include_str!("editor.rs"),
        include_str!("extensions.rs"),
        include_str!("reader.rs"),
        include_str!("tracker.rs"),
    ];
    for recipe in recipes {
        let program = recipe.split("\n#[cfg(test)]").next().unwrap_or_default();
        let program = program.trim_start_matches(|c| c != '\n').trim();
        let program = program.split_once("\n\n").map_or(program, |(_, program)| program);
        assert!(cookbook.contains(program.trim()), "{program}");
    }
}
