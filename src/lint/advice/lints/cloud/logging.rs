//! FL1509: the record of a cloud account switched off.

use crate::diag::Code;
use crate::lint::advice::findings::Findings;
use crate::lint::advice::lints::Site;

/// Operations that end a record or a watch.
const ENDS: [&str; 16] = [
    "cloudtrail stop-logging",
    "cloudtrail delete-trail",
    "cloudtrail delete-event-data-store",
    "ec2 delete-flow-logs",
    "guardduty delete-detector",
    "guardduty stop-monitoring-members",
    "guardduty disassociate-members",
    "configservice stop-configuration-recorder",
    "configservice delete-configuration-recorder",
    "logs delete-log-group",
    "logs delete-log-stream",
    "securityhub disable-security-hub",
    "accessanalyzer delete-analyzer",
    "s3api delete-bucket-logging",
    "logging sinks delete",
    "logging logs delete",
];

pub(super) fn check(site: &Site<'_>, findings: &mut Findings) {
    let command = site.command;
    let ends = command.is(&["aws", "gcloud"]) && ENDS.contains(&command.path.as_str());
    let detector_off =
        command.runs(&["aws"], &["guardduty update-detector"]) && command.flag(&["no-enable"]).is_some();
    if ends || detector_off {
        findings.add(
            Code::CLOUD_LOGGING_OFF,
            command.span,
            format!("`{}` ends the record by which the incident is understood", command.title()),
            "leave it on, and look whether someone else switched it off: `aws cloudtrail start-logging --name TRAIL`",
        );
    }
}
