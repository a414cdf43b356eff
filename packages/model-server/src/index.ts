export { runModelServer } from './run.js';
