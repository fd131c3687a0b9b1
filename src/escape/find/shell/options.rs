//! What single options of programs make of a value.

use super::programs::base_name;

/// How much of the option's value the alert may choose.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reach {
    /// Nothing at all.
    Any,
    /// A part, behind text of the author's: `-o evidence/{{ x }}`, `-l app={{ x }}`.
    Whole,
}

/// Options whose value chooses a program, a file that is written, or settings that choose one; or, as a selector,
/// how many things are meant. Short ones count at the end of a cluster, long ones also when they are abbreviated.
#[rustfmt::skip]
const CHOOSING: &[(&[&str], Reach, &[&str])] = &[
    (&["tar"], Reach::Any, &[
        "-I", "--use-compress-program", "--to-command", "--checkpoint-action", "--rsh-command",
        "--rmt-command", "--info-script", "--new-volume-script", "-F",
    ]),
    (&["rsync"], Reach::Whole, &["-e", "--rsh", "--rsync-path", "--config", "--password-file"]),
    (&["git"], Reach::Any, &[
        "-c", "--config-env", "--exec-path", "--upload-pack", "--receive-pack", "--exec", "-u", "-O",
        "--open-files-in-pager", "--git-dir", "--work-tree", "-C",
    ]),
    (&["curl"], Reach::Whole, &[
        "-K", "--config", "-o", "--output", "--output-dir", "-D", "--dump-header", "-c", "--cookie-jar",
        "--trace", "--trace-ascii", "--stderr", "--libcurl", "--engine",
    ]),
    (&["wget"], Reach::Whole, &[
        "-O", "--output-document", "-o", "--output-file", "-a", "--append-output", "-P", "--directory-prefix",
        "-e", "--execute", "--config", "--use-askpass", "-i", "--input-file",
    ]),
    (&["kubectl", "oc"], Reach::Whole, &[
        "-f", "--filename", "-k", "--kustomize", "--kubeconfig", "--patch-file", "--raw", "-o", "--output",
        "--template", "-s", "--server", "--token", "-l", "--selector", "--field-selector",
    ]),
    (&["docker", "podman", "nerdctl"], Reach::Any, &[
        "-v", "--volume", "--mount", "--device", "--env-file", "--entrypoint", "-H", "--host", "--config",
        "--format", "--tmpfs", "--init-path", "--runtime", "--security-opt", "--cap-add",
    ]),
    (&["crictl", "ctr"], Reach::Any, &["--config", "--template", "--mount", "--env-file", "--runtime"]),
    (&["find"], Reach::Any, &["-fprint", "-fprint0", "-fprintf", "-fls", "-files0-from", "-printf", "-regextype"]),
    (&["tcpdump"], Reach::Whole, &["-z", "-w", "-F", "-Z", "--postrotate-command"]),
    (&["sort"], Reach::Whole, &["-o", "--output", "--compress-program", "-T", "--files0-from"]),
    (&["dpkg"], Reach::Any, &[
        "-i", "--install", "--unpack", "--root", "--admindir", "--instdir", "--pre-invoke", "--post-invoke",
        "--path-include",
    ]),
    (&["rpm"], Reach::Any, &[
        "-i", "-U", "-F", "--install", "--upgrade", "--root", "--rcfile", "-E", "--eval", "--define", "-D",
        "--pipe", "--qf", "--queryformat",
    ]),
    (&["date"], Reach::Whole, &["-f", "--file", "-s", "--set"]),
    (&["openssl"], Reach::Any, &["-engine", "-provider", "-config", "-out"]),
    (&["journalctl"], Reach::Whole, &["--root", "--image", "-D", "--directory"]),
    (&["aws"], Reach::Any, &["--endpoint-url", "--cli-input-json", "--cli-input-yaml", "--query", "--profile"]),
    (&["gcloud"], Reach::Any, &["--flags-file", "--configuration", "--format", "--filter"]),
    (&["gh"], Reach::Any, &["-q", "--jq", "-t", "--template", "-R", "--repo", "--hostname"]),
    (&["helm"], Reach::Whole, &["--post-renderer", "--kubeconfig", "-f", "--values"]),
    (&["dd"], Reach::Whole, &["of="]),
    (&["install", "cp", "mv", "ln"], Reach::Whole, &["-t", "--target-directory", "-S", "--suffix"]),
    (&["grep", "egrep", "fgrep"], Reach::Whole, &["-f", "--file"]),
    (&["ps"], Reach::Whole, &["-o", "--format"]),
    (&["truncate"], Reach::Whole, &["-r", "--reference"]),
];

/// Whether this option of a program's lets its value choose more than text; `whole` if nothing of the author's stands
/// before the value. `option` is written as in the command: `-o`, `--output`, `--output=`, `of=`.
pub(super) fn chooses(program: &str, option: &str, whole: bool) -> bool {
    let name = base_name(program);
    let rows = CHOOSING
        .iter()
        .filter(|(programs, reach, _)| programs.contains(&name) && (whole || *reach == Reach::Any));
    rows.flat_map(|(.., options)| *options).any(|known| is_same(known, option))
}

fn is_same(known: &str, option: &str) -> bool {
    if known.ends_with('=') {
        return option == known;
    }
    let option = option.trim_end_matches('=');
    match (known.strip_prefix("--"), option.strip_prefix("--")) {
        (Some(known), Some(given)) => given.len() >= 2 && known.starts_with(given),
        (None, None) if known.len() == 2 => {
            option.starts_with('-') && option.ends_with(known.trim_start_matches('-'))
        }
        (None, None) => option == known,
        _ => false,
    }
}

/// Options of `exec` that take the next word as their value.
#[rustfmt::skip]
pub(super) const EXEC_VALUED: &[&str] = &[
    "-u", "--user", "-w", "--workdir", "-e", "--env", "--env-file", "--detach-keys", "--exec-id", "--timeout",
    "--cwd", "--fifo-dir",
];

/// Options of `run` and `create` whose value is a name.
pub(super) const RUN_VALUED: &[&str] = &["--name", "--network", "--net", "--hostname", "--label", "-l"];

/// Options of engines, kubectl and cloud tools before their subcommand that take the next word as their value.
#[rustfmt::skip]
pub(super) const GLOBAL_VALUED: &[&str] = &[
    "-n", "--namespace", "-H", "--host", "-a", "--address", "-r", "--runtime-endpoint", "--context", "-c",
    "--kubeconfig", "--cluster", "--profile", "--region", "--project", "-C",
];

/// How many words follow an option of `sed`, `awk`, `jq` or `printf` as its value, or `None` if the option is not
/// known, so that the script could be any word.
pub(super) fn script_option(program: &str, option: &str) -> Option<usize> {
    let known = |flags: &[&str], one: &[&str], two: &[&str]| match option {
        _ if flags.contains(&option) => Some(0),
        _ if one.contains(&option) => Some(1),
        _ if two.contains(&option) => Some(2),
        _ => None,
    };
    match base_name(program) {
        "sed" => {
            known(&["-n", "-E", "-r", "-s", "-z", "-u", "--posix", "--sandbox"], &["-e", "-f", "-l"], &[])
        }
        "jq" => known(
            &[
                "-r", "-n", "-c", "-e", "-s", "-a", "-S", "-C", "-M", "-j", "-R", "-er", "-cr", "-rc", "-nr",
                "-rn",
            ],
            &["-f", "--from-file", "--indent", "-L"],
            &["--arg", "--argjson", "--slurpfile", "--rawfile"],
        ),
        "printf" => None,
        // awk, whose `-F:` may be glued.
        _ if option.starts_with("-F") && option.len() > 2 => Some(0),
        _ => known(&[], &["-F", "-v", "-f"], &[]),
    }
}

/// Whether `printf` takes a value as text for every conversion of this format: `%d` of some shells evaluates, and
/// `%b` undoes what makes control characters visible.
pub(super) fn prints_text_only(format: &str) -> bool {
    format.split('%').skip(1).all(|rest| {
        let conversion = rest.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '-' | '.'));
        conversion.starts_with('s')
    })
}
