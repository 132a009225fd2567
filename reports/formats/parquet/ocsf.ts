/** The events of the OCSF format as a table with nested columns, as Security Lake takes them. */
import type { FormatInput } from '../format.ts';
import type { OcsfEvent } from '../ocsf/event.ts';
import { ocsfEvents } from '../ocsf/ocsf.ts';
import type { Cell } from './cells.ts';
import type { Column, Table } from './table.ts';
import type { ColumnType } from './types.ts';

const texts: ColumnType = { list: 'string' };

const types: { readonly [Name in keyof Required<OcsfEvent>]: ColumnType } = {
  activity_id: 'int',
  activity_name: 'string',
  category_uid: 'int',
  category_name: 'string',
  class_uid: 'int',
  class_name: 'string',
  type_uid: 'long',
  type_name: 'string',
  time: 'long',
  start_time: 'long',
  end_time: 'long',
  count: 'int',
  severity_id: 'int',
  severity: 'string',
  status_id: 'int',
  status: 'string',
  message: 'string',
  metadata: {
    struct: {
      version: 'string',
      product: { struct: { name: 'string', vendor_name: 'string', version: 'string' } },
      profiles: texts,
      tenant_uid: 'string',
    },
  },
  cloud: {
    struct: {
      provider: 'string',
      region: 'string',
      account: { struct: { uid: 'string', name: 'string', type_id: 'int', type: 'string' } },
    },
  },
  compliance: {
    struct: {
      status_id: 'int',
      status: 'string',
      control: 'string',
      standards: texts,
      requirements: texts,
      status_code: 'string',
      status_details: texts,
    },
  },
  finding_info: {
    struct: {
      uid: 'string',
      title: 'string',
      desc: 'string',
      created_time: 'long',
      first_seen_time: 'long',
      last_seen_time: 'long',
      modified_time: 'long',
      analytic: { struct: { uid: 'string', name: 'string', type_id: 'int', type: 'string' } },
    },
  },
  evidences: {
    list: { struct: { name: 'string', data: { struct: { found: 'string', expected: 'string' } } } },
  },
  remediation: { struct: { desc: 'string', references: texts } },
  resources: {
    list: {
      struct: {
        uid: 'string',
        name: 'string',
        type: 'string',
        region: 'string',
        role_id: 'int',
        role: 'string',
        owner: { struct: { name: 'string' } },
        tags: { list: { struct: { name: 'string', value: 'string' } } },
      },
    },
  },
  unmapped: {
    struct: {
      state: 'string',
      first_scan: 'int',
      judged_scan: 'int',
      evidence_left_out: 'int',
      exception: { struct: { owner: 'string', until: 'string', reason: 'string' } },
      part: 'string',
      missing: 'string',
      check_severity: 'string',
      resources_left_out: 'int',
      scan: 'int',
      estate: 'string',
      compared_with: 'int',
      ledger: {
        struct: {
          complete: 'boolean',
          asked: 'int',
          pass: 'int',
          fail: 'int',
          unknown: 'int',
          notApplicable: 'int',
          excepted: 'int',
          notLookedAt: 'int',
        },
      },
    },
  },
};

const names = Object.keys(types) as readonly (keyof OcsfEvent)[];

export const ocsf: Table<OcsfEvent, FormatInput> = {
  name: 'ocsf',
  about: 'OCSF Compliance Findings, nested as the schema has them; times are milliseconds since 1970',
  rows: ocsfEvents,
  // Its texts are cut already.
  weight: ({ evidences = [], resources = [] }) => 2_000 + 300 * (evidences.length + resources.length),
  columns: names.map(
    (name): Column<OcsfEvent> => ({
      name,
      type: types[name],
      nullable: true,
      about: 'as OCSF has it',
      of: (event) => event[name] as Cell,
    }),
  ),
};
