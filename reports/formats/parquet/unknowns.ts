/** The table of questions that have no answer, each by itself: `count(*)` is the ledger's `unknown`. */
import type { UnknownRow } from '#model/finding.ts';
import { checkColumns, placeColumns, scanColumns } from './scan-columns.ts';
import type { Table, TableInput } from './table.ts';

interface UnknownQuestion {
  readonly row: UnknownRow;
  readonly check: string;
  readonly resource: string;
}

async function* rows({ reader }: TableInput): AsyncGenerator<UnknownQuestion> {
  for await (const row of reader.unknowns()) {
    for (const check of row.checks) {
      for (const resource of row.resources) yield { row, check, resource };
    }
  }
}

export const unknowns: Table<UnknownQuestion> = {
  name: 'unknowns',
  about: 'every question that could not be judged, and why',
  rows,
  weight: ({ resource }) => resource.length,
  columns: [
    ...scanColumns,
    ...checkColumns<UnknownQuestion>(({ check }) => check),
    {
      name: 'severity',
      type: 'string',
      nullable: true,
      about: 'of the check: what it may be hiding',
      of: ({ check }, { checks }) => checks.get(check)?.severity,
    },
    ...placeColumns<UnknownQuestion>(({ row }) => row),
    {
      name: 'resource',
      type: 'string',
      distinct: true,
      about: 'id of the resource; `*` stands for those that could not be listed',
      of: ({ resource }) => resource,
    },
    {
      name: 'part',
      type: 'string',
      about: 'the part that was not read; `*`: the resources themselves',
      of: ({ row }) => row.part,
    },
    {
      name: 'reason',
      type: 'string',
      about: '`denied`, `throttled`, `not-recorded`, `stale` …',
      of: ({ row }) => row.reason,
    },
    {
      name: 'missing',
      type: 'string',
      nullable: true,
      about: 'the permission or call that would mend it',
      of: ({ row }) => row.missing,
    },
    {
      name: 'detail',
      type: 'string',
      nullable: true,
      about: 'a sentence on it',
      of: ({ row }) => row.detail,
    },
  ],
};
