//! A text and its lines: where they begin, and which parts are data.

use super::error::{Fault, HexErrorKind};

/// The unread rest of a line or a text, and the offset in the whole text at which it begins.
#[derive(Clone, Copy)]
pub(super) struct Rest<'a> {
    pub(super) text: &'a [u8],
    pub(super) at: usize,
}

impl<'a> Rest<'a> {
    pub(super) fn advance(&mut self, count: usize) -> &'a [u8] {
        let (front, rest) = self.text.split_at_checked(count).unwrap_or((self.text, &[]));
        *self = Rest { text: rest, at: self.at.saturating_add(front.len()) };
        front
    }

    pub(super) fn take_while(&mut self, wanted: fn(u8) -> bool) -> &'a [u8] {
        self.advance(self.count(wanted))
    }

    pub(super) fn count(&self, wanted: fn(u8) -> bool) -> usize {
        self.text.iter().take_while(|&&byte| wanted(byte)).count()
    }

    pub(super) fn is_comment(&self) -> bool {
        matches!(self.text, [b'#' | b';', ..] | [b'/', b'/', ..])
    }

    /// Whether nothing more follows except a comment.
    pub(super) fn is_over(&self) -> bool {
        self.text.is_empty() || self.is_comment()
    }

    /// Whether the text column of `hexdump -C` or `od -tx1z` opens here.
    pub(super) fn is_text(&self) -> bool {
        matches!(self.text, [b'|' | b'>', ..])
    }

    /// Returns the error for a single digit here, where a byte needs two.
    pub(super) fn half(&self) -> Fault {
        Fault { kind: HexErrorKind::OddDigits, at: self.at }
    }

    pub(super) fn unexpected(&self) -> Fault {
        let byte = self.text.first().copied().unwrap_or(b'\n');
        Fault { kind: HexErrorKind::UnexpectedByte(byte), at: self.at }
    }
}

pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\r')
}

pub(super) fn is_digit(byte: u8) -> bool {
    byte.is_ascii_hexdigit()
}

/// Skips white space, comments, and backslashes that join two lines.
pub(super) fn skip_space(text: &mut Rest<'_>) {
    loop {
        text.take_while(|byte| byte.is_ascii_whitespace());
        match text.text {
            [b'/', b'/', ..] | [b'#', b' ', ..] => drop(text.take_while(|byte| byte != b'\n')),
            [b'/', b'*', rest @ ..] => {
                let end = rest.windows(2).position(|pair| pair == b"*/");
                text.advance(end.map_or(text.text.len(), |end| end.saturating_add(4)));
            }
            [b'\\'] | [b'\\', b'\n', ..] => drop(text.advance(2)),
            [b'\\', b'\r', b'\n', ..] => drop(text.advance(3)),
            _ => return,
        }
    }
}

/// The lines of `text` without the blanks at both ends.
pub(super) fn lines(text: &[u8]) -> impl Iterator<Item = Rest<'_>> {
    // Windows editors write a byte order mark first.
    let mark = "\u{feff}".as_bytes();
    let mut rest = Rest { text, at: 0 };
    rest.advance(if text.starts_with(mark) { mark.len() } else { 0 });
    let mut over = false;
    core::iter::from_fn(move || {
        let at = rest.at;
        let mut line = Rest { text: rest.take_while(|byte| byte != b'\n'), at };
        let ended = core::mem::replace(&mut over, rest.text.is_empty());
        rest.advance(1);
        line.take_while(is_blank);
        line.text = line.text.trim_ascii_end();
        (!ended).then_some(line)
    })
}

/// Whether a line is not data: blank, a comment, a code fence, a shell prompt, or a header of `tcpdump`.
pub(super) fn is_noise(line: Rest<'_>) -> bool {
    let comment = line.text.starts_with(b"/*") && line.text.ends_with(b"*/");
    line.is_over()
        || comment
        || line.text.starts_with(b"```")
        || is_prompt(line.text)
        || is_packet_header(line.text)
}

/// Whether it is a shell prompt: `$ curl …`, `% xxd …`, `user@host:~$ …`.
fn is_prompt(line: &[u8]) -> bool {
    let word = line.split(|&byte| byte == b' ').next().unwrap_or_default();
    match word {
        b"$" | b"%" => true,
        [user @ .., b'$' | b'%' | b'#'] => {
            let plain = |&byte: &u8| byte.is_ascii_alphanumeric() || b"@._-:~/".contains(&byte);
            user.contains(&b'@') && user.iter().all(plain)
        }
        _ => false,
    }
}

/// Whether it begins with a time of day, or with `IP` if there is none.
fn is_packet_header(line: &[u8]) -> bool {
    let clock = |(&seen, &shape): (&u8, &u8)| {
        if shape == b'0' { seen.is_ascii_digit() } else { seen == shape }
    };
    let shape = b"00:00:00.";
    line.starts_with(b"IP ")
        || line.starts_with(b"IP6 ")
        || line.get(..shape.len()).is_some_and(|start| start.iter().zip(shape).all(clock))
}
