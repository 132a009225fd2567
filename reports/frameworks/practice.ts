/**
 * The built-in framework `infrastructure-practice`: what infrastructure as code, containers, orchestration and cloud
 * security ask of a team, as controls. No provider narrows one: clusters, charts and images run on each cloud.
 */
import type { Framework } from '#model/framework.ts';
import { none, part } from './control.ts';

export const practice: Framework = {
  id: 'practice',
  title: 'Infrastructure practice',
  source: 'docs/frameworks.md',
  providers: ['aws', 'azure', 'gcp'],
  groups: {
    IAC: 'Infrastructure as code',
    ENV: 'Environments',
    OPS: 'Operations',
    CON: 'Images',
    REG: 'Registries',
    K8S: 'Kubernetes',
    HELM: 'Helm',
    GIT: 'GitOps',
    NET: 'Network',
    SEC: 'Security',
    IAM: 'Identity',
    CLD: 'Clouds',
    CMP: 'Hosts',
  },
  controls: [
    part(
      'IAC-1',
      'Every live resource is defined in version control',
      'that a state, stack, release or application in version control claims each live resource',
    ),
    part(
      'IAC-2',
      'Live configuration equals the declared one',
      'that changes go through the code, and no attribute differs from what it declares',
    ),
    part(
      'IAC-3',
      'Changes leave an audit trail that is kept and protected',
      'that audit logs are running, cover all that they have to, and are kept long enough where nobody can change them',
    ),
    part(
      'IAC-4',
      'States and definitions are protected themselves',
      'that state stores are private, encrypted, versioned and locked, and hold no secret in plain text',
    ),
    part(
      'ENV-1',
      'Environments have the same shape',
      'that development, staging and production differ in their declared parameters only',
    ),
    part(
      'ENV-2',
      'Nothing crosses from one environment to another undeclared',
      'that no network path, and no trust between own identities, crosses environments undeclared',
    ),
    part(
      'ENV-3',
      'Environments differ in size, not in security',
      'that smaller environments have the security settings of production',
    ),
    part(
      'ENV-4',
      'Environments share no resources undeclared',
      'that no key, bucket, database, role or cluster serves two environments undeclared',
    ),
    part(
      'OPS-1',
      'What runs is observed from its first day',
      'that every kind with logs, metrics or alarms has them on',
    ),
    part(
      'OPS-2',
      'What fails is replaced by itself',
      'that health checks, repair, restart policies, disruption budgets and several zones are in place',
    ),
    part(
      'OPS-3',
      'Capacity follows the demand',
      'that groups, node pools and workloads with varying load scale by themselves',
    ),
    part(
      'OPS-4',
      'What is paid for is used',
      'that no volume, address, load balancer, snapshot or node pool is idle or orphaned',
    ),
    part(
      'OPS-5',
      'Capacity is planned ahead',
      'that no quota or address space is close to its end, and no capacity depends on a single zone',
    ),
    part(
      'OPS-6',
      'Versions are supported',
      'that clusters, engines, runtimes and machine images are in support, and stay so for the next months',
    ),
    part(
      'CON-1',
      'Images come from allowed registries and bases',
      'that running images come from allowed registries and base images, under a fixed tag or digest',
    ),
    part(
      'CON-2',
      'Production images are minimal',
      'that final images hold no compiler, package cache or build stage',
    ),
    part(
      'CON-3',
      'Images have a health check and an unprivileged user',
      'that images and workloads name a user other than root, and a health check or probes',
    ),
    part(
      'CON-4',
      'Base images are up to date',
      'that no image in use is old, or stands on a base with a newer patched release',
    ),
    part(
      'REG-1',
      'Images are scanned when pushed',
      'that registries scan on push, and the latest image of each repository was in fact scanned',
    ),
    part(
      'REG-2',
      'Image tags follow a strategy',
      'that tags are immutable and follow the declared pattern, and old images are cleaned up',
    ),
    part(
      'REG-3',
      'Registries know who pulls and pushes',
      'that each registry refuses callers without a name, grants what is used only, and is private where declared',
    ),
    part(
      'REG-4',
      'Images are signed, and signatures verified',
      'that images in use are signed, and that admission refuses what is not',
    ),
    part(
      'REG-5',
      'Known vulnerabilities of images are dealt with',
      'that critical and high findings on images in use are mended within their deadline',
    ),
    part(
      'K8S-1',
      'Control planes are highly available and closed',
      'that control planes run in several zones on a supported version, and keep their logs',
    ),
    part(
      'K8S-2',
      'Node pools follow the kinds of workload',
      'that system and user pools are separate, span zones, and repair and upgrade themselves',
    ),
    part(
      'K8S-3',
      'Namespaces are separated by network policies',
      'that each namespace refuses by default, and no path between namespaces is undeclared',
    ),
    part(
      'K8S-4',
      'Containers have requests and limits',
      'that each container has requests and a memory limit, and each namespace a quota',
    ),
    part(
      'K8S-5',
      'Containers have liveness and readiness probes',
      'that each long-running container has both probes, with sane periods',
    ),
    part(
      'K8S-6',
      'Pods keep to the Pod Security Standards',
      'that workloads keep to baseline or restricted, and each namespace enforces it',
    ),
    part(
      'K8S-7',
      'Cluster roles grant the least privilege',
      'that no role or binding hands out wildcards, escalation, secrets or anonymous access',
    ),
    part(
      'HELM-1',
      'Releases are standard charts with values per environment',
      'that each release pins its chart, differs in declared values only, and is healthy',
    ),
    part('HELM-2', 'Charts are tested', 'that each chart has test hooks, and that they passed'),
    part(
      'GIT-1',
      'Git deploys, and what runs is in sync',
      'that applications are in sync and healthy, and follow a protected revision of an allowed repository',
    ),
    part(
      'GIT-2',
      'Deployments can be rolled back and recovered',
      'that revisions are kept, pruning and healing are set as declared, and the last sync is recent',
    ),
    part(
      'GIT-3',
      'Changes are reviewed and approved',
      'that the branch which deploys is protected, and nothing enters it without a review',
    ),
    part(
      'NET-1',
      'Networks are segmented, and firewalls hold the borders',
      'that every path which rules, routes and peerings allow between zones is declared',
    ),
    part(
      'NET-2',
      'Administration and data are reached through a VPN or a broker',
      'that no other way leads to them, VPN tunnels are up with modern ciphers, and sessions go through the broker',
    ),
    part(
      'NET-3',
      'What faces the internet is shielded from floods and attacks',
      'that DDoS protection and a web application firewall cover what faces the internet',
    ),
    part(
      'NET-4',
      'Traffic is recorded and threats are detected',
      'that flow logs are kept, and threat detection is on in every account and region',
    ),
    part(
      'SEC-1',
      'Containers and hosts are protected while they run',
      'that runtime threat detection is on for containers and hosts',
    ),
    part(
      'SEC-2',
      'Policies are enforced, not only written',
      'that admission policies and the guard rails of the organisation are in place and enforcing',
    ),
    part(
      'SEC-3',
      'Secrets are managed',
      'that no secret stands in settings, user data, maps or states, that each is rotated, and clusters encrypt theirs',
    ),
    part(
      'SEC-4',
      'Incidents are detected and answered',
      'that alerts reach somebody, security contacts are set, and findings are mended within their deadline',
    ),
    part(
      'IAM-1',
      'Identities have the least privilege',
      'that no identity holds permissions which it does not use, or can raise its own',
    ),
    part(
      'IAM-2',
      'Identities authenticate strongly',
      'that people sign in with MFA through the federation, and workloads without long-lived keys',
    ),
    part(
      'CLD-1',
      'Clouds are hardened by their benchmark',
      'that the remaining recommendations of the CIS benchmark of the cloud are followed',
    ),
    part(
      'CLD-2',
      'Data is encrypted at rest and in transit',
      'that every store and every connection is encrypted, with own keys where declared, and keys are rotated',
    ),
    none(
      'CLD-3',
      'Compliance is mapped to frameworks and reported',
      'that reports are kept for each period, and read by those who answer for them',
    ),
    part(
      'CLD-4',
      'Drift is detected',
      'that drift from the code is found as well, and what is found is followed up',
    ),
    part(
      'CMP-1',
      'Hosts are under configuration management',
      'that a dry run on each host shows no pending change, and the last run is recent',
    ),
  ],
};
