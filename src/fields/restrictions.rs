//! Fields that Falco compares in code of their own, so that not everything may be done with them.
//!
//! Facts: the flags `EPF_NO_TRANSFORMER` and `EPF_NO_RHS` in falcosecurity/libs,
//! `userspace/libsinsp/sinsp_filtercheck_{event,fd,thread}.cpp` (<https://github.com/falcosecurity/libs>).

const PLAIN: [&str; 20] = [
    "evt.around",
    "evt.rawarg",
    "fd.cip.name",
    "fd.cnet",
    "fd.ip",
    "fd.lip.name",
    "fd.lnet",
    "fd.net",
    "fd.port",
    "fd.proto",
    "fd.rip.name",
    "fd.rnet",
    "fd.sip.name",
    "fd.snet",
    "proc.acmdline",
    "proc.aenv",
    "proc.aexe",
    "proc.aexepath",
    "proc.aname",
    "proc.apid",
];

/// Whether Falco lets transformers be applied to the field of this catalogue name.
#[must_use]
pub fn takes_transformer(name: &str) -> bool {
    !PLAIN.contains(&name)
}

/// Whether Falco lets the field of this catalogue name be compared with another field, on either side.
#[must_use]
pub fn compares_with_fields(name: &str) -> bool {
    name != "fd.types" && takes_transformer(name)
}
