//! Files and places in them: the lowest layer.
//!
//! In: bytes of rulebook files, conditions typed on a command line. Out: [`Sources`], byte [`Span`]s,
//! people's line and column ([`Location`]), and [`Text`], a decoded string that still knows where each of
//! its bytes stood in the file, through every YAML scalar style. Knows nothing of rulebooks, conditions or
//! diagnostics. `build.rs` compiles this layer alone, so nothing here may use another layer.

pub mod embed;
mod encoding;
mod span;
mod text;
pub mod yaml;

pub use encoding::{EncodingError, LooksLike, decode};
pub use span::{ByteRange, FileId, Location, SourceFile, Sources, Span};
pub use text::{OffsetMap, Text};
