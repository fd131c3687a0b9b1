//! Programs that run the program which their operands name.

/// A program that runs another. An option that stands in neither list could take the next word along, so that
/// nobody knows which word is the program.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Wrapper {
    /// Options without a value.
    pub(super) flags: &'static [&'static str],
    /// Options whose value is the next word, or glued to them.
    pub(super) valued: &'static [&'static str],
    /// How many operands come before the program.
    pub(super) operands: usize,
}

impl Wrapper {
    /// Whether an option takes the next word along; `None` if it is not known.
    pub(super) fn takes_next(&self, option: &str) -> Option<bool> {
        if option.starts_with("--") {
            let name = option.split('=').next().unwrap_or(option);
            return if self.valued.contains(&name) {
                Some(!option.contains('='))
            } else {
                self.flags.contains(&name).then_some(false)
            };
        }
        let cluster = option.strip_prefix('-').filter(|letters| !letters.is_empty())?;
        // `nice -5`
        if cluster.bytes().all(|b| b.is_ascii_digit()) {
            return Some(false);
        }
        for (at, letter) in cluster.char_indices() {
            let is = |options: &[&str]| options.iter().any(|known| *known == format!("-{letter}"));
            if is(self.valued) {
                return Some(at.saturating_add(letter.len_utf8()) == cluster.len());
            }
            if !is(self.flags) {
                return None;
            }
        }
        Some(false)
    }
}

const fn wrapper(
    flags: &'static [&'static str],
    valued: &'static [&'static str],
    operands: usize,
) -> Wrapper {
    Wrapper { flags, valued, operands }
}

#[rustfmt::skip]
static WRAPPERS: &[(&str, Wrapper)] = &[
    ("sudo", wrapper(
        &["-A", "-b", "-B", "-E", "-H", "-k", "-n", "-P", "-S", "--background", "--non-interactive",
          "--preserve-env", "--set-home"],
        &["-u", "-g", "-h", "-p", "-C", "-T", "-U", "-r", "-t", "-D", "--user", "--group", "--host", "--prompt",
          "--chdir"],
        0,
    )),
    ("doas", wrapper(&["-n"], &["-u"], 0)),
    ("env", wrapper(
        &["-i", "-0", "-v", "--ignore-environment", "--null", "--debug"],
        &["-u", "-C", "--unset", "--chdir"],
        0,
    )),
    ("nice", wrapper(&[], &["-n", "--adjustment"], 0)),
    ("ionice", wrapper(&["-t", "--ignore"], &["-c", "-n", "--class", "--classdata"], 0)),
    ("timeout", wrapper(
        &["-v", "-f", "-p", "--verbose", "--foreground", "--preserve-status"],
        &["-s", "-k", "--signal", "--kill-after"],
        1,
    )),
    ("chroot", wrapper(&["--skip-chdir"], &["--userspec", "--groups"], 1)),
    ("nsenter", wrapper(
        &["-m", "-u", "-i", "-n", "-p", "-U", "-C", "-T", "-a", "-F", "-Z", "-r", "-w", "--mount", "--uts",
          "--ipc", "--net", "--pid", "--user", "--cgroup", "--time", "--all", "--no-fork",
          "--preserve-credentials", "--root"],
        &["-t", "-S", "-G", "--target", "--setuid", "--setgid"],
        0,
    )),
    ("strace", wrapper(
        &["-f", "-F", "-q", "-v", "-x", "-y", "-t", "-T", "-r", "-i", "-k", "-c", "-C", "-d", "-n", "-Z", "-z"],
        &["-e", "-o", "-p", "-s", "-u", "-P", "-E", "-a", "-b", "-I", "-O", "-S", "-U", "-X"],
        0,
    )),
    ("ltrace", wrapper(&["-f", "-c", "-C", "-i", "-r", "-S", "-t", "-T"], &["-e", "-o", "-p", "-s", "-u"], 0)),
    ("nohup", wrapper(&[], &[], 0)),
    ("setsid", wrapper(&["-c", "-f", "-w", "--ctty", "--fork", "--wait"], &[], 0)),
    ("exec", wrapper(&["-c", "-l"], &["-a"], 0)),
    ("command", wrapper(&["-p"], &[], 0)),
    ("stdbuf", wrapper(&[], &["-i", "-o", "-e", "--input", "--output", "--error"], 0)),
    ("unshare", wrapper(&["-m", "-u", "-i", "-n", "-p", "-U", "-C", "-T", "-f", "-r"], &["-S", "-G"], 0)),
];

/// What is known of the wrapper of this name.
pub(super) fn of(name: &str) -> Option<&'static Wrapper> {
    WRAPPERS.iter().find(|(known, _)| *known == name).map(|(_, wrapper)| wrapper)
}
