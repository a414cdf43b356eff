import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from 'vitest';
import { createDownloader, type Downloader, type DownloaderOptions } from './downloader.js';

const open: { close(): Promise<unknown> }[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((one) => one.close()));
});

const downloaderWith = (options: DownloaderOptions = {}): Downloader => {
  const downloader = createDownloader({ allowCidrs: ['127.0.0.0/8'], ...options });
  open.push(downloader);
  return downloader;
};

/** A site on loopback at a port that the contract allows. */
async function site(listener: RequestListener): Promise<string> {
  for (let port = 10_000 + Math.floor(Math.random() * 2_000); ; port = port === 12_000 ? 10_000 : port + 1) {
    const server = createServer(listener);
    const listening = await new Promise<Server | undefined>((resolve) => {
      server.once('error', () => resolve(undefined));
      server.listen(port, '127.0.0.1', () => resolve(server));
    });
    if (listening === undefined) continue;
    open.push({
      close: () => {
        listening.closeAllConnections();
        return new Promise((closed) => listening.close(closed));
      },
    });
    return `http://127.0.0.1:${(listening.address() as AddressInfo).port}`;
  }
}

const options = { maxBytes: 1_000, deadlineMs: 1_000, signal: new AbortController().signal };
const result = (name: string, detail = '') =>
  expect.objectContaining({ result: name, detail: expect.stringContaining(detail) });
const refusedAs = async (address: string, name: string, detail = '', downloader = downloaderWith()) =>
  expect(downloader.download(address, options)).rejects.toEqual(result(name, detail));

test('what is there is fetched, redirects are followed', async () => {
  const url = await site((req, res) => {
    if (req.url === '/start') res.writeHead(302, { Location: '/end' }).end();
    else res.end('picture');
  });
  expect(new TextDecoder().decode(await downloaderWith().download(`${url}/start`, options))).toBe('picture');
});

describe('what was fetched before (rule 8.12)', () => {
  /** A site whose picture has an entity tag or a date of change, and what it was asked. */
  async function validatingSite(validators: Record<string, string>) {
    const asked: (string | undefined)[][] = [];
    const url = await site((req, res) => {
      const { 'if-none-match': etag, 'if-modified-since': date } = req.headers;
      asked.push([etag, date]);
      const same = etag === validators['ETag'] && date === validators['Last-Modified'];
      res.writeHead(same ? 304 : 200, validators).end(same ? undefined : 'picture');
    });
    return { url, asked };
  }
  const date = 'Sat, 28 Nov 2026 09:00:00 GMT';

  test.each([
    ['an entity tag', { ETag: '"v1"' }, { etag: '"v1"' }],
    ['a weak one and a date', { ETag: 'W/"1"', 'Last-Modified': date }, { etag: 'W/"1"', lastModified: date }],
    ['a date', { 'Last-Modified': date }, { lastModified: date }],
  ])('is not fetched again where %s says that it has not changed', async (_what, headers, validators) => {
    const outcomes: string[] = [];
    const downloader = downloaderWith({ observer: { downloaded: (outcome) => void outcomes.push(outcome) } });
    const { url, asked } = await validatingSite(headers as Record<string, string>);
    const first = await downloader.downloadIfChanged(url, {}, options);
    expect(first).toEqual({ bytes: Buffer.from('picture'), validators });
    expect(await downloader.downloadIfChanged(url, validators, options)).toBeUndefined();
    expect(await downloader.downloadIfChanged(url, { etag: '"old"' }, options)).toEqual(first);
    expect(asked[0]).toEqual([undefined, undefined]);
    expect(outcomes).toEqual(['SUCCESS', 'unchanged', 'SUCCESS']);
  });

  test('a validator that is no header to keep is forgotten', async () => {
    const { url } = await validatingSite({ ETag: `"${'x'.repeat(300)}"` });
    expect((await downloaderWith().downloadIfChanged(url, {}, options))?.validators).toEqual({});
  });

  test('304 without having been asked is no answer', async () => {
    const url = await site((_req, res) => void res.writeHead(304).end());
    await expect(downloaderWith().downloadIfChanged(url, {}, options)).rejects.toEqual(
      result('InvalidImageURLException', 'status 304'),
    );
  });
});

describe('refused as unreachable (rule 7.2)', () => {
  test.each([404, 500, 204, 206, 304])('status %i', async (status) => {
    await refusedAs(
      await site((_req, res) => void res.writeHead(status).end()),
      'InvalidImageURLException',
      `status ${status}`,
    );
  });
  test('six redirects', async () => {
    await refusedAs(
      await site((_req, res) => void res.writeHead(301, { Location: '/' }).end()),
      'InvalidImageURLException',
      'redirects',
    );
  });
  test.each([
    'http://10.0.0.1/',
    'http://[::1]/',
    'http://localhost:22/',
    'ftp://a.kr/',
    'http://u:p@127.0.0.1/',
    'http://169.254.169.254/x',
    'http://[',
  ])('a redirect to %s', async (target) =>
    refusedAs(
      await site((_req, res) => void res.writeHead(302, { Location: target }).end()),
      'InvalidImageURLException',
    ),
  );
  test('a port where nobody listens', async () => refusedAs('http://127.0.0.1:11999/', 'InvalidImageURLException'));
  test('a body that ends before its length', async () => {
    const url = await site((_req, res) => {
      res.writeHead(200, { 'Content-Length': 500 });
      res.write('short');
      setTimeout(() => res.destroy(), 20);
    });
    await refusedAs(url, 'InvalidImageURLException');
  });
  test('compressed although not asked for', async () => {
    await refusedAs(
      await site((_req, res) => void res.writeHead(200, { 'Content-Encoding': 'gzip' }).end('x')),
      'InvalidImageURLException',
      'compressed',
    );
  });
  test('loopback, where the operator does not allow it, in every spelling', async () => {
    const downloader = downloaderWith({ allowCidrs: [] });
    for (const host of [
      '127.0.0.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '127.1',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      'localhost',
      'localhost.',
    ]) {
      await refusedAs(`http://${host}:10000/`, 'InvalidImageURLException', '', downloader);
    }
  });
});

describe('too large', () => {
  test('by its declared length', async () =>
    refusedAs(await site((_req, res) => void res.end(Buffer.alloc(1_001))), 'ImageTooLargeException'));
  test('by what arrives', async () => {
    const url = await site((_req, res) => {
      const timer = setInterval(() => res.write(Buffer.alloc(400)), 5);
      res.on('close', () => clearInterval(timer));
    });
    await refusedAs(url, 'ImageTooLargeException');
  });
  test('not by exactly the bound', async () => {
    expect(
      await downloaderWith().download(await site((_req, res) => void res.end(Buffer.alloc(1_000))), options),
    ).toHaveLength(1_000);
  });
});

describe('one deadline over everything', () => {
  const short = { ...options, deadlineMs: 150 };
  const late = result('ImageTimeoutError', '0.15 s');
  test('silence', async () => {
    await expect(downloaderWith().download(await site(() => {}), short)).rejects.toEqual(late);
  });
  test('a body that drips', async () => {
    const url = await site((_req, res) => {
      const timer = setInterval(() => res.write('x'), 20);
      res.on('close', () => clearInterval(timer));
    });
    await expect(downloaderWith().download(url, short)).rejects.toEqual(late);
  });
  test('redirects that take a while each', async () => {
    const url = await site((_req, res) => void setTimeout(() => res.writeHead(302, { Location: '/' }).end(), 60));
    await expect(downloaderWith().download(url, short)).rejects.toEqual(late);
  });
  test('a name that is not resolved', async () => {
    const downloader = downloaderWith({ resolver: () => new Promise(() => {}) });
    await expect(downloader.download('http://pictures.example:10000/', short)).rejects.toEqual(late);
  });
});

describe('names (rule 7.2)', () => {
  test('a name is resolved once, and the connection goes where the check looked', async () => {
    const url = await site((_req, res) => void res.end('right'));
    const { port } = new URL(url);
    let asked = 0;
    const downloader = downloaderWith({
      // A second resolution would lead elsewhere: the trick of names that change their answer.
      resolver: async () => [{ address: asked++ === 0 ? '127.0.0.1' : '10.0.0.1', family: 4 }],
    });
    const bytes = await downloader.download(`http://rebinding.example:${port}/`, options);
    expect(new TextDecoder().decode(bytes)).toBe('right');
    expect(asked).toBe(1);
  });

  test.each([['10.0.0.1'], ['93.184.216.34', '192.168.0.1'], ['::ffff:10.0.0.1'], []])(
    'a name of %s %s is refused',
    async (...addresses) => {
      const downloader = downloaderWith({
        resolver: async () => addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
      });
      await refusedAs('http://inside.example/', 'InvalidImageURLException', 'not a public address', downloader);
    },
  );

  test('a name that has turned private is refused at its next connection', async () => {
    const url = await site((_req, res) => void res.writeHead(200, { Connection: 'close' }).end('right'));
    const address = `http://turning.example:${new URL(url).port}/`;
    const answers = ['127.0.0.1', '127.0.0.2'];
    const downloader = downloaderWith({
      allowCidrs: ['127.0.0.1/32'],
      resolver: async () => [{ address: answers.shift() ?? '', family: 4 }],
    });
    expect(await downloader.download(address, options)).toHaveLength(5);
    await refusedAs(address, 'InvalidImageURLException', 'not a public address', downloader);
    expect(answers).toEqual([]);
  });

  test.each(['127.0.0.2', '::1', '::ffff:127.0.0.2', '169.254.169.254', '0.0.0.0'])(
    'a redirect to a name of %s is refused',
    async (forbidden) => {
      const url = await site(
        (_req, res) => void res.writeHead(302, { Location: `http://inside.example:${port}/` }).end(),
      );
      const { port } = new URL(url);
      const downloader = downloaderWith({
        allowCidrs: ['127.0.0.1/32'],
        resolver: async (name) =>
          name === 'outside.example'
            ? [{ address: '127.0.0.1', family: 4 }]
            : [{ address: forbidden, family: forbidden.includes(':') ? 6 : 4 }],
      });
      await refusedAs(
        `http://outside.example:${port}/`,
        'InvalidImageURLException',
        'not a public address',
        downloader,
      );
    },
  );

  test('the detail never tells which address a name has', async () => {
    const downloader = downloaderWith({ resolver: async () => [{ address: '10.20.30.40', family: 4 }] });
    const error = await downloader.download('http://inside.example/', options).catch((reason: unknown) => reason);
    expect((error as { detail: string }).detail).not.toContain('10.20');
  });
});

test('a caller that leaves ends the download with its own reason', async () => {
  const leaver = new AbortController();
  const url = await site(() => leaver.abort(new Error('left')));
  await expect(downloaderWith().download(url, { ...options, signal: leaver.signal })).rejects.toThrow('left');
});

test('what the product serves itself is read without the network, whatever its port', async () => {
  const downloader = downloaderWith({
    allowCidrs: [],
    own: async ({ href }) => (href.endsWith('/own.jpg') ? new Uint8Array([7]) : undefined),
  });
  expect(await downloader.download('http://127.0.0.1:8080/own.jpg', options)).toEqual(new Uint8Array([7]));
  await refusedAs('http://127.0.0.1:8080/other.jpg', 'InvalidImageURLException', 'port', downloader);
});

test('downloads that take turns are at most so many per host, and their time starts with their turn', async () => {
  let most = 0;
  let now = 0;
  const url = await site((_req, res) => {
    most = Math.max(most, ++now);
    setTimeout(() => {
      now -= 1;
      res.end('x');
    }, 60);
  });
  const downloader = downloaderWith({ hostConcurrency: 2 });
  // Six waits of 60 ms in pairs are longer than one deadline, were it to start at once.
  const all = Array.from({ length: 8 }, () =>
    downloader.download(url, { ...options, deadlineMs: 200, takeTurns: true }),
  );
  expect(await Promise.all(all)).toHaveLength(8);
  expect(most).toBe(2);
});
