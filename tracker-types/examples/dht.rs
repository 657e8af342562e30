//! A small DHT node: finds peers without a tracker, and stores items.

mod node;

use std::net::{SocketAddr, ToSocketAddrs};
use std::process::ExitCode;

use bencode::{Document, RawValue};
use tracker_types::krpc::NodeId;
use tracker_types::{InfoHash, MagnetLink};

use node::{Found, Node};

const HELP: &str = "\
A node of BitTorrent's DHT.

usage: dht [OPTION ...] [TORRENT]

Without arguments: starts five nodes on loopback ports, which find each other, a peer and an item.
TORRENT is an info-hash or a magnet link; the node looks for its peers.

  --entry HOST:PORT    a node to join through; may be repeated (router.bittorrent.com:6881,
                       dht.libtorrent.org:25401)
  --listen ADDRESS     where to listen (0.0.0.0:0)
  --announce PORT      tell the nodes near TORRENT that we have it and listen on PORT
  --put TEXT           store a text
  --get HASH           read an immutable item
  --stay               answer other nodes until interrupted; without it the node is read-only
  --help               this text

Exit status: 0 if something was found or stored, 1 if not, 2 for bad usage.
";

const ENTRIES: [&str; 2] = ["router.bittorrent.com:6881", "dht.libtorrent.org:25401"];

/// The options of the command line.
#[derive(Default)]
struct Options {
    torrents: Vec<InfoHash>,
    entries: Vec<String>,
    listen: Option<SocketAddr>,
    announce: Option<u16>,
    put: Option<String>,
    get: Option<NodeId>,
    stay: bool,
    help: bool,
}

fn main() -> ExitCode {
    let done = match options(std::env::args().skip(1)) {
        Ok(None) => story(),
        Ok(Some(options)) if options.help => {
            print!("{HELP}");
            Ok(true)
        }
        Ok(Some(options)) => run(&options),
        Err(wrong) => {
            eprintln!("dht: {}; see --help", wrong.escape_debug());
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(problem) => {
            eprintln!("dht: {}", problem.to_string().escape_debug());
            ExitCode::FAILURE
        }
    }
}

/// Parses the arguments; `None` if there are none.
fn options(mut arguments: impl Iterator<Item = String>) -> Result<Option<Options>, String> {
    let (mut options, mut any) = (Options::default(), false);
    while let Some(argument) = arguments.next() {
        any = true;
        let mut value =
            || arguments.next().ok_or_else(|| format!("{argument}: a value is missing"));
        match argument.as_str() {
            "--help" | "-h" => options.help = true,
            "--stay" => options.stay = true,
            "--entry" => options.entries.push(value()?),
            "--listen" => options.listen = Some(parse(&value()?)?),
            "--announce" => options.announce = Some(parse(&value()?)?),
            "--put" => options.put = Some(value()?),
            "--get" => options.get = Some(parse(&value()?)?),
            link if link.starts_with("magnet:") => {
                let link: MagnetLink = parse(link)?;
                let hashes = link.info_hashes.ok_or("magnet link: no info-hash")?;
                options.torrents.extend(hashes.announced());
            }
            hash if !hash.starts_with('-') => options.torrents.push(parse(hash)?),
            _ => return Err(format!("unknown option {argument}")),
        }
    }
    Ok(any.then_some(options))
}

fn parse<T: std::str::FromStr<Err: std::fmt::Display>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|problem| format!("{text}: {problem}"))
}

#[tokio::main]
async fn story() -> std::io::Result<bool> {
    node::story(&mut std::io::stdout()).await.map(|()| true)
}

#[tokio::main]
async fn run(options: &Options) -> std::io::Result<bool> {
    let listen = options.listen.unwrap_or_else(|| ([0, 0, 0, 0], 0).into());
    let node = Node::start(node::random_id(), listen, !options.stay).await?;
    let entries = entries(options, listen);
    eprintln!("dht: listening at {}, joining by {entries:?}", node.address()?);
    let answered = node.join(&entries).await;
    eprintln!("dht: {answered} of {} answered, {} nodes known", entries.len(), node.known());

    let mut success = false;
    for torrent in &options.torrents {
        if let Some(port) = options.announce {
            let told = node.announce(*torrent, port).await;
            eprintln!("dht: {torrent} announced to {told} nodes");
            success |= told > 0;
        }
        let found = node.find_peers(*torrent).await;
        eprintln!("dht: {torrent}: {} peers, {} nodes asked", found.peers.len(), found.asked);
        found.peers.iter().for_each(|peer| println!("{peer}"));
        success |= !found.peers.is_empty();
    }
    if let Some(text) = &options.put {
        let value = bencode::to_vec(text).map_err(std::io::Error::other)?;
        let value = RawValue::new(value).map_err(std::io::Error::other)?;
        let (target, stored) = node.put(&value).await;
        eprintln!("dht: stored at {stored} nodes");
        println!("{target}");
        success |= stored > 0;
    }
    if let Some(target) = options.get {
        success |= show_item(&node.get(target).await);
    }
    if options.stay {
        eprintln!("dht: answering others");
        tokio::signal::ctrl_c().await?;
    }
    Ok(success)
}

/// The addresses to join through, of the family that we listen on.
fn entries(options: &Options, listen: SocketAddr) -> Vec<SocketAddr> {
    let given = options.entries.iter().map(String::as_str);
    let names: Vec<&str> = if given.len() > 0 { given.collect() } else { ENTRIES.into() };
    let of_family = |address: &SocketAddr| address.is_ipv4() == listen.is_ipv4();
    let mut entries = Vec::new();
    for name in names {
        match name.to_socket_addrs() {
            Ok(mut addresses) => entries.extend(addresses.find(of_family)),
            Err(problem) => eprintln!("dht: {}: {problem}", name.escape_debug()),
        }
    }
    entries
}

fn show_item(found: &Found) -> bool {
    let Some(value) = &found.value else {
        eprintln!("dht: not found, {} nodes asked", found.asked);
        return false;
    };
    // As JSON, which escapes control characters.
    let shown = Document::parse(value).map(|document| document.to_string());
    println!("{}", shown.unwrap_or_else(|error| error.to_string()));
    true
}
