//! The types that can be written as an integer.

use crate::error::Defect;
use crate::sink::sealed::Memory;
use crate::token::Int;
use crate::write;

/// The argument of [`Encoder::int`](super::Encoder::int): a Rust integer, an [`Int`], or a reference to an
/// `Integer`.
///
/// Sealed.
pub trait AnyInteger: sealed::Written {}

impl<T: sealed::Written> AnyInteger for T {}

pub(crate) mod sealed {
    use crate::error::Defect;
    use crate::sink::sealed::Memory;

    /// An integer that can be written.
    pub trait Written {
        /// Writes it in canonical form.
        #[expect(private_interfaces, reason = "sealed: nobody else calls it")]
        fn write(self, memory: &mut impl Memory) -> Result<(), Defect>;
    }
}

/// By sign and magnitude.
macro_rules! written {
    ($($type:ident: $write:ident |$value:ident| $is_negative:expr, $magnitude:expr;)*) => {$(
        impl sealed::Written for $type {
            #[inline]
            #[expect(private_interfaces, reason = "sealed: nobody else calls it")]
            fn write(self, memory: &mut impl Memory) -> Result<(), Defect> {
                let $value = self;
                write::$write(memory, $is_negative, $magnitude)
            }
        }
    )*};
}

written! {
    i8: integer |value| value < 0, value.unsigned_abs().into();
    i16: integer |value| value < 0, value.unsigned_abs().into();
    i32: integer |value| value < 0, value.unsigned_abs().into();
    i64: integer |value| value < 0, value.unsigned_abs();
    i128: wide |value| value < 0, value.unsigned_abs();
    isize: integer |value| value < 0, value.unsigned_abs() as u64;
    u8: integer |value| false, value.into();
    u16: integer |value| false, value.into();
    u32: integer |value| false, value.into();
    u64: integer |value| false, value;
    u128: wide |value| false, value;
    usize: integer |value| false, value as u64;
}

impl sealed::Written for Int<'_> {
    #[expect(private_interfaces, reason = "sealed: nobody else calls it")]
    fn write(self, memory: &mut impl Memory) -> Result<(), Defect> {
        let (is_negative, digits) = self.parts();
        write::number(memory, is_negative, if digits.is_empty() { b"0" } else { digits })
    }
}
