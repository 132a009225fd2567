import type { Kind, PartName, ResourceMap } from '#model/kinds.ts';
import type { Reading } from '#model/reading.ts';
import type { Node } from '#sources/fields.ts';
import type { ItemIdentity } from '../config-item.ts';

/** One item's trees, ready to be read. */
interface ItemView {
  readonly identity: ItemIdentity;
  readonly configuration: Node;
  readonly supplementary: Node;
}

/** Every part of a kind; joined ones come as not read here and are filled in where the join is made. */
type Parts<K extends Kind> = { readonly [P in PartName<K>]: Reading<ResourceMap[K][P]> };

/** Reads the parts of one kind out of an AWS Config item; throws only for bugs. */
export type Normaliser<K extends Kind> = (item: ItemView) => Parts<K>;
