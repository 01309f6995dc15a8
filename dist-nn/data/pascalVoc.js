"use strict";
Object.defineProperty(exports, "__esModule", { value: true });
exports.readPascalVoc = readPascalVoc;
const parse_xml_1 = require("@rgrove/parse-xml");
const errors_1 = require("../errors");
/**
 * Reads one annotation file of the Pascal VOC kind (Everingham et al. 2010, development kit): the picture's file name and
 * its objects' boxes.
 * @param file as it is called in messages
 * @throws LabError when the file is no XML or names no picture, or an object lacks its name or a side of its box
 */
function readPascalVoc(text, file) {
    const { root } = parsed(text, file);
    if (root?.name !== 'annotation')
        throw noAnnotation(file, 'its root is not <annotation>');
    const picture = textIn(root, 'filename');
    if (!picture || /[\\/]/.test(picture))
        throw new errors_1.LabError(`${file} names no picture in its <filename>: correct it there.`);
    const boxes = elementsIn(root, 'object').map((object) => {
        const label = textIn(object, 'name');
        if (!label)
            throw new errors_1.LabError(`An object in ${file} has no <name>: add it there.`);
        const [box] = elementsIn(object, 'bndbox');
        const side = (name) => {
            const value = box && textIn(box, name);
            if (!value || !Number.isFinite(Number(value)))
                throw new errors_1.LabError(`The box of ${label} in ${file} has no number as <${name}>: correct it there.`);
            return Number(value);
        };
        return { label, left: side('xmin'), top: side('ymin'), right: side('xmax'), bottom: side('ymax') };
    });
    return { picture, boxes };
}
function parsed(text, file) {
    try {
        return (0, parse_xml_1.parseXml)(text);
    }
    catch (error) {
        throw noAnnotation(file, error.message.split('\n')[0]);
    }
}
const noAnnotation = (file, why) => new errors_1.LabError(`${file} is no plain Pascal VOC annotation (${why}): check 'annotations' in the card.`);
function elementsIn(parent, name) {
    return parent.children.filter((child) => child instanceof parse_xml_1.XmlElement && child.name === name);
}
/** The text of the first element of that name; undefined where there is none. */
function textIn(parent, name) {
    return elementsIn(parent, name)[0]?.text.trim();
}
//# sourceMappingURL=pascalVoc.js.map