import { expect, test } from 'vitest';
import { tlsFiles } from './mutual-tls.js';

test('all files or none; some of them name what is missing', () => {
  const none = { tlsCa: undefined, tlsCertificate: undefined, tlsKey: undefined };
  expect(tlsFiles(none)).toBeUndefined();
  expect(tlsFiles({ tlsCa: 'ca', tlsCertificate: 'cert', tlsKey: 'key' })).toEqual({
    caFile: 'ca',
    certificateFile: 'cert',
    keyFile: 'key',
  });
  expect(() => tlsFiles({ ...none, tlsCa: 'ca' })).toThrow(
    'OPENFASHION_TLS_CA, OPENFASHION_TLS_CERT, OPENFASHION_TLS_KEY: set all of them or none',
  );
});
