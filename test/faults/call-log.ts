import type { TracedCall } from '#sandbox/contract.ts';

/** Calls as they come, until somebody takes them. */
export const callLog = (): {
  readonly onCall: (call: TracedCall) => void;
  readonly takeCalls: () => readonly TracedCall[];
} => {
  let calls: TracedCall[] = [];
  return {
    onCall: (call) => calls.push(call),
    takeCalls: () => {
      const taken = calls;
      calls = [];
      return taken;
    },
  };
};
