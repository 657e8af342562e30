//! The dictionary of a struct: its keys are known before it is written.

use serde::Serialize;
use serde::ser::{SerializeStruct, SerializeStructVariant};

use super::entry::{Entry, Keyed};
use super::error::out_of_order;
use super::order;
use super::serializer::Serializer;
use super::write;
use crate::error::Error;
use crate::sink::Sink;

/// The struct begun last.
///
/// Where the derived code is inlined, names are compared when it is compiled.
pub struct Fields<'s, S> {
    serializer: &'s mut Serializer<S>,
    /// Where its `d` stands.
    start: usize,
    last: Option<&'static str>,
    is_unsorted: bool,
    /// Whether it is the value of a variant, and one `e` more ends it.
    is_variant: bool,
}

impl<'s, S: Sink> Fields<'s, S> {
    #[inline(always)]
    pub(super) fn new(
        serializer: &'s mut Serializer<S>,
        is_variant: bool,
    ) -> Result<Fields<'s, S>, Error> {
        let start = serializer.written();
        serializer.open(b'd')?;
        Ok(Fields { serializer, start, last: None, is_unsorted: false, is_variant })
    }

    #[inline(always)]
    fn finish(self) -> Result<(), Error> {
        if self.is_unsorted {
            order::sort(self.serializer, self.start)?;
        }
        if self.is_variant {
            self.serializer.close()?;
        }
        self.serializer.close()
    }
}

/// The name of a field.
pub(super) struct Name<'e, 's, S> {
    fields: &'e mut Fields<'s, S>,
    name: &'static str,
}

impl<'e, S: Sink> Keyed<'e, S> for Name<'e, '_, S> {
    #[inline(always)]
    fn begin(self) -> Result<&'e mut Serializer<S>, Error> {
        let fields = self.fields;
        match fields.last.replace(self.name) {
            Some(last) if last >= self.name => {
                fields.is_unsorted = true;
                out_of_order(last.as_bytes(), self.name.as_bytes(), fields.serializer)?;
            }
            _ => {}
        }
        write::string(&mut fields.serializer.sink, self.name.as_bytes())?;
        Ok(fields.serializer)
    }
}

/// The fields of structs, and of variants that look like one.
macro_rules! fields {
    ($($trait:ident)*) => {$(
        impl<S: Sink> $trait for Fields<'_, S> {
            type Ok = ();
            type Error = Error;

            #[inline(always)]
            fn serialize_field<T: Serialize + ?Sized>(
                &mut self,
                name: &'static str,
                value: &T,
            ) -> Result<(), Error> {
                value.serialize(Entry::new(Name { fields: self, name }))
            }

            #[inline(always)]
            fn end(self) -> Result<(), Error> {
                self.finish()
            }
        }
    )*};
}

fields! { SerializeStruct SerializeStructVariant }
