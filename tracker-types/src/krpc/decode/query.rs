//! The method and arguments of a query.

use bencode::ByteStr;

use super::{Fault, Judge, borrowed, item, out_of_range};
use crate::error::ErrorKind;
use crate::id::InfoHash;
use crate::krpc::fields::{Contents, Fields, Rare, Source, keys};
use crate::krpc::fixed::{Given, Name};
use crate::krpc::message::Body;
use crate::krpc::node_id::NodeId;
use crate::krpc::query::{Method, Query};
use crate::quirk::Quirk;

impl<'a> Judge<'a> {
    #[inline(always)]
    pub(super) fn query(
        &mut self,
        fields: &mut Fields<'a>,
        body: &mut Body<'a>,
    ) -> Result<(), Fault> {
        let contents = &mut fields.contents;
        let is_there = contents.has(Source::Arguments, self.datagram);
        if matches!(fields.method, Name::Nothing) {
            return Err(Fault::missing("q"));
        }
        if !is_there {
            return Err(Fault::missing("a"));
        }
        let id = required(contents.id, "a.id")?;
        // Each arm fills in its own method: a common assignment would have to move the method.
        match fields.method {
            Name::Ping => {
                self.unused(contents.seen, keys::PING);
                *body = query(id, Method::Ping);
            }
            Name::FindNode => {
                self.unused(contents.seen, keys::FIND_NODE);
                let target = NodeId(*required(contents.target, "a.target")?);
                let want = contents.want;
                *body = query(id, Method::FindNode { target, want });
            }
            Name::GetPeers => {
                self.unused(contents.seen, keys::GET_PEERS);
                let info_hash = InfoHash(*required(contents.info_hash, "a.info_hash")?);
                let want = contents.want;
                let Rare { no_seed, scrape, .. } = *contents.rare;
                *body = query(id, Method::GetPeers { info_hash, want, no_seed, scrape });
            }
            _ => *body = query(id, self.other_method(fields.method, contents)?),
        }
        Ok(())
    }

    /// Reads a query of a method that is used less often.
    #[inline(never)]
    fn other_method(
        &mut self,
        name: Name<'a>,
        contents: &Contents<'a>,
    ) -> Result<Method<'a>, Fault> {
        self.unused(contents.seen, used(name, contents));
        let (seq, want) = (contents.rare.seq, contents.want);
        let target = || required(contents.target, "a.target").map(|id| NodeId(*id));
        Ok(match name {
            Name::AnnouncePeer => self.announce(contents)?,
            Name::Get => Method::Get { target: target()?, seq, want },
            Name::Put => self.put(contents),
            Name::SampleInfohashes => Method::SampleInfohashes { target: target()?, want },
            _ => self.unknown(name.as_bytes(), contents),
        })
    }

    fn announce(&mut self, contents: &Contents<'a>) -> Result<Method<'a>, Fault> {
        Ok(Method::AnnouncePeer {
            info_hash: InfoHash(*required(contents.info_hash, "a.info_hash")?),
            port: self.port(contents.port, contents.implied_port)?,
            implied_port: contents.implied_port,
            seed: contents.seed,
            token: borrowed(contents.token),
            name: contents.rare.name.map(ByteStr::borrowed),
        })
    }

    /// The port of an announce; with `implied_port` it may be missing or invalid.
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

    fn put(&mut self, contents: &Contents<'a>) -> Method<'a> {
        let item = item(&contents.rare, contents.seen & keys::PROOF != 0);
        if item.is_none() {
            self.notes.report(Quirk::IncompleteItem);
        }
        let (token, salt) = (borrowed(contents.token), borrowed(contents.rare.salt));
        Method::Put { token, item, salt, cas: contents.rare.cas }
    }

    /// Reads a query of an unknown method, whose target is under one of two keys.
    fn unknown(&mut self, name: &'a [u8], contents: &Contents<'a>) -> Method<'a> {
        let target = match contents.target {
            Given::Nothing => contents.info_hash,
            target => target,
        };
        let target = self.id(target);
        Method::Unknown { name: ByteStr::borrowed(name), target }
    }
}

#[inline]
fn query<'a>(id: &[u8; 20], method: Method<'a>) -> Body<'a> {
    Body::Query(Query { id: NodeId(*id), method })
}

/// The keys of the arguments of a method that is used less often.
fn used(name: Name<'_>, contents: &Contents<'_>) -> u64 {
    match name {
        Name::AnnouncePeer => keys::ANNOUNCE_PEER,
        Name::Get => keys::GET,
        Name::Put => keys::PUT,
        Name::SampleInfohashes => keys::SAMPLE,
        _ => unknown_keys(contents),
    }
}

/// The keys of an unknown method, whose target is under one of two keys.
#[cold]
fn unknown_keys(contents: &Contents<'_>) -> u64 {
    match (contents.target, contents.info_hash) {
        (Given::Nothing, Given::Id(_) | Given::Other(_)) => keys::INFO_HASH,
        _ => keys::TARGET,
    }
}

/// Reads an id that is required in a query.
#[inline]
fn required<'a>(id: Given<'a>, place: &'static str) -> Result<&'a [u8; 20], Fault> {
    match id {
        Given::Id(id) => Ok(id),
        Given::Nothing | Given::Other(_) => Err(not_an_id(id, place)),
    }
}

#[cold]
#[inline(never)]
fn not_an_id(id: Given<'_>, place: &'static str) -> Fault {
    match id {
        Given::Other(found) => {
            Fault { kind: ErrorKind::WrongLength { expected: 20, found }, place }
        }
        Given::Nothing | Given::Id(_) => Fault::missing(place),
    }
}
