import { runModelServer } from '@openfashion/model-server';

await runModelServer('embed');
