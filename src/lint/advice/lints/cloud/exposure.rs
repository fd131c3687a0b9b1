//! FL1506, FL1508 and FL1510: storage, ports and credentials open to the world.

use crate::diag::{Code, Severity};
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;
use crate::lint::advice::read::command::Command;

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    storage(site.command, findings);
    ports(site.command, findings);
    metadata(site.command, findings);
}

fn storage(command: &Command, findings: &mut Findings) {
    let hint = "keep it private: `aws s3api put-public-access-block --bucket B --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true`";
    if command.is(&["aws"])
        && let Some(flag) = command
            .flag(&["acl"])
            .filter(|flag| matches!(flag.text(), "public-read" | "public-read-write" | "authenticated-read"))
    {
        findings.add(
            Code::PUBLIC_STORAGE,
            flag.span,
            format!("`{}` lets everyone read what is stored", flag.text()),
            hint,
        );
    }
    if command.runs(&["aws"], &["s3api delete-public-access-block", "s3control delete-public-access-block"]) {
        findings.add(
            Code::PUBLIC_STORAGE,
            command.span,
            "takes away what keeps the bucket from becoming public",
            hint,
        );
    }
    let off =
        command.value(&["public-access-block-configuration"]).is_some_and(|value| value.contains("=false"));
    if command.is(&["aws"]) && off {
        findings.add(Code::PUBLIC_STORAGE, command.span, "switches a public access block off", hint);
    }
    if command.is(&["gcloud", "gsutil"]) {
        let all = command.arguments().find(|word| {
            word.as_str().split([':', ',']).any(|part| matches!(part, "allUsers" | "allAuthenticatedUsers"))
        });
        let removes =
            command.path.contains("remove") || command.operands.iter().any(|word| word.as_str() == "-d");
        if let Some(word) = all.filter(|_| !removes) {
            let hint = "name the accounts; `gcloud storage buckets update gs://B --public-access-prevention` forbids it for good";
            findings.add(Code::PUBLIC_STORAGE, word.span(), format!("`{}` is everyone", word.as_str()), hint);
        }
    }
}

const ADMIN: [&str; 12] =
    ["22", "3389", "23", "2375", "2376", "5432", "3306", "6379", "27017", "10250", "6443", "9200"];

fn ports(command: &Command, findings: &mut Findings) {
    let aws = command.runs(&["aws"], &["ec2 authorize-security-group-ingress"]);
    let gcloud = command.is(&["gcloud"])
        && command.path.starts_with("compute firewall-rules")
        && matches!(command.path.rsplit(' ').next(), Some("create" | "update"));
    if !aws && !gcloud
        || command.value(&["direction"]).is_some_and(|way| way.eq_ignore_ascii_case("egress"))
        || command.value(&["action"]).is_some_and(|action| action.eq_ignore_ascii_case("deny"))
    {
        return;
    }
    let world = |text: &str| text.contains("0.0.0.0/0") || text.contains("::/0");
    let open = command.all(&["cidr", "source-ranges", "ip-permissions"]).find(|flag| world(flag.text()));
    let Some(flag) = open else { return };
    let ports = command
        .all(&["port", "allow", "rules", "ip-permissions"])
        .map(|flag| flag.text())
        .collect::<Vec<_>>()
        .join(",");
    let admin = ports.split(|c: char| !c.is_ascii_digit()).any(|port| ADMIN.contains(&port));
    let every = ports.contains("IpProtocol=-1") || ports.contains("\"IpProtocol\": \"-1\"");
    let all = every || command.value(&["protocol"]).is_some_and(|protocol| matches!(protocol, "-1" | "all"));
    if admin || all || ports.is_empty() {
        findings.add(
            Code::OPEN_INGRESS,
            flag.span,
            "everyone on the internet reaches a port for administration",
            "name the one address that needs it: `--cidr 198.51.100.7/32`, or use a session manager without an open port",
        );
    }
}

fn metadata(command: &Command, findings: &mut Findings) {
    if !command.is(&["aws"]) {
        return;
    }
    let hint = "`--http-tokens required --http-put-response-hop-limit 1`";
    if let Some(flag) = command.flag(&["http-tokens"]).filter(|flag| flag.text() == "optional") {
        findings.add(
            Code::METADATA_OPEN,
            flag.span,
            "the metadata service answers whoever can make the instance send a request",
            hint,
        );
    }
    let hops = command
        .flag(&["http-put-response-hop-limit"])
        .filter(|flag| flag.text().parse::<u32>().is_ok_and(|hops| hops > 2));
    if let Some(flag) = hops {
        findings.add(
            Code::METADATA_OPEN,
            flag.span,
            "so many hops let containers and proxies reach the instance's credentials",
            hint,
        );
    }
    let options =
        command.value(&["metadata-options"]).is_some_and(|value| value.contains("HttpTokens=optional"));
    if options {
        findings.add_as(
            Severity::Error,
            Code::METADATA_OPEN,
            command.span,
            "the metadata service answers without a token",
            hint,
        );
    }
}
