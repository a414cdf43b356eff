import { limits, type UnixSeconds } from '@openfashion/contract';
import { isWaiting, type JobRecord } from '../state/job-record.js';

const day = 24 * 3_600;

/** Whether a job ended so long ago that its data file, chunk results and removal markers may go (design: 24 h). */
export const isSettled = ({ finishTime }: JobRecord, now: UnixSeconds): boolean =>
  finishTime !== null && now - finishTime >= day;

/** Whether a job's record was kept as long as it must be: six calendar months from registration (rule 8.11). */
export const isForgettable = (record: JobRecord, now: UnixSeconds): boolean =>
  !isWaiting(record) && now >= monthsAfter(record.requestedTime, limits.indexing.keptMonths);

/** The same day and time of day so many calendar months later, in UTC; a shorter month's last day where it has none. */
export function monthsAfter(time: UnixSeconds, months: number): UnixSeconds {
  const date = new Date(time * 1000);
  const dayOfMonth = date.getUTCDate();
  date.setUTCMonth(date.getUTCMonth() + months);
  if (date.getUTCDate() !== dayOfMonth) date.setUTCDate(0);
  return Math.floor(date.getTime() / 1000);
}
