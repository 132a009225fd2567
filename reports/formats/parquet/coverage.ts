/** The table of what was looked at, and what was not. */
import type { CoverageRow } from '#model/coverage.ts';
import { placeColumns, scanColumns } from './scan-columns.ts';
import type { Table } from './table.ts';

export const coverage: Table<CoverageRow> = {
  name: 'coverage',
  about: 'what was read, and what was not, by place, kind and part',
  rows: ({ reader }) => reader.coverage(),
  weight: ({ kind, detail = '', missing = '', principal = '' }) =>
    kind.length + detail.length + missing.length + principal.length,
  columns: [
    ...scanColumns,
    ...placeColumns<CoverageRow>((row) => row),
    {
      name: 'part',
      type: 'string',
      about: '`*`: whether the kind could be listed; else a part of it',
      of: ({ part }) => part,
    },
    {
      name: 'state',
      type: 'string',
      about: '`read`, `absent`, or why it was not read',
      of: ({ state }) => state,
    },
    {
      name: 'resources',
      type: 'int',
      about: 'how many stand in this state; of a listing, how many were listed',
      of: ({ count }) => count,
    },
    { name: 'route', type: 'string', about: 'the way it was read', of: ({ route }) => route },
    {
      name: 'missing',
      type: 'string',
      nullable: true,
      about: 'the permission or call that would mend it',
      of: ({ missing }) => missing,
    },
    {
      name: 'principal',
      type: 'string',
      nullable: true,
      about: 'to whom it was refused',
      of: ({ principal }) => principal,
    },
    { name: 'detail', type: 'string', nullable: true, about: 'a sentence on it', of: ({ detail }) => detail },
    {
      name: 'expected',
      type: 'boolean',
      about: 'true: the configuration lists it under `expectedUnknowns`',
      of: ({ expected }) => expected === true,
    },
  ],
};
