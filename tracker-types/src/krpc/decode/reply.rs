//! The return values of a reply, which does not name its method.

use core::net::{SocketAddrV4, SocketAddrV6};

use bencode::ByteStr;

use super::{Fault, Judge, item, out_of_range};
use crate::compact::{Compact, Packed, split_whole};
use crate::id::InfoHash;
use crate::krpc::byte_array::ByteArray;
use crate::krpc::fields::{Fields, Rare, Source, keys};
use crate::krpc::message::{Body, Reply};
use crate::krpc::node_info::NodeInfo;
use crate::quirk::Quirk;

/// The longest time between two queries for samples, in seconds (BEP 51).
const LONGEST_INTERVAL: i64 = 21_600;

impl<'a> Judge<'a> {
    #[inline(always)]
    pub(super) fn reply(
        &mut self,
        fields: &mut Fields<'a>,
        body: &mut Body<'a>,
    ) -> Result<(), Fault> {
        let contents = &mut fields.contents;
        if !contents.has(Source::Returned, self.datagram) {
            return Err(Fault::missing("r"));
        }
        *body = Body::Reply(Reply::default());
        let Body::Reply(reply) = body else { return Ok(()) };
        reply.id = contents.id.id();
        if reply.id.is_none() {
            self.notes.report(Quirk::MissingNodeId);
        }
        let nodes = self.whole::<NodeInfo<SocketAddrV4>>(contents.nodes, Quirk::RaggedNodes);
        reply.nodes = nodes.map(Compact::of_whole);
        let nodes6 = self.whole::<NodeInfo<SocketAddrV6>>(contents.nodes6, Quirk::RaggedNodes);
        reply.nodes6 = nodes6.map(Compact::of_whole);
        reply.token = contents.token.filter(|token| !token.is_empty()).map(ByteStr::borrowed);
        reply.values = contents.values.into();
        reply.port = self.returned_port(contents.port);
        if contents.seen & keys::RARELY_RETURNED > 0 {
            self.add_rare(fields, reply);
        }
        Ok(())
    }

    /// Adds values that most replies do not have.
    #[inline(never)]
    fn add_rare(&mut self, fields: &mut Fields<'a>, reply: &mut Reply<'a>) {
        let contents = &fields.contents;
        let rare = &*contents.rare;
        if let Some(ip) = rare.ip {
            self.notes.report(Quirk::ForeignKey);
            fields.ip = fields.ip.or(Some(ip));
        }
        let samples = self.whole::<InfoHash>(rare.samples, Quirk::RaggedHashes);
        reply.num = self.num(rare.num, samples);
        reply.samples = samples.map(Compact::of_whole);
        reply.interval = self.interval(rare.interval);
        reply.name = rare.name.map(ByteStr::borrowed);
        reply.seeds = self.filter(rare.seeds).map(ByteArray::from);
        reply.peers = self.filter(rare.peers).map(ByteArray::from);
        reply.seq = rare.seq;
        self.add_item(contents.seen, rare, reply);
    }

    /// The complete entries of a packed list; an incomplete one is reported.
    #[inline]
    fn whole<T: Packed>(&mut self, list: Option<&'a [u8]>, ragged: Quirk) -> Option<&'a [u8]> {
        let (entries, torn) = split_whole::<T>(list?);
        if !torn.is_empty() {
            self.notes.report(ragged);
        }
        Some(entries)
    }

    #[inline]
    fn filter(&mut self, filter: Option<&'a [u8]>) -> Option<&'a [u8; 256]> {
        let filter = filter?.try_into().ok();
        if filter.is_none() {
            self.notes.report(Quirk::WrongType);
        }
        filter
    }

    /// Adds the item of a reply. A sequence number alone is not an item: it says that nothing newer is stored.
    fn add_item(&mut self, seen: u64, rare: &Rare<'a>, reply: &mut Reply<'a>) {
        let proof = seen & keys::RETURNED_PROOF;
        if rare.value.is_none() && proof & !keys::RETURNED_SEQ == 0 {
            return;
        }
        reply.item = item(rare, proof != 0);
        match &reply.item {
            Some(_) => reply.seq = None,
            None => self.notes.report(Quirk::IncompleteItem),
        }
    }

    /// The number of info-hashes that a node has: at least as many as it sent.
    #[inline]
    fn num(&mut self, num: Option<i64>, samples: Option<&[u8]>) -> Option<u32> {
        let num = self.clamped(num?, u32::MAX.into());
        let count = samples.map_or(0, |samples| samples.len() / InfoHash::SIZE);
        let least = u32::try_from(count).unwrap_or(u32::MAX);
        if num < least {
            self.notes.report(Quirk::SampleCount);
        }
        Some(num.max(least))
    }

    #[inline]
    fn interval(&mut self, interval: Option<i64>) -> Option<u32> {
        Some(self.clamped(interval?, LONGEST_INTERVAL))
    }

    /// The number, or the nearest one between 0 and `largest`, which is reported.
    fn clamped(&mut self, number: i64, largest: i64) -> u32 {
        let nearest = number.clamp(0, largest);
        if nearest != number {
            self.notes.report(out_of_range(number));
        }
        u32::try_from(nearest).unwrap_or(u32::MAX)
    }

    #[inline]
    fn returned_port(&mut self, port: Option<i64>) -> Option<u16> {
        let port = port?;
        let fits = u16::try_from(port).ok();
        if fits.is_none() {
            self.notes.report(out_of_range(port));
        }
        fits
    }
}
