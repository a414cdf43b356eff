export { type Backup, backUp } from './back-up.js';
