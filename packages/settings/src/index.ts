export { gpuOf } from './gpu.js';
export { tlsFiles } from './mutual-tls.js';
export { natsOf, natsSettings } from './nats.js';
export { qdrantOf, qdrantSettings } from './qdrant.js';
export { readSettings, SettingsError } from './read.js';
export { configurationReference } from './reference.js';
export { type SettingName, type Settings, settings } from './table.js';
