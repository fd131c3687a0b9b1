//! Shapes: what a value must look like before it enters a command.

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

impl Shape {
    /// The shape of this name in the catalogue.
    pub(super) fn named(name: &str) -> Option<Self> {
        Some(match name {
            "dns-label" => Self::DnsLabel,
            "dns-subdomain" => Self::DnsSubdomain,
            "hex-id" => Self::HexId,
            "digits" => Self::Digits,
            "ip" => Self::Ip,
            "image-name" => Self::ImageName,
            "container-name" => Self::ContainerName,
            _ => return None,
        })
    }
}
