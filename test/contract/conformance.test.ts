import { conformance } from './conformance.js';
import { foreignTarget, openForeign, openOwn } from './target.js';

const foreign = foreignTarget(process.env);

if (foreign) conformance(foreign.url, () => openForeign(foreign), { decisions: false });
else conformance('single node', () => openOwn('single node'));
