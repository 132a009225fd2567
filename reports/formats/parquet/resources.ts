/** The table of resources: the inventory. */
import type { InventoryRow } from '#model/scan.ts';
import { placeColumns, scanColumns } from './scan-columns.ts';
import type { Table } from './table.ts';

export const resources: Table<InventoryRow> = {
  name: 'resources',
  about: 'every resource that the scan saw, whether a check is on its kind or not',
  rows: ({ reader }) => reader.inventory(),
  weight: ({ id, name }) => id.length + name.length,
  columns: [
    ...scanColumns,
    ...placeColumns<InventoryRow>((row) => row),
    {
      name: 'resource',
      type: 'string',
      distinct: true,
      about: 'id of the resource: its ARN where it has one',
      of: ({ id }) => id,
    },
    { name: 'name', type: 'string', distinct: true, about: 'its name', of: ({ name }) => name },
  ],
};
