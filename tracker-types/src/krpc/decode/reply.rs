//! What a reply returns, whatever was asked.

use bencode::ByteStr;

use super::{Fault, Judge, item, out_of_range};
use crate::compact::{Compact, Packed};
use crate::krpc::fields::{Contents, Fields, keys};
use crate::krpc::item::Item;
use crate::krpc::message::Reply;
use crate::krpc::node_id::NodeId;
use crate::quirk::Quirk;

/// The longest time between two questions for samples, in seconds (BEP 51).
const LONGEST_INTERVAL: i64 = 21_600;

impl Judge {
    #[inline]
    pub(super) fn reply<'a>(&mut self, fields: &mut Fields<'a>) -> Result<Reply<'a>, Fault> {
        let contents = &mut fields.contents;
        contents.choose_returned();
        if contents.returned.is_none() {
            return Err(Fault::missing("r"));
        }
        if let Some(ip) = contents.ip {
            self.notes.report(Quirk::ForeignKey);
            fields.ip = fields.ip.or(Some(ip));
        }
        let id = contents.id.and_then(|id| NodeId::try_from(id).ok());
        if id.is_none() {
            self.notes.report(Quirk::MissingNodeId);
        }
        let samples = contents.samples.map(|hashes| self.compact(hashes, Quirk::RaggedHashes));
        let item = self.returned_item(contents);
        Ok(Reply {
            id,
            nodes: self.nodes(contents.nodes),
            nodes6: self.nodes(contents.nodes6),
            token: contents.token.filter(|token| !token.is_empty()).map(ByteStr::borrowed),
            values: std::mem::take(&mut contents.values),
            name: contents.name.map(ByteStr::borrowed),
            seeds: self.filter(contents.seeds),
            peers: self.filter(contents.peers),
            seq: contents.seq.filter(|_| item.is_none()),
            item,
            num: self.num(contents.num, samples.as_ref().map_or(0, Compact::len)),
            samples,
            interval: self.interval(contents.interval),
            port: self.returned_port(contents.port),
        })
    }

    #[inline]
    fn nodes<'a, T: Packed>(&mut self, nodes: Option<&'a [u8]>) -> Option<Compact<'a, T>> {
        Some(self.compact(nodes?, Quirk::RaggedNodes))
    }

    /// The whole entries of a packed list.
    #[inline]
    fn compact<'a, T: Packed>(&mut self, packed: &'a [u8], ragged: Quirk) -> Compact<'a, T> {
        let (entries, torn) = Compact::from_bytes(packed);
        if !torn.is_empty() {
            self.notes.report(ragged);
        }
        entries
    }

    fn filter<'a>(&mut self, filter: Option<&'a [u8]>) -> Option<&'a [u8; 256]> {
        let filter = filter?.try_into().ok();
        if filter.is_none() {
            self.notes.report(Quirk::WrongType);
        }
        filter
    }

    /// The item of a reply. A sequence number alone is none: what is stored is not later.
    #[inline]
    fn returned_item<'a>(&mut self, contents: &Contents<'a>) -> Option<Item<'a>> {
        let proof = keys::RETURNED_K | keys::RETURNED_SEQ | keys::RETURNED_SIG;
        let proof = contents.seen & proof;
        if contents.value.is_none() && proof & !keys::RETURNED_SEQ == 0 {
            return None;
        }
        let item = item(contents, proof != 0);
        if item.is_none() {
            self.notes.report(Quirk::IncompleteItem);
        }
        item
    }

    /// How many info-hashes there are: not less than were sent.
    fn num(&mut self, num: Option<i64>, samples: usize) -> Option<u32> {
        let num = self.clamped(num?, u32::MAX.into());
        let least = u32::try_from(samples).unwrap_or(u32::MAX);
        if num < least {
            self.notes.report(Quirk::SampleCount);
        }
        Some(num.max(least))
    }

    fn interval(&mut self, interval: Option<i64>) -> Option<u32> {
        Some(self.clamped(interval?, LONGEST_INTERVAL))
    }

    /// The number, or the nearest between 0 and `largest`.
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
