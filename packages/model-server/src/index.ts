export { runModelServer } from './run.js';
export { type ModelServerSettings, settingNames } from './settings.js';
export { type ModelServer, startModelServer } from './start.js';
