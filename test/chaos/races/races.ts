import { deletedInJob } from './deleted-in-job.js';
import { fifthService } from './fifth-service.js';
import { lateWrites } from './late-writes.js';
import type { Race } from './race.js';
import { sameFileTwice } from './same-file-twice.js';
import { twoRequests } from './two-requests.js';

/** Every race, in the order in which they are run. */
export const races: readonly Race[] = [fifthService, twoRequests, deletedInJob, sameFileTwice, lateWrites];
