//! What one command does to which object.

use crate::lint::advice::read::command::Command;
use crate::lint::advice::read::word::Word;
use crate::lint::advice::subject::Subject;

/// What a command does.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Action {
    /// Keeps or shows the state of something.
    Evidence(Target),
    /// Ends or removes something.
    Destroys(Target),
    /// Restarts the host.
    Restarts,
    /// Labels a pod.
    Labels,
    /// Anything else.
    Nothing,
}

/// A kind of object with its name, if that is known.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Target {
    kind: Kind,
    name: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Container,
    Pod,
    Process,
    Instance,
    File,
}

impl Target {
    fn new(kind: Kind, word: Option<(&str, bool)>) -> Self {
        let name = word
            .filter(|(_, literal)| *literal)
            .map(|(text, _)| text.rsplit('/').next().unwrap_or(text).to_owned());
        Self { kind, name }
    }

    /// Whether evidence of this object is evidence of the other.
    pub(super) fn covers(&self, other: &Self) -> bool {
        let same_kind = self.kind == other.kind
            || matches!((self.kind, other.kind), (Kind::Container | Kind::Pod, Kind::Container | Kind::Pod))
            || matches!(
                (self.kind, other.kind),
                (Kind::Container | Kind::Pod | Kind::File, Kind::Process | Kind::File)
            );
        let same_name = match (&self.name, &other.name) {
            (Some(own), Some(name)) => {
                own == name || name.starts_with(own.as_str()) || own.starts_with(name.as_str())
            }
            _ => true,
        };
        same_kind && (same_name || self.kind != other.kind)
    }

    /// What is lost with it.
    pub(super) fn loses(&self) -> &'static str {
        match self.kind {
            Kind::Container => "the container's processes, memory and changed files",
            Kind::Pod => "the pod's processes, memory and changed files",
            Kind::Process => "the process, its memory and its open files",
            Kind::Instance => "the machine and its disks",
            Kind::File => "the file",
        }
    }

    /// How to keep it.
    pub(super) fn keep(&self) -> &'static str {
        match self.kind {
            Kind::Container => {
                "first `docker pause NAME`, then `docker inspect`, `docker logs`, `docker diff`, `docker export --output fs.tar NAME`"
            }
            Kind::Pod => {
                "first label and isolate the pod, then `kubectl get pod NAME -n NS -o yaml`, `kubectl logs --all-containers`, a checkpoint of its containers"
            }
            Kind::Process => {
                "first `kill -STOP PID`, then `cp /proc/PID/exe evidence/`, `ls -l /proc/PID/fd`, `cat /proc/PID/maps`"
            }
            Kind::Instance => {
                "first isolate it by its security group, then snapshot its disks: `aws ec2 create-snapshots`"
            }
            Kind::File => "first keep a copy and its hash: `cp -a FILE evidence/ && sha256sum FILE`",
        }
    }
}

/// What a command does in a report about this subject.
pub(super) fn of_report(command: &Command, subject: &Subject) -> Action {
    let suspect = |word: &&Word| subject.files.contains(word.as_str());
    if command.is(&["rm", "shred", "unlink"])
        && !command.inside
        && let Some(file) = command.operands.iter().find(suspect)
    {
        return Action::Destroys(Target { kind: Kind::File, name: Some(file.as_str().to_owned()) });
    }
    of(command)
}

/// What a command does.
pub(super) fn of(command: &Command) -> Action {
    match command.program.as_str() {
        "docker" | "podman" | "nerdctl" | "crictl" => engine(command),
        "ctr" => ctr(command),
        "kubectl" | "oc" => kube(command),
        "docker-compose" => match command.operand(0) {
            Some("down" | "stop" | "rm" | "restart" | "kill") => {
                Action::Destroys(Target::new(Kind::Container, None))
            }
            _ => Action::Nothing,
        },
        "aws" | "gcloud" => cloud(command),
        "reboot" | "poweroff" | "halt" if !command.inside => Action::Restarts,
        "shutdown" if !command.inside && command.flag(&["c"]).is_none() => Action::Restarts,
        "init" if matches!(command.operand(0), Some("0" | "6")) => Action::Restarts,
        "systemctl" if matches!(command.operand(0), Some("reboot" | "poweroff")) => Action::Restarts,
        // Without live restore every container ends with the engine.
        "systemctl" if command.operand(0) == Some("restart") && command.operand(1).is_some_and(is_engine) => {
            Action::Destroys(Target::new(Kind::Container, None))
        }
        _ => host(command),
    }
}

fn is_engine(unit: &str) -> bool {
    matches!(unit.trim_end_matches(".service"), "docker" | "podman")
}

fn first(command: &Command) -> Option<(&str, bool)> {
    command.operands.first().map(|word| (word.as_str(), word.is_literal()))
}

fn engine(command: &Command) -> Action {
    let crictl_pod = command.is(&["crictl"]) && matches!(command.path.as_str(), "stopp" | "rmp" | "inspectp");
    let kind = if crictl_pod { Kind::Pod } else { Kind::Container };
    match command.path.as_str() {
        // One value on the screen keeps nothing.
        "inspect" if command.flag(&["format"]).is_some() && command.writes().next().is_none() => {
            Action::Nothing
        }
        "kill" if command.value(&["signal"]).is_some_and(is_gentle) => Action::Nothing,
        "logs" | "inspect" | "inspectp" | "diff" | "export" | "commit" | "top" | "checkpoint"
        | "checkpoint create" => Action::Evidence(Target::new(kind, first(command))),
        "cp" => {
            let from = command.operand(0).and_then(|word| word.split_once(':')).map(|(name, _)| (name, true));
            Action::Evidence(Target::new(kind, from))
        }
        "exec" => Action::Nothing,
        "rm" | "kill" | "stop" | "restart" | "stopp" | "rmp" if !command.operands.is_empty() => {
            Action::Destroys(Target::new(kind, first(command)))
        }
        "compose down" | "compose stop" | "compose rm" | "compose restart" | "compose kill" => {
            Action::Destroys(Target::new(kind, None))
        }
        _ => Action::Nothing,
    }
}

fn ctr(command: &Command) -> Action {
    match command.path.rsplit(' ').next().unwrap_or_default() {
        "checkpoint" | "info" | "ps" => Action::Evidence(Target::new(Kind::Container, first(command))),
        "kill" | "delete" | "rm"
            if command.path.starts_with("task") || command.path.starts_with("container") =>
        {
            Action::Destroys(Target::new(Kind::Container, first(command)))
        }
        _ => Action::Nothing,
    }
}

/// Kinds whose end is the end of pods.
const WORKLOADS: [&str; 22] = [
    "pod",
    "pods",
    "po",
    "deployment",
    "deployments",
    "deploy",
    "statefulset",
    "statefulsets",
    "sts",
    "daemonset",
    "daemonsets",
    "ds",
    "replicaset",
    "replicasets",
    "rs",
    "job",
    "jobs",
    "cronjob",
    "cronjobs",
    "node",
    "nodes",
    "no",
];

fn kube(command: &Command) -> Action {
    let (kind, name) = match command.operand(0).and_then(|word| word.split_once('/')) {
        Some((kind, name)) => {
            (kind, Some((name, command.operands.first().is_some_and(|word| word.is_literal()))))
        }
        None => (
            command.operand(0).unwrap_or_default(),
            command.operands.get(1).map(|word| (word.as_str(), word.is_literal())),
        ),
    };
    let workload = WORKLOADS.contains(&kind);
    match command.path.as_str() {
        "logs" => Action::Evidence(Target::new(Kind::Pod, first(command))),
        "get"
            if workload
                && command
                    .value(&["output"])
                    .is_some_and(|form| form.starts_with("yaml") || form.starts_with("json")) =>
        {
            Action::Evidence(Target::new(Kind::Pod, name))
        }
        "describe" if workload => Action::Evidence(Target::new(Kind::Pod, name)),
        "cp" => Action::Evidence(Target::new(Kind::Pod, None)),
        "create" if command.value(&["raw"]).is_some_and(|path| path.contains("/checkpoint/")) => {
            Action::Evidence(Target::new(Kind::Pod, None))
        }
        "debug" => Action::Evidence(Target::new(Kind::Pod, None)),
        "label" if matches!(kind, "pod" | "pods" | "po") => Action::Labels,
        "delete" if workload && command.value(&["dry-run"]).is_none() => {
            Action::Destroys(Target::new(Kind::Pod, name))
        }
        "drain" => Action::Destroys(Target::new(Kind::Pod, None)),
        "rollout restart" => Action::Destroys(Target::new(Kind::Pod, None)),
        "scale" if command.value(&["replicas"]) == Some("0") => {
            Action::Destroys(Target::new(Kind::Pod, None))
        }
        _ => Action::Nothing,
    }
}

fn cloud(command: &Command) -> Action {
    let path = command.path.as_str();
    match path {
        "ec2 create-snapshot"
        | "ec2 create-snapshots"
        | "ec2 create-image"
        | "compute disks snapshot"
        | "compute snapshots create" => Action::Evidence(Target::new(Kind::Instance, None)),
        "ec2 terminate-instances"
        | "ec2 stop-instances"
        | "compute instances delete"
        | "ec2 reboot-instances"
        | "compute instances reset" => Action::Destroys(Target::new(Kind::Instance, None)),
        _ => Action::Nothing,
    }
}

/// Signals that end nothing.
fn is_gentle(signal: &str) -> bool {
    matches!(
        signal.trim_start_matches("SIG"),
        "STOP" | "CONT" | "HUP" | "0" | "19" | "18" | "1" | "USR1" | "USR2"
    )
}

fn host(command: &Command) -> Action {
    if command.inside {
        return Action::Nothing;
    }
    match command.program.as_str() {
        "cp" | "cat" | "ls" | "gcore" | "lsof" | "strings" | "sha256sum" | "dd" | "tar"
            if command.arguments().any(|word| word.as_str().contains("/proc/")) =>
        {
            Action::Evidence(Target::new(Kind::Process, None))
        }
        "gcore" | "avml" | "lsof" | "insmod" => Action::Evidence(Target::new(Kind::Process, None)),
        "cp" | "sha256sum" | "tar" | "dd" | "rsync" | "scp" => {
            Action::Evidence(Target::new(Kind::File, None))
        }
        "kill" | "pkill" | "killall" => {
            let gentle = command.value(&["signal"]).is_some_and(is_gentle)
                || command
                    .flags
                    .iter()
                    .any(|flag| is_gentle(flag.spelt.trim_start_matches('-')) || flag.name == "list");
            if gentle || command.operands.is_empty() && command.inner.is_empty() && !command.from_xargs {
                Action::Nothing
            } else {
                Action::Destroys(Target::new(Kind::Process, None))
            }
        }
        _ => Action::Nothing,
    }
}
