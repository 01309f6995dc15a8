/** Addresses that a download is sent on to: never from the network into this machine or its own network. */
import * as dns from 'node:dns/promises';
import { BlockList, isIP } from 'node:net';
import { LabError } from '../errors';

const inner = new BlockList();
for (const [address, prefix] of [
  ...([
    ['0.0.0.0', 8],
    ['10.0.0.0', 8],
    ['100.64.0.0', 10],
    ['127.0.0.0', 8],
  ] as const),
  ...([
    ['169.254.0.0', 16],
    ['172.16.0.0', 12],
    ['192.168.0.0', 16],
  ] as const),
] as const)
  inner.addSubnet(address, prefix, 'ipv4');
for (const [address, prefix] of [
  ['::', 127],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  inner.addSubnet(address, prefix, 'ipv6');

const mostRedirects = 10;

/**
 * Fetches an address and follows where it is sent on to. A card's own address may be of this machine; an answer from the
 * network may not lead there.
 * @throws LabError for such a redirect, for another protocol than http and https, and for more than ten
 */
export async function fetchFollowing(url: string, init: RequestInit): Promise<Response> {
  let place = new URL(url);
  const startedInside = await leadsInside(place);
  for (let followed = 0; followed <= mostRedirects; followed++) {
    const response = await fetch(place.href, { ...init, redirect: 'manual' });
    const next = response.status >= 300 && response.status < 400 && response.headers.get('location');
    if (!next) return response;
    await response.body?.cancel();
    place = URL.canParse(next, place.href) ? new URL(next, place) : refuse(url, 'an address that is none');
    if (!['http:', 'https:'].includes(place.protocol)) refuse(url, `'${place.protocol}'`);
    if (!startedInside && (await leadsInside(place)))
      refuse(url, `${place.hostname}, which is not on the internet`);
  }
  return refuse(url, `more than ${mostRedirects} addresses one after the other`);
}

function refuse(url: string, where: string): never {
  throw new LabError(`${url} sends the download on to ${where}: correct the address in the card.`);
}

async function leadsInside({ hostname }: URL): Promise<boolean> {
  const host = hostname.replace(/^\[|\]$/g, '');
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  if (isIP(host)) return isInner(host);
  // Behind a proxy names may not resolve here; the proxy then decides.
  const found = await dns.lookup(host, { all: true }).catch(() => []);
  return found.some(({ address }) => isInner(address));
}

const isInner = (address: string) => inner.check(address, isIP(address) === 6 ? 'ipv6' : 'ipv4');
