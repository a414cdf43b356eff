import type { Case } from '../case.js';
import { credentialCases } from './credentials.js';
import { curlCases } from './curl.js';
import { envelopeCases } from './envelope.js';
import { indexRequestCases, jobCases, jobListCases } from './indexing.js';
import { addressCases, detectCases, linkCases, tagCases } from './pictures.js';
import { filterCases, pictureSearchCases, searchCases } from './search.js';
import { serviceCases } from './services.js';

/** Every case, by what it is about. */
export const cases: Readonly<Record<string, readonly Case[]>> = {
  'envelope and order of checks': envelopeCases,
  credentials: credentialCases,
  services: serviceCases,
  filters: filterCases,
  'search by product': searchCases,
  'search by picture': pictureSearchCases,
  detect: detectCases,
  'search by link': linkCases,
  'pictures by address': addressCases,
  tag: tagCases,
  'index requests': indexRequestCases,
  'index jobs': jobCases,
  'lists of jobs': jobListCases,
  'the guide’s curl lines': curlCases,
};
