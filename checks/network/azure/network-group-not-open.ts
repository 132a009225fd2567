import type { NsgExposure } from '#model/azure/exposure.ts';
import { nsgExposure, nsgRuleInWords } from '#model/azure/exposure.ts';
import type { NsgRule } from '#model/azure/network.ts';
import { defineCheck } from '#model/check.ts';
import { fail, pass, undecidable } from '#model/verdict.ts';

/** More ports than any service needs: what is as wide as this was never thought about. */
const wide = 1024;

const isWide = ({ spans }: NsgExposure): boolean =>
  spans.reduce((sum, span) => sum + span.to - span.from + 1, 0) > wide;

const portsOf = ({ ports }: NsgRule): number =>
  ports.reduce((sum, span) => sum + (span === 'all' ? 65_536 : span.to - span.from + 1), 0);

export const networkGroupNotOpen = defineCheck({
  id: 'network.azure.network-group-not-open',
  title: 'Network security group opens few ports to the internet',
  finding: '{name} opens more than 1,024 ports to the internet',
  consequence: 'Everything that listens behind it, now or later, can be reached from anywhere.',
  severity: 'critical',
  on: 'microsoft.network/networksecuritygroups',
  reads: ['rules'],
  controls: { practice: ['NET-1', 'NET-2'] },
  remediation:
    'Replace the rule by one for each port that serves the internet, and let the default rules refuse the rest: az network nsg rule update --destination-port-ranges 443. Verify: az network nsg rule list.',
  sources: ['https://learn.microsoft.com/azure/virtual-network/network-security-group-how-it-works'],
  evaluate({ rules }) {
    const exposures = [nsgExposure(rules, 'tcp'), nsgExposure(rules, 'udp')];
    const open = exposures.filter(isWide);
    if (open.length > 0) {
      const guilty = rules.filter((rule) => open.some((exposure) => exposure.rules.includes(rule)));
      return fail(
        guilty.map((rule) => ({
          path: `rules/${rule.name}`,
          found: nsgRuleInWords(rule),
          expected: 'the ports that serve the internet',
        })),
      );
    }
    return exposures.some(({ undecided }) => undecided.reduce((sum, rule) => sum + portsOf(rule), 0) > wide)
      ? undecidable('rules admit service tags on many ports, and their addresses are not part of the group')
      : pass;
  },
});
