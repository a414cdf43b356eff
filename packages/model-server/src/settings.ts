import type { SettingName, Settings } from '@openfashion/settings';

/** What a model server reads of the environment. */
export const settingNames = [
  'host',
  'port',
  'grpcPort',
  'grpcConnectionAge',
  'tlsCa',
  'tlsCertificate',
  'tlsKey',
  'modelsDirectory',
  'executionProvider',
  'inferenceThreads',
  'gpuDevice',
  'gpuMemory',
  'logLevel',
  'shutdownGrace',
] as const satisfies readonly SettingName[];

export type ModelServerSettings = Settings<(typeof settingNames)[number]>;
