//! Bencoded messages, each declared once, by a table of its keys from which its reader and its writer are
//! made.
//!
//! ```text
//! message!(mod stats, read Stats<'a>, write Stats<'_> [whole] = {
//!     "complete"      => complete: Number,      // key => place: kind
//!     "incomplete"    => incomplete: Number,
//!     "name" rare     => name: Text,            // not guessed: found by lookup
//! });
//! ```
//!
//! [`message!`] makes `stats::read` and `stats::write`. The reader makes one pass and builds no tree: it
//! compares the next bytes with the encoded keys, in the order of the table. The value of a key that
//! matches is read by its [`Kind`], and then the keys after it are tried. So in canonical input every
//! guess that fails is a key that is absent. If no key of a whole round matches, the next key is read by
//! the grammar and looked up, and guessing starts again after its value.
//!
//! A reader returns the bytes after the message, or `None` if the message is not bencode; then
//! [`dictionary::open`](crate::dictionary::open) finds out what is wrong and where. All other deviations
//! are reported in [`Notes`].

mod decimal;
mod output;
mod notes;
mod walk;
mod cursor;
mod keys;
mod order;
mod table;
mod json;
mod text;
mod kind;

pub(crate) use cursor::integer;
pub(crate) use cursor::key;
pub(crate) use cursor::literal_number;
pub(crate) use cursor::literal_string;
pub(crate) use cursor::skip;
pub(crate) use cursor::string;
pub(crate) use cursor::token;
pub(crate) use cursor::{after, after_key, at_end};
pub(crate) use json::Found;
pub(crate) use json::Incomplete;
pub(crate) use json::Members;
pub(crate) use json::Shown;
pub(crate) use json::Taken;
pub(crate) use json::entry;
pub(crate) use json::members;
pub(crate) use json::put;
pub(crate) use keys::Keys;
pub(crate) use keys::encoded;
pub(crate) use keys::encoded_length;
pub(crate) use keys::prefix;
pub(crate) use kind::Boxed;
pub(crate) use kind::Bytes;
pub(crate) use kind::Ignored;
pub(crate) use kind::Kind;
pub(crate) use kind::LongBytes;
pub(crate) use kind::Number;
pub(crate) use kind::Raw;
pub(crate) use kind::Text;
pub(crate) use kind::Written;
pub(crate) use kind::called;
pub(crate) use kind::decimal;
pub(crate) use kind::is_decimal;
pub(crate) use kind::number;
pub(crate) use notes::Notes;
pub(crate) use notes::Scope;
pub(crate) use order::DataOrder;
pub(crate) use order::Order;
pub(crate) use output::Output;
pub(crate) use output::Page;
pub(crate) use output::append_string;
pub(crate) use table::message;
pub(crate) use text::DisplayOf;
pub(crate) use text::Octets;
pub(crate) use text::Shown as TextShown;
pub(crate) use text::octets;
pub(crate) use text::undo_latin1;
pub(crate) use walk::grow;
pub(crate) use walk::push;

#[cfg(test)]
mod tests;
