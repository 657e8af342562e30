//! Trackers, web seeds and DHT nodes of a torrent.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use bencode::{Item, Items};

use super::fields::Fields;
use crate::announce_list::AnnounceList;
use crate::peer::{Address, Host, port_of};
use crate::percent;
use crate::quirk::Quirk;

impl<'a> Fields<'a> {
    /// Reads the URL of `announce` and the tiers of `announce-list`, in which a URL outside a list
    /// is a tier of its own; without `announce-list`, the only tier is the URL of `announce`.
    pub(super) fn announce_list(
        &mut self,
        announce: Option<Item<'_>>,
        list: Option<Item<'_>>,
    ) -> (Option<String>, AnnounceList) {
        let announced = self.urls_of(announce, "announce");
        if announce.is_some_and(|announce| announce.is_list()) {
            self.report(Quirk::WrongType, "announce");
        }
        let mut tiers = Vec::new();
        if let Some(list) = list {
            if !list.is_list() {
                self.report(Quirk::WrongType, "announce-list");
            }
            for tier in &list {
                tiers.extend(self.tier(tier));
            }
        }
        let announce = announced.first().cloned();
        if tiers.is_empty() {
            return (announce, AnnounceList::from_iter([announced]));
        }
        let listed = |url: &String| tiers.iter().flatten().any(|it| it == url);
        if !announce.as_ref().is_none_or(listed) {
            self.report(Quirk::AnnounceNotListed, "announce");
        }
        (announce, AnnounceList::from_iter(tiers))
    }

    /// Reads the URLs of one tier; `None` if it has none.
    fn tier(&mut self, tier: Item<'_>) -> Option<Vec<String>> {
        if tier.as_bytes().is_some() {
            self.report(Quirk::FlatAnnounceList, "announce-list");
        }
        let urls = self.urls_of(Some(tier), "announce-list");
        (!urls.is_empty()).then_some(urls)
    }

    /// Reads the URLs of a list, or a single URL in its place.
    pub(super) fn urls(&mut self, item: Option<Item<'_>>, key: &'static str) -> Vec<String> {
        self.urls_of(item, key)
    }

    /// Collects the URLs of a list and of the lists in it, without recursion.
    fn urls_of(&mut self, item: Option<Item<'_>>, key: &'static str) -> Vec<String> {
        let Some(item) = item else { return Vec::new() };
        if !item.is_list() {
            return self.url(item, key).into_iter().collect();
        }
        let mut urls = Vec::new();
        let mut open: Vec<Items<'_>> = vec![item.iter()];
        while let Some(items) = open.last_mut() {
            match items.next() {
                None => drop(open.pop()),
                Some(list) if list.is_list() => {
                    let tiers = key == "announce-list";
                    let quirk = if tiers { Quirk::NestedAnnounceList } else { Quirk::WrongType };
                    self.report(quirk, key);
                    open.push(list.iter());
                }
                Some(item) => urls.extend(self.url(item, key)),
            }
        }
        urls
    }

    fn url(&mut self, item: Item<'_>, key: &'static str) -> Option<String> {
        let bytes = self.bytes(Some(item), key)?;
        if core::str::from_utf8(bytes).is_err() {
            self.report(Quirk::UrlNotUtf8, key);
        }
        let url = percent::to_text(bytes);
        let inner = url.trim();
        if inner.len() < url.len() {
            self.report(Quirk::UrlWhiteSpace, key);
        }
        if inner.is_empty() {
            self.report(Quirk::EmptyUrl, key);
            return None;
        }
        Some(if inner.len() < url.len() { inner.to_owned() } else { url })
    }

    /// Reads nodes: lists of host and port.
    pub(super) fn nodes(&mut self, item: Option<Item<'_>>) -> Vec<Address<'a>> {
        let Some(list) = item else { return Vec::new() };
        if !list.is_list() {
            self.report(Quirk::WrongType, "nodes");
        }
        let mut nodes = Vec::new();
        for item in &list {
            let node = self.node(item);
            if node.is_none() {
                self.report(Quirk::UnreadableNode, "nodes");
            }
            nodes.extend(node);
        }
        nodes
    }

    fn node(&mut self, item: Item<'_>) -> Option<Address<'a>> {
        let mut parts = item.iter();
        let (Some(host), Some(port), None) = (parts.next(), parts.next(), parts.next()) else {
            // As text, with a colon between host and port.
            let text = self.slice(Fields::span(item)?);
            let address = Address::from_bytes(text).filter(|address| address.port.is_some())?;
            self.report(Quirk::WrongType, "nodes");
            return Some(address);
        };
        let host = self.slice(Fields::span(host)?);
        let port = match port.as_bytes() {
            Some(digits) => {
                let port = port_of(digits)?;
                self.report(Quirk::NumberAsText, "nodes");
                port
            }
            None => u16::try_from(port.as_u64()?).ok()?,
        };
        let mut address = Address::new(Host::from_bytes(host)?);
        if matches!(address.host, Host::V4(_)) && host.contains(&b':') {
            self.report(Quirk::MappedAddress, "nodes");
        }
        address.port = Some(port);
        Some(address)
    }
}
