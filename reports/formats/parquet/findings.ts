/** The table of findings. */
import type { Finding } from '#model/finding.ts';
import { ownerOf } from '../../text/wording.ts';

import { standingOf } from '../standing.ts';
import type { Cell } from './cells.ts';
import { checkColumns, controlList, micros, placeColumns, remembering, scanColumns } from './scan-columns.ts';
import type { Table } from './table.ts';

const firstSeen = remembering(micros);

const weight = ({ id, name, evidence }: Finding): number => {
  let sum = id.length + name.length;
  for (const { path, found, expected = '' } of evidence) sum += path.length + found.length + expected.length;
  return sum;
};

export const findings: Table<Finding> = {
  name: 'findings',
  about: 'what is open, and what this scan resolved',
  rows: ({ reader }) => reader.findings(),
  keep: (finding, { manifest }) => standingOf(finding, manifest) !== undefined,
  weight,
  columns: [
    ...scanColumns,
    {
      name: 'finding',
      type: 'string',
      distinct: true,
      about: 'id of the finding',
      of: (finding) => finding.finding,
    },
    ...checkColumns<Finding>((finding) => finding.check),
    {
      name: 'severity',
      type: 'string',
      about: '`critical`, `high`, `medium`, `low`',
      of: (finding) => finding.severity,
    },
    {
      name: 'state',
      type: 'string',
      about: '`new`, `open`, `worse`, `reopened`, `resolved`',
      of: (finding) => finding.state,
    },
    {
      name: 'standing',
      type: 'string',
      about:
        '`fail`; `excepted`: a fail that an exception hides; `not-looked-at`: open, but this scan could not look; `resolved`: by this scan',
      of: (finding, { manifest }) => standingOf(finding, manifest),
    },
    ...placeColumns<Finding>((finding) => finding),
    {
      name: 'resource',
      type: 'string',
      distinct: true,
      about: 'id of the resource: its ARN where it has one',
      of: (finding) => finding.id,
    },
    { name: 'name', type: 'string', distinct: true, about: 'its name', of: (finding) => finding.name },
    {
      name: 'owner',
      type: 'string',
      nullable: true,
      about: 'value of the tag that names its owner',
      of: (finding) => ownerOf(finding),
    },
    {
      name: 'first_seen',
      type: 'timestamp',
      nullable: true,
      about: 'since when it is open',
      of: (finding) => firstSeen(finding.firstSeen),
    },
    {
      name: 'first_scan',
      type: 'int',
      about: 'the scan that saw it first',
      of: (finding) => finding.firstScan,
    },
    {
      name: 'judged_scan',
      type: 'int',
      about: 'the last scan that could judge it',
      of: (finding) => finding.judgedScan,
    },
    {
      name: 'evidence',
      type: { list: { struct: { path: 'string', found: 'string', expected: 'string' } } },
      about: 'where, what was found there, what was expected',
      distinct: true,
      of: (finding) => finding.evidence as unknown as readonly Cell[],
    },
    {
      name: 'exception_owner',
      type: 'string',
      nullable: true,
      about: 'of the exception that hides it',
      of: (finding) => finding.exception?.owner,
    },
    {
      name: 'exception_until',
      type: 'string',
      nullable: true,
      about: 'its last day',
      of: (finding) => finding.exception?.until,
    },
    {
      name: 'exception_reason',
      type: 'string',
      nullable: true,
      about: 'its reason',
      of: (finding) => finding.exception?.reason,
    },
    {
      name: 'controls',
      type: { list: 'string' },
      about: 'controls that name the check: `cis-aws-3.0 5.2`',
      of: (finding, { checks }) => controlList(checks.get(finding.check)),
    },
    {
      name: 'remediation',
      type: 'string',
      nullable: true,
      about: 'how to mend it',
      of: (finding, { checks }) => checks.get(finding.check)?.remediation,
    },
  ],
};
