/**
 * Findings and unknown questions in the AWS Security Finding Format, within its limits.
 *
 * Source: AWS Security Hub User Guide, "Required attributes" and "Optional top-level attributes" of ASFF.
 */
import { hash } from 'node:crypto';
import type { CheckMetadata } from '#model/check.ts';
import type { Finding, UnknownRow } from '#model/finding.ts';
import type { ReportFacts } from '../../facts/facts.ts';
import { frameworkOf } from '../../frameworks/index.ts';
import { field } from '../../text/field.ts';
import { plural } from '../../text/numbers.ts';
import { ownerOf, titleOf, whyOf } from '../../text/wording.ts';
import { ledgerFields } from '../ledger-fields.ts';
import type { Standing } from '../standing.ts';
import type { HubPlace } from './place.ts';
import { productArn } from './place.ts';
import { resourceType } from './resource-types.ts';
import type { AsffFinding, AsffHeading, AsffResource } from './types.ts';

const titleRoom = 256;
const descriptionRoom = 1_024;
const remediationRoom = 512;
const resourceRoom = 512;
export const resourcesShown = 32;
const requirementsShown = 32;
const tagsShown = 50;

/** ASFF takes no text without a character that can be seen. */
const text = (value: string, room: number, otherwise: string): string =>
  /\S/u.test(value) ? field(value, room) : otherwise;

export interface AsffContext {
  readonly facts: ReportFacts;
  /** In every finding, since a hub shows them one by one. */
  readonly scanFields: Readonly<Record<string, string>>;
}

export const asffContext = (facts: ReportFacts): AsffContext => ({
  facts,
  scanFields: {
    'plumbline/scan': String(facts.manifest.number),
    'plumbline/estate': text(facts.manifest.estate, 256, 'unnamed'),
    ...Object.fromEntries(
      Object.entries(ledgerFields(facts)).map(([name, value]) => [`plumbline/scan/${name}`, String(value)]),
    ),
  },
});

const requirementsOf = (check: CheckMetadata | undefined): readonly string[] =>
  Object.entries(check?.controls ?? {})
    .flatMap(([framework, controls]) =>
      (controls ?? []).map((control) => `${frameworkOf(framework)?.title ?? framework}/${control}`),
    )
    .slice(0, requirementsShown);

/** What checks look after is configuration; a control of CIS is a standard of the industry too. */
const typesOf = (check: CheckMetadata | undefined): string[] => [
  'Software and Configuration Checks/AWS Security Best Practices',
  ...(requirementsOf(check).some((name) => name.startsWith('CIS AWS'))
    ? ['Software and Configuration Checks/Industry and Regulatory Standards/CIS AWS Foundations Benchmark']
    : []),
];

const remediationOf = (check: CheckMetadata | undefined): Pick<AsffFinding, 'Remediation'> => {
  const url = check?.sources.find((source) => source.startsWith('https://'));
  return check === undefined
    ? {}
    : {
        Remediation: {
          Recommendation: {
            Text: text(check.remediation, remediationRoom, 'See the check.'),
            ...(url === undefined ? {} : { Url: url }),
          },
        },
      };
};

const iso = (time: string, otherwise: string): string =>
  Number.isFinite(Date.parse(time)) ? new Date(time).toISOString() : otherwise;

const heading = (place: HubPlace, check: string, createdAt: string, { facts }: AsffContext): AsffHeading => {
  const now = iso(facts.manifest.finishedAt, '1970-01-01T00:00:00.000Z');
  return {
    SchemaVersion: '2018-10-08',
    ProductArn: productArn(place),
    ProductName: 'Plumbline',
    CompanyName: 'Plumbline',
    GeneratorId: text(`plumbline/${check}`, 512, 'plumbline'),
    AwsAccountId: place.account,
    Types: typesOf(facts.checks.get(check)),
    CreatedAt: iso(createdAt, now),
    UpdatedAt: now,
  };
};

const tagsOf = ({ tags = {} }: Finding): Pick<AsffResource, 'Tags'> => {
  const kept = Object.entries(tags)
    .filter(([name, value]) => /\S/u.test(name) && /\S/u.test(value))
    .slice(0, tagsShown)
    .map(([name, value]): [string, string] => [field(name, 128), field(value, 256)]);
  return kept.length === 0 ? {} : { Tags: Object.fromEntries(kept) };
};

/** As ASFF writes them, which is not always as ARNs do. */
const partitions = {
  aws: 'aws',
  'aws-cn': 'aws-cn',
  'aws-us-gov': 'aws-us-gov',
  'aws-iso': 'aws-us-iso',
  'aws-iso-b': 'aws-us-iso-b',
} as const satisfies Record<string, AsffResource['Partition']>;

const resourceOf = (
  at: { readonly kind: string; readonly id: string },
  place: HubPlace,
  more: Pick<AsffResource, 'Tags'> = {},
): AsffResource => {
  const type = resourceType(at.kind);
  return {
    Type: type,
    Id: text(at.id, resourceRoom, 'unnamed'),
    ...(Object.hasOwn(partitions, place.partition)
      ? { Partition: partitions[place.partition as keyof typeof partitions] }
      : {}),
    Region: place.region,
    ...more,
    ...(type === 'Other' ? { Details: { Other: { kind: text(at.kind, 256, 'unnamed') } } } : {}),
  };
};

const severityLabels = { critical: 'CRITICAL', high: 'HIGH', medium: 'MEDIUM', low: 'LOW' } as const;

const complianceOf = (
  finding: Finding,
  standing: Standing,
  check: CheckMetadata | undefined,
): Pick<AsffFinding, 'Compliance'> => {
  // Found good, or gone with its resource: the archive says that it is over, and nothing says passed.
  if (standing === 'resolved') return {};
  const requirements = requirementsOf(check);
  return {
    Compliance: {
      ...(standing === 'not-looked-at'
        ? {
            Status: 'NOT_AVAILABLE',
            StatusReasons: [
              {
                ReasonCode: 'PLUMBLINE_NOT_LOOKED_AT',
                Description: `Open, and not looked at since scan ${finding.judgedScan}`,
              },
            ],
          }
        : { Status: 'FAILED' }),
      ...(requirements.length === 0 ? {} : { RelatedRequirements: [...requirements] }),
    },
  };
};

const workflows: Readonly<Record<Standing, 'NEW' | 'SUPPRESSED' | 'RESOLVED'>> = {
  fail: 'NEW',
  'not-looked-at': 'NEW',
  excepted: 'SUPPRESSED',
  resolved: 'RESOLVED',
};

export const findingOf = (
  finding: Finding,
  standing: Standing,
  place: HubPlace,
  context: AsffContext,
): AsffFinding => {
  const { facts, scanFields } = context;
  const check = facts.checks.get(finding.check);
  const { exception } = finding;
  const owner = ownerOf(finding);
  const now = iso(facts.manifest.finishedAt, '1970-01-01T00:00:00.000Z');
  return {
    ...heading(place, finding.check, finding.firstSeen, context),
    Id: finding.finding,
    FirstObservedAt: iso(finding.firstSeen, now),
    ...(standing === 'not-looked-at' ? {} : { LastObservedAt: now }),
    Severity: { Label: severityLabels[finding.severity], Original: finding.severity },
    Title: text(titleOf(finding, facts.checks), titleRoom, 'unnamed'),
    Description: text(
      `${check?.consequence ?? ''} Found: ${whyOf(finding.evidence)}`.trim(),
      descriptionRoom,
      'no evidence kept',
    ),
    ...remediationOf(check),
    ProductFields: {
      ...scanFields,
      'plumbline/check': text(finding.check, 512, 'unnamed'),
      'plumbline/state': standing === 'excepted' ? 'excepted' : finding.state,
      'plumbline/judgedScan': String(finding.judgedScan),
      ...(owner === undefined ? {} : { 'plumbline/owner': text(owner, 256, 'unnamed') }),
      ...(exception === undefined
        ? {}
        : {
            'plumbline/exception/owner': text(exception.owner, 256, 'unnamed'),
            'plumbline/exception/until': text(exception.until, 40, 'unnamed'),
            'plumbline/exception/reason': text(exception.reason, 1_000, 'unnamed'),
          }),
    },
    Resources: [resourceOf(finding, place, tagsOf(finding))],
    ...complianceOf(finding, standing, check),
    Workflow: { Status: workflows[standing] },
    RecordState: standing === 'resolved' ? 'ARCHIVED' : 'ACTIVE',
  };
};

export const unknownFinding = (
  row: UnknownRow,
  id: string,
  place: HubPlace,
  context: AsffContext,
): AsffFinding => {
  const { facts, scanFields } = context;
  const check = facts.checks.get(id);
  const { account, region, kind, part, reason, missing = '', detail = '', resources } = row;
  const what = part === '*' ? kind : `${kind}, ${part}`;
  const requirements = requirementsOf(check);
  const reasonText = [reason, missing, detail].filter((each) => /\S/u.test(each)).join(': ');
  return {
    ...heading(place, id, facts.manifest.finishedAt, context),
    Id: hash(
      'sha256',
      JSON.stringify(['unknown', id, account, region, kind, part, reason, missing]),
      'hex',
    ).slice(0, 32),
    Severity: { Label: 'INFORMATIONAL', Original: 'unknown' },
    Title: text(`Unknown: ${check?.title ?? id}`, titleRoom, 'unnamed'),
    Description: text(
      `${plural(resources.length, 'question')} could not be judged: ${what} in ${region}. ${reasonText}`,
      descriptionRoom,
      'unnamed',
    ),
    ProductFields: {
      ...scanFields,
      'plumbline/check': text(id, 512, 'unnamed'),
      'plumbline/state': 'unknown',
      'plumbline/questions': String(resources.length),
      ...(/\S/u.test(missing) ? { 'plumbline/missing': field(missing, 512) } : {}),
    },
    Resources: resources
      .slice(0, resourcesShown)
      .map((resource) =>
        resource === '*'
          ? resourceOf({ kind: 'AWS::::Account', id: `AWS::::Account:${account}` }, place)
          : resourceOf({ kind, id: resource }, place),
      ),
    Compliance: {
      Status: 'NOT_AVAILABLE',
      StatusReasons: [
        {
          ReasonCode: `PLUMBLINE_${reason.toUpperCase().replaceAll(/[^A-Z]/gu, '_')}`,
          Description: text(reasonText, descriptionRoom, 'unnamed'),
        },
      ],
      ...(requirements.length === 0 ? {} : { RelatedRequirements: [...requirements] }),
    },
    Workflow: { Status: 'NEW' },
    RecordState: 'ACTIVE',
  };
};
