import { hostileScan } from './scan-extremes.ts';
import { emptyScan, everydayScan, quietScan, unknownScan } from './scan-scenes.ts';

/** The scans that every format has to hold, for `it.each`. */
export const everyScan = [
  ['an everyday scan', everydayScan],
  ['a scan that judged nothing', unknownScan],
  ['a quiet scan', quietScan],
  ['a scan that asked nothing', emptyScan],
  ['a scan of hostile names', hostileScan],
] as const;
