import { memoryStore } from '#store/memory.ts';
import { describeStoreDriver } from '#test/support/store-suite.ts';

describeStoreDriver('memory', () => memoryStore());
