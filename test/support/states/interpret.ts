/**
 * Runs a state machine in the Amazon States Language: the states and fields of `definition.ts`, with the language's own
 * rules for paths, retries, catchers and the size of a state. Waiting takes no time, and is written down.
 *
 * Source: states-language.net, and the AWS Step Functions Developer Guide for Map and its item reader.
 */
import pMap from 'p-map';
import type { Choice, Machine, MapState, State, Task } from './definition.ts';
import { machineShape } from './definition.ts';
import type { Scope } from './paths.ts';
import { DefinitionError, fillTemplate, findPath, PathError, putResult, readPath } from './paths.ts';

export interface World {
  /** Runs a task's resource; rejects with a {@link TaskFailure} for what the service would report. */
  readonly task: (resource: string, input: unknown) => Promise<unknown>;
  /** The text of an object that an item reader names. */
  readonly object: (bucket: string, key: string) => Promise<string>;
  /** Hears of each wait before another try, in seconds. */
  readonly waited?: (state: string, seconds: number) => void;
  readonly entered?: (state: string) => void;
}

export class TaskFailure extends Error {
  override readonly name = 'TaskFailure';
  /** The error's name, as the language has it. */
  readonly error: string;
  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

export interface Execution {
  readonly Id: string;
  readonly StartTime: string;
}

export type Ended =
  | { readonly status: 'SUCCEEDED'; readonly output: unknown }
  | { readonly status: 'FAILED'; readonly error: string; readonly cause: string };

/** Bytes of UTF-8. (Step Functions, service quotas.) */
const largestState = 262_144;

export const runMachine = async (
  definition: unknown,
  input: unknown,
  execution: Execution,
  world: World,
): Promise<Ended> => {
  const parsed = machineShape.safeParse(definition);
  if (!parsed.success) throw new DefinitionError(parsed.error.message, { cause: parsed.error });
  return runStates(parsed.data, input, { Execution: execution }, world);
};

const runStates = async (
  machine: Machine,
  input: unknown,
  context: Readonly<Record<string, unknown>>,
  world: World,
): Promise<Ended> => {
  let name = machine.StartAt;
  let value = input;
  try {
    for (;;) {
      const state = machine.States[name];
      if (state === undefined) throw new DefinitionError(`there is no state ${name}`);
      world.entered?.(name);
      checkSize(value);
      if (state.Type === 'Succeed') return { status: 'SUCCEEDED', output: value };
      if (state.Type === 'Fail') return { status: 'FAILED', error: state.Error, cause: state.Cause };
      const next = await step(name, state, { input: value, context }, world);
      value = next.value;
      checkSize(value);
      if (next.next === undefined) return { status: 'SUCCEEDED', output: value };
      name = next.next;
    }
  } catch (error) {
    if (error instanceof TaskFailure) return { status: 'FAILED', error: error.error, cause: error.message };
    if (error instanceof PathError) return { status: 'FAILED', error: error.name, cause: error.message };
    throw error;
  }
};

interface Stepped {
  readonly value: unknown;
  /** Undefined at the end. */
  readonly next: string | undefined;
}

const step = async (
  name: string,
  state: Exclude<State, { readonly Type: 'Succeed' | 'Fail' }>,
  scope: Scope,
  world: World,
): Promise<Stepped> => {
  switch (state.Type) {
    case 'Choice':
      return { value: scope.input, next: chosen(state, scope) };
    case 'Pass': {
      const filled = state.Parameters === undefined ? scope.input : fillTemplate(state.Parameters, scope);
      const result = state.Result === undefined ? filled : state.Result;
      return { value: putResult(state.ResultPath, scope.input, result), next: nextOf(state) };
    }
    case 'Task':
      return runTask(name, state, scope, world);
    case 'Map':
      return {
        value: putResult(state.ResultPath, scope.input, await runMap(state, scope, world)),
        next: nextOf(state),
      };
  }
};

const nextOf = ({
  Next,
  End,
}: {
  readonly Next?: string | undefined;
  readonly End?: true | undefined;
}): string | undefined => {
  if ((Next === undefined) === (End === undefined)) {
    throw new DefinitionError('a state has either Next or End');
  }
  return Next;
};

const chosen = ({ Choices, Default }: Choice, scope: Scope): string => {
  for (const { Variable, StringEquals, NumericEquals, IsPresent, Next } of Choices) {
    if (IsPresent !== undefined) {
      if ((findPath(Variable, scope) !== undefined) === IsPresent) return Next;
    } else if (readPath(Variable, scope) === (StringEquals ?? NumericEquals)) return Next;
  }
  if (Default === undefined) throw new TaskFailure('States.NoChoiceMatched', 'no choice matched');
  return Default;
};

const runTask = async (name: string, state: Task, scope: Scope, world: World): Promise<Stepped> => {
  const tried = (state.Retry ?? []).map(() => 0);
  for (;;) {
    try {
      const input = state.Parameters === undefined ? scope.input : fillTemplate(state.Parameters, scope);
      // What crosses to a function and back is JSON.
      const result = await world.task(state.Resource, JSON.parse(JSON.stringify(input)));
      const value: unknown = result === undefined ? null : JSON.parse(JSON.stringify(result));
      checkSize(value);
      return { value: putResult(state.ResultPath, scope.input, value), next: nextOf(state) };
    } catch (error) {
      if (!(error instanceof TaskFailure)) throw error;
      const index = (state.Retry ?? []).findIndex(({ ErrorEquals }) => matches(ErrorEquals, error.error));
      const retrier = state.Retry?.[index];
      const tries = tried[index] ?? 0;
      if (retrier !== undefined && tries < retrier.MaxAttempts) {
        tried[index] = tries + 1;
        world.waited?.(name, retrier.IntervalSeconds * retrier.BackoffRate ** tries);
        continue;
      }
      const catcher = state.Catch?.find(({ ErrorEquals }) => matches(ErrorEquals, error.error));
      if (catcher === undefined) throw error;
      const output = { Error: error.error, Cause: error.message };
      return { value: putResult(catcher.ResultPath, scope.input, output), next: catcher.Next };
    }
  }
};

/** `States.TaskFailed` is every failure of a task but its timeout. */
const matches = (names: readonly string[], error: string): boolean =>
  names.some(
    (name) =>
      name === error || name === 'States.ALL' || (name === 'States.TaskFailed' && error !== 'States.Timeout'),
  );

const runMap = async (state: MapState, scope: Scope, world: World): Promise<readonly unknown[]> => {
  const items = await itemsOf(state, scope, world);
  const concurrency =
    state.MaxConcurrencyPath === undefined
      ? Math.max(1, items.length)
      : Number(readPath(state.MaxConcurrencyPath, scope));
  const { ItemProcessor, ItemSelector } = state;
  const ended = await pMap(
    items,
    (item, index) => {
      const context = { ...(scope.context as object), Map: { Item: { Index: index, Value: item } } };
      const input =
        ItemSelector === undefined ? item : fillTemplate(ItemSelector, { input: scope.input, context });
      return runStates(ItemProcessor, input, context, world);
    },
    { concurrency },
  );
  const failed = ended.filter((each) => each.status === 'FAILED');
  const [first] = failed;
  const isDistributed = ItemProcessor.ProcessorConfig.Mode === 'DISTRIBUTED';
  if (first !== undefined && !isDistributed) throw new TaskFailure(first.error, first.cause);
  if ((failed.length / Math.max(1, ended.length)) * 100 > (state.ToleratedFailurePercentage ?? 0)) {
    throw new TaskFailure(
      'States.ExceedToleratedFailureThreshold',
      `${failed.length} of ${ended.length} failed`,
    );
  }
  const outputs = ended.flatMap((each) => (each.status === 'SUCCEEDED' ? [each.output] : []));
  checkSize(outputs);
  return outputs;
};

const itemsOf = async (state: MapState, scope: Scope, world: World): Promise<readonly unknown[]> => {
  const { ItemReader, ItemsPath } = state;
  let items: unknown;
  if (ItemReader === undefined) items = readPath(ItemsPath ?? '$', scope);
  else {
    if (!/^arn:[\w-]+:states:::s3:getObject$/.test(ItemReader.Resource)) {
      throw new DefinitionError(`${ItemReader.Resource} is no item reader that is known here`);
    }
    const { Bucket, Key } = fillTemplate(ItemReader.Parameters, scope) as Record<string, unknown>;
    items = JSON.parse(await world.object(String(Bucket), String(Key)));
  }
  if (!Array.isArray(items)) throw new TaskFailure('States.ItemReaderFailed', 'the items are no list');
  return items;
};

const checkSize = (value: unknown): void => {
  const bytes = Buffer.byteLength(JSON.stringify(value));
  if (bytes > largestState) {
    throw new TaskFailure('States.DataLimitExceeded', `a state of ${bytes} bytes is too large`);
  }
};
