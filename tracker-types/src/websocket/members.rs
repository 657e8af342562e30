//! The members of a JSON object, each value as a span of the text.

use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, DeserializeSeed, Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// The text of a value, which is known to be JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span<'a>(pub(super) &'a str);

impl<'a> Span<'a> {
    /// What stands between the quotes, if it is a string.
    pub(super) fn inside(self) -> Option<&'a str> {
        self.0.strip_prefix('"')?.strip_suffix('"')
    }

    pub(super) fn is_null(self) -> bool {
        self.0 == "null"
    }
}

impl<'de> Deserialize<'de> for Span<'de> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Span<'de>, D::Error> {
        <&RawValue>::deserialize(deserializer).map(|raw| Span(raw.get()))
    }
}

/// Reads the name of a member, and answers with the member of that name.
///
/// Names are read as bytes: as text, `serde_json` refuses lone surrogates, which JavaScript allows. So
/// it lets raw control characters pass, which the caller has to look for: see
/// [`Fields::object`](super::fields::Fields::object).
pub(super) struct Named<F>(pub(super) F);

impl<'de, T, F: Fn(&[u8]) -> T> DeserializeSeed<'de> for Named<F> {
    type Value = T;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_bytes(self)
    }
}

impl<T, F: Fn(&[u8]) -> T> Visitor<'_> for Named<F> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    #[inline]
    fn visit_bytes<E>(self, name: &[u8]) -> Result<T, E> {
        Ok(self.0(name))
    }
}

/// Makes a struct of the members that an object may have, all of them optional. Of a member that
/// comes twice the last one counts, as in JavaScript, and what else there is is counted and skipped.
macro_rules! members {
    ($(#[$doc:meta])* $name:ident<'a $(, $generic:ident)?> {
        $($member:ident: $type:ty = $key:literal,)+
    }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub(super) struct $name<'a $(, $generic)?> {
            $(pub(super) $member: Option<$type>,)+
            /// How many members there are of other names.
            pub(super) unknown: usize,
            /// How many members were replaced by a later one of the same name.
            pub(super) duplicates: usize,
            lifetime: core::marker::PhantomData<&'a ()>,
        }

        impl<'a $(, $generic)?> $name<'a $(, $generic)?> {
            fn none() -> Self {
                $name {
                    $($member: None,)+
                    unknown: 0,
                    duplicates: 0,
                    lifetime: core::marker::PhantomData,
                }
            }

            /// How many members there are that nobody has taken.
            pub(super) fn left(&self) -> usize {
                let are_left = [$(self.$member.is_some()),+];
                // No more than the message has bytes.
                self.unknown.wrapping_add(are_left.into_iter().filter(|&is_left| is_left).count())
            }
        }

        impl<'de $(, $generic: serde::Deserialize<'de>)?> serde::Deserialize<'de>
            for $name<'de $(, $generic)?>
        {
            #[inline]
            fn deserialize<D: serde::Deserializer<'de>>(it: D) -> Result<Self, D::Error> {
                use $crate::websocket::members::Named;

                #[allow(non_camel_case_types, reason = "named like the members")]
                enum Member { $($member),+ }

                fn member(name: &[u8]) -> Option<Member> {
                    match name {
                        $($key => Some(Member::$member),)+
                        _ => None,
                    }
                }

                struct ObjectVisitor<'a $(, $generic)?>(
                    core::marker::PhantomData<$name<'a $(, $generic)?>>,
                );

                impl<'de $(, $generic: serde::Deserialize<'de>)?> serde::de::Visitor<'de>
                    for ObjectVisitor<'de $(, $generic)?>
                {
                    type Value = $name<'de $(, $generic)?>;

                    fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                        f.write_str("an object")
                    }

                    #[inline]
                    fn visit_map<A: serde::de::MapAccess<'de>>(
                        self,
                        mut map: A,
                    ) -> Result<Self::Value, A::Error> {
                        let mut members = $name::none();
                        while let Some(member) = map.next_key_seed(Named(member))? {
                            let is_again = match member {
                                $(Some(Member::$member) => {
                                    members.$member.replace(map.next_value()?).is_some()
                                })+
                                None => {
                                    map.next_value::<serde::de::IgnoredAny>()?;
                                    members.unknown = members.unknown.wrapping_add(1);
                                    false
                                }
                            };
                            members.duplicates =
                                members.duplicates.wrapping_add(is_again.into());
                        }
                        Ok(members)
                    }
                }
                it.deserialize_map(ObjectVisitor(core::marker::PhantomData))
            }
        }
    };
}

pub(super) use members;

members! {
    /// An offer and its id, as an announce lists them.
    OfferMembers<'a> {
        offer: Span<'a> = b"offer",
        offer_id: Span<'a> = b"offer_id",
    }
}

/// A list of offers, taken apart.
pub(super) struct OfferList<'a>(pub(super) Vec<OfferMembers<'a>>);

impl<'de> Deserialize<'de> for OfferList<'de> {
    #[inline]
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<OfferList<'de>, D::Error> {
        deserializer.deserialize_seq(OffersVisitor)
    }
}

struct OffersVisitor;

impl<'de> Visitor<'de> for OffersVisitor {
    type Value = OfferList<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list of offers")
    }

    #[inline]
    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<OfferList<'de>, A::Error> {
        // As many as WebTorrent made once; now it makes five.
        let mut offers = Vec::with_capacity(10);
        while let Some(offer) = list.next_element()? {
            offers.push(offer);
        }
        Ok(OfferList(offers))
    }
}

members! {
    /// What a session description consists of.
    SdpMembers<'a> {
        sdp: Span<'a> = b"sdp",
        r#type: Span<'a> = b"type",
    }
}
