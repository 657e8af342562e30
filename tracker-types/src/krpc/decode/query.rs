//! What a query asks: its method and the arguments that belong to it.

use bencode::ByteStr;

use super::{Fault, Judge, borrowed, item, out_of_range};
use crate::error::ErrorKind;
use crate::id::InfoHash;
use crate::krpc::fields::{Contents, Fields, keys};
use crate::krpc::fixed::Given;
use crate::krpc::message::Body;
use crate::krpc::node_id::NodeId;
use crate::krpc::query::{Method, Query};
use crate::quirk::Quirk;

/// The methods that are known, each with the keys of its arguments.
#[derive(Clone, Copy)]
enum Known {
    Ping,
    FindNode,
    GetPeers,
    Announce,
    Get,
    Put,
    Sample,
    Unknown,
}

impl Known {
    #[inline]
    fn named(name: &[u8], contents: &Contents<'_>) -> (Known, u64) {
        match name {
            b"ping" => (Known::Ping, keys::PING),
            b"find_node" => (Known::FindNode, keys::FIND_NODE),
            b"get_peers" => (Known::GetPeers, keys::GET_PEERS),
            b"announce_peer" => (Known::Announce, keys::ANNOUNCE_PEER),
            b"get" => (Known::Get, keys::GET),
            b"put" => (Known::Put, keys::PUT),
            b"sample_infohashes" => (Known::Sample, keys::SAMPLE),
            _ => (Known::Unknown, unknown_keys(contents)),
        }
    }
}

impl Judge {
    #[inline(always)]
    pub(super) fn query<'a>(
        &mut self,
        fields: &mut Fields<'a>,
        body: &mut Body<'a>,
    ) -> Result<(), Fault> {
        let name = fields.method.ok_or(Fault::missing("q"))?;
        let contents = &mut fields.contents;
        contents.choose_arguments();
        if contents.arguments.is_none() {
            return Err(Fault::missing("a"));
        }
        let id = required(contents.id, "a.id")?;
        let (known, used) = Known::named(name, contents);
        self.unused(contents.seen, used);
        *body = Body::Query(Query { id, method: self.method(known, name, contents)? });
        Ok(())
    }

    /// The method with its arguments.
    #[inline(always)]
    fn method<'a>(
        &mut self,
        known: Known,
        name: &'a [u8],
        contents: &Contents<'a>,
    ) -> Result<Method<'a>, Fault> {
        let want = contents.want;
        let target = || required(contents.target, "a.target");
        let info_hash = || required(contents.info_hash, "a.info_hash").map(InfoHash::from);
        Ok(match known {
            Known::Ping => Method::Ping,
            Known::FindNode => Method::FindNode { target: target()?, want },
            Known::GetPeers => {
                let (no_seed, scrape) = (contents.no_seed, contents.scrape);
                Method::GetPeers { info_hash: info_hash()?, want, no_seed, scrape }
            }
            Known::Announce => self.announce(info_hash()?, contents)?,
            Known::Get => Method::Get { target: target()?, seq: contents.seq, want },
            Known::Put => self.put(contents),
            Known::Sample => Method::SampleInfohashes { target: target()?, want },
            Known::Unknown => self.unknown(name, contents),
        })
    }

    #[inline]
    fn announce<'a>(
        &mut self,
        info_hash: InfoHash,
        contents: &Contents<'a>,
    ) -> Result<Method<'a>, Fault> {
        Ok(Method::AnnouncePeer {
            info_hash,
            port: self.port(contents.port, contents.implied_port)?,
            implied_port: contents.implied_port,
            seed: contents.seed,
            token: borrowed(contents.token),
            name: contents.name.map(ByteStr::borrowed),
        })
    }

    /// The port of an announce, which need be none if another one counts.
    fn port(&mut self, port: Option<i64>, is_implied: bool) -> Result<u16, Fault> {
        let fault = |kind| Fault { kind, place: "a.port" };
        match port {
            None if is_implied => Ok(0),
            None => Err(Fault::missing("a.port")),
            Some(0) => {
                self.notes.report(Quirk::PortZero);
                Ok(0)
            }
            Some(port) => match u16::try_from(port) {
                Ok(port) => Ok(port),
                Err(_) if is_implied => {
                    self.notes.report(out_of_range(port));
                    Ok(0)
                }
                Err(_) if port < 0 => Err(fault(ErrorKind::InvalidNumber)),
                Err(_) => Err(fault(ErrorKind::OutOfRange { max: u16::MAX.into() })),
            },
        }
    }

    #[inline(never)]
    fn put<'a>(&mut self, contents: &Contents<'a>) -> Method<'a> {
        let item = item(contents, contents.seen & keys::PROOF != 0);
        if item.is_none() {
            self.notes.report(Quirk::IncompleteItem);
        }
        let (token, salt) = (borrowed(contents.token), borrowed(contents.salt));
        Method::Put { token, item, salt, cas: contents.cas }
    }

    /// A method that nobody knows, and its target by one of two keys.
    #[inline(never)]
    fn unknown<'a>(&mut self, name: &'a [u8], contents: &Contents<'a>) -> Method<'a> {
        let target = match contents.target {
            Given::Nothing => contents.info_hash,
            target => target,
        };
        let target = self.id(target);
        Method::Unknown { name: ByteStr::borrowed(name), target }
    }
}

/// The keys of a method that nobody knows: its target has one of two.
#[cold]
fn unknown_keys(contents: &Contents<'_>) -> u64 {
    match (contents.target, contents.info_hash) {
        (Given::Nothing, Given::Id(_) | Given::Other(_)) => keys::INFO_HASH,
        _ => keys::TARGET,
    }
}

/// An id that a query cannot do without.
#[inline]
fn required(id: Given<'_>, place: &'static str) -> Result<NodeId, Fault> {
    match id {
        Given::Id(id) => Ok(NodeId(*id)),
        Given::Nothing => Err(Fault::missing(place)),
        Given::Other(found) => {
            Err(Fault { kind: ErrorKind::WrongLength { expected: 20, found }, place })
        }
    }
}
