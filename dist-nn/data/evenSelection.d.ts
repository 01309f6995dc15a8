import type { ImageCollection } from './images';
/** So many images of a set (all, where it has fewer), spread evenly over it: neighbours may come from one slide or class. */
export declare function evenlyChosen<Images extends ImageCollection>(images: Images, count: number): Images;
