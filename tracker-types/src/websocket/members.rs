//! The members of a JSON object, with each value as a span of the text.

use alloc::vec::Vec;
use core::fmt;

use serde::de::{Deserialize, Deserializer, SeqAccess, Visitor};
use serde_json::value::RawValue;

use super::string;

/// The text of a value, which is valid JSON.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span<'a>(pub(super) &'a str);

impl<'a> Span<'a> {
    /// The text between the quotes, if the value is a string.
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

/// The name of a member, read in one of two ways. Both refuse raw control characters, as JSON requires.
pub(super) trait Name<'de>: Deserialize<'de> {
    /// The member with this name.
    fn named<T>(self, member: impl Fn(&str) -> Option<T>) -> Option<T>;
}

/// A name without escapes, such as almost all names; one with escapes is an error.
impl<'de> Name<'de> for &'de str {
    #[inline]
    fn named<T>(self, member: impl Fn(&str) -> Option<T>) -> Option<T> {
        member(self)
    }
}

/// Any name. It is read as a span because `serde_json` refuses lone surrogates in text, which
/// JavaScript allows.
impl<'de> Name<'de> for Span<'de> {
    fn named<T>(self, member: impl Fn(&str) -> Option<T>) -> Option<T> {
        member(&string::text(self.inside()?))
    }
}

/// An object whose names have no escapes. It is read faster than an object with arbitrary names, which is
/// tried second: see `decode-client` and `decode-tracker` in the benchmarks.
pub(super) struct Plain<T>(pub(super) T);

/// Declares a struct of the members that an object may have, all of them optional. Of a repeated member the
/// last one counts, as in JavaScript; members with other names are counted and skipped.
macro_rules! members {
    ($(#[$doc:meta])* $name:ident<'a $(, $generic:ident)?> {
        $($member:ident: $type:ty = $key:literal,)+
    }) => {
        $(#[$doc])*
        #[derive(Debug)]
        pub(super) struct $name<'a $(, $generic)?> {
            $(pub(super) $member: Option<$type>,)+
            /// The number of members with other names.
            pub(super) unknown: usize,
            /// How many members were replaced by a later one with the same name.
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

            /// How many members have not been taken.
            pub(super) fn left(&self) -> usize {
                let are_left = [$(self.$member.is_some()),+];
                // It does not overflow: there are fewer members than bytes in the message.
                self.unknown.wrapping_add(are_left.into_iter().filter(|&is_left| is_left).count())
            }
        }

        const _: () = {
            use core::marker::PhantomData;

            use serde::de::{Deserialize, Deserializer, IgnoredAny, MapAccess, Visitor};

            use $crate::websocket::members::{Name, Plain, Span};

            #[allow(non_camel_case_types, reason = "named like the members")]
            enum Member { $($member),+ }

            fn member(name: &str) -> Option<Member> {
                match name {
                    $($key => Some(Member::$member),)+
                    _ => None,
                }
            }

            struct ObjectVisitor<N $(, $generic)?>(PhantomData<(N, $($generic)?)>);

            impl<'de, N: Name<'de> $(, $generic: Deserialize<'de>)?> Visitor<'de>
                for ObjectVisitor<N $(, $generic)?>
            {
                type Value = $name<'de $(, $generic)?>;

                fn expecting(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                    f.write_str("an object")
                }

                #[inline]
                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                    let mut members = $name::none();
                    while let Some(name) = map.next_key::<N>()? {
                        let is_again = match name.named(member) {
                            $(Some(Member::$member) => {
                                members.$member.replace(map.next_value()?).is_some()
                            })+
                            None => {
                                map.next_value::<IgnoredAny>()?;
                                members.unknown = members.unknown.wrapping_add(1);
                                false
                            }
                        };
                        members.duplicates = members.duplicates.wrapping_add(is_again.into());
                    }
                    Ok(members)
                }
            }

            impl<'de $(, $generic: Deserialize<'de>)?> Deserialize<'de>
                for $name<'de $(, $generic)?>
            {
                fn deserialize<D: Deserializer<'de>>(it: D) -> Result<Self, D::Error> {
                    it.deserialize_map(ObjectVisitor::<Span<'de> $(, $generic)?>(PhantomData))
                }
            }

            impl<'de $(, $generic: Deserialize<'de>)?> Deserialize<'de>
                for Plain<$name<'de $(, $generic)?>>
            {
                #[inline]
                fn deserialize<D: Deserializer<'de>>(it: D) -> Result<Self, D::Error> {
                    let object = ObjectVisitor::<&'de str $(, $generic)?>(PhantomData);
                    it.deserialize_map(object).map(Plain)
                }
            }
        };
    };
}

pub(super) use members;

members! {
    /// An offer and its id, as an announce lists them.
    OfferMembers<'a> {
        offer: Span<'a> = "offer",
        offer_id: Span<'a> = "offer_id",
    }
}

/// A parsed list of offers, without escapes in the names of their members.
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
        // The number of offers that WebTorrent sent formerly; now it sends five.
        let mut offers = Vec::with_capacity(10);
        while let Some(Plain(offer)) = list.next_element()? {
            offers.push(offer);
        }
        Ok(OfferList(offers))
    }
}

members! {
    /// The members of a session description.
    SdpMembers<'a> {
        sdp: Span<'a> = "sdp",
        r#type: Span<'a> = "type",
    }
}
