export { openJobs } from './open-jobs.js';
