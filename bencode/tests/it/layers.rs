//! Layering: a module uses only the modules above it in the list of `lib.rs`.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// The modules of a crate, from its sources, for the check of which module may use which.
struct Layers {
    /// Modules in the order of `lib.rs`.
    order: Vec<String>,
    /// Names at the root of the crate, and the module each comes from.
    exports: BTreeMap<String, String>,
}

impl Layers {
    fn new(lib: &str) -> Layers {
        let order = code(lib).filter_map(declared_module).map(str::to_owned).collect();
        let exports = code(lib).filter_map(reexport).collect();
        Layers { order, exports }
    }

    fn rank(&self, module: &str) -> Option<usize> {
        self.order.iter().position(|name| name == module)
    }

    /// The violations in `source`, a file of `module`.
    fn violations(&self, module: &str, source: &str) -> Vec<String> {
        let names = code(source).flat_map(|line| used_names(line).collect::<Vec<_>>());
        names.filter_map(|name| self.violation(module, name)).collect()
    }

    fn violation(&self, module: &str, name: &str) -> Option<String> {
        let used = self.exports.get(name).map_or(name, String::as_str);
        let Some(own) = self.rank(module) else {
            return Some(format!("{module} is not in lib.rs"));
        };
        match self.rank(used) {
            Some(rank) if rank <= own => None,
            Some(_) => Some(format!("{module} uses {used}, which comes after it")),
            None => Some(format!("{module} uses {name}, which lib.rs does not know")),
        }
    }
}

/// The statements of `source` up to its unit tests, without comments.
fn code(source: &str) -> impl Iterator<Item = &str> {
    let end = source.find("#[cfg(test)]").unwrap_or(source.len());
    let lines = source[..end].lines().map(|line| line.split("//").next().unwrap_or_default());
    lines.flat_map(|line| line.split(';')).map(str::trim)
}

fn declared_module(line: &str) -> Option<&str> {
    let name = line.strip_prefix("pub mod ").or_else(|| line.strip_prefix("mod "))?;
    name.chars().all(is_ident).then_some(name)
}

/// `pub use error::Error` puts `Error` at the root, from `error`.
fn reexport(line: &str) -> Option<(String, String)> {
    let (module, name) = line.strip_prefix("pub use ")?.split_once("::")?;
    let name = name.rsplit([':', ' ']).next()?;
    Some((name.to_owned(), module.to_owned()))
}

/// The macros that `source` puts at the root of the crate.
fn exported_macros(source: &str) -> impl Iterator<Item = &str> {
    let exported = source.split("#[macro_export]").skip(1);
    exported.filter_map(|rest| rest.split("macro_rules! ").nth(1)?.split(' ').next())
}

/// Every `name` of a `crate::name` in a line.
fn used_names(line: &str) -> impl Iterator<Item = &str> {
    let is_path = |at: &usize| !line[..*at].ends_with(is_ident);
    let found = line.match_indices("crate::").map(|(at, _)| at).filter(is_path);
    found.map(|at| {
        let rest = &line[at + "crate::".len()..];
        &rest[..rest.find(|char| !is_ident(char)).unwrap_or(rest.len())]
    })
}

fn is_ident(char: char) -> bool {
    char.is_alphanumeric() || char == '_'
}

/// The text of every Rust file below a folder, with the module of the crate that it belongs to.
fn sources(folder: &Path) -> Vec<(String, String)> {
    let mut sources = Vec::new();
    for path in entries(folder) {
        let module = path.file_stem().unwrap().to_str().unwrap();
        sources.extend(files(&path).into_iter().map(|source| (module.to_owned(), source)));
    }
    sources
}

fn entries(folder: &Path) -> impl Iterator<Item = PathBuf> {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path())
}

fn files(path: &Path) -> Vec<String> {
    if path.is_dir() {
        return entries(path).flat_map(|entry| files(&entry)).collect();
    }
    let is_rust = path.extension().is_some_and(|extension| extension == "rs");
    is_rust.then(|| fs::read_to_string(path).unwrap()).into_iter().collect()
}

#[test]
fn modules_use_only_what_is_above_them() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let (lib, files): (Vec<_>, Vec<_>) =
        sources(&folder).into_iter().partition(|(module, _)| module == "lib");
    let mut layers = Layers::new(&lib[0].1);
    for (module, source) in &files {
        let macros = exported_macros(source).map(|name| (name.to_owned(), module.clone()));
        layers.exports.extend(macros);
    }
    let mut wrong = Vec::new();
    for (module, source) in &files {
        assert!(!source.contains("super::super::"), "{module} climbs out of its folder");
        wrong.extend(layers.violations(module, source));
    }
    assert_eq!(wrong, [""; 0]);
    for module in &layers.order {
        assert!(files.iter().any(|(name, _)| name == module), "{module} has no file");
    }
}

#[test]
fn a_violation_is_detected() {
    let layers = Layers::new("mod error;\npub mod token;\nmod reader;\npub use reader::Reader;\n");
    let breaches: &[(&str, &str, &[&str])] = &[
        ("reader", "use crate::token::Token;\nuse crate::error::Error;", &[]),
        ("token", "use crate::token::Token;", &[]),
        ("error", "use crate::reader::Reader;", &["error uses reader, which comes after it"]),
        ("token", "fn f(r: crate::Reader) {}", &["token uses reader, which comes after it"]),
        (
            "token",
            "a(crate::error::E, crate::reader::R)",
            &["token uses reader, which comes after it"],
        ),
        ("token", "$crate::Reader::new()", &["token uses reader, which comes after it"]),
        ("token", "use crate::tape::Tape;", &["token uses tape, which lib.rs does not know"]),
        ("tape", "use crate::token::Token;", &["tape is not in lib.rs"]),
        ("error", "/// See; [`Reader`](crate::Reader).\n// crate::reader", &[]),
        ("error", "#[cfg(test)]\nmod tests {\n    use crate::reader::Reader;\n}", &[]),
        ("error", "use subcrate::reader::Reader;", &[]),
    ];
    assert_eq!(exported_macros("#[macro_export]\nmacro_rules! bencode {").next(), Some("bencode"));
    for (module, source, expected) in breaches {
        assert_eq!(layers.violations(module, source), *expected, "{source}");
    }
}
