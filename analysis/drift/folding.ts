/**
 * What means nothing, kind by kind, with the reason. A place that is not named here is compared to the letter: what
 * nobody has thought about is never folded. `[]` is each member of a list.
 */
import { awsFoldings } from './folding-aws.ts';
import { azureFoldings } from './folding-azure.ts';
import { gcpFoldings } from './folding-gcp.ts';
import type { Folding } from './folding-row.ts';

export const foldings: readonly Folding[] = [...awsFoldings, ...azureFoldings, ...gcpFoldings];
