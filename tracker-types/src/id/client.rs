//! The program that chose a peer id (BEP 20).

use alloc::borrow::ToOwned;
use alloc::format;
use alloc::string::String;
use alloc::string::ToString;
use alloc::vec::Vec;
use core::fmt;

use super::client_table::{AZUREUS, MAINLINE, OTHERS, Own, SHADOW, Style};

/// The program that chose a peer id, as far as the id says.
///
/// ```
/// use tracker_types::PeerId;
///
/// let client = PeerId(*b"-TR2940-0890apv0oznf").client().unwrap();
/// assert_eq!(client.to_string(), "Transmission 2.94");
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Client {
    /// The program's name, or the two characters of its code if the code is not known.
    pub name: String,
    /// Its version, as its users write it; empty if the id does not tell it.
    pub version: String,
}

impl Client {
    /// Recognizes the three styles of BEP 20 and the styles that only one program uses.
    pub(super) fn of(id: &[u8; 20]) -> Option<Client> {
        let others = || OTHERS.iter().find_map(|(form, name, own)| other(id, form, name, *own));
        azureus(id).or_else(others).or_else(|| mainline(id)).or_else(|| shadow(id))
    }

    fn new(name: &str, version: String) -> Client {
        Client { name: name.to_owned(), version }
    }
}

impl fmt::Display for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)?;
        if self.version.is_empty() { Ok(()) } else { write!(f, " {}", self.version) }
    }
}

/// `-`, two letters or a letter and `~`, three or four version characters, `-`.
fn azureus(id: &[u8; 20]) -> Option<Client> {
    let (first, second, version) = match *id.first_chunk::<8>()? {
        [b'-', first, second, a, b, c, d, b'-'] => (first, second, [a, b, c, d]),
        [b'-', first, second, a, b, c, b'-', _] => (first, second, [a, b, c, b'0']),
        _ => return None,
    };
    let code = [first, second];
    let named = first.is_ascii_alphanumeric() && (second.is_ascii_alphanumeric() || second == b'~');
    if !named || !version.iter().all(u8::is_ascii_alphanumeric) {
        return None;
    }
    let known = AZUREUS.iter().find(|(known, ..)| *known == code);
    let style = known.map_or(Style::Dotted, |&(_, _, style)| style);
    let letters = String::from_utf8_lossy(&code);
    let name = known.map_or(letters.as_ref(), |&(_, name, _)| name);
    // µTorrent may write them in lower case, with the same meaning.
    Some(Client::new(name, style.version(version.map(|character| character.to_ascii_uppercase()))))
}

impl Style {
    fn version(self, [a, b, c, d]: [u8; 4]) -> String {
        match self {
            Style::Dotted if d.is_ascii_alphabetic() => dotted(&[a, b, c]),
            Style::Dotted => dotted(&[a, b, c, d]),
            Style::Pairs => format!("{}.{}", pair(a, b), pair(c, d)),
            // 0.72, written as with `Pairs`.
            Style::Transmission if a == b'0' => Style::Pairs.version([a, b, c, d]),
            Style::Transmission if a < b'4' => {
                format!("{}.{}{}{}", char::from(a), char::from(b), char::from(c), mark(d))
            }
            Style::Transmission => {
                format!("{}.{}.{}{}", number(a), number(b), number(c), mark(d))
            }
        }
    }
}

/// Returns the suffix for Transmission's last character, which marks a build that is not a release.
fn mark(character: u8) -> &'static str {
    match character {
        b'B' | b'X' => "-beta",
        b'Z' => "-dev",
        _ => "",
    }
}

/// Joins at least two numbers with dots, without trailing zeros.
fn dotted(characters: &[u8]) -> String {
    let last = characters.iter().rposition(|&character| character != b'0').unwrap_or(0);
    let shown = characters.iter().take(last.max(1).saturating_add(1));
    shown.map(|&character| number(character).to_string()).collect::<Vec<_>>().join(".")
}

/// The value of one character: digits, capitals from 10, small letters from 36, as in Shadow's
/// style.
fn number(character: u8) -> u8 {
    let (first, value) = match character {
        b'A'..=b'Z' => (b'A', 10),
        b'a'..=b'z' => (b'a', 36),
        _ => (b'0', 0),
    };
    character.saturating_sub(first).saturating_add(value)
}

fn pair(tens: u8, units: u8) -> u32 {
    u32::from(number(tens)).saturating_mul(10).saturating_add(u32::from(number(units)))
}

/// A name, then numbers separated by dashes, as in `M4-20-8--` and `A2-1-37-0-`.
fn mainline(id: &[u8; 20]) -> Option<Client> {
    let (digits, name) =
        MAINLINE.iter().find_map(|(prefix, name)| Some((id.strip_prefix(*prefix)?, name)))?;
    let mut numbers = Vec::new();
    for part in digits.split(|&byte| byte == b'-').take(3) {
        let digits = !part.is_empty() && part.len() <= 3 && part.iter().all(u8::is_ascii_digit);
        numbers.push(if digits { core::str::from_utf8(part).ok()? } else { return None });
    }
    (numbers.len() == 3).then(|| Client::new(name, numbers.join(".")))
}

/// A style that only one program uses.
fn other(id: &[u8; 20], form: &[u8], name: &str, own: Own) -> Option<Client> {
    let mut version = Vec::new();
    for (&sign, &byte) in form.iter().zip(id) {
        match sign {
            b'#' if byte.is_ascii_alphanumeric() => version.push(byte),
            b'?' => version.push(byte),
            sign if sign == byte => {}
            _ => return None,
        }
    }
    let version = match own {
        Own::Text => text(id.get(form.len()..)?)?,
        own => own.version(&version)?,
    };
    Some(Client::new(name, version))
}

/// Reads digits and dots up to a `-`.
fn text(rest: &[u8]) -> Option<String> {
    let (version, _) = rest.split_at_checked(rest.iter().position(|&byte| byte == b'-')?)?;
    let is_version = version.iter().all(|&byte| byte == b'.' || byte.is_ascii_digit());
    let version = version.iter().copied().map(char::from).collect();
    (is_version && rest.first().is_some_and(u8::is_ascii_digit)).then_some(version)
}

impl Own {
    /// Builds the version from these characters or bytes.
    fn version(self, signs: &[u8]) -> Option<String> {
        let digits = signs.iter().all(u8::is_ascii_digit);
        Some(match (self, signs) {
            (Own::Bytes, &[major, minor]) => format!("{major}.{minor:02}"),
            (Own::Hundredths, &[a, b, c, d]) if digits => {
                format!("{}.{:02}", pair(a, b), pair(c, d))
            }
            (Own::Pairs, pairs) if digits => {
                let pairs = pairs.chunks_exact(2).filter_map(<[u8]>::first_chunk);
                let numbers = pairs.map(|&[tens, units]| pair(tens, units).to_string());
                numbers.collect::<Vec<_>>().join(".")
            }
            (Own::Dotted, &[a, b, c]) => format!("{}.{}.{}", number(a), number(b), number(c)),
            (Own::Build, build) if digits => build.iter().copied().map(char::from).collect(),
            (Own::Unsaid, _) => String::new(),
            _ => return None,
        })
    }
}

/// A letter, up to five version characters padded with `-`, then `---`.
fn shadow(id: &[u8; 20]) -> Option<Client> {
    let &[letter, ref version @ .., b'-', b'-', b'-'] = id.first_chunk::<9>()? else {
        return None;
    };
    let (_, name) = SHADOW.iter().find(|(known, _)| *known == letter)?;
    let length = version.iter().position(|&byte| byte == b'-').unwrap_or(version.len());
    let (numbers, padding) = version.split_at_checked(length)?;
    let fits = numbers.iter().all(u8::is_ascii_alphanumeric) && padding.iter().all(|&b| b == b'-');
    (fits && numbers.len() >= 2).then(|| Client::new(name, dotted(numbers)))
}
