/** Decodes the pictures of one dataset and keeps account of what a user should know of them. */
import { tf } from '../engine/native';
import { LabError } from '../errors';
import { type DecodedPicture, decodePicture } from './decodePicture';
import type { SixteenBits } from './leftOut';

export class PictureDecoder {
  /** Paths of pictures that could not be decoded and were left out. */
  readonly corrupt: string[] = [];
  private pictures = 0;
  private dark = 0;
  private darkPeak = 0;

  /**
   * @param onCorrupt what to do with a picture that cannot be decoded
   * @param whiteLevel see {@link decodePicture}
   */
  constructor(
    private readonly onCorrupt: 'refuse' | 'leaveOut',
    private readonly whiteLevel = 65535,
  ) {}

  /**
   * Calls back with a decoded picture, whose tensors live no longer.
   * @returns what the callback does; undefined for a picture that was left out
   * @throws LabError for a corrupt picture where the card does not say to leave it out
   */
  with<Result>(
    bytes: Uint8Array,
    file: string,
    use: (picture: DecodedPicture) => Result,
  ): Result | undefined {
    let result: Result | undefined;
    // Nothing is returned from tidy, which would look for tensors among all pixels.
    tf.tidy(() => {
      const picture = this.decoded(bytes, file);
      if (picture) result = use(picture);
    });
    return result;
  }

  private decoded(bytes: Uint8Array, file: string): DecodedPicture | undefined {
    try {
      const picture = decodePicture(bytes, file, this.whiteLevel);
      this.note(picture.sixteenBitPeak);
      return picture;
    } catch (error) {
      if (!(error instanceof LabError)) throw error;
      if (this.onCorrupt === 'refuse')
        throw new LabError(
          `${error.message.replace(/\.$/, '')}, or set "onCorrupt": "leaveOut" in the card to do without such pictures.`,
        );
      this.corrupt.push(file);
      return undefined;
    }
  }

  private note(peak: number | undefined): void {
    if (peak === undefined) return;
    this.pictures++;
    if (peak >= this.whiteLevel / 4) return;
    this.dark++;
    this.darkPeak = Math.max(this.darkPeak, peak);
  }

  sixteenBits(): SixteenBits {
    return { pictures: this.pictures, dark: this.dark, darkPeak: this.darkPeak };
  }
}
