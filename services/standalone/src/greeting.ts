import { sampleProducts } from '@openfashion/samples';
import type { KeyPair, NewKeys } from './first-start.js';
import { samplesPath, samplesService } from './samples.js';

/** What a person reads when the server is up: where it is, and lines that work when pasted. */
export function greeting(baseUrl: string, { user, samples }: NewKeys): string {
  const parts = [`OpenFashion is ready at ${baseUrl}`, `  API description: ${baseUrl}/openapi.json`];
  if (user) parts.push('', yours(baseUrl, user));
  else parts.push('  Keys: npx openfashion keys list');
  if (samples) parts.push('', forSamples(baseUrl, samples));
  return parts.join('\n');
}

function yours(baseUrl: string, keys: KeyPair): string {
  const services = `${baseUrl}/v2.0/appkeys/${keys.appKey}/services`;
  return `Your key pair; the secret is shown this once (another: npx openfashion keys add-secret ${keys.appKey})
  app key     ${keys.appKey}
  secret key  ${keys.secretKey}
Create a service for your catalogue, then look at your services:
  curl -X POST -H "Authorization: ${keys.secretKey}" -H "Content-Type: application/json" "${services}" -d '{"serviceName": "my-shop"}'
  curl -H "Authorization: ${keys.secretKey}" "${services}"`;
}

function forSamples(baseUrl: string, keys: KeyPair): string {
  const service = `${baseUrl}/v2.0/appkeys/${keys.appKey}/services/${samplesService}`;
  const product = sampleProducts()[0]?.productId ?? '';
  const picture = `${baseUrl}${samplesPath}/${product}.jpg`;
  const authorization = `-H "Authorization: ${keys.secretKey}"`;
  return `The sample catalogue has a key pair of its own
  app key     ${keys.appKey}
  secret key  ${keys.secretKey}
Products similar to one of it, by id, by the address of a picture, and what a picture shows:
  curl ${authorization} "${service}/products/${product}/search?limit=5"
  curl ${authorization} -F imageUrl=${picture} -F limit=5 "${service}/search"
  curl ${authorization} "${service}/tag?path=${encodeURIComponent(picture)}&lang=en"`;
}
