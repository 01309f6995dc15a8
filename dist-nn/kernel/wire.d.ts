export declare const protocolVersion = "5.3";
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
    readonly identities: readonly Buffer[];
    readonly header: Header;
    readonly parent: Header | Record<string, never>;
    readonly content: Content;
}
/** Signs, checks, packs and unpacks the messages of one connection. */
export declare class Wire {
    private readonly key;
    private readonly session;
    constructor(key: string);
    /** @throws Error if the delimiter is missing or the signature is wrong */
    unpack(frames: readonly Buffer[]): Message;
    /** Packs an answer to `parent` (or, for the very first status, to nobody). */
    pack(type: string, content: Content, parent: Message | undefined, identities: readonly Buffer[]): Buffer[];
    private sign;
}
