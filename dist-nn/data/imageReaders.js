"use strict";
var __createBinding = (this && this.__createBinding) || (Object.create ? (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    var desc = Object.getOwnPropertyDescriptor(m, k);
    if (!desc || ("get" in desc ? !m.__esModule : desc.writable || desc.configurable)) {
      desc = { enumerable: true, get: function() { return m[k]; } };
    }
    Object.defineProperty(o, k2, desc);
}) : (function(o, m, k, k2) {
    if (k2 === undefined) k2 = k;
    o[k2] = m[k];
}));
var __setModuleDefault = (this && this.__setModuleDefault) || (Object.create ? (function(o, v) {
    Object.defineProperty(o, "default", { enumerable: true, value: v });
}) : function(o, v) {
    o["default"] = v;
});
var __importStar = (this && this.__importStar) || (function () {
    var ownKeys = function(o) {
        ownKeys = Object.getOwnPropertyNames || function (o) {
            var ar = [];
            for (var k in o) if (Object.prototype.hasOwnProperty.call(o, k)) ar[ar.length] = k;
            return ar;
        };
        return ownKeys(o);
    };
    return function (mod) {
        if (mod && mod.__esModule) return mod;
        var result = {};
        if (mod != null) for (var k = ownKeys(mod), i = 0; i < k.length; i++) if (k[i] !== "default") __createBinding(result, mod, k[i]);
        __setModuleDefault(result, mod);
        return result;
    };
})();
Object.defineProperty(exports, "__esModule", { value: true });
exports.readImages = readImages;
exports.decodeImage = decodeImage;
const fs = __importStar(require("node:fs"));
const path = __importStar(require("node:path"));
const native_1 = require("../engine/native");
const errors_1 = require("../errors");
const idx_1 = require("./idx");
const imageScaling_1 = require("./imageScaling");
const nearestName_1 = require("./nearestName");
const pascalVoc_1 = require("./pascalVoc");
/**
 * All images of a card, in the order of its files.
 * @param folder that the card's paths start in
 * @throws LabError with the file and the remedy when a file does not hold what the card says
 */
function readImages(card, folder) {
    const format = card.format;
    const read = () => {
        switch (format.kind) {
            case 'pixel-json':
                return readPixelJson(card, format, folder);
            case 'idx':
                return readIdxPair(format, folder, card.labels);
            case 'image-folder':
                return readImageFolder(format, folder);
            case 'pascal-voc':
                return readBoxes(format, folder);
        }
    };
    const images = read();
    const known = new Set(card.labels);
    const stranger = known.size === 0 ? undefined : images.labels.find((label) => !known.has(label));
    if (stranger !== undefined) {
        const nearest = (0, nearestName_1.nearestName)(stranger, card.labels);
        throw new errors_1.LabError(`An image of ${card.name} has the label '${stranger}', which is not in the card's labels${nearest ? ` (did you mean '${nearest}'?)` : ''}: add it there or correct the files.`);
    }
    return images;
}
function bytesOf(folder, file) {
    try {
        return fs.readFileSync(path.join(folder, file));
    }
    catch {
        throw new errors_1.LabError(`The file ${file} is missing: check 'files' and 'format' in its card.`);
    }
}
function readPixelJson(card, format, folder) {
    const { key, shape, labelOfFile } = format;
    const size = shape[0] * shape[1] * shape[2];
    const labels = [];
    const parts = card.files.map(({ path: file }) => {
        let values;
        try {
            values = JSON.parse(bytesOf(folder, file).toString('utf8'))[key];
        }
        catch (error) {
            if (error instanceof errors_1.LabError)
                throw error;
            throw new errors_1.LabError(`${file} is not JSON (${error.message}): replace the file.`);
        }
        if (!Array.isArray(values) || values.length % size !== 0)
            throw new errors_1.LabError(`${file} holds no list '${key}' of whole images of ${shape.join(' x ')} numbers: correct 'format' in the card.`);
        const label = labelOfFile[file];
        if (label === undefined)
            throw new errors_1.LabError(`The card of ${card.name} gives no label for ${file}: add it to 'labelOfFile'.`);
        for (let image = 0; image < values.length / size; image++)
            labels.push(label);
        return Uint8Array.from(values, (value) => {
            if (!(value >= 0 && value <= 1))
                throw new errors_1.LabError(`${file} holds ${value}, which is no number from 0 to 1: correct the file.`);
            return Math.round(value * 255);
        });
    });
    return { pixels: Buffer.concat(parts), shape, labels };
}
function readIdxPair(format, folder, names) {
    const images = (0, idx_1.readIdx)(bytesOf(folder, format.images), format.images);
    const labels = (0, idx_1.readIdx)(bytesOf(folder, format.labels), format.labels);
    const [count, height, width, channels = 1] = images.shape;
    if (images.shape.length < 3 ||
        images.shape.length > 4 ||
        labels.shape.length !== 1 ||
        labels.shape[0] !== count)
        throw new errors_1.LabError(`${format.images} is [${images.shape.join(', ')}] and ${format.labels} [${labels.shape.join(', ')}]: images are [n, height, width] or [n, height, width, channels], labels [n].`);
    const groups = format.groups && (0, idx_1.readIdx)(bytesOf(folder, format.groups), format.groups);
    if (groups && (groups.shape.length !== 1 || groups.shape[0] !== count))
        throw new errors_1.LabError(`${format.groups} is [${groups.shape.join(', ')}] for ${count} images: give each image one group.`);
    return {
        pixels: images.values,
        shape: [height, width, channels],
        labels: Array.from(labels.values, (label) => names[label] ?? String(label)),
        ...(groups && { groups: groups.values }),
    };
}
const imageFile = /\.(png|jpe?g|bmp|gif)$/i;
function readImageFolder(format, folder) {
    const { size, channels, invert = false, labelDepth = 1 } = format;
    const root = path.join(folder, format.folder);
    const files = fs.existsSync(root)
        ? fs.readdirSync(root, { recursive: true })
            .map((file) => file.split(path.sep).join('/'))
            .filter((file) => imageFile.test(file))
            .sort()
        : [];
    if (files.length === 0)
        throw new errors_1.LabError(`${format.folder} holds no PNG, JPEG, BMP or GIF files: check 'format' in the card.`);
    const perImage = size[0] * size[1] * channels;
    const pixels = new Uint8Array(files.length * perImage);
    const labels = files.map((file, index) => {
        const folders = file.split('/').slice(0, -1);
        if (folders.length < labelDepth)
            throw new errors_1.LabError(`${format.folder}/${file} lies in no folder that names its label: put it into one, or change 'labelDepth'.`);
        const image = decodeImage(fs.readFileSync(path.join(root, file)), file, { size, channels });
        pixels.set(invert ? image.map((value) => 255 - value) : image, index * perImage);
        return folders.slice(0, labelDepth).join('/');
    });
    return { pixels, shape: [...size, channels], labels };
}
/** Every box of every picture, in the order of the annotations; boxes without area are left out. */
function readBoxes(format, folder) {
    const { size, channels, margin = 0.1 } = format;
    const root = path.join(folder, format.annotations);
    const files = fs.existsSync(root)
        ? fs
            .readdirSync(root)
            .filter((file) => file.endsWith('.xml'))
            .sort()
        : [];
    const parts = [];
    const labels = [];
    const groups = [];
    for (const [group, file] of files.entries()) {
        const { picture, boxes } = (0, pascalVoc_1.readPascalVoc)(fs.readFileSync(path.join(root, file), 'utf8'), file);
        const whole = boxes.filter(({ right, left, bottom, top }) => right > left && bottom > top);
        if (whole.length === 0)
            continue;
        const place = `${format.pictures}/${picture}`;
        parts.push(...cutBoxes(bytesOf(folder, place), place, whole, { size, channels, margin }));
        for (const { label } of whole) {
            labels.push(label);
            groups.push(group);
        }
    }
    if (labels.length === 0)
        throw new errors_1.LabError(`${format.annotations} holds no XML files with boxes: check 'files' and 'format' in the card.`);
    return { pixels: Buffer.concat(parts), shape: [...size, channels], labels, groups };
}
/** Squares about the boxes' centres, moved inside the picture where they would stand out. */
function cutBoxes(bytes, file, boxes, { size, channels, margin }) {
    return native_1.tf.tidy(() => {
        const picture = decode(bytes, file);
        const [height, width] = picture.shape;
        return boxes.map((box) => {
            const longer = Math.max(box.right - box.left, box.bottom - box.top);
            const side = Math.max(1, Math.min(Math.round(longer * (1 + margin)), height, width));
            const start = (low, high, length) => Math.max(0, Math.min(Math.round((low + high - side) / 2), length - side));
            const from = [start(box.top, box.bottom, height), start(box.left, box.right, width), 0];
            return native_1.tf.tidy(() => scale(picture.slice([...from], [side, side, 3]), { size, channels }));
        });
    });
}
/**
 * Decodes a PNG, JPEG, BMP or GIF (its first picture) and scales it, averaging over areas.
 * @throws LabError when the bytes are no such picture
 */
function decodeImage(bytes, file, scaling) {
    return native_1.tf.tidy(() => scale(decode(bytes, file), scaling));
}
function decode(bytes, file) {
    try {
        return native_1.tf.node.decodeImage(bytes, 3, 'int32', false);
    }
    catch (error) {
        throw new errors_1.LabError(`${file} cannot be decoded as a picture (${error.message}): replace it.`);
    }
}
function scale(picture, { size, channels }) {
    const scaled = (0, imageScaling_1.scaledByArea)(picture.expandDims(0), size);
    const grey = channels === 1 ? (0, imageScaling_1.greyed)(scaled) : scaled;
    return Uint8Array.from(grey.round().clipByValue(0, 255).dataSync());
}
//# sourceMappingURL=imageReaders.js.map