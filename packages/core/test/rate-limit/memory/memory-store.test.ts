import { MemoryStore } from '@statuskit/core/rate-limit';
import { describeStore } from '../../../../../test/setup/store-contract.ts';

describeStore('MemoryStore', () => new MemoryStore({ capacity: 50 }), 3000);
