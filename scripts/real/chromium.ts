/** Debian's Chromium, which the report is opened in. */
import { existsSync } from 'node:fs';
import { runQuietly } from './install.ts';
import type { Peer, Ready } from './peer.ts';

const places = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const tenMinutes = 600_000;

const find = (): string | undefined =>
  [process.env['PLUMBLINE_CHROMIUM'] ?? '', ...places].find((path) => path !== '' && existsSync(path));

const ready = (path: string): Ready => ({
  type: 'ready',
  name: path,
  environment: { PLUMBLINE_CHROMIUM: path },
  stop: () => Promise.resolve(),
});

export const chromium: Peer = {
  name: 'Chromium',
  files: ['test/real/report'],
  prepare: async () => {
    const there = find();
    if (there !== undefined) return ready(there);
    if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
      return { type: 'missing', because: 'it is not installed, and only root can install it by apt-get' };
    }
    // The lists of a fresh container are empty.
    const lists = await runQuietly('apt-get', ['update', '-q'], tenMinutes);
    const installed = await runQuietly(
      'apt-get',
      ['install', '-y', '-q', '--no-install-recommends', 'chromium'],
      tenMinutes,
    );
    const path = find();
    if (path !== undefined) return ready(path);
    return { type: 'missing', because: (installed.ok ? lists : installed).said || 'apt-get installed none' };
  },
};
