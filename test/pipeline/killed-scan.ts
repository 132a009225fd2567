/** A scan in a process of its own that is killed at the n-th step of the store; says how many steps there were. */
import { filesStore } from '#store/files.ts';
import { bucket, onDay, scan, volume } from './scan-scene.ts';

const [root = '', killAt] = process.argv.slice(2);

let steps = 0;
const store = filesStore({
  root,
  onStep: () => {
    steps += 1;
    if (steps === Number(killAt)) process.kill(process.pid, 'SIGKILL');
  },
});
await scan({ resources: [volume('bad', true), bucket('open', 1)] }, { store, now: onDay(1), concurrency: 1 });
process.stdout.write(String(steps));
