import type { EndpointId } from '@openfashion/contract';

/**
 * The guide's own curl lines, corrected as section 9 of decisions.md says: two `-F` options for two fields, `/search` for
 * `/image`, the multipart Content-Type left to curl. `{…}` and `${…}` stand for what the caller fills in.
 */
export const curlLines: readonly { readonly endpoint: EndpointId; readonly line: string }[] = [
  {
    endpoint: 'createService',
    line: `curl -X POST -H "Authorization: {secretKey}" -H "Content-Type: application/json;charset=UTF-8" "\${domain}/v2.0/appkeys/{appKey}/services" -d '{ "serviceName": "my-servicename" }'`,
  },
  {
    endpoint: 'listServices',
    line: `curl -X GET -H "Authorization: {secretKey}" "\${domain}/v2.0/appkeys/{appKey}/services"`,
  },
  {
    endpoint: 'getService',
    line: `curl -X GET -H "Authorization: {secretKey}" "\${domain}/v2.0/appkeys/{appKey}/services/my-servicename"`,
  },
  {
    endpoint: 'createIndex',
    line: `curl -X POST -H "Authorization: {secretKey}" "\${domain}/v2.0/appkeys/{appKey}/services/{serviceName}/indexes" -F "file=@{file}" -F "format=jsonl"`,
  },
  {
    endpoint: 'createIndex',
    line: `curl -X POST -H "Authorization: {secretKey}" "\${domain}/v2.0/appkeys/{appKey}/services/{serviceName}/indexes" -F "link={link}" -F "format=jsonl"`,
  },
  {
    endpoint: 'listIndexes',
    line: `curl -X GET -H "Authorization: {secretKey}" "\${domain}/v2.0/appkeys/{appKey}/services/{serviceName}/indexes?start=0&limit=100&status=running,finished&order=startTime:desc"`,
  },
  {
    endpoint: 'getIndex',
    line: `curl -X GET -H "Authorization: {secretKey}" "\${domain}/v2.0/appkeys/{appKey}/services/{serviceName}/indexes/{indexId}"`,
  },
  {
    endpoint: 'searchByProduct',
    line: `curl -X GET -H "Authorization: {secretKey}" "\${domain}/v2.0/appkeys/{appKey}/services/{serviceName}/products/{productId}/search?limit=100&filter.s1=equal:1"`,
  },
  {
    endpoint: 'detect',
    line: `curl -X GET -H "Authorization: {secretKey}" "\${domain}/v2.0/appkeys/{appKey}/services/{serviceName}/detect?path={path}"`,
  },
  {
    endpoint: 'searchByLink',
    line: `curl -X GET -H "Authorization: {secretKey}" "\${domain}/v2.0/appkeys/{appKey}/services/{serviceName}/search?limit=100&link={itemLink}&filter.s1=equal:1"`,
  },
  {
    endpoint: 'searchByPicture',
    line: `curl -X POST -H "Authorization: {secretKey}" -F imageFile=@{image} -F limit=100 "\${domain}/v2.0/appkeys/{appKey}/services/{serviceName}/search"`,
  },
  {
    endpoint: 'tag',
    line: `curl -X GET -H "Authorization: {secretKey}" "\${domain}/v2.0/appkeys/{appKey}/services/{serviceName}/tag?path={path}&lang=ko&itemLimit=3"`,
  },
  {
    endpoint: 'deleteService',
    line: `curl -X DELETE -H "Authorization: {secretKey}" "\${domain}/v2.0/appkeys/{appKey}/services/my-servicename"`,
  },
];
