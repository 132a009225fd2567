import type { AzureKind, AzureResourceMap } from '#model/azure/kinds.ts';
import type { Reading } from '#model/reading.ts';
import type { Node } from '#sources/fields.ts';

/** One row's trees, ready to be read. */
export interface RowView {
  /** As Azure writes it. */
  readonly id: string;
  readonly properties: Node;
  /** `sku` of the row; empty where it has none. */
  readonly sku: Node;
}

export type Parts<K extends AzureKind> = {
  readonly [P in keyof AzureResourceMap[K]]: Reading<AzureResourceMap[K][P]>;
};

/** Reads the parts of one kind out of a row; throws only for bugs. */
export type Normaliser<K extends AzureKind> = (row: RowView) => Parts<K>;
