//! Options for queries that trackers treat differently.

use crate::quirk::Quirk;

/// What to make of a query where trackers differ.
///
/// By default a raw `+` is the byte 0x2B, and an unknown event or a bad escape is an error; every
/// quirk is allowed and reported.
///
/// ```
/// use tracker_types::{AnnounceRequest, ErrorKind, Quirk, QueryOptions};
///
/// let query = b"info_hash=0123456789ABCDEFGHIJ&peer_id=-TR2940-0890apv0oznf&port=6881";
/// assert!(AnnounceRequest::parse_query(query).is_ok());
///
/// // A tracker that insists on `left`, as BEP 3 does: neither missing, nor empty, nor negative.
/// let options = QueryOptions::new()
///     .refuse(Quirk::MissingCounter)
///     .refuse(Quirk::EmptyValue)
///     .refuse(Quirk::NegativeNumber);
/// let error = AnnounceRequest::parse_query_with(query, &options).unwrap_err();
/// assert_eq!(error.kind(), ErrorKind::Refused(Quirk::MissingCounter));
/// assert_eq!(error.to_string(), "uploaded: refused: uploaded, downloaded or left is missing at byte 69");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct QueryOptions {
    /// What a raw `+` means.
    plus: u8,
    ignores_events: bool,
    keeps_escapes: bool,
    refused: u128,
}

impl QueryOptions {
    /// The default.
    pub const fn new() -> QueryOptions {
        QueryOptions { plus: b'+', ignores_events: false, keeps_escapes: false, refused: 0 }
    }

    /// Takes a raw `+` for a space, as HTML forms write it. In [`extra`](crate::AnnounceRequest::extra) it
    /// becomes `%20`.
    pub const fn plus_as_space(self) -> QueryOptions {
        QueryOptions { plus: b' ', ..self }
    }

    /// Reads an unknown event as no event ([`Quirk::UnknownEvent`]).
    pub const fn ignore_unknown_events(self) -> QueryOptions {
        QueryOptions { ignores_events: true, ..self }
    }

    /// Takes a `%` that two hex digits do not follow literally ([`Quirk::BadEscape`]).
    pub const fn keep_bad_escapes(self) -> QueryOptions {
        QueryOptions { keeps_escapes: true, ..self }
    }

    /// Makes an error of a quirk.
    pub const fn refuse(self, quirk: Quirk) -> QueryOptions {
        QueryOptions { refused: self.refused | quirk.bit(), ..self }
    }

    pub(super) const fn plus(&self) -> u8 {
        self.plus
    }

    pub(super) const fn ignores_unknown_events(&self) -> bool {
        self.ignores_events
    }

    pub(super) const fn keeps_bad_escapes(&self) -> bool {
        self.keeps_escapes
    }

    pub(super) const fn refuses(&self, quirk: Quirk) -> bool {
        self.refused & quirk.bit() != 0
    }
}

impl Default for QueryOptions {
    fn default() -> QueryOptions {
        QueryOptions::new()
    }
}
