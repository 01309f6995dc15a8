"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.ImageGrid = void 0;
exports.imageGrid = imageGrid;
/** Small images side by side as one picture (PNG, RFC 2083), for notebooks. */
const node_zlib_1 = require("node:zlib");
/** Pixels between two images, before magnification. */
const gap = 1;
/** Images in rows, as a reader meets them. */
class ImageGrid {
    values;
    options;
    /** @param values numbers from 0 to 1, [images, height, width, channels] row-major */
    constructor(values, options) {
        this.values = values;
        this.options = options;
    }
    /** The whole picture: width, height and bytes [height, width, 3], gaps white. */
    pixels() {
        const { shape: [rows, columnsOfImage, channels], columns, magnification = 3, } = this.options;
        const count = this.values.length / (rows * columnsOfImage * channels);
        const width = (columns * (columnsOfImage + gap) - gap) * magnification;
        const height = (Math.ceil(count / columns) * (rows + gap) - gap) * magnification;
        const bytes = new Uint8Array(width * height * 3).fill(255);
        for (let y = 0; y < height; y++) {
            for (let x = 0; x < width; x++) {
                const [row, column] = [Math.floor(y / magnification), Math.floor(x / magnification)];
                const [inY, inX] = [row % (rows + gap), column % (columnsOfImage + gap)];
                const image = Math.floor(row / (rows + gap)) * columns + Math.floor(column / (columnsOfImage + gap));
                if (inY >= rows || inX >= columnsOfImage || image >= count)
                    continue;
                for (let k = 0; k < 3; k++) {
                    const at = ((image * rows + inY) * columnsOfImage + inX) * channels + (channels === 3 ? k : 0);
                    bytes[(y * width + x) * 3 + k] = Math.round(255 * Math.min(1, Math.max(0, this.values[at])));
                }
            }
        }
        return { width, height, bytes };
    }
    toDisplay() {
        return { 'image/png': encodePng(this.pixels()), 'text/plain': `[picture: ${this.options.title}]` };
    }
}
exports.ImageGrid = ImageGrid;
/** Lays images out in rows; give it to `show`. */
function imageGrid(values, options) {
    return new ImageGrid(values, options);
}
function encodePng({ width, height, bytes, }) {
    const header = Buffer.alloc(13);
    header.writeUInt32BE(width, 0);
    header.writeUInt32BE(height, 4);
    // Eight bits a channel, red-green-blue.
    header.set([8, 2, 0, 0, 0], 8);
    const lines = Buffer.alloc(height * (width * 3 + 1));
    for (let y = 0; y < height; y++)
        lines.set(bytes.subarray(y * width * 3, (y + 1) * width * 3), y * (width * 3 + 1) + 1);
    const chunk = (type, data) => {
        const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
        const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
        length.writeUInt32BE(data.length);
        check.writeUInt32BE((0, node_zlib_1.crc32)(body));
        return Buffer.concat([length, body, check]);
    };
    const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    return Buffer.concat([
        signature,
        chunk('IHDR', header),
        chunk('IDAT', (0, node_zlib_1.deflateSync)(lines)),
        chunk('IEND', Buffer.alloc(0)),
    ]);
}
//# sourceMappingURL=imageGrid.js.map