//! The command line.

use std::str::FromStr;

use tracker_types::{Event, InfoHash, PeerId};

pub const HELP: &str = "\
Announces a torrent to a BitTorrent tracker and shows the reply.

usage: announce [OPTION ...] [TARGET]

Without arguments: starts a tracker on a loopback port, announces to it, shows the reply, and leaves;
with --wires also over UDP and WebSocket.
TARGET is an announce URL (http, https, udp, ws, wss), a .torrent file or a magnet link. Trackers are
asked one after the other until one accepts, over IPv4 and over IPv6 if it has both. At the end the
client sends `stopped`.

  --info-hash HASH   the torrent to ask a URL for, in hex or base32
                     (d1101a2b9d202811a05e8c57c557a20bf974dc8a)
  --peer-id ID       20 characters or 40 hex digits (random)
  --port PORT        the port that this client claims to listen on (12345)
  --left BYTES       how much is still to be downloaded (a torrent's size; 0 for a URL)
  --numwant NUMBER   how many peers are wanted
  --event EVENT      started, completed, stopped or paused
  --connection-id ID the first connection id over UDP, a number, which the tracker replaces if it has
                     expired (default: ask the tracker for one)
  --dictionaries     ask for peers as dictionaries (compact=0)
  --compact          ask for packed peers (compact=1)
  --scrape           ask for the torrent's numbers instead of announcing
  --json             one line of JSON for each tracker asked, with the quirks of its answer
  --hex              show the reply as a hexdump as well
  --stay             do not leave at the end
  --watch            announce again after each interval, until interrupted
  --help             this text

Answers go to standard output, everything else to standard error. Exit status: 0 if a tracker
accepted, 1 if none did, 2 for bad usage.
";

/// What the command line asks for.
pub enum Command {
    Help,
    Demo,
    Wires,
    Announce(Box<Errand>),
}

/// An announce to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is a switch of the command line")]
pub struct Errand {
    pub target: String,
    pub info_hash: Option<InfoHash>,
    pub peer_id: Option<PeerId>,
    pub port: Option<u16>,
    pub left: Option<u64>,
    pub numwant: Option<u32>,
    pub event: Option<Event>,
    pub connection_id: Option<u64>,
    pub compact: Option<bool>,
    pub scrape: bool,
    pub json: bool,
    pub hex: bool,
    pub stay: bool,
    pub watch: bool,
}

impl Command {
    /// Reads the arguments, without the program's name.
    pub fn parse(mut arguments: impl Iterator<Item = String>) -> Result<Command, String> {
        let mut errand = Errand::default();
        let mut any = false;
        let mut wires = false;
        while let Some(argument) = arguments.next() {
            any = true;
            match argument.as_str() {
                "--help" | "-h" => return Ok(Command::Help),
                "--wires" => wires = true,
                option if option.starts_with('-') => errand.option(option, &mut arguments)?,
                _ if errand.target.is_empty() => errand.target = argument,
                _ => return Err(format!("one target, not another: {argument}")),
            }
        }
        match (any, errand.target.is_empty()) {
            (false, _) => Ok(Command::Demo),
            (true, _) if wires && errand == Errand::default() => Ok(Command::Wires),
            (true, _) if wires => Err("--wires stands alone".into()),
            (true, true) => {
                Err("an announce URL, a .torrent file or a magnet link is missing".into())
            }
            (true, false) => Ok(Command::Announce(Box::new(errand))),
        }
    }
}

impl Errand {
    fn option(
        &mut self,
        option: &str,
        rest: &mut impl Iterator<Item = String>,
    ) -> Result<(), String> {
        match option {
            "--info-hash" => self.info_hash = Some(value(option, rest)?),
            "--peer-id" => self.peer_id = Some(value(option, rest)?),
            "--port" => self.port = Some(number(option, rest)?),
            "--left" => self.left = Some(number(option, rest)?),
            "--numwant" => self.numwant = Some(number(option, rest)?),
            "--event" => {
                let name: String = value(option, rest)?;
                let wrong = || format!("--event {name}: not started, completed, stopped or paused");
                self.event = Some(Event::from_http_name(&name).ok_or_else(wrong)?);
            }
            "--connection-id" => self.connection_id = Some(number(option, rest)?),
            "--dictionaries" => self.compact = Some(false),
            "--compact" => self.compact = Some(true),
            "--scrape" => self.scrape = true,
            "--json" => self.json = true,
            "--hex" => self.hex = true,
            "--stay" => self.stay = true,
            "--watch" => self.watch = true,
            _ => return Err(format!("unknown option {option}")),
        }
        Ok(())
    }
}

/// Parses a number. The messages of std's errors are about Rust's types, so they are not shown.
fn number<T: FromStr>(option: &str, rest: &mut impl Iterator<Item = String>) -> Result<T, String> {
    let digits: String = value(option, rest)?;
    digits.parse().map_err(|_| format!("{option} {digits}: not a number, or too large"))
}

fn value<T: FromStr>(option: &str, rest: &mut impl Iterator<Item = String>) -> Result<T, String>
where
    T::Err: std::fmt::Display,
{
    let value = rest.next().ok_or_else(|| format!("{option}: a value is missing"))?;
    value.parse().map_err(|problem| format!("{option} {value}: {problem}"))
}
