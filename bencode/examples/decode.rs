//! Converts bencode, or a hexdump of it, from standard input or files to readable JSON.

use std::fs;
use std::io::{self, Read, Write};
use std::process::ExitCode;

use bencode::hex;
use bencode::{Document, Progress, Quirk, Rules, Scanner};

const HELP: &str = "\
Shows bencode as JSON.

usage: decode [--strict] [--raw | --hex] [--compact] [FILE ...]

Reads standard input where no file is named, or for -. What begins with a bencoded value is taken
as it is, anything else as a hexdump (of hexdump, xxd, od, tcpdump -X, or plain digits) or as a byte
string of source code (b\"d8:\\x00\", [100, 56], { 0x64, 0x38 }); what may be either is refused.

  --raw       the input is bencode, whatever it looks like
  --hex       the input is a hexdump, whatever it looks like
  --strict    refuse what is not canonical, instead of reporting it
  --compact   JSON on one line
  --help      this text

Byte strings that are not text, or have control characters, are shown as {\"$hex\":\"…\"}. Exit status:
0, 1 for bad input, 2 for bad usage.
";

/// How the input is interpreted.
#[derive(Clone, Copy, PartialEq)]
enum Form {
    Raw,
    Hex,
    Whatever,
}

struct Options {
    form: Form,
    rules: Rules,
    compact: bool,
    files: Vec<String>,
}

fn main() -> ExitCode {
    let options = match options(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(wrong) => {
            eprintln!("decode: {wrong}; see --help");
            return ExitCode::from(2);
        }
    };
    let mut code = ExitCode::SUCCESS;
    for file in &options.files {
        if let Err(problem) = read(file).and_then(|input| show(&input, &options)) {
            eprintln!("decode: {file}: {problem}");
            code = ExitCode::FAILURE;
        }
    }
    code
}

fn options(arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let mut options =
        Options { form: Form::Whatever, rules: Rules::TOLERANT, compact: false, files: vec![] };
    for argument in arguments {
        match argument.as_str() {
            "--raw" => options.form = Form::Raw,
            "--hex" => options.form = Form::Hex,
            "--strict" => options.rules = Rules::STRICT,
            "--compact" => options.compact = true,
            "--help" | "-h" => return Ok(None),
            flag if flag.len() > 1 && flag.starts_with('-') => {
                return Err(format!("unknown option {flag}"));
            }
            _ => options.files.push(argument),
        }
    }
    if options.files.is_empty() {
        options.files.push("-".into());
    }
    Ok(Some(options))
}

fn read(file: &str) -> Result<Vec<u8>, String> {
    if file != "-" {
        return fs::read(file).map_err(|problem| problem.to_string());
    }
    let mut input = Vec::new();
    io::stdin().lock().read_to_end(&mut input).map_err(|problem| problem.to_string())?;
    Ok(input)
}

/// Prints the value on standard output, and its quirks on standard error.
fn show(input: &[u8], options: &Options) -> Result<(), String> {
    let undumped = bytes(input, options.form)?;
    let bytes = undumped.as_deref().unwrap_or(input);
    // A document is parsed and printed without recursion: no depth is too deep.
    let rules = options.rules.max_depth(usize::MAX);
    let document = Document::parse_with(bytes, rules)
        .map_err(|error| format!("{error}\n{}", error.excerpt(bytes)))?;
    // A closed pipe, as with `| head`, is not an error.
    let mut out = io::stdout().lock();
    let _ =
        if options.compact { writeln!(out, "{document}") } else { writeln!(out, "{document:#}") };
    for deviation in &document.quirks() {
        eprintln!("decode: {deviation}");
    }
    Ok(())
}

/// The bytes that a hexdump shows; `None` if the input is not one.
fn bytes(input: &[u8], form: Form) -> Result<Option<Vec<u8>>, String> {
    let dump = || hex::decode(input).map_err(|error| error.to_string());
    match form {
        Form::Raw => Ok(None),
        Form::Hex => dump().map(Some),
        Form::Whatever if is_value(input) => match dump() {
            // `64:38:…` may be a byte string or pairs of digits.
            Ok(bytes) if is_value(&bytes) => {
                Err("either bencode or a hexdump of it; say which by --raw or --hex".into())
            }
            _ => Ok(None),
        },
        Form::Whatever => match dump() {
            Ok(bytes) if !bytes.is_empty() => Ok(Some(bytes)),
            Err(error) if begins_like_a_dump(input) => Err(error),
            _ => Ok(None),
        },
    }
}

/// Whether the input begins with a bencoded value.
fn is_value(input: &[u8]) -> bool {
    // `00000000:` begins a dump of xxd, not an empty string.
    let rules = Rules::TOLERANT.max_depth(usize::MAX).refuse(Quirk::LeadingZeroLength);
    matches!(Scanner::with_rules(rules).scan(input), Ok(Progress::Frame(_)))
}

/// Whether four hexadecimal digits come first: no dictionary or list that is cut short has them.
fn begins_like_a_dump(input: &[u8]) -> bool {
    let start: Vec<u8> =
        input.iter().filter(|b| !b.is_ascii_whitespace()).take(4).copied().collect();
    start.len() == 4 && start.iter().all(u8::is_ascii_hexdigit)
}
