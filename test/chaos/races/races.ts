import { deletedInJob } from './deleted-in-job.js';
import { fifthService } from './fifth-service.js';
import { lateWrites } from './late-writes.js';
import type { Race } from './race.js';
import { sameFileTwice } from './same-file-twice.js';
import type { Shape } from './servers.js';
import { twoRequests } from './two-requests.js';

/** Every race, in the order in which they are run. */
export const races: readonly Race[] = [fifthService, twoRequests, deletedInJob, sameFileTwice, lateWrites];

/** Those that are run on a shape of the product: late writes race on an embedded catalogue of their own. */
export const racesOn = (shape: Shape): readonly Race[] =>
  shape === 'cluster' ? races.filter((race) => race !== lateWrites) : races;
