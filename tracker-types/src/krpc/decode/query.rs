//! What a query asks: its method and the arguments that belong to it.

use bencode::ByteStr;

use super::{Fault, Judge, borrowed, item, out_of_range};
use crate::error::ErrorKind;
use crate::krpc::fields::{Contents, Fields, keys};
use crate::krpc::node_id::NodeId;
use crate::krpc::query::{Method, Query};
use crate::quirk::Quirk;

impl Judge {
    #[inline]
    pub(super) fn query<'a>(&mut self, fields: &mut Fields<'a>) -> Result<Query<'a>, Fault> {
        let name = fields.method.ok_or(Fault::missing("q"))?;
        let contents = &mut fields.contents;
        contents.choose_arguments();
        if contents.arguments.is_none() {
            return Err(Fault::missing("a"));
        }
        let id = required(contents.id, "a.id")?;
        let (method, used) = self.method(name, contents)?;
        self.unused(contents.seen, used);
        Ok(Query { id, method })
    }

    /// The method with its arguments, and which keys these are.
    #[inline]
    fn method<'a>(
        &mut self,
        name: &'a [u8],
        contents: &Contents<'a>,
    ) -> Result<(Method<'a>, u64), Fault> {
        let target = || required(contents.target, "a.target");
        let info_hash = || required(contents.info_hash, "a.info_hash");
        let (seq, want) = (contents.seq, contents.want);
        Ok(match name {
            b"ping" => (Method::Ping, keys::PING),
            b"find_node" => (Method::FindNode { target: target()?, want }, keys::FIND_NODE),
            b"get_peers" => {
                let (no_seed, scrape) = (contents.no_seed, contents.scrape);
                let info_hash = info_hash()?.into();
                (Method::GetPeers { info_hash, want, no_seed, scrape }, keys::GET_PEERS)
            }
            b"announce_peer" => (self.announce(info_hash()?, contents)?, keys::ANNOUNCE_PEER),
            b"get" => (Method::Get { target: target()?, seq, want }, keys::GET),
            b"put" => (self.put(contents), keys::PUT),
            b"sample_infohashes" => {
                (Method::SampleInfohashes { target: target()?, want }, keys::SAMPLE)
            }
            _ => self.unknown(name, contents),
        })
    }

    fn announce<'a>(
        &mut self,
        info_hash: NodeId,
        contents: &Contents<'a>,
    ) -> Result<Method<'a>, Fault> {
        Ok(Method::AnnouncePeer {
            info_hash: info_hash.into(),
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

    fn put<'a>(&mut self, contents: &Contents<'a>) -> Method<'a> {
        let seen = contents.seen;
        let proof = keys::ARGUMENT_K | keys::ARGUMENT_SEQ | keys::ARGUMENT_SIG;
        let item = item(contents, seen & proof != 0);
        if item.is_none() {
            self.notes.report(Quirk::IncompleteItem);
        }
        let (token, salt) = (borrowed(contents.token), borrowed(contents.salt));
        Method::Put { token, item, salt, cas: contents.cas }
    }

    /// A method that nobody knows, and its target by one of two keys.
    fn unknown<'a>(&mut self, name: &'a [u8], contents: &Contents<'a>) -> (Method<'a>, u64) {
        let (target, used) = match (contents.target, contents.info_hash) {
            (None, hash @ Some(_)) => (hash, keys::INFO_HASH),
            (target, _) => (target, keys::TARGET),
        };
        let target = target.and_then(|target| self.id(target));
        (Method::Unknown { name: ByteStr::borrowed(name), target }, used)
    }
}

/// An id that a query cannot do without.
#[inline]
fn required(id: Option<&[u8]>, place: &'static str) -> Result<NodeId, Fault> {
    let id = id.ok_or(Fault::missing(place))?;
    let wrong = ErrorKind::WrongLength { expected: 20, found: id.len() };
    id.try_into().map(NodeId).map_err(|_| Fault { kind: wrong, place })
}
