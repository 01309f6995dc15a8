import { type AttentionDirection, TransformerEncoder } from '../models/transformerEncoder';
/** What saving needs of a tokenizer. */
interface SavedTokenizer {
    save(folder: string): void;
}
/** Saves an encoder as model.safetensors and config.json, with the tokenizer.json that its ids come from. */
export declare function saveEncoder(folder: string, encoder: TransformerEncoder<AttentionDirection>, tokenizer?: SavedTokenizer): void;
/**
 * Loads an encoder saved by {@link saveEncoder}.
 * @param attention the direction that it must have
 * @throws LabError naming a missing or ill-shaped tensor, or an unusable config.json
 */
export declare function loadEncoder<Direction extends AttentionDirection = 'bidirectional'>(folder: string, attention?: Direction): TransformerEncoder<Direction>;
export {};
