//! As much of HTTP as a tracker needs: the head of a request in, a whole response out.

use std::io::{self, Read, Write};
use std::str;

/// What a request may have in front of its body; the longest announce in the wild has 1 KiB.
pub const LONGEST_HEAD: usize = 16 * 1024;

/// The first line of a request (RFC 9112, section 3); trackers need no header.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestLine {
    pub method: String,
    /// Path and query, as they came: raw bytes happen.
    pub target: Vec<u8>,
}

/// Why there is no request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bad {
    /// The connection closed, broke or was silent for too long.
    Gone,
    /// More than [`LONGEST_HEAD`].
    TooLong,
    /// Not HTTP/1.
    NotHttp,
}

/// Reads up to the empty line that ends a request's head, and takes its first line apart.
pub fn read_request(connection: &mut impl Read) -> Result<RequestLine, Bad> {
    let head = read_head(connection)?;
    let line = head.split(|&byte| byte == b'\n').next().unwrap_or_default();
    request_line(line.strip_suffix(b"\r").unwrap_or(line)).ok_or(Bad::NotHttp)
}

fn read_head(connection: &mut impl Read) -> Result<Vec<u8>, Bad> {
    let mut head = Vec::new();
    let mut piece = [0; 2048];
    loop {
        let got = connection.read(&mut piece).map_err(|_| Bad::Gone)?;
        let seen = head.len();
        head.extend_from_slice(piece.get(..got).unwrap_or_default());
        if ends(&head, seen) {
            return Ok(head);
        }
        if head.len() > LONGEST_HEAD {
            return Err(Bad::TooLong);
        }
        if got == 0 {
            return Err(Bad::Gone);
        }
    }
}

/// Whether there is an empty line, which cannot lie whole in what was `seen` before.
fn ends(head: &[u8], seen: usize) -> bool {
    let fresh = head.get(seen.saturating_sub(3)..).unwrap_or_default();
    let has = |end: &[u8]| fresh.windows(end.len()).any(|window| window == end);
    has(b"\r\n\r\n") || has(b"\n\n")
}

/// Method, target and version; the target may hold spaces, as some clients' do.
fn request_line(line: &[u8]) -> Option<RequestLine> {
    let first = line.iter().position(|&byte| byte == b' ')?;
    let last = line.iter().rposition(|&byte| byte == b' ').filter(|&last| last > first)?;
    let version = line.get(last..)?;
    let method = str::from_utf8(line.get(..first)?).ok()?;
    let target = line.get(first..last)?.strip_prefix(b" ")?;
    let known = version.starts_with(b" HTTP/1.") && !target.is_empty();
    known.then(|| RequestLine { method: method.into(), target: target.into() })
}

/// How a request ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// Also for failures: clients look for those in the body.
    Ok,
    BadRequest,
    NotFound,
    MethodNotAllowed,
    TooLong,
}

impl Status {
    const fn text(self) -> &'static str {
        match self {
            Status::Ok => "200 OK",
            Status::BadRequest => "400 Bad Request",
            Status::NotFound => "404 Not Found",
            Status::MethodNotAllowed => "405 Method Not Allowed",
            Status::TooLong => "431 Request Header Fields Too Large",
        }
    }
}

/// Writes a response after which the connection is closed: clients come back in half an hour.
pub fn write_response(out: &mut impl Write, status: Status, body: &[u8]) -> io::Result<()> {
    let head = format!(
        "HTTP/1.1 {}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        status.text(),
        body.len(),
    );
    let mut response = head.into_bytes();
    response.extend_from_slice(body);
    out.write_all(&response)?;
    out.flush()
}
