//! Items that the DHT stores, immutable and mutable (BEP 44).

use alloc::format;
use alloc::vec::Vec;

use bencode::{RawValue, Reader, Rules};

use super::byte_array::ByteArray;
use super::node_id::NodeId;

/// A value stored in the DHT, with a proof of ownership if it is mutable (BEP 44).
///
/// The value is kept exactly as it is in the packet, because these bytes are hashed and signed. The
/// caller signs and verifies, and checks the limit of 1000 bytes.
///
/// ```
/// use bencode::RawValue;
/// use tracker_types::krpc::Item;
///
/// // BEP 44, "Test vectors", 2: what is signed, and then where the item is stored.
/// let value = RawValue::new(b"12:Hello World!")?;
/// let signable = Item::signable(1, b"foobar", &value);
/// assert_eq!(signable, b"4:salt6:foobar3:seqi1e1:v12:Hello World!");
/// # Ok::<(), bencode::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Item<'a> {
    /// The value, `v`: any bencode, kept and sent as it was received. A packet whose value is nested
    /// deeper than 126 levels cannot be decoded.
    pub value: RawValue<'a>,
    /// The owner's proof; without it the item is immutable.
    pub signed: Option<Signed<'a>>,
}

/// The owner and the version of a mutable item (BEP 44).
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub struct Signed<'a> {
    /// The owner's Ed25519 public key, `k`.
    pub key: ByteArray<'a, 32>,
    /// The sequence number, `seq`: of two versions, the one with the higher number is the later.
    pub seq: i64,
    /// The signature of [`Item::signable`], `sig`.
    pub signature: ByteArray<'a, 64>,
}

impl<'a> Signed<'a> {
    /// The parts that a mutable item requires.
    pub fn new(
        key: impl Into<ByteArray<'a, 32>>,
        seq: i64,
        signature: impl Into<ByteArray<'a, 64>>,
    ) -> Signed<'a> {
        Signed { key: key.into(), seq, signature: signature.into() }
    }

    /// Copies the key and the signature if they are borrowed.
    pub fn into_owned(self) -> Signed<'static> {
        Signed::new(self.key.into_owned(), self.seq, self.signature.into_owned())
    }
}

impl<'a> Item<'a> {
    /// An item that is found by the hash of its value.
    pub const fn immutable(value: RawValue<'a>) -> Item<'a> {
        Item { value, signed: None }
    }

    /// An item that is found by the key of its owner.
    pub const fn mutable(value: RawValue<'a>, signed: Signed<'a>) -> Item<'a> {
        Item { value, signed: Some(signed) }
    }

    /// The key of the item in the DHT: the SHA-1 of its value, or of its key and `salt` if it is
    /// mutable.
    ///
    /// The salt is part of a `put`, not of the reply to a `get`; without a salt, pass an empty one.
    /// Ignore a reply whose item has a target other than the one asked for.
    pub fn target(&self, salt: &[u8]) -> NodeId {
        match &self.signed {
            Some(signed) => NodeId::of_key(&signed.key, salt),
            None => NodeId::of_value(&self.value),
        }
    }

    /// The bytes that the owner of a mutable item signs: salt (none if it is empty), sequence number
    /// and value.
    pub fn signable(seq: i64, salt: &[u8], value: &RawValue<'_>) -> Vec<u8> {
        let mut text = Vec::new();
        if !salt.is_empty() {
            text.extend_from_slice(format!("4:salt{}:", salt.len()).as_bytes());
            text.extend_from_slice(salt);
        }
        text.extend_from_slice(format!("3:seqi{seq}e1:v").as_bytes());
        text.extend_from_slice(value.as_bytes());
        text
    }

    /// The bytes that the signature of this item must match; `None` if it is immutable.
    pub fn signed_bytes(&self, salt: &[u8]) -> Option<Vec<u8>> {
        self.signed.as_ref().map(|signed| Item::signable(signed.seq, salt, &self.value))
    }

    /// Copies everything that is borrowed.
    ///
    /// ```
    /// use bencode::RawValue;
    /// use tracker_types::krpc::{Item, Signed};
    ///
    /// let packet = b"12:Hello World!".to_vec();
    /// let signed = Signed::new([7; 32], 1, [9; 64]);
    /// let item = Item::mutable(RawValue::new(packet.as_slice())?, signed).into_owned();
    /// drop(packet);
    /// assert_eq!(item.value.as_bytes(), b"12:Hello World!");
    /// # Ok::<(), bencode::Error>(())
    /// ```
    pub fn into_owned(self) -> Item<'static> {
        Item { value: self.value.into_owned(), signed: self.signed.map(Signed::into_owned) }
    }

    /// Whether the value is canonical bencode. Refuse a `put` of a value that is not with
    /// [`ErrorCode::PROTOCOL`](super::ErrorCode::PROTOCOL) (BEP 44, "Messages").
    pub fn is_canonical(&self) -> bool {
        let rules = Rules::STRICT.max_depth(usize::MAX);
        let mut reader = Reader::with_rules(self.value.as_bytes(), rules);
        matches!(reader.skip_value(), Ok(true))
    }
}
