//! A small HTTP tracker in memory: announce and scrape, for real clients.

mod server;

use std::net::{SocketAddr, TcpListener, ToSocketAddrs};
use std::process::ExitCode;
use std::thread;
use std::time::Duration;

use server::framing::RequestLine;
use server::{Service, Settings, Tracker};

const HELP: &str = "\
A BitTorrent tracker: announce and scrape over HTTP, in memory.

usage: tracker [OPTION ...] [ADDRESS ...]

Listens on 127.0.0.1:6969 where no ADDRESS is given; [::]:6969 is IPv6 and IPv4, port 0 any free
port. Any torrent is welcome. Peers that miss two intervals are dropped.

  --interval SECONDS   when clients are to come again (1800)
  --numwant NUMBER     how many peers a client gets that does not say (50)
  --dictionaries       peers as dictionaries for clients that do not say, instead of packed
  --quiet              no line for each request
  --help               this text

Exit status: 1 if an address cannot be listened on, 2 for bad usage.
";

/// Clients served at the same moment, for each address.
const THREADS: usize = 32;

struct Options {
    settings: Settings,
    quiet: bool,
    addresses: Vec<SocketAddr>,
}

fn main() -> ExitCode {
    let options = match options(std::env::args().skip(1)) {
        Ok(Some(options)) => options,
        Ok(None) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(wrong) => {
            eprintln!("tracker: {wrong}; see --help");
            return ExitCode::from(2);
        }
    };
    match serve(&options) {
        Ok(()) => loop {
            thread::park();
        },
        Err(problem) => {
            eprintln!("tracker: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let mut options = Options { settings: Settings::default(), quiet: false, addresses: vec![] };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--interval" => {
                let seconds: u32 = number("--interval", arguments.next())?;
                options.settings.interval = Duration::from_secs(seconds.max(1).into());
            }
            "--numwant" => options.settings.numwant = number("--numwant", arguments.next())?,
            "--dictionaries" => options.settings.dictionaries = true,
            "--quiet" => options.quiet = true,
            "--help" | "-h" => return Ok(None),
            flag if flag.starts_with('-') => return Err(format!("unknown option {flag}")),
            address => {
                let wrong = |problem| format!("{address}: not an address with a port: {problem}");
                options.addresses.extend(address.to_socket_addrs().map_err(wrong)?);
            }
        }
    }
    if options.addresses.is_empty() {
        options.addresses.push(([127, 0, 0, 1], 6969).into());
    }
    Ok(Some(options))
}

fn number<T: std::str::FromStr>(option: &str, value: Option<String>) -> Result<T, String> {
    let value = value.ok_or_else(|| format!("{option}: a number is missing"))?;
    value.parse().map_err(|_| format!("{option} {value}: not a number, or too large"))
}

fn serve(options: &Options) -> Result<(), String> {
    let mut service = Service::new(Tracker::new(options.settings));
    service.log = (!options.quiet).then_some(log);
    for address in &options.addresses {
        let started = TcpListener::bind(address).and_then(|listener| {
            service.start(&listener, THREADS)?;
            listener.local_addr()
        });
        let bound = started.map_err(|problem| format!("{address}: {problem}"))?;
        println!("http://{bound}/announce");
    }
    Ok(())
}

/// Here the `ip` that a client claims can be seen, which is all that becomes of it.
fn log(client: SocketAddr, line: &RequestLine, length: usize) {
    eprintln!("{client} {} {} -> {length} bytes", line.method, line.target.escape_ascii());
}
