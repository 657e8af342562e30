//! As much of HTTP as a tracker needs: the head of a request in, a whole response out.

use std::io::{self, BufRead, Read, Write};
use std::str;

/// What a request may have in front of its body; the longest announce in the wild has 1 KiB.
pub const LONGEST_HEAD: usize = 16 * 1024;

/// The first line of a request (RFC 9112, section 3), and what its headers say of the connection:
/// trackers need no other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestLine {
    pub method: String,
    /// Path and query, as they came: raw bytes happen.
    pub target: Vec<u8>,
    /// Whether the client may ask again over this connection.
    pub keep_alive: bool,
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

/// Reads up to the empty line that ends a request's head, and takes its first line apart. What
/// comes behind is left for the next request.
pub fn read_request(connection: &mut impl BufRead) -> Result<RequestLine, Bad> {
    let head = read_head(connection)?;
    let mut lines = head.split(|&byte| byte == b'\n').map(<[u8]>::trim_ascii_end);
    let mut line = request_line(lines.next().unwrap_or_default()).ok_or(Bad::NotHttp)?;
    line.keep_alive = line.keep_alive && !lines.any(ends_connection);
    Ok(line)
}

fn read_head(connection: &mut impl BufRead) -> Result<Vec<u8>, Bad> {
    let mut head = Vec::new();
    let mut connection = connection.take(LONGEST_HEAD as u64);
    loop {
        let start = head.len();
        connection.read_until(b'\n', &mut head).map_err(|_| Bad::Gone)?;
        match head.get(start..) {
            Some(b"\n" | b"\r\n") => return Ok(head),
            Some([.., b'\n']) => {}
            _ if connection.limit() == 0 => return Err(Bad::TooLong),
            _ => return Err(Bad::Gone),
        }
    }
}

/// Whether a header says that this is the last request, or that it has a body, which no request to
/// a tracker has and which is not read.
fn ends_connection(header: &[u8]) -> bool {
    let colon = header.iter().position(|&byte| byte == b':').unwrap_or(header.len());
    let (name, value) = header.split_at(colon);
    let is = |known: &str| name.eq_ignore_ascii_case(known.as_bytes());
    let closes = |option: &[u8]| option.trim_ascii().eq_ignore_ascii_case(b"close");
    is("Content-Length")
        || is("Transfer-Encoding")
        || is("Connection") && value.split(|byte| b":,".contains(byte)).any(closes)
}

/// Method, target and version; the target may hold spaces, as some clients' do.
fn request_line(line: &[u8]) -> Option<RequestLine> {
    let first = line.iter().position(|&byte| byte == b' ')?;
    let last = line.iter().rposition(|&byte| byte == b' ').filter(|&last| last > first)?;
    let version = line.get(last..)?;
    let method = str::from_utf8(line.get(..first)?).ok()?;
    let target = line.get(first..last)?.strip_prefix(b" ")?;
    let known = version.starts_with(b" HTTP/1.") && !target.is_empty();
    // What is older closes by itself.
    let keep_alive = version == b" HTTP/1.1";
    known.then(|| RequestLine { method: method.into(), target: target.into(), keep_alive })
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

/// Writes a response, which says whether the client may ask again.
pub fn write_response(
    out: &mut impl Write,
    status: Status,
    body: &[u8],
    keep_alive: bool,
) -> io::Result<()> {
    let head = format!(
        "HTTP/1.1 {}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\n{}\r\n",
        status.text(),
        body.len(),
        if keep_alive { "" } else { "Connection: close\r\n" },
    );
    let mut response = head.into_bytes();
    response.extend_from_slice(body);
    out.write_all(&response)?;
    out.flush()
}
