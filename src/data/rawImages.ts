import type { ImageShape } from './images';
import type { LeftOut } from './leftOut';

/** Images as read, before splits: labels are names. */
export interface RawImages {
  readonly pixels: Uint8Array;
  readonly shape: ImageShape;
  readonly labels: readonly string[];
  /** Number of each image's group, where some were taken together: they stay in one split. */
  readonly groups?: ArrayLike<number>;
  /** What was passed over in folders of pictures. */
  readonly leftOut?: LeftOut;
  /** Whole sentences that a user should see. */
  readonly notices?: readonly string[];
}
