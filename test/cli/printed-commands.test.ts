/** Only commands that exist are ever printed: each one that a reader can meet is collected here, and run or parsed. */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { Io } from '#cli/io.ts';
import { buildProgram } from '#cli/program.ts';
import type { Place } from './estate.ts';
import { openPlace } from './estate.ts';
import { runCli } from './run-cli.ts';

const root = join(import.meta.dirname, '../..');

/** A command up to the end of its line, its code span, its tag, or the next command beside it; continued lines joined. */
const commandsIn = (text: string, name: RegExp): readonly string[] => {
  const joined = text.replaceAll(/\\\s*\n\s*/g, '');
  const pattern = new RegExp(`(?:${name.source})( [^\\n\`<·#|>]*)`, 'gm');
  return [...joined.matchAll(pattern)].map(([, rest = '']) => rest.trim().replace(/\s{2,}.*$/, ''));
};

const literally = (text: string): RegExp => new RegExp(text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));

/** Words as a POSIX shell would make them, of the few forms that are printed. */
const words = (command: string): readonly string[] =>
  [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(
    ([, double, single, plain]) => double ?? single ?? plain ?? '',
  );

/** Parses only: what a command would do is not done. Rejects for what commander refuses. */
const parse = async (argv: readonly string[]): Promise<void> => {
  const silent = { isTTY: false, columns: 0, write: () => Promise.resolve() };
  const io: Io = {
    stdout: silent,
    stderr: silent,
    env: {},
    cwd: '/nowhere',
    signal: new AbortController().signal,
    now: () => new Date(),
    command: 'plumbline',
  };
  const program = buildProgram({ io, exit: () => undefined });
  for (const command of program.commands.flatMap((each) => [each, ...each.commands])) {
    command.action(() => undefined);
  }
  await program.parseAsync([...argv], { from: 'user' });
};

const pages = async (): Promise<readonly string[]> => {
  const docs = await readdir(join(root, 'docs'), { recursive: true });
  return [
    'README.md',
    'CHANGELOG.md',
    ...docs.filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
  ];
};

describe('a command in the documentation', () => {
  it('exists, with the options that it is shown with', async () => {
    const refused: string[] = [];
    let seen = 0;
    for (const page of await pages()) {
      const text = await readFile(join(root, page), 'utf8');
      const fenced = [...text.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block]) => block ?? '').join('\n');
      const spans = [...text.replaceAll(/^```.*?^```/gms, '').matchAll(/`([^`\n]+)`/g)].map(
        ([, span]) => span,
      );
      for (const command of [
        // In the place of a command: a stack or a bucket may be called so, too.
        ...commandsIn(fenced, /(?:^|[|;&(]) *(?:npx )?plumbline/m),
        ...spans.flatMap((span = '') =>
          /^(?:npx )?plumbline /.test(span) ? commandsIn(span, /plumbline/) : [],
        ),
      ]) {
        seen += 1;
        // A placeholder such as <finding> stands for one word.
        await parse(words(command)).catch((error: unknown) => {
          const missing = (error as { code?: string }).code === 'commander.missingArgument';
          if (!missing) refused.push(`${page}: plumbline ${command}: ${String(error)}`);
        });
      }
    }
    expect(refused).toEqual([]);
    expect(seen).toBeGreaterThan(20);
  });

  it('of npm is a script of the package', async () => {
    const { scripts } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8'));
    for (const page of await pages()) {
      const text = await readFile(join(root, page), 'utf8');
      for (const [, name] of text.matchAll(/npm run ([\w:-]+)/g)) {
        expect(Object.keys(scripts), page).toContain(name);
      }
    }
  });
});

describe('a command that Plumbline prints', () => {
  let place: Place;
  beforeAll(async () => {
    place = await openPlace();
    for (const [name, value] of Object.entries(place.env)) vi.stubEnv(name, value);
  });
  afterAll(async () => {
    vi.unstubAllEnvs();
    await place.close();
  });

  it('runs as printed, whatever printed it', async () => {
    const run = (argv: readonly string[]): ReturnType<typeof runCli> => runCli(argv, { cwd: place.cwd });
    const printed = new Set<string>();
    const collect = (text: string): void => {
      for (const command of commandsIn(text, /npx plumbline/)) printed.add(command);
    };
    await run(['scan']);
    const { out } = await run(['scan']);
    collect(out);
    for (const page of ['report.html', 'findings.html', 'coverage.html']) {
      const text = await readFile(join(place.cwd, 'plumbline-out/2', page), 'utf8');
      collect(text.replaceAll('&quot;', '"'));
    }
    const data = join(place.cwd, 'plumbline-out/2/data');
    for (const name of (await readdir(data)).slice(0, 2)) {
      collect(
        (await readFile(join(data, name), 'utf8'))
          .replaceAll('\\\\\\n', '')
          .replaceAll('\\"', '"')
          .replaceAll('",', '\n'),
      );
    }
    const first = [...printed].find((command) => command.startsWith('show '));
    for (const argv of [
      ['coverage'],
      ['checks'],
      words(first ?? ''),
      ['scans', '--store', 'empty'],
      ['nonsense'],
      ['show', 'xyzzy'],
    ]) {
      const { out: said, err } = await run(argv);
      collect(said + err);
    }
    expect(printed.size).toBeGreaterThan(5);

    const failed: string[] = [];
    for (const command of printed) {
      const argv = words(command.replace('OWNER', 'platform'));
      // Writes a file; that it can be parsed, and what it writes, has tests of its own.
      if (argv[0] === 'except') {
        await parse(argv).catch((error: unknown) => failed.push(`${command}: ${String(error)}`));
        continue;
      }
      const { code, err } = await run(argv);
      if (![0, 3].includes(code)) failed.push(`${command}: exit ${code}: ${err}`);
    }
    expect(failed).toEqual([]);
  });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const sh = (command: string, cwd: string, stopAt?: RegExp): Promise<Ended> =>
  new Promise((resolve, reject) => {
    const child = spawn('sh', ['-c', `exec ${command}`], {
      cwd,
      env: { ...process.env, PATH: `${join(process.execPath, '..')}:${process.env['PATH']}` },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
      if (stopAt?.test(out) === true) child.kill('SIGINT');
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, out, err }));
  });

describe('the demo', () => {
  it('ends with 0 within ten seconds, and every command that it prints can be typed', {
    timeout: 60_000,
  }, async () => {
    const cwd = await mkdtemp(join(tmpdir(), 'plumbline-demo-'));
    try {
      const began = performance.now();
      const demo = await sh(`${process.execPath} ${join(root, 'scripts/demo.ts')}`, cwd);
      expect(demo.code, demo.err).toBe(0);
      expect(performance.now() - began).toBeLessThan(10_000);
      expect(demo.out).toMatch(/Report {2}plumbline-out\/1\/report\.html/);
      expect(demo.out).toContain('such a scan of yours ends with 3');
      // Outside of the clone npx would not find it, so the path of the launcher is printed.
      const launcher = join(root, 'bin/plumbline.mjs');
      const commands = new Set(commandsIn(demo.out, literally(`node ${launcher}`)));
      expect(commands.size).toBeGreaterThan(4);
      for (const command of commands) {
        const serves = command === 'sandbox';
        const ended = await sh(
          `${process.execPath} ${launcher} ${command}`,
          cwd,
          serves ? /Ctrl-C ends it/ : undefined,
        );
        expect(ended.code, `${command}: ${ended.err}`).toBe(0);
        if (!serves) continue;
        expect(ended.out).toMatch(/export AWS_ENDPOINT_URL=http:\/\/127\.0\.0\.1:\d+/);
        const [scan = ''] = commandsIn(ended.out, literally(`node ${launcher}`));
        await parse(words(scan));
      }
    } finally {
      await rm(cwd, { recursive: true });
    }
  });
});
