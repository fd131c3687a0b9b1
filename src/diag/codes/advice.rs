//! FL1xxx: advice: commands, manifests, policies and Falco rules that a reader may paste.
//!
//! FL11xx containers, FL12xx Kubernetes, FL13xx hosts, FL14xx the order of steps, FL15xx images, secrets and clouds,
//! FL16xx what does not work, FL17xx Falco rules, FL19xx allows, and the texts of a rulebook.

use super::{Code, Row, Severity};

codes! {
    PRIVILEGED_CONTAINER = "FL1101" "privileged-container" Error
        what "`--privileged` gives a container every right of the host's root."
        why "It is the contrary of restricting it."
        bad "docker run --privileged app"
        good "docker run --cap-drop ALL app@sha256:…";
    RUNTIME_SOCKET = "FL1102" "runtime-socket" Error
        what "The socket of a container runtime, or the folder that holds it, is mounted."
        why "Whoever reaches it starts containers as root of the host."
        bad "docker run -v /var/run/docker.sock:/s app"
        good "docker run -v data:/data app";
    HOST_MOUNT = "FL1103" "host-mount" Error
        what "A part of the host that holds its accounts, keys, processes or devices is mounted into a container."
        why "A container that reaches the host's files is no boundary any more: it reads keys, plants programs, changes accounts."
        bad "docker run -v /:/host app"
        good "docker run -v /srv/a:/a:ro app";
    HOST_NAMESPACE = "FL1104" "host-namespace" Error
        what "A container shares the host's processes, users, or shared memory, so that it can act on what is outside."
        why "What runs inside may read, signal or trace every process of the host."
        bad "docker run --pid=host app"
        good "docker run --pid=container:a app";
    HOST_NETWORK = "FL1105" "host-network" Error
        what "A container shares the host's network: its loopback services, and its address towards others."
        why "Firewalls and network policies for the container no longer hold, and services that listen on loopback are within reach."
        bad "docker run --net host app"
        good "docker run --network app app";
    DANGEROUS_CAPABILITY = "FL1106" "dangerous-capability" Error
        what "A capability is added that gives control of the host or of other containers."
        why "Most known ways out of a container need one of these capabilities and nothing more."
        bad "docker run --cap-add SYS_ADMIN app"
        good "docker run --cap-add NET_BIND_SERVICE app";
    UNCONFINED = "FL1107" "unconfined" Error
        what "Seccomp, AppArmor or SELinux is switched off for a container."
        why "These are the last barriers between a flaw in a program and the kernel."
        bad "docker run --security-opt seccomp=unconfined app"
        good "docker run --security-opt seccomp=profile.json app";
    RAW_DEVICE = "FL1108" "raw-device" Error
        what "A disk, the memory or another raw device of the host is given to a container."
        why "Whoever reads or writes the device passes by every permission of the file system."
        bad "docker run --device /dev/sda app"
        good "docker run --device /dev/dri/renderD128 app";
    CONTAINER_AS_IMAGE = "FL1109" "container-as-image" Error
        what "The name or id of a container stands where an image must."
        why "The command starts something else, and the container of the alert goes on."
        bad "docker run 69484342a56c"
        good "docker pause 69484342a56c";
    UPDATE_CANNOT = "FL1110" "update-cannot" Warning
        what "`docker update` changes limits of a running container, and neither its rights nor its mounts."
        why "The command fails or changes nothing, and the reader believes that something was contained."
        bad "docker update --cap-drop ALL c"
        good "docker update --pids-limit 100 c";
    PLAIN_API = "FL1111" "plain-api" Error
        what "The engine's API is open on a TCP port without client certificates."
        why "Whoever reaches the port is root on the host."
        bad "dockerd -H tcp://0.0.0.0:2375"
        good "docker -H ssh://host ps";
    ADMIN_PORT = "FL1112" "admin-port" Warning
        what "A port for administration or debugging is published on every interface."
        why "Such ports are searched for day and night, and a weak password is all that stands behind them."
        bad "docker run -p 22:22 app"
        good "docker run -p 127.0.0.1:8080:80 app";
    PRIVILEGED_POD = "FL1201" "privileged-pod" Error
        what "A privileged container in a pod is root of its node."
        why "A fault in one program becomes the whole node, with the tokens of every pod on it."
        bad "securityContext: {privileged: true}"
        good "securityContext: {privileged: false}";
    POD_HOST_NAMESPACE = "FL1202" "pod-host-namespace" Error
        what "A pod shares the processes, the network or the shared memory of its node."
        why "The pod sees and disturbs what belongs to others, and policies made for pods do not hold for it."
        bad "spec: {hostPID: true}"
        good "spec: {hostPID: false}";
    HOST_PATH = "FL1203" "host-path" Error
        what "A path of the node is mounted into a pod; with the runtime's socket the pod owns the node."
        why "What is planted there outlives the pod and runs outside of it."
        bad "hostPath: {path: /}"
        good "emptyDir: {}";
    PRIVILEGE_ESCALATION = "FL1204" "privilege-escalation" Warning
        what "Processes of the container may gain more rights than their parent, by a setuid program for instance."
        why "A flaw in any program with more rights is then enough to become root of the container."
        bad "allowPrivilegeEscalation: true"
        good "allowPrivilegeEscalation: false";
    POD_CAPABILITY = "FL1205" "pod-capability" Error
        what "A capability beyond the baseline of the Pod Security Standards is added."
        why "The standard leaves these out because each of them leads out of the container."
        bad "capabilities: {add: [SYS_ADMIN]}"
        good "capabilities: {drop: [ALL]}";
    POD_UNCONFINED = "FL1206" "pod-unconfined" Error
        what "Seccomp or AppArmor is switched off for a pod, or asked for by an annotation that is deprecated."
        why "The kernel's whole surface lies open to whatever the container runs."
        bad "seccompProfile: {type: Unconfined}"
        good "seccompProfile: {type: RuntimeDefault}";
    RUNS_AS_ROOT = "FL1207" "runs-as-root" Warning
        what "A container is told to run, or allowed to run, as root."
        why "Root of the container is one flaw away from root of the node."
        bad "runAsUser: 0"
        good "runAsUser: 10001";
    ADMIN_BINDING = "FL1208" "admin-binding" Error
        what "A binding gives every right in the cluster, or gives rights to everyone."
        why "One leaked token is then the whole cluster, and nothing tells whose it was."
        bad "kubectl create clusterrolebinding x --clusterrole=cluster-admin --user=u"
        good "kubectl create rolebinding x --role=reader --user=u -n shop";
    BROAD_ROLE = "FL1209" "broad-role" Error
        what "A role holds wildcards, or verbs by which an account gives itself more."
        why "An account that may give itself rights has all of them, whatever the rest of the role says."
        bad "verbs: [\"*\"]"
        good "verbs: [get, list]";
    SECRET_IN_MANIFEST = "FL1210" "secret-in-manifest" Error
        what "A secret is written into a manifest, where whoever may read the object reads it."
        why "Manifests are copied into repositories, backups and logs, and so is the secret."
        bad "env: [{name: DB_PASSWORD, value: hunter2}]"
        good "env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}]";
    NO_ISOLATION = "FL1211" "no-isolation" Error
        what "A network policy that is to isolate lets traffic through: a rule that allows everything, or no `Egress` in its types."
        why "The reader believes the pod is cut off while its traffic goes on."
        bad "ingress: [{}]"
        good "policyTypes: [Ingress, Egress]";
    REMOVED_API = "FL1212" "removed-api" Warning
        what "The object or its version was removed from Kubernetes; the cluster refuses it."
        why "Nothing is contained while the reader waits for an object that never came about."
        bad "apiVersion: policy/v1beta1"
        good "apiVersion: policy/v1";
    MANIFEST_SHAPE = "FL1213" "manifest-shape" Error
        what "A kind of another group, an unknown field or a value of the wrong type: the cluster refuses the object, or drops what was meant."
        why "The reader applies a manifest that does less than it says."
        bad "apiVersion: v1\nkind: NetworkPolicy"
        good "apiVersion: networking.k8s.io/v1\nkind: NetworkPolicy";
    POLICY_UNBOUND = "FL1214" "policy-unbound" Warning
        what "A ValidatingAdmissionPolicy without a binding is never asked."
        why "The cluster stores it and lets everything through."
        bad "kind: ValidatingAdmissionPolicy"
        good "kind: ValidatingAdmissionPolicy, and a ValidatingAdmissionPolicyBinding";
    NO_ADMISSION = "FL1215" "no-admission" Error
        what "An admission control that controls nothing: the level `privileged`, or a webhook that is passed over when it is down."
        why "It looks like a control in an audit and stops nothing."
        bad "kubectl label ns n pod-security.kubernetes.io/enforce=privileged"
        good "kubectl label ns n pod-security.kubernetes.io/enforce=restricted";
    PIPE_TO_SHELL = "FL1301" "pipe-to-shell" Error
        what "What a server sends runs at once."
        why "Nobody has seen it, and the server can send each visitor something else."
        bad "curl https://h/i.sh | sh"
        good "curl -o i.sh https://h/i.sh && sha256sum -c i.sh.sha256";
    TLS_UNCHECKED = "FL1302" "tls-unchecked" Error
        what "The check of the server's certificate is switched off, so anyone who stands in between may answer."
        why "What is downloaded then is whatever somebody on the way chose to send."
        bad "curl -k https://h/f"
        good "curl --cacert ca.pem https://h/f";
    WORLD_WRITABLE = "FL1303" "world-writable" Error
        what "A file becomes writable for every account of the host."
        why "Any program on the host, the suspected one too, can replace what the file says."
        bad "chmod -R 777 /srv"
        good "chmod 640 /srv/f";
    SETUID_ADDED = "FL1304" "setuid-added" Error
        what "A program is made to run with its owner's rights, whoever starts it."
        why "A planted program with that bit gives root to whoever comes back."
        bad "chmod u+s x"
        good "chmod u-s x";
    ACCESS_CONTROL_OFF = "FL1305" "access-control-off" Error
        what "SELinux or AppArmor is switched off."
        why "The other attempts that it would have stopped go through, on the whole host."
        bad "setenforce 0"
        good "ausearch -m avc";
    FIREWALL_DOWN = "FL1306" "firewall-down" Error
        what "Every rule of a firewall is taken down."
        why "Whatever was isolated is open again, and one's own session may be cut."
        bad "iptables -F"
        good "nft delete table inet quarantine";
    MONITORING_OFF = "FL1307" "monitoring-off" Error
        what "Monitoring or auditing is stopped while it is needed most."
        why "What happens next is seen by nobody."
        bad "systemctl stop falco"
        good "systemctl restart falco";
    LOGS_DESTROYED = "FL1308" "logs-destroyed" Error
        what "Logs or a shell's history are emptied or deleted: the record of what happened."
        why "Nobody can tell afterwards what was done, and courts and insurers ask."
        bad "> /var/log/auth.log"
        good "cp -a /var/log evidence/";
    DELETES_TOO_MUCH = "FL1309" "deletes-too-much" Error
        what "A recursive deletion reaches the root, a home folder, or whatever an empty variable leaves."
        why "One empty variable is enough to lose the host and every trace on it."
        bad "rm -rf \"$D\"/"
        good "rm -- \"${D:?}/f\"";
    KERNEL_LOWERED = "FL1310" "kernel-lowered" Error
        what "A defence of the kernel is switched off or lowered."
        why "The next attempt needs one flaw less."
        bad "sysctl -w kernel.randomize_va_space=0"
        good "sysctl -w kernel.randomize_va_space=2";
    DOOR_OPENED = "FL1311" "door-opened" Error
        what "People get in without showing who they are: sudo without a password, root or passwords over SSH, an empty password."
        why "Whoever was thrown out comes back by the door that was opened."
        bad "echo 'u ALL=(ALL) NOPASSWD: ALL' >> /etc/sudoers"
        good "echo 'u ALL=(root) /usr/bin/systemctl restart app' > /etc/sudoers.d/u";
    INSTALL_ON_SUSPECT = "FL1312" "install-on-suspect" Note
        what "An installation on a suspected host writes over evidence and trusts the host's own tools."
        why "Deleted files are overwritten by what is installed, and a planted tool answers instead of the real one."
        bad "apt install strace"
        good "./static/busybox ps";
    SAMPLE_RUNS = "FL1313" "sample-runs" Error
        what "The suspected file of the alert is run, or made executable."
        why "It does again what the alert was about, this time with the responder's rights."
        bad "chmod +x /tmp/x && /tmp/x"
        good "sha256sum /tmp/x";
    HACK_BACK = "FL1314" "hack-back" Error
        what "Something is done to the peer: it warns them, may be a crime, and may hit a bystander."
        why "It tells the other side that they were seen, and the address is often somebody else's."
        bad "nmap 203.0.113.9"
        good "nft add rule inet q out ip daddr 203.0.113.9 drop";
    EVIDENCE_UPLOADED = "FL1315" "evidence-uploaded" Error
        what "A file is sent to a place where others can read it."
        why "Samples often hold names and secrets of the victim, and whoever sent them watches for their appearance."
        bad "curl -T core https://transfer.sh/core"
        good "sha256sum core";
    RUNTIME_KILLED = "FL1316" "runtime-killed" Error
        what "A process is killed on which every container of the host depends: the runtime, its shims, the kubelet, process 1."
        why "Every container of the host stops or loses its supervisor, and the evidence in memory goes with them."
        bad "pkill containerd-shim"
        good "docker pause c";
    BROAD_KILL = "FL1317" "broad-kill" Error
        what "Processes are killed by a name that many others share."
        why "It stops programs that nobody meant, and those who watch them see an outage."
        bad "pkill -f java"
        good "kill -STOP 4711";
    DESTROYS_FIRST = "FL1401" "destroys-first" Error
        what "Something is ended or removed before anything of it was kept."
        why "What the alert was about is then gone for good."
        bad "docker rm -f c"
        good "docker export --output c.tar c && docker rm -f c";
    FORCED_DELETE = "FL1402" "forced-delete" Error
        what "A pod is taken out of the API without waiting: its processes may go on, unseen."
        why "They may go on writing and talking while the cluster says that they are gone."
        bad "kubectl delete pod p --force --grace-period=0"
        good "kubectl delete pod p -n shop";
    BULK_DELETE = "FL1403" "bulk-delete" Error
        what "More is deleted than the one object of the alert."
        why "Evidence and bystanders go with it."
        bad "kubectl delete pods --all"
        good "kubectl delete pod p -n shop";
    DRAIN = "FL1404" "drain" Warning
        what "A drain that cannot finish, or that destroys volumes or passes over disruption budgets."
        why "Other services go down with the suspected one, or nothing moves at all."
        bad "kubectl drain n --disable-eviction"
        good "kubectl cordon n";
    POLICY_BEFORE_LABEL = "FL1405" "policy-before-label" Warning
        what "A policy selects a label that nothing carries yet."
        why "Until the label is set, nothing is isolated, and nobody notices."
        bad "kubectl apply -f quarantine.yaml"
        good "kubectl label pod p -n shop quarantine=case-1 && kubectl apply -f quarantine.yaml";
    KEY_DELETED = "FL1406" "key-deleted" Warning
        what "A credential is deleted before its use was searched for."
        why "Disabling it does the same and can be undone."
        bad "aws iam delete-access-key --access-key-id K"
        good "aws iam update-access-key --access-key-id K --status Inactive";
    IRREVERSIBLE = "FL1408" "irreversible" Error
        what "Keys, buckets or objects are destroyed for good."
        why "What they protected cannot be read again, and neither can the proof of what was read."
        bad "aws kms schedule-key-deletion --key-id k"
        good "aws kms disable-key --key-id k";
    REBOOT_FIRST = "FL1409" "reboot-first" Error
        what "A host is restarted before its memory was kept."
        why "Connections, keys and injected code live in memory alone and are gone."
        bad "reboot"
        good "kill -STOP 4711";
    FLOATING_TAG = "FL1501" "floating-tag" Note
        what "An image without a tag, or by one that moves, is another image tomorrow."
        why "What was checked yesterday is not what starts tomorrow."
        bad "docker run nginx"
        good "docker run nginx@sha256:…";
    DOCKERFILE = "FL1502" "dockerfile" Warning
        what "A Dockerfile whose image runs as root, or that takes whatever a server sends."
        why "What is built there carries more rights or other content than anyone decided."
        bad "USER root"
        good "USER 10001";
    SIGNATURE_UNCHECKED = "FL1503" "signature-unchecked" Error
        what "A signature is checked in a way that anyone's signature passes."
        why "A planted image passes, with a mark that says it was checked."
        bad "cosign verify --insecure-ignore-tlog i"
        good "cosign verify --certificate-identity=a --certificate-oidc-issuer=b i@sha256:…";
    LITERAL_CREDENTIAL = "FL1504" "literal-credential" Error
        what "A credential stands in a command or a file, where others read it."
        why "Command lines show up in process lists, shell histories and logs."
        bad "mysql -psecret"
        good "mysql --defaults-extra-file=my.cnf";
    UNSIGNED_PACKAGE = "FL1505" "unsigned-package" Error
        what "Packages are installed without asking who made them."
        why "An attacker on the way chooses what is installed, as root."
        bad "apt-get install --allow-unauthenticated x"
        good "apt-get install x=1.2-3";
    PUBLIC_STORAGE = "FL1506" "public-storage" Error
        what "Stored data becomes readable for everyone."
        why "Copies are made within minutes, and nobody can take them back."
        bad "aws s3api put-bucket-acl --acl public-read --bucket b"
        good "aws s3api put-public-access-block --bucket b --public-access-block-configuration BlockPublicAcls=true";
    ADMIN_POLICY = "FL1507" "admin-policy" Error
        what "A policy gives every action on every resource."
        why "One leaked key of any holder is the whole account."
        bad "{\"Effect\": \"Allow\", \"Action\": \"*\", \"Resource\": \"*\"}"
        good "{\"Effect\": \"Allow\", \"Action\": \"s3:GetObject\", \"Resource\": \"arn:aws:s3:::b/*\"}";
    OPEN_INGRESS = "FL1508" "open-ingress" Error
        what "A port for administration is open to the whole internet."
        why "It is found within minutes and tried for as long as it stands open."
        bad "aws ec2 authorize-security-group-ingress --group-id g --protocol tcp --port 22 --cidr 0.0.0.0/0"
        good "aws ec2 authorize-security-group-ingress --group-id g --protocol tcp --port 22 --cidr 198.51.100.7/32";
    CLOUD_LOGGING_OFF = "FL1509" "cloud-logging-off" Error
        what "The record of a cloud account is ended."
        why "What is done to the account from then on leaves no trace."
        bad "aws cloudtrail stop-logging --name t"
        good "aws cloudtrail start-logging --name t";
    METADATA_OPEN = "FL1510" "metadata-open" Error
        what "The metadata service gives the instance's credentials to whoever can make it send a request."
        why "A single request that a web application can be talked into hands out those credentials."
        bad "aws ec2 modify-instance-metadata-options --instance-id i --http-tokens optional"
        good "aws ec2 modify-instance-metadata-options --instance-id i --http-tokens required";
    FACTOR_REMOVED = "FL1511" "factor-removed" Error
        what "A second factor is taken away while open sessions go on."
        why "Whoever holds an open session sets up a factor of their own."
        bad "aws iam deactivate-mfa-device --user-name u --serial-number s"
        good "aws iam attach-user-policy --user-name u --policy-arn arn:aws:iam::aws:policy/AWSDenyAll";
    SECRET_HIDDEN = "FL1512" "secret-hidden" Error
        what "A leaked secret is hidden instead of revoked."
        why "What was pushed was read."
        bad "git push --force"
        good "aws iam update-access-key --access-key-id K --status Inactive";
    GUARD_REMOVED = "FL1513" "guard-removed" Error
        what "A guard of a repository is taken away: branch or push protection, a ruleset, a webhook."
        why "What was rewritten or slipped in afterwards looks like everybody else's work."
        bad "gh api -X DELETE repos/o/r/branches/main/protection"
        good "gh api repos/o/r/branches/main/protection";
    LONG_LIVED = "FL1514" "long-lived" Warning
        what "A credential is made that outlives the incident."
        why "It is forgotten when the incident is over and found when the next one begins."
        bad "kubectl create token sa --duration=8760h"
        good "kubectl create token sa --duration=10m";
    UNKNOWN_FLAG = "FL1601" "unknown-flag" Error
        what "The subcommand has no such flag, so the command fails."
        why "The reader loses minutes, and the step before and after it may already have been taken."
        bad "docker run --apparmor-profile=p app"
        good "docker run --security-opt apparmor=p app";
    UNKNOWN_SUBCOMMAND = "FL1602" "unknown-subcommand" Error
        what "The program has no such command."
        why "The reader loses minutes and may reach for the next best thing."
        bad "crictl pause c"
        good "ctr -n k8s.io task pause c";
    DEPRECATED_FLAG = "FL1603" "deprecated-flag" Note
        what "The flag is deprecated and will go."
        why "The advice stops working with the next release, in the middle of somebody's incident."
        bad "falco -p k8s"
        good "falco, with append_output in falco.yaml";
    NO_VALUE = "FL1604" "no-value" Warning
        what "A flag stands at the end without the value that it needs."
        why "It takes the next word as its value, and the command does something else."
        bad "kubectl logs p --tail"
        good "kubectl logs p --tail=100";
    UNREADABLE_SHELL = "FL1605" "unreadable-shell" Error
        what "No shell reads the text, or a variable without quotes decides what is destroyed."
        why "It does nothing, or it destroys something other than what the text says."
        bad "rm $F"
        good "rm -- \"${F:?}\"";
    UNREADABLE_DATA = "FL1606" "unreadable-data" Error
        what "YAML or JSON that does not parse, or a key that stands twice."
        why "Different readers see different values, and the one that counts may be the wrong one."
        bad "{kind: Pod, kind: Job}"
        good "{kind: Pod}";
    PLACEHOLDER = "FL1607" "placeholder" Warning
        what "A value is missing, or a stand-in was never filled in."
        why "A command with a hole in it can hit every object instead of one."
        bad "kubectl delete pod -n shop"
        good "kubectl delete pod api-1 -n shop";
    WRONG_FENCE = "FL1608" "wrong-fence" Note
        what "The fence names another language than the one it holds."
        why "Readers paste it into the wrong program, and no tool can check it."
        bad "```yaml\nkubectl get pods -A\n```"
        good "```sh\nkubectl get pods -A\n```";
    NO_NAMESPACE = "FL1609" "no-namespace" Note
        what "A change is made in whatever namespace is current."
        why "It hits an object of the same name elsewhere, or fails."
        bad "kubectl delete pod p"
        good "kubectl delete pod p -n shop";
    PROSE_DIFFERS = "FL1610" "prose-differs" Warning
        what "A sentence says of a flag what it does not do, or names one that the command does not have."
        why "A reader who trusts the sentence changes something else than they think."
        bad "Remove the privileges by removing the `-p` flag."
        good "Remove the privileges by removing `--privileged`.";
    WRONG_RUNTIME = "FL1611" "wrong-runtime" Warning
        what "The alert is about a pod, and the command is docker's: on a node of Kubernetes there usually is no docker."
        why "The command finds nothing, and the container runs on."
        bad "docker stop c"
        good "kubectl delete pod api-1 -n shop";
    FALCO_CONDITION = "FL1701" "falco-condition" Error
        what "Falco refuses the condition: it does not parse, or is no text."
        why "The whole rules file fails to load, and Falco with it."
        bad "condition: now(1h) > container.start_ts"
        good "condition: container.duration < 3600000000000";
    FALCO_KEY_MISSING = "FL1702" "falco-key-missing" Error
        what "A rule without `desc`, `condition`, `output` or `priority` is not loaded."
        why "The whole rules file fails to load, and Falco with it."
        bad "- rule: x\n  condition: spawned_process"
        good "- rule: x\n  desc: y\n  condition: spawned_process\n  output: z\n  priority: NOTICE";
    FALCO_KEY_UNKNOWN = "FL1703" "falco-key-unknown" Error
        what "A key, priority or source that Falco does not know."
        why "The rule does not load, or a part of it is passed over in silence."
        bad "source: container"
        good "source: syscall";
    FALCO_FIELD = "FL1704" "falco-field" Error
        what "Falco has no such field, so the rule is not loaded."
        why "The whole rules file fails to load, and Falco with it."
        bad "condition: spawned_process and proc.nmae = nc"
        good "condition: spawned_process and proc.name = nc";
    FALCO_EXCEPTION = "FL1705" "falco-exception" Error
        what "An exception that Falco refuses or ignores."
        why "The noise goes on, or the rule goes blind for more than was meant."
        bad "exceptions:\n  - name: a\n    values: [[x]]"
        good "exceptions:\n  - name: a\n    fields: [proc.exepath]\n    comps: [\"=\"]\n    values: [[/opt/a]]";
    FALCO_BROAD_EXCEPTION = "FL1706" "falco-broad-exception" Error
        what "An exception that asks only for what any program may call itself."
        why "Names are free to take: what is excepted for one program is excepted for whoever borrows its name."
        bad "fields: [proc.name]"
        good "fields: [container.image.repository, proc.pname, proc.exepath]";
    FALCO_RULE_OFF = "FL1707" "falco-rule-off" Error
        what "A rule is switched off for everyone instead of excepting the one program."
        why "The next real hit is not seen, and nobody remembers that it could have been."
        bad "- rule: Terminal shell in container\n  enabled: false"
        good "- rule: Terminal shell in container\n  exceptions: …";
    FALCO_EVERY_EVENT = "FL1708" "falco-every-event" Warning
        what "A condition that does not say which events it looks at; Falco warns, and every event pays."
        why "Falco compares every event of the host with it and starts to drop some."
        bad "condition: container"
        good "condition: spawned_process and container";
    FALCO_DEPRECATED = "FL1709" "falco-deprecated" Note
        what "Forms that Falco is giving up."
        why "The rules stop loading with a later release."
        bad "append: true"
        good "override: {condition: append}";
    FALCO_SHIPPED_FILE = "FL1710" "falco-shipped-file" Warning
        what "The file that Falco ships is edited; the next update overwrites it."
        why "The change is lost with the next update and comes back as noise."
        bad "vi /etc/falco/falco_rules.yaml"
        good "vi /etc/falco/rules.d/site.yaml";
    APPENDED_CONDITION = "FL1711" "appended-condition" Error
        what "An appended condition is put behind the other as it is, so it must begin with `and` or `or`."
        why "The two parts together are no condition, so Falco refuses the file."
        bad "condition: proc.name = x"
        good "condition: and not proc.name = x";
    SHORT_REFERENCE = "FL1902" "short-reference" Warning
        what "A reference that hides behind a shortener where it leads."
        why "Whoever follows it under pressure must be able to trust what they read."
        bad "references: [https://bit.ly/x]"
        good "references: [https://kubernetes.io/docs/concepts/security/]";
    UNUSED_ALLOW = "FL1903" "unused-allow" Note
        what "An allow that silences nothing, or gives no reason; in a rulebook also one of a lint about great harm that names nobody who looked at it."
        why "What nobody can explain any more, nobody takes away."
        bad "allow: [{lint: FL1101, reason: x}]"
        good "allow: [{lint: FL1101, reason: \"reads the node's disk; removed in step 4\", reviewed_by: dora}]";
    EXPIRED_ALLOW = "FL1904" "expired-allow" Warning
        what "An allow whose day is over."
        why "What was meant for a while stays for ever."
        bad "until: 2025-01-01"
        good "until: 2027-06-30";
    CLAIMS_CERTAINTY = "FL1905" "claims-certainty" Warning
        what "A text of a rulebook says for certain what one alert cannot show."
        why "A test, a colleague and an attacker raise the same alert; who reads a certainty stops looking."
        bad "summary: The host was breached."
        good "summary: This event is consistent with a breach.";
    UNRELATED_MITIGATION = "FL1906" "unrelated-mitigation" Note
        what "No strategy of a mitigation is one that ATT&CK names for the techniques of its tags."
        why "Either the tags or the strategies are about something else."
        bad "tags: [T1059.004], mitigates: [M1053]"
        good "tags: [T1059.004], mitigates: [M1038]";
    COSTLY_WITHOUT_REFERENCE = "FL1907" "costly-without-reference" Note
        what "A strategy that interferes and says what it costs, without a source for it."
        why "Whoever pays the cost wants to know on what the advice rests."
        bad "phase: contain, cost: The pod is cut off., and no references"
        good "references: [https://kubernetes.io/docs/concepts/services-networking/network-policies/]";
    TUNES_ONLY = "FL1908" "tunes-only" Warning
        what "All that a mitigation says to do is to make the Falco rule quieter."
        why "Before anybody has looked, an exception hides what may be an attack."
        bad "strategies: only one, of the phase tune"
        good "strategies: triage first, then tune";
}
