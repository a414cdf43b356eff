/** What shows a rule that no case of this suite can: a test elsewhere, by file and name. */
export interface Elsewhere {
  readonly file: string;
  readonly test: string;
}

/** A numbered rule of our reading of the contract. */
export interface Rule {
  readonly rule: string;
  readonly title: string;
  /** Tests that show what REST cannot, or cannot show in a short time. */
  readonly elsewhere?: readonly Elsewhere[];
}

/** Every rule, in the order of the reading. */
export const rules: readonly Rule[] = [
  { rule: '1.1', title: 'Envelope: HTTP 200, header, data of a success only' },
  { rule: '1.2', title: 'Unknown paths, other methods, operator routes' },
  { rule: '1.3', title: 'Order of checks' },
  {
    rule: '1.4',
    title: 'No positive result code',
    elsewhere: [
      {
        file: 'packages/contract/src/requests/requests.test.ts',
        test: 'no endpoint may answer a positive code, and only success is zero (rule 1.4)',
      },
    ],
  },
  { rule: '1.5', title: 'resultMessage is the constant, detail names the field' },
  { rule: '1.6', title: 'X-Request-Id, UTF-8, no null' },
  {
    rule: '1.7',
    title: 'Failures are -50000; only codes of an endpoint’s own table',
    elsewhere: [
      {
        file: 'test/contract/failing-ports.test.ts',
        test: 'answers -50000 with Retry-After when the stores are down',
      },
    ],
  },
  { rule: '1.8', title: 'Repeated and unknown parameters, forms of numbers and booleans' },
  { rule: '1.9', title: 'Refusals before a body’s end are readable' },
  { rule: '1.10', title: 'Plus signs, escapes, ids of any form' },
  {
    rule: '2.1',
    title: 'Credentials',
    elsewhere: [
      {
        file: 'packages/tenancy/src/tenancy.test.ts',
        test: 'unknown, wrong and revoked take the same time (rule 2.1)',
      },
    ],
  },
  {
    rule: '2.2',
    title: 'App keys and secrets',
    elsewhere: [
      {
        file: 'packages/tenancy/src/tenancy.test.ts',
        test: 'no secret is stored',
      },
    ],
  },
  { rule: '2.3', title: 'Authorization is required everywhere' },
  { rule: '2.4', title: 'App keys do not see each other' },
  { rule: '2.5', title: 'What is answered holds at once' },
  { rule: '3.1', title: 'Filter operators' },
  { rule: '3.2', title: 'Filters on several fields' },
  { rule: '3.3', title: 'Filters and absent fields' },
  { rule: '3.4', title: 'Filter values' },
  { rule: '3.5', title: 'The same filter twice' },
  { rule: '3.6', title: 'Filters restrict the search itself' },
  {
    rule: '4.1',
    title: 'Names, quota and duplicates of services',
    elsewhere: [
      {
        file: 'packages/tenancy/src/tenancy.test.ts',
        test: 'of two creations of the fifth service one succeeds, 200 times',
      },
      {
        file: 'test/chaos/races/fifth-service.ts',
        test: 'of creates for the last place of an app key exactly one succeeds, and the list is in order of creation',
      },
    ],
  },
  {
    rule: '4.2',
    title: 'Deletion of a service',
    elsewhere: [
      {
        file: 'packages/indexing/src/ending.test.ts',
        test: '200 times in the middle of a job, followed by a create of the same name: no old write arrives',
      },
      {
        file: 'packages/indexing/src/deleted-midway.test.ts',
        test: 'the new one is its own, and nothing stays of the old one',
      },
      {
        file: 'test/chaos/races/deleted-in-job.ts',
        test: 'a service deleted in the middle of its job and made again starts empty, and nothing of the old one reaches it',
      },
    ],
  },
  { rule: '4.3', title: 'Counts and order of services' },
  { rule: '5.1', title: 'Search parameters' },
  {
    rule: '5.2',
    title: 'Similarity and order',
    elsewhere: [
      {
        file: 'packages/catalog/src/ranking.test.ts',
        test: 'a calibration maps cosines between its knots, is monotone and keeps 1',
      },
    ],
  },
  {
    rule: '5.3',
    title: 'Duplicates',
    elsewhere: [
      {
        file: 'packages/catalog/src/ranking.test.ts',
        test: 'likeness is not passed on',
      },
    ],
  },
  { rule: '5.4', title: 'The query product is no answer' },
  { rule: '5.5', title: 'The product photographed may be an answer' },
  { rule: '5.6', title: 'What an item carries' },
  {
    rule: '5.7',
    title: 'Search by product id',
    elsewhere: [
      {
        file: 'test/contract/failing-ports.test.ts',
        test: 'search by product id goes on while no model runs',
      },
    ],
  },
  { rule: '5.8', title: 'Echo of the query' },
  { rule: '5.9', title: 'Search by picture' },
  { rule: '5.10', title: 'The alias of search by link' },
  {
    rule: '5.11',
    title: 'Documents are embedded as queries are',
    elsewhere: [
      {
        file: 'packages/inference/src/process/decode-detections.test.ts',
        test: 'a box suppressed by a stronger one suppresses nothing',
      },
    ],
  },
  { rule: '6.1', title: 'Detected items' },
  { rule: '6.2', title: 'Small items and pictures without items' },
  {
    rule: '6.3',
    title: 'Links are sealed',
    elsewhere: [
      {
        file: 'gateway/src/pictures/link.test.ts',
        test: 'what was encoded is decoded under the same key for the same app key, and for no other',
      },
      {
        file: 'gateway/src/pictures/link.test.ts',
        test: 'one character changed, added or left out anywhere, or any cut, makes a link that we did not make (rule 6.3)',
      },
    ],
  },
  { rule: '6.4', title: 'Search by link' },
  { rule: '7.1', title: 'Addresses, sizes, formats and times of pictures' },
  {
    rule: '7.2',
    title: 'Addresses that are not fetched',
    elsewhere: [
      {
        file: 'packages/imaging/src/download/downloader.test.ts',
        test: 'a name is resolved once, and the connection goes where the check looked',
      },
      {
        file: 'packages/imaging/src/download/downloader.test.ts',
        test: 'what the product serves itself is read without the network, whatever its port',
      },
    ],
  },
  { rule: '7.3', title: 'Malformed addresses' },
  {
    rule: '7.4',
    title: 'Decoding',
    elsewhere: [
      {
        file: 'packages/imaging/src/decode/decoder.test.ts',
        test: 'of a GIF the first frame, however many there are',
      },
    ],
  },
  { rule: '7.5', title: 'Tags' },
  { rule: '8.1', title: 'Index files' },
  { rule: '8.2', title: 'Index links' },
  {
    rule: '8.3',
    title: 'One index request at a time',
    elsewhere: [
      {
        file: 'packages/indexing/src/accept/accept.test.ts',
        test: 'exactly one of two gets it, 200 times',
      },
      {
        file: 'test/chaos/races/two-requests.ts',
        test: 'of index requests for one service that overlap the later is refused, and the place is free once the first is over',
      },
    ],
  },
  {
    rule: '8.4',
    title: 'Jobs are durable, ordered and fair',
    elsewhere: [
      {
        file: 'packages/indexing/src/indexing.test.ts',
        test: 'a small job does not wait for a big one of another service (rule 8.4)',
      },
      {
        file: 'packages/indexing/src/accept/accept.test.ts',
        test: 'a job is acknowledged when file and record are stored, in this order (rule 8.4)',
      },
      {
        file: 'test/chaos/races/same-file-twice.ts',
        test: 'of two jobs of one file the first adds every line and the second updates every one, in the order of the file',
      },
    ],
  },
  { rule: '8.5', title: 'Fields of an index line' },
  {
    rule: '8.6',
    title: 'Outcomes and counts',
    elsewhere: [
      {
        file: 'test/chaos/races/late-writes.ts',
        test: 'writes that come late, twice or in any order leave what the newest of each product says',
      },
    ],
  },
  {
    rule: '8.7',
    title: 'Failed and exceeded lines',
    elsewhere: [
      {
        file: 'packages/indexing/src/coordinate/outcomes.test.ts',
        test: 'line order decides who is exceeded, and earlier deletes make room',
      },
      {
        file: 'packages/indexing/src/crash.test.ts',
        test: 'a line that kills its worker fails with InternalServerError and the job goes on (rule 8.7)',
      },
    ],
  },
  { rule: '8.8', title: 'Times and statuses' },
  { rule: '8.9', title: 'Service and file name of a job' },
  { rule: '8.10', title: 'List of jobs' },
  {
    rule: '8.11',
    title: 'Detail of a job',
    elsewhere: [
      {
        file: 'packages/indexing/src/upkeep/upkeep.test.ts',
        test: 'a record goes six calendar months after registration (rule 8.11)',
      },
    ],
  },
  {
    rule: '8.12',
    title: 'Unchanged pictures',
    elsewhere: [
      {
        file: 'packages/indexing/src/indexing.test.ts',
        test: 'uses the stored vector where address and picture are unchanged (rule 8.12)',
      },
    ],
  },
  { rule: '9', title: 'The guide’s curl lines' },
];
