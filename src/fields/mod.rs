//! The catalogue of fields that Falco and its plugins define, as data, and the look-up.

/// What a field's value must look like before it enters a command.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shape {
    /// A DNS-1123 label: a namespace (63 characters).
    DnsLabel,
    /// A DNS-1123 subdomain: a pod name (253 characters).
    DnsSubdomain,
    /// 12 to 64 hex digits: a container id.
    HexId,
    /// Decimal digits: a pid, a uid, a port, nanoseconds.
    Digits,
    /// An IP address.
    Ip,
    /// An image reference without tag or digest: `registry.example.com:5000/team/app`.
    ImageName,
    /// A container's name as Docker allows it: `[a-zA-Z0-9][a-zA-Z0-9_.-]+`.
    ContainerName,
}
