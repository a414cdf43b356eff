export { type ProcessOptions, type Running, runProcess } from './run-process.js';
