/** What every command is handed, and the options that every command has. */
import type { Command } from 'commander';
import type { ScreenOptions, Screen as ScreenType } from '#reports/console/screen.ts';
import { Screen, screenOptions } from '#reports/console/screen.ts';
import { shellWord } from './command-name.ts';
import type { ExitCode } from './exit.ts';
import type { Io, Output } from './io.ts';

export interface Context {
  readonly io: Io;
  /** Tells the exit code; 0 unless told. */
  readonly exit: (code: ExitCode) => void;
}

export interface GlobalFlags {
  readonly config?: string;
  readonly store?: string;
  readonly color: boolean;
  readonly debug?: boolean;
}

export const globalFlags = (command: Command): GlobalFlags => {
  const { config, store, color, debug } = command.optsWithGlobals<GlobalFlags>();
  return {
    color,
    ...(config === undefined ? {} : { config }),
    ...(store === undefined ? {} : { store }),
    ...(debug === undefined ? {} : { debug }),
  };
};

/** How to call Plumbline again with the same configuration and store. */
export const commandPrefix = (io: Io, flags: Pick<GlobalFlags, 'config' | 'store'>): string =>
  [
    io.command,
    ...(flags.config === undefined ? [] : ['--config', shellWord(flags.config)]),
    ...(flags.store === undefined ? [] : ['--store', shellWord(flags.store)]),
  ].join(' ');

export const screenOf = (io: Io, output: Output, color: boolean): ScreenOptions => {
  const options = screenOptions(io.env, output);
  return color ? options : { ...options, color: false };
};

export const newScreen = (io: Io, flags: Pick<GlobalFlags, 'color'>): ScreenType =>
  new Screen(screenOf(io, io.stdout, flags.color));
