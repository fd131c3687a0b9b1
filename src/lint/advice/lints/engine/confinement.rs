//! FL1107 and FL1108: seccomp, AppArmor and SELinux switched off; raw devices of the host.

use super::makes_container;
use crate::diag::{Code, Severity};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    if !makes_container(site.command) {
        return;
    }
    for flag in site.command.all(&["security-opt"]) {
        let value = flag.text().replace(':', "=");
        let off = matches!(
            value.as_str(),
            "seccomp=unconfined"
                | "apparmor=unconfined"
                | "label=disable"
                | "systempaths=unconfined"
                | "no-new-privileges=false"
        );
        if off {
            findings.add(
                Code::UNCONFINED,
                flag.span,
                format!("`{}` switches off what holds the container", flag.text()),
                "leave it out: the default profile applies; or name one of your own: `--security-opt seccomp=profile.json`",
            );
        }
    }
    for flag in site.command.all(&["device"]) {
        let device = flag.text().split(':').next().unwrap_or_default();
        let raw = [
            "/dev/sd",
            "/dev/nvme",
            "/dev/vd",
            "/dev/xvd",
            "/dev/mem",
            "/dev/kmem",
            "/dev/port",
            "/dev/kvm",
            "/dev/dm-",
            "/dev/mapper",
        ];
        if raw.iter().any(|prefix| device.starts_with(prefix)) {
            let hint = "take an image of the disk on the host, and give the container a copy";
            findings.add(
                Code::RAW_DEVICE,
                flag.span,
                format!("`{device}` is the host's own: whoever opens it owns the host"),
                hint,
            );
        } else if device == "/dev/fuse" {
            findings.add_as(
                Severity::Note,
                Code::RAW_DEVICE,
                flag.span,
                "a device of the host inside a container",
                "leave it out where the program works without",
            );
        }
    }
}
