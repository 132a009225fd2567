/** A writer in a process of its own, for tests: killed at a step, or racing for one key after the other. */
import { filesStore } from '#store/files.ts';

const [task, root = '', ...rest] = process.argv.slice(2);

switch (task) {
  case 'killed': {
    const [step, method] = rest;
    const store = filesStore({
      root,
      onStep: (reached) => {
        if (reached === step) process.kill(process.pid, 'SIGKILL');
      },
    });
    const body = Buffer.from('new'.repeat(100_000));
    if (method === 'write') await store.write('scans/a/findings', body);
    else await store.createIfAbsent('manifests/1', body);
    break;
  }
  case 'race': {
    const [name = ''] = rest;
    const store = filesStore({ root });
    const won: number[] = [];
    // The parent's go: until then every racer has started.
    await new Promise((resolve) => process.stdin.once('data', resolve));
    for (let round = 0; round < 40; round += 1) {
      if (await store.createIfAbsent(`manifests/${round}`, Buffer.from(name.repeat(1000)))) won.push(round);
    }
    process.stdout.write(JSON.stringify(won));
    process.stdin.destroy();
    break;
  }
  default:
    throw new Error(`no such task: ${task}`);
}
