import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { environmentOf, readStages, valuesOf } from '../../../scripts/images/dockerfile.js';
import { type ImageName, user } from '../../../scripts/images/images.js';
import { ProcessUnderTest } from '../../harness/process-under-test.js';

const enter = fileURLToPath(new URL('./enter.sh', import.meta.url));
const stages = await readStages();
const words = z.array(z.string());

/** Where images are laid out for the run: one root for all, and files of each. */
export interface Laid {
  /** The Debian root with Node. */
  readonly root: string;
  /** Folder of the files of an image, as they lie in `/app`. */
  app(name: ImageName): string;
}

export interface Start {
  readonly environment?: Readonly<Record<string, string>>;
  /** Folder that is its `/data`. */
  readonly data?: string;
  /** What it runs in place of the image's own command, or after its entry point. */
  readonly command?: readonly string[];
}

/** What an image would run, as the Dockerfile says: its environment, its user, its command, and a root that it cannot write. */
export class ImageProcess extends ProcessUnderTest {
  constructor({ root, app }: Laid, name: ImageName, { environment = {}, data = '', command }: Start = {}) {
    const entry = words.parse(JSON.parse(valuesOf(stages, name, 'ENTRYPOINT')[0] ?? '[]'));
    const own = words.parse(JSON.parse(valuesOf(stages, name, 'CMD')[0] ?? '[]'));
    const variables = Object.entries({ ...environmentOf(stages, name), ...environment });
    const assignments = variables.map(([variable, value]) => `${variable}=${value}`);
    // Nobody gains privileges after this, and who gives up being root gives up root's.
    const asNobody = [
      '/usr/bin/setpriv',
      '--no-new-privs',
      '/usr/sbin/chroot',
      `--userspec=${user}:${user}`,
      '--groups=',
    ];
    super(
      [
        'unshare',
        '--mount',
        enter,
        root,
        app(name),
        data,
        ...assignments,
        ...asNobody,
        root,
        ...entry,
        ...(command ?? own),
      ],
      {},
    );
  }
}

/** What the image's own check of its health runs. */
export function healthCommand(name: ImageName): readonly string[] {
  const [check = ''] = valuesOf(stages, name, 'HEALTHCHECK');
  return words.parse(JSON.parse(/CMD (\[.*\])$/.exec(check)?.[1] ?? '[]'));
}
