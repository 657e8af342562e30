//! Enums: a variant by its name, or a dictionary of one key.

use serde::Deserializer as _;
use serde::de::{DeserializeSeed, EnumAccess, VariantAccess, Visitor};

use super::decoder::Deserializer;
use super::lend::Lend;
use crate::error::{Error, ErrorKind};

/// The one entry of the dictionary opened last.
pub(super) struct Variant<'d, 'i, L>(pub(super) &'d mut Deserializer<'i, L>);

impl<'d, 'i, 'de, L: Lend<'i, 'de>> EnumAccess<'de> for Variant<'d, 'i, L> {
    type Error = Error;
    type Variant = VariantValue<'d, 'i, L>;

    fn variant_seed<V: DeserializeSeed<'de>>(
        self,
        seed: V,
    ) -> Result<(V::Value, Self::Variant), Error> {
        let before = self.0.cursor.rest.len();
        if let [b'e', ..] = self.0.cursor.rest {
            return Err(self.0.no_variant());
        }
        let name = self.0.key()?;
        match seed.deserialize(self.0.text(name)) {
            Ok(variant) => Ok((variant, VariantValue(self.0))),
            Err(error) => Err(self.0.place(error, before)),
        }
    }
}

impl<L> Deserializer<'_, L> {
    /// The error for a dictionary that ends where the name of a variant should be.
    #[cold]
    fn no_variant(&self) -> Error {
        Error::new(ErrorKind::WrongLength, self.byte_offset())
            .with_text("expected dictionary of one key (a variant), found an empty one".into())
    }

    /// The error for whatever follows the name of a variant that has no value.
    #[cold]
    fn no_value_due(&self) -> Error {
        let error = self.mismatch("its name alone");
        match error.kind() {
            ErrorKind::WrongType => {
                error.with_text("this variant has no value: expected its name alone".into())
            }
            _ => error,
        }
    }
}

/// What the name of the variant is the key of.
pub(super) struct VariantValue<'d, 'i, L>(&'d mut Deserializer<'i, L>);

impl<'i, 'de, L: Lend<'i, 'de>> VariantAccess<'de> for VariantValue<'_, 'i, L> {
    type Error = Error;

    fn unit_variant(self) -> Result<(), Error> {
        Err(self.0.no_value_due())
    }

    fn newtype_variant_seed<T: DeserializeSeed<'de>>(self, seed: T) -> Result<T::Value, Error> {
        self.0.inside(seed)
    }

    fn tuple_variant<V: Visitor<'de>>(self, length: usize, visitor: V) -> Result<V::Value, Error> {
        self.0.deserialize_tuple(length, visitor)
    }

    fn struct_variant<V: Visitor<'de>>(
        self,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        self.0.deserialize_struct("", fields, visitor)
    }
}
