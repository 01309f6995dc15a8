import { afterEach, expect, it, vi } from 'vitest';
import { fetchFollowing } from '../../src/data/redirects';

afterEach(() => vi.unstubAllGlobals());

/** Answers with one redirect, then with the file. */
function sendingOnTo(location: string) {
  const asked: string[] = [];
  vi.stubGlobal('fetch', async (url: string) => {
    asked.push(url);
    return asked.length === 1
      ? new Response(null, { status: 302, headers: { location } })
      : new Response('x');
  });
  return asked;
}

// 192.0.2.0/24 and 2001:db8::/32 stand for addresses of the internet (RFC 5737, RFC 3849).
it.each([
  ...[
    'http://127.0.0.1/x',
    'http://127.1/x',
    'http://0x7f000001/x',
    'http://localhost:8888/x',
    'http://a.localhost/',
  ],
  ...[
    'http://[::1]/x',
    'http://[::ffff:127.0.0.1]/x',
    'http://10.0.0.1/',
    'http://172.31.0.1/',
    'http://192.168.1.1/',
  ],
  ...['http://169.254.169.254/latest/meta-data', 'http://[fe80::1]/', 'http://[fd00::1]/', 'http://0.0.0.0/'],
])('an answer from the network does not lead to %s', async (location) => {
  const asked = sendingOnTo(location);
  await expect(fetchFollowing('http://192.0.2.1/file', {})).rejects.toThrow('which is not on the internet');
  expect(asked).toHaveLength(1);
});

it.each(['http://[2001:db8::1]/x', 'http://192.0.2.9/x', 'elsewhere'])('but to %s', async (location) => {
  const asked = sendingOnTo(location);
  expect(await (await fetchFollowing('http://192.0.2.1/file', {})).text()).toBe('x');
  expect(asked).toHaveLength(2);
});
