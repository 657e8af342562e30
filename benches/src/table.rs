//! `counts.tsv`: figures by operation, document and subject, kept in the order of our tables.

use std::collections::BTreeMap;
use std::path::Path;
use std::{fs, io};

use crate::subjects::PEERS;

/// The key of a figure: operation, document, subject.
pub type Key = (String, String, String);

/// Figures, and the lines of comment above them.
#[derive(Clone, Debug, Default)]
pub struct Table {
    /// Lines that describe how the figures were measured, without the leading `# `.
    pub notes: Vec<String>,
    /// Instructions for one run over the document.
    pub figures: BTreeMap<Key, Figure>,
}

/// One measurement.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Figure {
    /// Instructions of one run.
    pub instructions: u64,
    /// Tokens of the document.
    pub tokens: usize,
    /// Bytes of the document.
    pub bytes: usize,
}

impl Figure {
    /// Instructions for a token.
    #[expect(clippy::cast_precision_loss, reason = "far below 2^52")]
    pub fn per_token(&self) -> f64 {
        self.instructions as f64 / self.tokens as f64
    }
}

const HEADER: &str = "operation\tdocument\tsubject\tinstructions\tper token\ttokens\tbytes";

impl Table {
    /// Reads a table; a missing file is an empty table.
    ///
    /// # Errors
    /// If the file cannot be read, or a line has another format.
    pub fn load(path: &Path) -> io::Result<Table> {
        match fs::read_to_string(path) {
            Ok(text) => Table::parse(&text).ok_or_else(|| io::ErrorKind::InvalidData.into()),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(Table::default()),
            Err(error) => Err(error),
        }
    }

    fn parse(text: &str) -> Option<Table> {
        let (notes, lines): (Vec<_>, Vec<_>) =
            text.lines().partition(|line| line.starts_with("# "));
        let rows = lines.into_iter().filter(|line| *line != HEADER);
        Some(Table {
            notes: notes.iter().map(|note| note[2..].to_owned()).collect(),
            figures: rows.map(parse_row).collect::<Option<_>>()?,
        })
    }

    /// Writes the table, rows in the order that `rank` gives their names.
    ///
    /// # Errors
    /// If the file cannot be written.
    pub fn save<O: Ord>(&self, path: &Path, rank: impl Fn(&Key) -> O) -> io::Result<()> {
        let mut rows: Vec<_> = self.figures.iter().collect();
        rows.sort_by_key(|(key, _)| rank(key));
        let notes = self.notes.iter().map(|note| format!("# {note}\n"));
        let rows = rows.into_iter().map(|(key, figure)| row(key, figure));
        let head = notes.chain([format!("{HEADER}\n")]);
        fs::write(path, head.chain(rows).collect::<String>())
    }

    /// The figure of one cell.
    pub fn get(&self, operation: &str, document: &str, subject: &str) -> Option<&Figure> {
        self.figures.get(&(operation.to_owned(), document.to_owned(), subject.to_owned()))
    }

    /// Instructions for a token of the best Rust peer.
    pub fn best_peer(&self, operation: &str, document: &str) -> Option<f64> {
        let of_peers = PEERS.iter().filter_map(|peer| self.get(operation, document, peer));
        of_peers.map(Figure::per_token).reduce(f64::min)
    }

    /// Any figure of the document, for its tokens and bytes.
    pub fn any(&self, document: &str) -> Option<&Figure> {
        self.figures.iter().find(|(key, _)| key.1 == document).map(|(_, figure)| figure)
    }

    /// This table with the figures of `other` added.
    #[must_use]
    pub fn with(mut self, other: Table) -> Table {
        self.figures.extend(other.figures);
        self
    }
}

fn row((operation, document, subject): &Key, figure: &Figure) -> String {
    let Figure { instructions, tokens, bytes } = figure;
    let per_token = figure.per_token();
    format!(
        "{operation}\t{document}\t{subject}\t{instructions}\t{per_token:.1}\t{tokens}\t{bytes}\n"
    )
}

fn parse_row(line: &str) -> Option<(Key, Figure)> {
    let mut cells = line.split('\t');
    let mut name = || cells.next().map(str::to_owned);
    let key = (name()?, name()?, name()?);
    let instructions = cells.next()?.parse().ok()?;
    let (_, tokens, bytes) = (cells.next()?, cells.next()?, cells.next()?);
    let figure = Figure { instructions, tokens: tokens.parse().ok()?, bytes: bytes.parse().ok()? };
    Some((key, figure))
}
