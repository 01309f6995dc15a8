/** The signature of the call around a position, for the reader who asks inside its parentheses. */
import type ts from 'typescript';
import type { TypeScriptApi } from './cellSyntax';

/** The part of TypeScript's language service that is used; the package exports it without declaring it. */
interface WithSignatureHelp {
  readonly SignatureHelp: {
    getSignatureHelpItems(
      program: ts.Program,
      file: ts.SourceFile,
      position: number,
      reason: undefined,
      cancellation: { isCancellationRequested(): boolean; throwIfCancellationRequested(): void },
    ): ts.SignatureHelpItems | undefined;
  };
}

const never = { isCancellationRequested: () => false, throwIfCancellationRequested: () => {} };

/**
 * Every overload of the call whose parentheses enclose the position, the one that fits best first, with its
 * documentation and that of the parameter at the position; undefined outside of calls.
 */
export function signatureAt(
  api: TypeScriptApi,
  program: ts.Program,
  file: ts.SourceFile,
  position: number,
): string | undefined {
  const { SignatureHelp } = api as unknown as WithSignatureHelp;
  const help = SignatureHelp.getSignatureHelpItems(program, file, position, undefined, never);
  const best = help?.items[help.selectedItemIndex] ?? help?.items[0];
  if (!help || !best) return undefined;
  const others = help.items.filter((item) => item !== best);
  const parameter =
    best.parameters[help.argumentIndex] ?? (best.isVariadic ? best.parameters.at(-1) : undefined);
  const parts = [
    [best, ...others].map(written).join('\n'),
    text(best.documentation),
    parameter && `Here: ${text(parameter.displayParts)}`,
    parameter && text(parameter.documentation),
  ];
  return parts.filter(Boolean).join('\n');
}

function written(item: ts.SignatureHelpItem): string {
  const parameters = item.parameters.map(({ displayParts }) => text(displayParts));
  return `${text(item.prefixDisplayParts)}${parameters.join(text(item.separatorDisplayParts))}${text(item.suffixDisplayParts)}`;
}

function text(parts: readonly ts.SymbolDisplayPart[] | undefined): string {
  return (parts ?? []).map((part) => part.text).join('');
}
