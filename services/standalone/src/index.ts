export { type SingleNode, startSingleNode } from './single-node.js';
