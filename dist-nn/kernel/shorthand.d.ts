/**
 * tslab drops the import of an earlier cell's variable whose only use is a shorthand property, and `{ tokenizer }` then
 * fails as "not defined". Written out, `{ tokenizer: tokenizer }`, it means the same and survives.
 */
interface SyntaxNode {
    readonly kind: number;
    readonly end: number;
    readonly name?: {
        readonly text: string;
        readonly end: number;
    };
}
/** The part of TypeScript's API that finds shorthand properties. */
export interface Parser {
    readonly SyntaxKind: {
        readonly ShorthandPropertyAssignment: number;
    };
    readonly ScriptTarget: {
        readonly Latest: number;
    };
    createSourceFile(name: string, code: string, target: number, parents: boolean): SyntaxNode;
    forEachChild(node: SyntaxNode, visit: (child: SyntaxNode) => void): void;
}
/** Writes out every shorthand property of a cell. Lines keep their numbers; columns after one on its line shift. */
export declare function writeOutShorthand(parser: Parser, code: string): string;
export {};
