/**
 * Jupyter's messages as ZeroMQ frames: [identity, ..., <IDS|MSG>, signature, header, parent, metadata, content].
 * Specification: jupyter-client, "Messaging in Jupyter", the wire protocol, version 5.3.
 */
import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto';
import { wellFormedJson } from './wellFormed';

const delimiter = Buffer.from('<IDS|MSG>');
export const protocolVersion = '5.3';

export interface Header {
  readonly msg_id: string;
  readonly session: string;
  readonly username: string;
  readonly date: string;
  readonly msg_type: string;
  readonly version: string;
}

export type Content = Record<string, unknown>;

export interface Message {
  /** Routing prefix of the client; a reply goes back with the same one. */
  readonly identities: readonly Uint8Array[];
  readonly header: Header;
  readonly parent: Header | Record<string, never>;
  readonly content: Content;
}

/** Signs, checks, packs and unpacks the messages of one connection. */
export class Wire {
  private readonly session = randomUUID();

  constructor(private readonly key: string) {}

  /** @throws Error if the delimiter is missing or the signature is wrong */
  unpack(frames: readonly Buffer[]): Message {
    const at = frames.findIndex((frame) => frame.equals(delimiter));
    if (at < 0) throw new Error('A message without delimiter.');
    const [signature, ...parts] = frames.slice(at + 1);
    if (this.key !== '') {
      const expected = Buffer.from(this.sign(parts.slice(0, 4)));
      if (signature!.length !== expected.length || !timingSafeEqual(signature!, expected)) {
        throw new Error('A message with a wrong signature.');
      }
    }
    const [header, parent, , content] = parts.map((part) => part.toString('utf8'));
    return {
      identities: frames.slice(0, at),
      header: JSON.parse(header!) as Header,
      parent: JSON.parse(parent!) as Header,
      content: JSON.parse(content!) as Content,
    };
  }

  /**
   * Packs an answer to `parent` (or, for the very first status, to nobody).
   * @param content JSON text
   */
  pack(
    type: string,
    content: string,
    parent: Header | undefined,
    identities: readonly Uint8Array[],
  ): Buffer[] {
    const header: Header = {
      msg_id: randomUUID(),
      session: parent?.session ?? this.session,
      username: parent?.username ?? 'kernel',
      date: new Date().toISOString(),
      msg_type: type,
      version: protocolVersion,
    };
    const parts = [wellFormedJson(header), wellFormedJson(parent ?? {}), '{}', content].map((part) =>
      Buffer.from(part),
    );
    return [...identities.map((one) => Buffer.from(one)), delimiter, Buffer.from(this.sign(parts)), ...parts];
  }

  private sign(parts: readonly Buffer[]): string {
    if (this.key === '') return '';
    const hmac = createHmac('sha256', this.key);
    for (const part of parts) hmac.update(part);
    return hmac.digest('hex');
  }
}
