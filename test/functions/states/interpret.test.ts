import { describe, expect, it } from 'vitest';
import type { World } from '#test/support/states/interpret.ts';
import { runMachine, TaskFailure } from '#test/support/states/interpret.ts';

const execution = {
  Id: 'arn:aws:states:eu-west-1:111122223333:execution:m:e',
  StartTime: '2026-11-25T06:00:00Z',
};

const run = (states: object, input: unknown = {}, world: Partial<World> = {}) =>
  runMachine({ StartAt: 'A', States: states }, input, execution, {
    task: () => Promise.resolve('done'),
    object: () => Promise.reject(new TaskFailure('States.ItemReaderFailed', 'no object')),
    ...world,
  });

const retry = (name: string, attempts: number) => ({
  ErrorEquals: [name],
  IntervalSeconds: 3,
  BackoffRate: 2,
  MaxAttempts: attempts,
});

/** Fails with these, one after the other, and then answers. */
const failing = (...errors: readonly string[]): World['task'] => {
  const left = [...errors];
  return () => {
    const error = left.shift();
    return error === undefined ? Promise.resolve('done') : Promise.reject(new TaskFailure(error, 'why'));
  };
};

describe('the interpreter of state machines', () => {
  it('fills templates from the input and from the context', async () => {
    const { Id } = execution;
    expect(
      await run(
        {
          A: {
            Type: 'Pass',
            Parameters: { 'id.$': '$$.Execution.Id', b: { 'c.$': '$.x.y' }, d: 1 },
            End: true,
          },
        },
        { x: { y: [2] } },
      ),
    ).toEqual({ status: 'SUCCEEDED', output: { id: Id, b: { c: [2] }, d: 1 } });
  });

  it('ends an execution for a path that leads nowhere', async () => {
    const ended = await run({ A: { Type: 'Pass', Parameters: { 'a.$': '$.nothing' }, End: true } });
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });

  it('puts a result where the path says, and keeps the rest', async () => {
    const ended = await run(
      { A: { Type: 'Task', Resource: 'r', ResultPath: '$.answer', End: true } },
      { kept: 1 },
    );
    expect(ended).toEqual({ status: 'SUCCEEDED', output: { kept: 1, answer: 'done' } });
  });

  it('waits longer before each further try, and counts each retrier for itself', async () => {
    const waits: number[] = [];
    const ended = await run(
      { A: { Type: 'Task', Resource: 'r', Retry: [retry('One', 2), retry('States.ALL', 1)], End: true } },
      {},
      { task: failing('One', 'Two', 'One'), waited: (_state, seconds) => waits.push(seconds) },
    );
    expect(ended).toMatchObject({ status: 'SUCCEEDED' });
    expect(waits).toEqual([3, 3, 6]);
  });

  it('catches what the retries did not mend, with its name and its cause', async () => {
    const ended = await run(
      {
        A: {
          Type: 'Task',
          Resource: 'r',
          Retry: [retry('States.TaskFailed', 1)],
          Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.failure', Next: 'B' }],
          Next: 'C',
        },
        B: { Type: 'Pass', End: true },
        C: { Type: 'Fail', Error: 'Wrong', Cause: 'it was not caught' },
      },
      { kept: 1 },
      { task: failing('One', 'Two') },
    );
    expect(ended).toEqual({
      status: 'SUCCEEDED',
      output: { kept: 1, failure: { Error: 'Two', Cause: 'why' } },
    });
  });

  it('does not take a timeout for a failed task', async () => {
    const ended = await run(
      { A: { Type: 'Task', Resource: 'r', Retry: [retry('States.TaskFailed', 5)], End: true } },
      {},
      { task: failing('States.Timeout') },
    );
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.Timeout' });
  });

  it('refuses a state that is larger than AWS keeps', async () => {
    const ended = await run(
      { A: { Type: 'Task', Resource: 'r', End: true } },
      {},
      { task: () => Promise.resolve('x'.repeat(300_000)) },
    );
    expect(ended).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  const distributed = (tolerated: number) => ({
    A: {
      Type: 'Map',
      ItemReader: {
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'JSON' },
        Parameters: { 'Bucket.$': '$.bucket', Key: 'list' },
      },
      ItemSelector: { 'item.$': '$$.Map.Item.Value', 'index.$': '$$.Map.Item.Index', 'from.$': '$.bucket' },
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'I',
        States: { I: { Type: 'Task', Resource: 'r', End: true } },
      },
      ToleratedFailurePercentage: tolerated,
      End: true,
    },
  });
  const items: Partial<World> = {
    object: (bucket, key) => Promise.resolve(JSON.stringify([`${bucket}/${key}`, 'b', 'c'])),
    task: (_resource, input) =>
      (input as { readonly index: number }).index === 1
        ? Promise.reject(new TaskFailure('One', 'why'))
        : Promise.resolve(input),
  };

  it('runs a distributed map over the items of an object, and tolerates what it is told to', async () => {
    expect(await run(distributed(34), { bucket: 'b' }, items)).toEqual({
      status: 'SUCCEEDED',
      output: [
        { item: 'b/list', index: 0, from: 'b' },
        { item: 'c', index: 2, from: 'b' },
      ],
    });
    expect(await run(distributed(33), { bucket: 'b' }, items)).toMatchObject({
      status: 'FAILED',
      error: 'States.ExceedToleratedFailureThreshold',
    });
  });

  it('fails where the list of items can not be read', async () => {
    expect(await run(distributed(100), { bucket: 'b' })).toMatchObject({
      status: 'FAILED',
      error: 'States.ItemReaderFailed',
    });
  });

  it.each([
    [{ A: { Type: 'Wait', Seconds: 1, End: true } }],
    [{ A: { Type: 'Task', Resource: 'r', TimeoutSeconds: 3, End: true } }],
    [{ A: { Type: 'Pass', Next: 'B' } }],
    [{ A: { Type: 'Pass' } }],
  ])('passes over nothing that it does not know: %j', async (states) => {
    await expect(run(states)).rejects.toThrow();
  });
});
