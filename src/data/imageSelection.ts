import type { ImageCollection } from './images';

/** So many images of a set (all, where it has fewer), spread evenly over it: neighbours may come from one slide or class. */
export function evenlyChosen<Images extends ImageCollection>(images: Images, count: number): Images {
  const taken = Math.min(count, images.length);
  const indices = Array.from({ length: taken }, (_, k) => Math.floor((k * images.length) / taken));
  return images.select(indices) as Images;
}

/** The first images of a set whose order says nothing. */
export function firstImages<Images extends ImageCollection>(images: Images, count: number): Images {
  return images.select([...Array(count).keys()]) as Images;
}
