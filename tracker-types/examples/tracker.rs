//! A small tracker in memory: announce and scrape, for real clients.

mod server;

use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;
use std::time::Duration;

use server::{Limits, Server, Settings, Tracker};

const HELP: &str = "\
A BitTorrent tracker: announce and scrape over HTTP, UDP and WebSocket, in memory.

usage: tracker [OPTION ...] [ADDRESS ...]

Listens on 127.0.0.1:6969 if no ADDRESS is given; [::]:6969 is IPv6 and IPv4, port 0 any free port.
Accepts any torrent. Drops peers that miss two intervals.

  --interval SECONDS   time between the announces of a client (1800)
  --numwant NUMBER     peers for a client that does not say how many it wants (50)
  --memory MIB         memory for torrents and peers; when it is full, new ones are refused (256). A
                       peer takes some 75 bytes, one that is alone in its torrent some 600
  --connections NUMBER connections from one address at the same time (100)
  --dictionaries       send dictionaries instead of packed peers to clients that do not say `compact`
  --quiet              do not log each request
  --help               this text

On an interrupt, answers what has been asked and ends. Exit status: 1 if it cannot listen on an
address, 2 for bad usage.
";

struct Options {
    settings: Settings,
    limits: Limits,
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
    if !options.quiet {
        tracing_subscriber::fmt().with_writer(std::io::stderr).with_target(false).init();
    }
    match serve(&options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("tracker: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn options(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let mut options = Options {
        settings: Settings::default(),
        limits: Limits::default(),
        quiet: false,
        addresses: vec![],
    };
    while let Some(argument) = arguments.next() {
        match argument.as_str() {
            "--interval" => {
                let seconds: u32 = number("--interval", arguments.next())?;
                options.settings.interval = Duration::from_secs(seconds.max(1).into());
            }
            "--numwant" => options.settings.numwant = number("--numwant", arguments.next())?,
            "--memory" => {
                let mebibytes: u32 = number("--memory", arguments.next())?;
                let mebibytes = usize::try_from(mebibytes).unwrap_or(usize::MAX);
                options.settings.memory = mebibytes.saturating_mul(1 << 20);
            }
            "--connections" => {
                options.limits.per_address = number("--connections", arguments.next())?;
            }
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

#[tokio::main]
async fn serve(options: &Options) -> Result<(), String> {
    let mut server = Server::new(Tracker::new(options.settings), options.limits);
    for address in &options.addresses {
        let bound = server.bind(*address).await;
        let bound = bound.map_err(|problem| format!("{address}: {problem}"))?;
        println!("http://{bound}/announce udp://{bound} ws://{bound}");
    }
    server.run(interrupted()).await;
    Ok(())
}

async fn interrupted() {
    if tokio::signal::ctrl_c().await.is_err() {
        // Without a handler, only a signal that kills the process ends it.
        std::future::pending::<()>().await;
    }
}
