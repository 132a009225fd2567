import { defineComparison } from '#model/check.ts';
import type { Kind } from '#model/kinds.ts';
import { partSources } from '#model/part-sources.ts';

export const baseline = defineComparison({
  id: 'drift.baseline',
  title: 'Everything judged is as its approved baseline has it',
  finding: '{name} drifted from its approved baseline',
  consequence: 'Nobody approved what is there now, and what was reviewed no longer holds.',
  severity: 'low',
  compares: 'baseline',
  on: Object.keys(partSources) as readonly string[] as readonly Kind[],
  controls: { practice: ['CLD-4'] },
  remediation:
    'Set back what changed in the tool that owns it. Or accept it until a date, or approve a scan that has it as the new baseline. Verify: scan again.',
  sources: ['https://csrc.nist.gov/pubs/sp/800/128/upd1/final'],
});
