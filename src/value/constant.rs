//! Reading constants as Falco reads them: the field's kind decides, never the look of the constant.
//!
//! Facts: falcosecurity/libs, `userspace/libsinsp/{value_parser,utils,tuples}.cpp`
//! (<https://github.com/falcosecurity/libs>).

use super::{Kind, Priority, Value, port_of_service};
use ipnet::{IpNet, Ipv4Net, Ipv6Net};
use std::borrow::Cow;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Why a constant cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ConstantError {
    /// Not a decimal whole number.
    Number,
    /// Neither `true` nor `false`.
    Bool,
    /// Neither a port nor a service.
    Port,
    /// Not an IP address.
    Address,
    /// Not an IP network.
    Network,
    /// Holds a NUL byte.
    Nul,
    /// Not a priority.
    Priority,
    /// Falco reads no constants of this type.
    Opaque,
}

/// A constant that could be read.
#[derive(Debug, Clone, PartialEq)]
pub struct ReadConstant {
    /// Its value, exact: numbers are not wrapped to the field's width.
    pub value: Value<'static>,
    /// Whether no value of the field can equal it. Falco wraps or saturates such numbers.
    pub out_of_range: bool,
}

impl ReadConstant {
    fn in_range(value: Value<'static>) -> Self {
        Self { value, out_of_range: false }
    }
}

/// Reads a constant for a field of this kind. Networks are read by [`read_network`].
///
/// ```
/// use falconer::value::{ConstantError, Kind, Value, read_constant};
/// let port = read_constant(b"https", Kind::Port).unwrap();
/// assert_eq!(port.value, Value::Int(443));
/// assert_eq!(read_constant(b"0x5", Kind::U64), Err(ConstantError::Number));
/// assert!(read_constant(b"-1", Kind::U64).unwrap().out_of_range);
/// ```
///
/// # Errors
/// [`ConstantError`] where Falco refuses to compile the condition.
pub fn read_constant(bytes: &[u8], kind: Kind) -> Result<ReadConstant, ConstantError> {
    match kind {
        Kind::Text | Kind::Bytes | Kind::Any if bytes.contains(&0) => Err(ConstantError::Nul),
        Kind::Text | Kind::Bytes | Kind::Any => {
            Ok(ReadConstant::in_range(Value::Text(Cow::Owned(bytes.to_vec()))))
        }
        Kind::Bool => match bytes {
            b"true" => Ok(ReadConstant::in_range(Value::Bool(true))),
            b"false" => Ok(ReadConstant::in_range(Value::Bool(false))),
            _ => Err(ConstantError::Bool),
        },
        Kind::Int { .. } | Kind::Duration | Kind::Time | Kind::Double => {
            decimal(bytes).map(|number| ranged(number, kind)).ok_or(ConstantError::Number)
        }
        Kind::Port => port(bytes).map(|number| ranged(number, kind)),
        Kind::Ip => Ok(ReadConstant::in_range(Value::Ip(address(bytes)?))),
        Kind::Priority => {
            let priority = std::str::from_utf8(bytes).ok().and_then(Priority::parse);
            priority.map(|p| ReadConstant::in_range(Value::Priority(p))).ok_or(ConstantError::Priority)
        }
        Kind::Net => Err(ConstantError::Network),
        Kind::Opaque => Err(ConstantError::Opaque),
    }
}

fn ranged(number: i128, kind: Kind) -> ReadConstant {
    let out_of_range = kind.range().is_some_and(|(least, greatest)| number < least || number > greatest);
    ReadConstant { value: Value::Int(number), out_of_range }
}

/// A number as C's `sscanf` reads it, with nothing after: leading blanks, a sign, decimal digits.
///
/// Numbers too large for 128 bits saturate, far outside every field's range.
fn decimal(bytes: &[u8]) -> Option<i128> {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t'..=b'\r');
    let start = bytes.iter().position(|byte| !is_space(byte))?;
    let (sign, digits) = match bytes.get(start..)? {
        [b'-', digits @ ..] => (-1, digits),
        [b'+', digits @ ..] => (1, digits),
        digits => (1, digits),
    };
    if digits.is_empty() || !digits.iter().all(u8::is_ascii_digit) {
        return None;
    }
    let number = digits.iter().fold(0_i128, |number, digit| {
        number.saturating_mul(10).saturating_add(i128::from(digit.wrapping_sub(b'0')))
    });
    Some(number.saturating_mul(sign))
}

/// All digits, a service name, or empty for port 0.
fn port(bytes: &[u8]) -> Result<i128, ConstantError> {
    if bytes.is_empty() {
        return Ok(0);
    }
    if bytes.iter().all(u8::is_ascii_digit) {
        let number = decimal(bytes).ok_or(ConstantError::Port)?;
        // Falco reads the digits as a C `int` and fails beyond it.
        return if number <= i128::from(i32::MAX) { Ok(number) } else { Err(ConstantError::Port) };
    }
    let name = std::str::from_utf8(bytes).map_err(|_| ConstantError::Port)?;
    port_of_service(name).map(i128::from).ok_or(ConstantError::Port)
}

/// An address: dotted IPv4 wherever there is a dot, else IPv6.
fn address(bytes: &[u8]) -> Result<IpAddr, ConstantError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ConstantError::Address)?;
    let address = match text.contains('.') {
        true => text.parse::<Ipv4Addr>().map(IpAddr::V4),
        false => text.parse::<Ipv6Addr>().map(IpAddr::V6),
    };
    address.map_err(|_| ConstantError::Address)
}

/// Reads a network, `10.0.0.0/8`; host bits do not matter.
///
/// Falco takes an IPv4 prefix length modulo 256; that is refused here.
///
/// # Errors
/// [`ConstantError`] where Falco refuses, with Falco's own kinds: the address, the number or the network.
pub fn read_network(bytes: &[u8]) -> Result<IpNet, ConstantError> {
    let text = std::str::from_utf8(bytes).map_err(|_| ConstantError::Network)?;
    let (address, length) = match text.split_once('/') {
        Some(parts) => parts,
        None if text.contains('.') => return Err(ConstantError::Address),
        None => return Err(ConstantError::Network),
    };
    if text.contains('.') {
        let address: Ipv4Addr = address.parse().map_err(|_| ConstantError::Address)?;
        let length = decimal(length.as_bytes()).ok_or(ConstantError::Number)?;
        let length = u8::try_from(length).map_err(|_| ConstantError::Network)?;
        return Ipv4Net::new(address, length)
            .map(|net| IpNet::V4(net.trunc()))
            .map_err(|_| ConstantError::Network);
    }
    let address: Ipv6Addr = address.parse().map_err(|_| ConstantError::Address)?;
    let length = decimal(length.as_bytes()).ok_or(ConstantError::Number)?;
    // Falco refuses the length 0 for IPv6 only.
    let length = u8::try_from(length).ok().filter(|&n| n > 0).ok_or(ConstantError::Network)?;
    Ipv6Net::new(address, length).map(|net| IpNet::V6(net.trunc())).map_err(|_| ConstantError::Network)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn int(text: &str, kind: Kind) -> Result<i128, ConstantError> {
        match read_constant(text.as_bytes(), kind)?.value {
            Value::Int(number) => Ok(number),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn numbers_as_sscanf_reads_them() {
        for (text, expected) in [("5", 5), (" 5", 5), ("+5", 5), ("005", 5), ("-5", -5)] {
            assert_eq!(int(text, Kind::U64), Ok(expected), "{text:?}");
        }
        for text in ["", "-", "5.0", "1e+1", "5s", "5 ", "1_000", "0x5", "+ 5"] {
            assert_eq!(int(text, Kind::U64), Err(ConstantError::Number), "{text:?}");
        }
    }

    #[test]
    fn what_no_value_of_the_kind_can_equal_is_out_of_range() {
        let whole = |bits, signed| Kind::Int { bits, signed };
        for (kind, least, greatest) in [
            (whole(8, true), "-128", "127"),
            (whole(8, false), "0", "255"),
            (whole(16, true), "-32768", "32767"),
            (whole(32, true), "-2147483648", "2147483647"),
            (whole(64, true), "-9223372036854775808", "9223372036854775807"),
            (Kind::U64, "0", "18446744073709551615"),
            (Kind::Duration, "0", "18446744073709551615"),
            (Kind::Time, "0", "18446744073709551615"),
            (Kind::Double, "-2147483648", "2147483647"),
        ] {
            let beyond = |text: &str, step: i128| (text.parse::<i128>().unwrap() + step).to_string();
            let outside = |text: &str| read_constant(text.as_bytes(), kind).unwrap().out_of_range;
            assert!(!outside(least) && !outside(greatest), "{kind:?}");
            assert!(outside(&beyond(least, -1)) && outside(&beyond(greatest, 1)), "{kind:?}");
        }
        assert!(!read_constant(b"65535", Kind::Port).unwrap().out_of_range);
        assert!(read_constant(b"65536", Kind::Port).unwrap().out_of_range);
        assert_eq!(int("2147483647", Kind::Port), Ok(2_147_483_647));
    }

    #[test]
    fn ports_are_digits_or_services() {
        assert_eq!(int("https", Kind::Port), Ok(443));
        assert_eq!(int("", Kind::Port), Ok(0));
        assert!(read_constant(b"65616", Kind::Port).unwrap().out_of_range);
        for text in ["-1", "HTTP", "0x50", "2147483648", " 80"] {
            assert_eq!(int(text, Kind::Port), Err(ConstantError::Port), "{text:?}");
        }
    }

    #[test]
    fn networks_fail_with_falcos_kinds() {
        for (text, expected) in [
            ("10.1.2.3", ConstantError::Address),
            ("10.1/16", ConstantError::Address),
            ("2001:db8::1", ConstantError::Network),
            ("10.1.2.0/33", ConstantError::Network),
            ("10.1.2.0/256", ConstantError::Network),
            ("::/0", ConstantError::Network),
            ("10.1.2.0/24 ", ConstantError::Number),
            ("10.1.2.0/255.255.255.0", ConstantError::Number),
        ] {
            assert_eq!(read_network(text.as_bytes()), Err(expected), "{text}");
        }
        assert!(read_network(b"0.0.0.0/0").is_ok());
        assert_eq!(read_network(b"10.1.2.3/ 24"), "10.1.2.0/24".parse().map_err(|_| ConstantError::Network));
    }
}
