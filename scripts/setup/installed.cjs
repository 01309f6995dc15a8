// @ts-check
/**
 * The list of what set-up installed, with the SHA-256 of each library and of each npm package's code, and the comparison
 * with what is there now. Plain JavaScript without packages: it serves where packages are what is broken.
 */
const { createHash } = require('node:crypto');
const fs = require('node:fs');
const path = require('node:path');

/**
 * @typedef {{ bytes: number, sha256: string }} Entry bytes: of a library, or of all code of a package together
 * @typedef {{ stamp: string, entries: Record<string, Entry> }} Section stamp: which run of its step it is of
 */

const engine = 'node_modules/@tensorflow/tfjs-node-gpu';
const code = /\.(?:[cm]?js|json|node|so|wasm)$/;

/** Steps of set-up and what each installs: names to places. */
const sections = {
  packages: { list: listPackages, remedy: 'run npm ci --ignore-scripts, then npm run setup' },
  tensorflow: {
    list: listTensorflow,
    remedy: 'remove .lab/stamps/tensorflow.json and run npm run setup, which fetches it again',
  },
  addon: {
    list: listAddon,
    remedy: 'remove .lab/stamps/addon.json and run npm run setup, which compiles it again',
  },
  kernels: {
    list: listKernels,
    remedy: 'remove .lab/stamps/kernels.json and run npm run setup, which compiles them again',
  },
};

/** @typedef {keyof typeof sections} SectionName */

const labFolder = (/** @type {string} */ root) => path.join(root, '.lab');
const listFile = (/** @type {string} */ root) => path.join(labFolder(root), 'installed.json');

/**
 * Writes the list. Sections whose step was not redone are kept as they are, so that a change is not taken for installed.
 * @param {string} root
 */
function writeList(root) {
  const known = readList(root) ?? {};
  /** @type {Record<string, Section>} */
  const list = {};
  for (const name of /** @type {SectionName[]} */ (Object.keys(sections))) {
    const stamp = stampOf(root, name);
    const kept = known[name]?.stamp === stamp ? known[name] : undefined;
    list[name] = kept ?? { stamp, entries: sections[name].list(root, hashed) };
  }
  const partial = `${listFile(root)}.${process.pid}.partial`;
  fs.writeFileSync(partial, `${JSON.stringify(list, null, 1)}\n`);
  fs.renameSync(partial, listFile(root));
}

/** What determines the list: which runs of its steps it is of. @param {string} root */
function listKey(root) {
  const stamps = /** @type {SectionName[]} */ (Object.keys(sections)).map((name) => stampOf(root, name));
  return createHash('sha256').update(JSON.stringify(stamps)).digest('hex');
}

/**
 * @param {string} root
 * @param {string} step
 */
function stampOf(root, step) {
  try {
    const { key, finished } = JSON.parse(
      fs.readFileSync(path.join(labFolder(root), 'stamps', `${step}.json`), 'utf8'),
    );
    return `${key} ${finished}`;
  } catch {
    return 'none';
  }
}

/**
 * @param {string} root
 * @returns {Record<string, Section> | undefined}
 */
function readList(root) {
  try {
    const list = JSON.parse(fs.readFileSync(listFile(root), 'utf8'));
    const whole = Object.keys(sections).every((name) => typeof list?.[name]?.entries === 'object');
    return whole ? list : undefined;
  } catch {
    return undefined;
  }
}

/**
 * What is not as set-up installed it, a sentence each with the remedy; none where all is.
 * @param {string} root
 * @param {'content' | 'size'} depth size: only whether libraries have their size, which takes no time
 * @returns {string[]}
 */
function installationFaults(root, depth = 'content') {
  const list = readList(root);
  if (!list) {
    if (depth === 'size') return [];
    return ['There is no list of what set-up installed: run npm run setup, which writes it.'];
  }
  /** @type {string[]} */
  const faults = [];
  for (const [name, { list: entriesOf, remedy }] of Object.entries(sections)) {
    if (depth === 'size' && name === 'packages') continue;
    const { entries } = list[name];
    /** @type {Record<string, Entry>} */
    let now;
    try {
      now = entriesOf(root, depth === 'size' ? sized : hashed);
    } catch (error) {
      faults.push(
        `What set-up installed cannot be read (${/** @type {Error} */ (error).message}): ${remedy}.`,
      );
      continue;
    }
    for (const [what, entry] of Object.entries(entries)) {
      const fault = faultOf(entry, now[what], depth);
      if (fault) faults.push(`${what} ${fault}: ${remedy}.`);
    }
    for (const what of Object.keys(now))
      if (!entries[what]) faults.push(`${what} was not installed by set-up: ${remedy}.`);
  }
  return faults;
}

/**
 * @param {Entry} listed
 * @param {Entry | undefined} now
 * @param {'content' | 'size'} depth
 */
function faultOf(listed, now, depth) {
  if (!now) return 'is missing';
  if (now.bytes !== listed.bytes) return `has ${now.bytes} bytes instead of ${listed.bytes}`;
  if (depth === 'content' && now.sha256 !== listed.sha256) return 'was changed since set-up installed it';
  return undefined;
}

/** @typedef {(files: string[], names?: string[]) => Entry} Measure of one or several files together */

/** @type {Measure} */
function sized(files) {
  return { bytes: files.reduce((sum, file) => sum + fs.statSync(file).size, 0), sha256: '' };
}

/** @type {Measure} */
function hashed(files, names = files.map(() => '')) {
  const hash = createHash('sha256');
  const block = Buffer.allocUnsafe(2 ** 20);
  let bytes = 0;
  files.forEach((file, index) => {
    hash.update(`${names[index]}\0`);
    const descriptor = fs.openSync(file, 'r');
    try {
      for (let read = 1; read > 0; bytes += read) {
        read = fs.readSync(descriptor, block, 0, block.length, null);
        hash.update(block.subarray(0, read));
      }
    } finally {
      fs.closeSync(descriptor);
    }
  });
  return { bytes, sha256: hash.digest('hex') };
}

/**
 * Packages that the program may load, those for development left out: one hash over the code of each.
 * @param {string} root
 * @param {Measure} measure
 */
function listPackages(root, measure) {
  /** @type {Record<string, Entry>} */
  const entries = {};
  const { packages } = JSON.parse(fs.readFileSync(path.join(root, 'package-lock.json'), 'utf8'));
  for (const [place, { dev, link }] of Object.entries(packages)) {
    if (!place.includes('node_modules/') || dev || link || !fs.existsSync(path.join(root, place))) continue;
    const files = codeBelow(
      path.join(root, place),
      place === engine ? ['node_modules', 'lib', 'deps'] : ['node_modules'],
    );
    entries[`The package ${place}`] = measure(
      files,
      files.map((file) => path.relative(path.join(root, place), file)),
    );
  }
  return entries;
}

/**
 * @param {string} folder
 * @param {string[]} without names of folders directly in it
 * @returns {string[]} sorted
 */
function codeBelow(folder, without) {
  return fs
    .readdirSync(folder, { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const place = path.join(folder, entry.name);
      if (entry.isDirectory()) return without.includes(entry.name) ? [] : codeBelow(place, ['node_modules']);
      return code.test(entry.name) && fs.statSync(place).isFile() ? [place] : [];
    });
}

/**
 * @param {string} root
 * @param {Measure} measure
 */
function listTensorflow(root, measure) {
  let folder = path.join(labFolder(root), 'tensorflow/tensorflow');
  try {
    const { facts } = JSON.parse(
      fs.readFileSync(path.join(labFolder(root), 'stamps/tensorflow.json'), 'utf8'),
    );
    if (facts.kind === 'folder') folder = facts.folder;
  } catch {
    // not set up yet
  }
  return librariesIn(root, folder, measure);
}

/**
 * @param {string} root
 * @param {Measure} measure
 */
function listAddon(root, measure) {
  const lib = path.join(root, engine, 'lib');
  const folders = fs.existsSync(lib) ? fs.readdirSync(lib).map((name) => path.join(lib, name)) : [];
  return Object.assign(
    {},
    ...[...folders, path.join(root, engine, 'deps/lib')].map((folder) => librariesIn(root, folder, measure)),
  );
}

/**
 * @param {string} root
 * @param {Measure} measure
 */
function listKernels(root, measure) {
  return librariesIn(root, path.join(labFolder(root), 'kernels'), measure);
}

/**
 * @param {string} root
 * @param {string} folder
 * @param {Measure} measure
 * @returns {Record<string, Entry>}
 */
function librariesIn(root, folder, measure) {
  if (!fs.existsSync(folder)) return {};
  const names = fs.readdirSync(folder).filter((name) => /\.(?:node|json)$|\.so(?:\.|$)|\.dylib$/.test(name));
  const inside = path.relative(root, folder).startsWith('..') ? folder : path.relative(root, folder);
  return Object.fromEntries(
    names.sort().map((name) => [path.join(inside, name), measure([path.join(folder, name)])]),
  );
}

module.exports = { installationFaults, listFile, listKey, writeList };
