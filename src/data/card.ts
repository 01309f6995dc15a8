/** A dataset's card as it stands in datasets/NAME.json; the published schema is datasets/card.schema.json. */
export interface DatasetCard {
  readonly name: string;
  /** What the dataset is for. The first five are read as text, image-classification as images; the others are reserved. */
  readonly task: DatasetTask;
  readonly description: string;
  readonly licence: string;
  readonly citation: string;
  readonly homepage?: string;
  readonly source: DatasetSource;
  /** Folder of a mirror (LAB_DATA_MIRROR) that holds the files, where it is not called like the dataset. */
  readonly mirrorFolder?: string;
  /** Every file that is read, with its size and checksum (both optional for a user's own files). */
  readonly files: readonly CardFile[];
  readonly format: DatasetFormat;
  readonly splits: SplitPlan;
  /** Names of the labels; a label's index is its place here. Empty for texts without labels. */
  readonly labels: readonly string[];
  /** Metrics that suit the task, the first one for headlines. */
  readonly metrics: readonly string[];
  /** What to do when dev or test texts (nearly) stand in the training or pretraining texts. */
  readonly onLeak: 'refuse' | 'drop';
  /**
   * What a text without a label in a labelled file is: an error (the default), unlabelled, so that it serves for pretraining
   * only, or, where a text has several labels, one to which none applies.
   */
  readonly onBlankLabel?: 'refuse' | 'unlabelled' | 'none';
  /** What to do with pictures that cannot be decoded and boxes that cannot be cut: refuse (the default), or leave out and count. */
  readonly onCorrupt?: 'refuse' | 'leaveOut';
  /** Similarity from which two texts are near duplicates, above 0 to 1 (see nearDuplicates.ts). Default 0.6. */
  readonly nearDuplicateThreshold?: number;
}

export type DatasetTask =
  | 'text-classification'
  | 'language-modelling'
  | 'tagging'
  | 'multi-label-classification'
  | 'text-regression'
  | 'image-classification'
  | 'object-detection'
  | 'translation';

/** Where files come from: an installed npm package, a wheel, addresses, a generator in src/data, or the card's own folder. */
export type DatasetSource =
  | {
      readonly kind: 'npm';
      readonly package: string;
      readonly version: string;
      /** Name of the reader in packagedCorpora.ts that makes the card's files; absent: they are the package's own. */
      readonly reader?: string;
    }
  | {
      /** A wheel of the Python package index, read and never installed. */
      readonly kind: 'pypi';
      readonly package: string;
      readonly version: string;
      readonly wheel: { readonly path: string; readonly bytes: number; readonly sha256: string };
      /** Name of the reader in packagedCorpora.ts that makes the card's files of the wheel's. */
      readonly reader: string;
    }
  | { readonly kind: 'url' }
  | { readonly kind: 'generator'; readonly module: string; readonly seed: number }
  | { readonly kind: 'local' };

export interface CardFile {
  /** Path inside the dataset's folder, with '/' between parts. */
  readonly path: string;
  readonly bytes?: number;
  /** SHA-256 in hexadecimal. */
  readonly sha256?: string;
  /** Address of the file; required for the source kind 'url'. */
  readonly url?: string;
  /** It is a folder with everything in it, of a user's own card; its SHA-256 is then over names and contents. */
  readonly folder?: boolean;
  /** The file is an archive (zip, tar, tar.gz, gz) that is unpacked into the dataset's folder. */
  readonly unpack?: boolean;
}

export type TextEncoding = 'utf-8' | 'latin-1' | 'windows-1252' | 'utf-16le' | 'utf-16be';

export type DatasetFormat = TextFormat | ImageFormat;

/** Name of a column or key, or the number of a table's column counted from 0. */
export type Column = string | number;

/** Which columns of a row hold what. Several columns of text are joined by a space. */
export interface ColumnPlan {
  readonly text: Column | readonly Column[];
  /** The second text of a pair: premise and hypothesis, question and answer, two sentences. */
  readonly secondText?: Column | readonly Column[];
  /** The label, or several of them where the task is multi-label-classification: a list, JSON, or parted by labelSeparator. */
  readonly label?: Column;
  /** What parts several labels in one column, such as ';'. */
  readonly labelSeparator?: string;
  /** Several labels a text, one column of 1 and 0 each; labels are called like the columns. */
  readonly labelColumns?: readonly Column[];
  /** Value in the file to label name, where the file holds codes. */
  readonly labelValues?: Readonly<Record<string, string>>;
  /** Text regression: the number to predict. */
  readonly target?: Column;
  /** What stands before the decimals of a target. Default '.'. */
  readonly decimal?: '.' | ',';
}

/** How text is read. Column names are those of the header, or numbers counted from 0 where there is none. */
export type TextFormat =
  | {
      readonly kind: 'wordnet';
      /** Lexicographer file number (two digits) to label; nouns of other files carry no label. */
      readonly lexicographerFiles: Readonly<Record<string, string>>;
    }
  | (ColumnPlan & {
      /** One JSON object a line. */
      readonly kind: 'jsonl';
      readonly encoding?: TextEncoding;
    })
  | (ColumnPlan & {
      /** One JSON array of objects a file. */
      readonly kind: 'json';
      /** Key of the array where it stands in an object, with '.' between keys: 'data' or 'data.rows'. */
      readonly records?: string;
      readonly encoding?: TextEncoding;
    })
  | (ColumnPlan & {
      /** Apache Parquet, as Hugging Face and pandas write it. */
      readonly kind: 'parquet';
    })
  | (ColumnPlan & {
      readonly kind: 'csv' | 'tsv';
      readonly header: boolean;
      /** What parts the columns. Default: ',' for csv, a tab for tsv. */
      readonly separator?: ',' | ';' | '|' | '\t';
      /** Whether fields may stand in double quotes. Default: true for csv, false for tsv. */
      readonly quoted?: boolean;
      readonly encoding?: TextEncoding;
    })
  | {
      readonly kind: 'conll';
      /** Column of the token and of its tag, counted from 0; columns are parted by spaces or tabs. */
      readonly token: number;
      readonly tag: number;
      readonly encoding?: TextEncoding;
    }
  | {
      readonly kind: 'lines';
      /** File path to the label of every line in it; absent for texts without labels. */
      readonly labelOfFile?: Readonly<Record<string, string>>;
      /** Lines that are dropped: headings of the WikiText kind (' = Title = '). */
      readonly headings?: 'wikitext';
      readonly encoding?: TextEncoding;
    };

/** How images are read; all come out as [height, width, channels] of bytes. */
export type ImageFormat =
  | {
      readonly kind: 'pixel-json';
      /** Key of one flat list of numbers from 0 to 1, image after image, row after row. */
      readonly key: string;
      /** Height, width, channels. */
      readonly shape: readonly [number, number, number];
      /** File path to the label of every image in it. */
      readonly labelOfFile: Readonly<Record<string, string>>;
    }
  | {
      readonly kind: 'idx';
      /** Files of the IDX kind, named as they are once unpacked: images [n, height, width(, channels)] and labels [n]. */
      readonly images: string;
      readonly labels: string;
      /** A third such file [n]: images of one number were taken together (a slide, a patient) and stay in one split. */
      readonly groups?: string;
    }
  | {
      readonly kind: 'image-folder';
      /**
       * The folder, as it is named once unpacked. PNG, JPEG, WebP, BMP and GIF files below it are read, in order of their
       * paths, turned as their EXIF data says; hidden files and folders and other kinds are passed over and counted.
       */
      readonly folder: string;
      /** Every image is scaled to this height and width, averaging over areas. */
      readonly size: readonly [number, number];
      readonly channels: 1 | 3;
      /** Whether light and dark are exchanged, as for ink on paper. Default false. */
      readonly invert?: boolean;
      /** How many folders below the first name the label, joined by '/'. Default 1: folder/LABEL/image.png. */
      readonly labelDepth?: number;
      /** Value of white in PNG files of 16 bits, where a scanner uses fewer: 4095 for 12 bits. Default 65535. */
      readonly whiteLevel?: number;
    }
  | {
      /** Pictures with labelled boxes (Pascal VOC annotations): each box is an image; those of one picture stay in one split. */
      readonly kind: 'pascal-voc';
      /** Folder of the XML files, and of the pictures that they name, as they are called once unpacked. */
      readonly annotations: string;
      readonly pictures: string;
      /** Every box is cut out as a square about its centre and scaled to this height and width, averaging over areas. */
      readonly size: readonly [number, number];
      readonly channels: 1 | 3;
      /** What is added to the longer side of a box, as a share of it. Default 0.1. */
      readonly margin?: number;
      /** Value of white in PNG files of 16 bits, where a scanner uses fewer: 4095 for 12 bits. Default 65535. */
      readonly whiteLevel?: number;
    };

/**
 * Which examples are for what. `files` names published splits; a split that is not named is cut from train
 * (from all files, where none is named) with `sizes` or `fractions`, by near-duplicate cluster and seed,
 * in proportion to the classes. Pretraining texts default to those of train. Images that were taken together (a format's
 * groups, the boxes of one picture) are never parted; whole groups make a split of about the size asked for.
 */
export interface SplitPlan {
  readonly files?: {
    readonly pretraining?: readonly string[];
    readonly train?: readonly string[];
    readonly dev?: readonly string[];
    readonly test?: readonly string[];
  };
  readonly sizes?: { readonly dev?: number; readonly test?: number };
  readonly fractions?: { readonly dev?: number; readonly test?: number };
  readonly seed?: number;
}
