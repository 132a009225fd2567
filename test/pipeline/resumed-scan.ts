/**
 * One scan in a process of its own, killed at the n-th step of its store or its cloud; says how many steps there were.
 * `resume` goes on with the one before.
 */
import { filesStore } from '#store/files.ts';
import { manyRegions, resumable } from './resume-scene.ts';
import { onDay, scan } from './scan-scene.ts';

const [root = '', killAt, how] = process.argv.slice(2);

let steps = 0;
const step = (): void => {
  steps += 1;
  if (steps === Number(killAt)) process.kill(process.pid, 'SIGKILL');
};
const store = filesStore({ root, onStep: step });
await scan({ ...manyRegions, pause: step }, { ...resumable, store, now: onDay(1), resume: how === 'resume' });
process.stdout.write(String(steps));
