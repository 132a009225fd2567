import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { ScanReader } from '#model/scan.ts';
import { screenOptions } from '#reports/console/screen.ts';
import type { SummaryOptions } from '#reports/console/summary.ts';
import { renderSummary } from '#reports/console/summary.ts';
import { gatherFacts } from '#reports/facts/facts.ts';
import { columns } from '#reports/text/clean.ts';
import { reportChecks } from '#test/support/scan-checks.ts';
import { hostileScan } from '#test/support/scan-extremes.ts';
import { emptyScan, everydayScan, quietScan, unknownScan } from '#test/support/scan-scenes.ts';

const options: SummaryOptions = {
  width: 100,
  color: false,
  unicode: true,
  reportPath: 'plumbline-out/12/report.html',
  command: 'plumbline',
  exit: { code: 3, text: 'incomplete scan (--allow-incomplete: exit 1, findings at or above high)' },
};

const summary = async (reader: ScanReader, differs: Partial<SummaryOptions> = {}): Promise<string> =>
  renderSummary(await gatherFacts(reader, reportChecks), { ...options, ...differs });

describe('summary at 100 columns', () => {
  it('reads as the look has it', async () => {
    expect(await summary(everydayScan(), { worst: 3 })).toBe(
      `Scan 12 incomplete: 2 parts not read      842 resources   626 questions   96 calls   0:38
  AWS Config does not record eu-south-2 of shared-network: 1 kind is unknown there.

             critical    high  medium     low  excepted  unknown     pass  applicable   judged
  iam               2       4      10       0         2       47      144         209   77.5 %
  network           1       9       0       0         0        0      136         146  100.0 %
  data              1       0      37       7         0        1      220         266   99.6 %
  logging           0       3       0       1         0        0        1           5  100.0 %
  ────────────────────────────────────────────────────────────────────────────────────────────
  all               4      16      47       8         2       48      501         626   92.3 %

Since scan 11   + 2 new   ▲ 1 worse   ↺ 1 reopened   ! 1 exception expired   ! 1 exception void
    − 3 resolved   ? 1 not looked at

Worst 3 of 76 open, 1 of them not looked at in this scan (--worst 6)
  CRITICAL  d999ad  Root user of orders…taging signs in without a second factor  iam      88 d
                    summary/AccountMFAEnabled: 0                                 aws orders-staging
  CRITICAL  0cbd18  Bucket invoice-export is readable by everyone                data     reopened
                    policy/Statement[0].Principal: *, and 1 more                 aws orders-prod
  CRITICAL  603009  db-orders opens database ports to the internet               network  15 h
                    ingress/sgr-041:0: tcp 5432 from 0.0.0.0/0                   aws orders-prod

Could not be judged: 48 of 626 (7.7 %)
  ? 46  iam      aws orders-staging      denied        iam:GetCredentialReport
  ? ≥1  data     aws shared-network      not-recorded  AWS Config does not record this kind here
  ?  1  iam      aws log-archive         throttled     iam:GetAccountSummary
  mend what is denied: plumbline permissions --missing

Report  plumbline-out/12/report.html
Next    plumbline show d999ad · plumbline coverage · plumbline diff 11 12
Exit 3  incomplete scan (--allow-incomplete: exit 1, findings at or above high)
`,
    );
  });

  it('keeps words and columns without UTF-8: symbols are replaced before padding', async () => {
    const text = await summary(everydayScan(), { unicode: false });
    expect(text).toMatch(/^[\x20-\x7e\n]*$/u);
    expect(text).toContain('+ 2 new   ^ 1 worse   @ 1 reopened');
    expect(text).toContain('- 3 resolved');
    expect(text).toContain('plumbline show d999ad | plumbline coverage | plumbline diff 11 12');
    const [unicode, ascii] = [await summary(everydayScan()), text].map((each) =>
      each.split('\n').find((line) => line.includes('invoice-export')),
    );
    expect(ascii).toBe(unicode);
  });

  it('has the same words with colour', async () => {
    const colored = await summary(everydayScan(), { color: true });
    expect(stripVTControlCharacters(colored)).toBe(await summary(everydayScan()));
    expect(colored).toContain('\u001b[33m? 46\u001b[39m');
    expect(colored).not.toContain('mHIGH');
  });
});

describe('summary on a narrow terminal', () => {
  it.each([99, 90, 80, 72, 64, 60, 59, 48, 40])('fits %i columns', async (width) => {
    const lines = (await summary(everydayScan(), { width })).split('\n');
    for (const line of lines) {
      // Commands and permissions are never cut: they are there to be pasted.
      if (line.includes('plumbline ') || line.includes('iam:')) continue;
      expect(columns(line), line).toBeLessThanOrEqual(Math.max(width, 48));
    }
  });

  it('loses excepted, then applicable, then pass', async () => {
    const header = async (width: number): Promise<string> =>
      (await summary(everydayScan(), { width })).split('\n').find((line) => line.includes('critical ')) ?? '';
    expect(await header(100)).toContain('excepted');
    expect(await header(99)).not.toContain('excepted');
    expect(await header(99)).toContain('applicable');
    expect(await header(80)).not.toContain('applicable');
    expect(await header(80)).toContain('pass');
    expect(await header(62)).not.toContain('pass');
    expect(await header(62)).toContain('judged');
  });

  it('gives each finding two lines below 60', async () => {
    const text = await summary(everydayScan(), { width: 59 });
    expect(text).toContain(
      'CRITICAL  0cbd18  data  reopened\n  Bucket invoice-export is readable by everyone\n',
    );
  });
});

describe('summary of other scans', () => {
  it('says that nothing could be judged, and shows ? where a zero would say "none"', async () => {
    const text = await summary(unknownScan());
    expect(text).toContain('Nothing could be judged: all 3 questions are unknown.');
    expect(text).toMatch(/ {2}all +\? +\? +\? +\? +0 +3 +0 +3 +0\.0 %/u);
    expect(text).toContain('First scan: nothing to compare with.');
    expect(text).not.toContain('plumbline diff');
  });

  it('says what was judged where nothing is open', async () => {
    expect(await summary(quietScan())).toContain('No open findings. 91 of 91 questions judged; 0 unknown.');
  });

  it('says that nothing was asked', async () => {
    expect(await summary(emptyScan())).toContain('Nothing was asked: no check is on what this scan saw.');
  });

  it('lets no control of a hostile name through', async () => {
    for (const width of [100, 70, 50]) {
      const text = await summary(hostileScan(), { width });
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
      expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/u);
    }
  });

  it('prints only commands that there are', async () => {
    const known = /^plumbline (?:show [0-9a-f]{6,10}|coverage|diff \d+ \d+|permissions --missing)$/u;
    for (const reader of [everydayScan(), unknownScan(), quietScan()]) {
      const commands = (await summary(reader)).match(/plumbline [a-z][^·\n]*/gu) ?? [];
      for (const command of commands) expect(command.trim()).toMatch(known);
    }
  });
});

describe('terminal', () => {
  const tty = { isTTY: true, columns: 120 };

  it('has colour only where it is a terminal, not dumb, and NO_COLOR is not set', () => {
    expect(screenOptions({}, tty)).toEqual({ width: 120, color: true, unicode: true });
    expect(screenOptions({ NO_COLOR: '1' }, tty).color).toBe(false);
    expect(screenOptions({ NO_COLOR: '' }, tty).color).toBe(true);
    expect(screenOptions({ TERM: 'dumb' }, tty).color).toBe(false);
    expect(screenOptions({}, {})).toMatchObject({ color: false, width: 100 });
  });

  it('has UTF-8 where the first locale variable that is set says so', () => {
    expect(screenOptions({ LANG: 'en_GB.UTF-8' }, tty).unicode).toBe(true);
    expect(screenOptions({ LC_ALL: 'C', LANG: 'en_GB.UTF-8' }, tty).unicode).toBe(false);
    expect(screenOptions({ LANG: 'POSIX' }, tty).unicode).toBe(false);
  });
});
