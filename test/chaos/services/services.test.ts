import { testAll } from '../../harness/test-scenarios.js';
import { scenarios } from './scenarios.js';

testAll('model services', { scenarios }, 180_000);
