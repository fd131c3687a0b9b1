//! FL1310: the kernel's own defences lowered.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::source::Span;

/// Settings, the values that lower a defence, and what the setting should be
/// (<https://docs.kernel.org/admin-guide/sysctl/>).
const LOWERED: [(&str, &[&str], &str); 15] = [
    ("kernel.yama.ptrace_scope", &["0"], "1"),
    ("kernel.randomize_va_space", &["0", "1"], "2"),
    ("kernel.unprivileged_bpf_disabled", &["0"], "1"),
    ("kernel.kptr_restrict", &["0"], "1"),
    ("kernel.dmesg_restrict", &["0"], "1"),
    ("kernel.perf_event_paranoid", &["0", "-1"], "2"),
    ("kernel.kexec_load_disabled", &["0"], "1"),
    ("kernel.modules_disabled", &["0"], "1"),
    ("kernel.sysrq", &["1"], "0"),
    ("fs.protected_symlinks", &["0"], "1"),
    ("fs.protected_hardlinks", &["0"], "1"),
    ("fs.suid_dumpable", &["1", "2"], "0"),
    ("net.core.bpf_jit_harden", &["0"], "2"),
    ("kernel.unprivileged_userns_clone", &["1"], "0"),
    ("vm.unprivileged_userfaultfd", &["1"], "0"),
];

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    if command.is(&["sysctl"]) {
        let words =
            command.operands.iter().chain(command.flags.iter().filter_map(|flag| flag.value.as_ref()));
        for word in words {
            if let Some((name, value)) = word.as_str().split_once('=') {
                judge(&name.trim().replace('/', "."), value.trim(), word.span(), findings);
            }
        }
    }
    // `echo 0 > /proc/sys/kernel/…`, also through `tee`.
    let value = command.operand(0).unwrap_or_default();
    if command.is(&["echo", "printf"]) {
        for redirect in command.writes() {
            if let Some(path) = redirect.target.as_str().strip_prefix("/proc/sys/") {
                judge(&path.replace('/', "."), value.trim_end_matches("\\n"), command.span, findings);
            }
        }
    }
    if command.is(&["tee"])
        && let Some(path) = value.strip_prefix("/proc/sys/")
        && let Some(fed) = site.upstream().next().and_then(|one| one.operand(0))
    {
        judge(&path.replace('/', "."), fed, command.span, findings);
    }
}

fn judge(name: &str, value: &str, span: Span, findings: &mut Findings) {
    let row = LOWERED.iter().find(|(setting, values, _)| *setting == name && values.contains(&value));
    if let Some((setting, _, right)) = row {
        findings.add(
            Code::KERNEL_LOWERED,
            span,
            format!("`{setting}={value}` takes a defence of the kernel away"),
            format!("`sysctl -w {setting}={right}`"),
        );
    }
}
