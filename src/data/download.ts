import * as fs from 'node:fs';
import { LabError } from '../errors';
import { startProgress } from '../progress';
import { breathe } from '../stop';
import { fetchFollowing } from './redirects';

export interface Download {
  readonly url: string;
  /** Where the bytes go; what an interrupted download left there is gone on from. */
  readonly part: string;
  /** Size that the file must have: more is refused while it arrives. */
  readonly bytes: number;
  /** Name for the progress bar. */
  readonly label: string;
  /** Attempts before giving up, each going on where the last one broke off. Default 4. */
  readonly attempts?: number;
  /** Milliseconds in which 16 KiB or the file's rest must arrive, or the attempt has failed. Default 30,000. */
  readonly idleMilliseconds?: number;
}

/** A server that sends less in the time is as good as silent, or means to hold the caller. */
const leastBytes = 16 * 1024;

/** Trouble that another attempt may cure: a dropped connection, a server that is busy. */
class PassingError extends Error {}

/**
 * Fetches a file, resuming with a Range request where a part of it is there already.
 * @throws LabError when the server cannot be reached, answers with an error, or sends more than `bytes`
 */
export async function download(request: Download): Promise<void> {
  const { url, label, bytes, attempts = 4 } = request;
  const progress = startProgress({ label: `Download ${label}`, total: bytes, unit: 'bytes' });
  let reason = '';
  for (let attempt = 1; attempt <= attempts; attempt++) {
    try {
      await fetchRest(request, (done) => progress.update(done));
      progress.finish();
      return;
    } catch (error) {
      if (!(error instanceof PassingError)) throw error;
      reason = error.message;
      if (attempt < attempts) await new Promise((resolve) => setTimeout(resolve, 100 * 3 ** (attempt - 1)));
    }
  }
  throw new LabError(
    `${url} cannot be fetched (${reason}): connect to the network and try again (what has arrived is kept), ` +
      'or set LAB_DATA_MIRROR to a folder that holds the file as DATASET/PATH.',
  );
}

async function fetchRest(request: Download, report: (done: number) => void): Promise<void> {
  const { url, part, bytes, idleMilliseconds = 30_000 } = request;
  let start = fs.existsSync(part) ? fs.statSync(part).size : 0;
  if (start === bytes) return;
  if (start > bytes) {
    fs.rmSync(part);
    start = 0;
  }
  const controller = new AbortController();
  let idle = setTimeout(() => controller.abort(), idleMilliseconds);
  let file: fs.promises.FileHandle | undefined;
  try {
    const headers: Record<string, string> = { 'accept-encoding': 'identity' };
    if (start > 0) headers.range = `bytes=${start}-`;
    const response = await fetchFollowing(url, { headers, signal: controller.signal });
    if (response.status === 416) {
      // The server has less than what lies here: begin again.
      fs.rmSync(part);
      throw new PassingError('the part fetched earlier does not fit');
    }
    if (!response.ok || !response.body) throw refused(url, response.status);
    const goesOn =
      response.status === 206 && response.headers.get('content-range')?.startsWith(`bytes ${start}-`);
    let done = goesOn ? start : 0;
    file = await fs.promises.open(part, goesOn ? 'a' : 'w');
    let sinceRenewed = 0;
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      done += chunk.length;
      sinceRenewed += chunk.length;
      if (sinceRenewed >= leastBytes) {
        clearTimeout(idle);
        idle = setTimeout(() => controller.abort(), idleMilliseconds);
        sinceRenewed = 0;
      }
      if (done > bytes) {
        await file.close();
        file = undefined;
        fs.rmSync(part);
        throw new LabError(
          `${url} sends more than the ${bytes} bytes that its card states: correct the card or its address.`,
        );
      }
      await file.write(chunk);
      report(done);
      await breathe();
    }
    await file.sync();
    if (done < bytes) throw new PassingError(`${done} of ${bytes} bytes arrived`);
  } catch (error) {
    if (error instanceof LabError || error instanceof PassingError) throw error;
    throw new PassingError(reasonOf(error));
  } finally {
    clearTimeout(idle);
    await file?.close();
    controller.abort();
  }
}

function refused(url: string, status: number): Error {
  if (status === 408 || status === 429 || status >= 500)
    return new PassingError(`the server answers ${status}`);
  return new LabError(
    `${url} cannot be fetched (the server answers ${status}): correct the address in the card.`,
  );
}

function reasonOf(error: unknown): string {
  const { cause, name, message } = error as Error & { cause?: { code?: string; message?: string } };
  if (name === 'AbortError') return 'the server fell silent or sends too slowly';
  return cause?.code ?? cause?.message ?? message;
}
