#!/usr/bin/env node
/**
 * Finds a Node that can run Plumbline, and what to run: the sources in a clone, the bundle in the published package.
 * It has to parse on old Nodes, so that they get a sentence and no syntax error.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const neededMajor = 24;
const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const sources = join(root, 'cli', 'main.ts');
const bundle = join(root, 'dist', 'plumbline.mjs');
const installed = join(root, 'node_modules');
const ownNode = join(installed, '.bin', 'node');

const isNewEnough = Number(process.versions.node.split('.')[0]) >= neededMajor;
const isClone = existsSync(sources);

/** Exit 2: what is wrong is how it was called, not Plumbline. */
const refuse = (message) => {
  process.stderr.write(`${message}\n`);
  process.exitCode = 2;
};

const tooOld = `Plumbline needs Node ${neededMajor} or newer; this is Node ${process.versions.node}.`;

/** Exit 4, not the 1 that Node gives an error, since 1 says that there are findings. */
const run = async (file) => {
  try {
    await import(pathToFileURL(file).href);
  } catch (error) {
    process.stderr.write(`Plumbline could not start: ${error.stack}\n`);
    process.exitCode = 4;
  }
};

/** Hands over to the Node that the clone brings; its exit code, or the signal that ended it, becomes ours. */
const runWithOwnNode = () => {
  const child = spawn(ownNode, [sources, ...process.argv.slice(2)], { stdio: 'inherit' });
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'];
  const forward = (signal) => child.kill(signal);
  for (const signal of signals) process.on(signal, forward);
  child.on('error', (error) => refuse(`Could not start ${ownNode}: ${error.message}. Run npm ci again.`));
  child.on('exit', (code, signal) => {
    for (const each of signals) process.removeListener(each, forward);
    if (signal === null) process.exitCode = code;
    else process.kill(process.pid, signal);
  });
};

if (isClone && !existsSync(installed)) refuse(`The libraries are not installed. Run npm ci in ${root}.`);
else if (isClone && isNewEnough) await run(sources);
else if (isClone && existsSync(ownNode)) runWithOwnNode();
else if (isClone)
  refuse(`${tooOld} npm ci brings one on Linux; elsewhere install it, .nvmrc names the version.`);
else if (!isNewEnough)
  refuse(`${tooOld} Install it, or run it with: npx -p node@${neededMajor} -p plumbline plumbline`);
else if (!existsSync(bundle)) refuse(`${bundle} is missing. Install plumbline again.`);
else await run(bundle);
