import type { EndpointId } from '../endpoints.js';

const product = {
  similarity: 0.91234,
  productId: '8980335',
  name: 'AAA red onepiece',
  imageUrl: 'http://url.com',
};
const found = (query: string) => ({ totalCount: 1, query, items: [product] });
const job = {
  id: '24bb94b3-8a6b-488e-b038-4f6038da2596',
  serviceName: 'test',
  filename: '202106251000_product.jsonl',
  status: 'finished',
  requestedTime: 1_627_018_935,
  startTime: 1_627_018_936,
  finishTime: 1_627_018_990,
  addedCount: 2,
  failedCount: 1,
  exceededCount: 0,
  deletedCount: 0,
  updatedCount: 0,
  totalCount: 3,
};
const link = 'eyJwYXRoIjoiaHR0cHM6Ly9pbWFnZWNkbi5jby5rci9zYW1wbGVfaW1hZ2UuanBnIn0=';

/** `data` of one success of each endpoint that has any: the guide's, where it is complete. */
export const successExamples: { readonly [Id in EndpointId]?: unknown } = {
  listServices: {
    totalCount: 2,
    items: [
      { serviceName: 'my-servicename', documentCount: 100, remainInsertCount: 99_900 },
      { serviceName: 'second_service', documentCount: 50, remainInsertCount: 99_950 },
    ],
  },
  getService: { serviceName: 'my-service', documentCount: 100, remainInsertCount: 99_900 },
  searchByProduct: found('productId=10234455&limit=100'),
  detect: {
    totalCount: 1,
    query: 'path=https://imagecdn.co.kr/sample_image.jpg',
    items: [{ link, center: [0.46125, 0.34125], b0: [0.1875, 0.0175], b1: [0.735, 0.665], score: 0.97323 }],
  },
  searchByLink: found(`link=${link}&limit=100`),
  searchByLinkAlias: found(`link=${link}&limit=100`),
  searchByPicture: { totalCount: 1, items: [product] },
  tag: {
    totalCount: 1,
    query: 'path=https://imagecdn.co.kr/sample_image.jpg&lang=ko&itemLimit=3',
    items: [
      {
        type: 'SHIRT',
        tags: [
          { attribute: 'category', labels: [{ label: '블라우스', score: 0.99663 }] },
          { attribute: 'color', labels: [{ label: '베이지/아이보리', score: 0.76922 }] },
          { attribute: 'pattern', labels: [{ label: '무지', score: 0.9894 }] },
        ],
        center: [0.46125, 0.34125],
        b0: [0.1875, 0.0175],
        b1: [0.735, 0.665],
        score: 0.93118,
      },
    ],
  },
  createIndex: { indexId: job.id },
  listIndexes: { total: 1, items: [job] },
  getIndex: {
    total: 1,
    items: [
      {
        ...job,
        addedProductIds: ['10001', '10002'],
        failedProductIds: ['10003'],
        exceededProductIds: [],
        deletedProductIds: [],
        updatedProductIds: [],
      },
    ],
  },
};
