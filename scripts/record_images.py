"""Records what tests/published/images.test.ts compares: python record_images.py FIXTURES OUT.

How Pillow scales a picture (OUT/pillow.json), and how torch and transformers interpolate positions (OUT/interpolation.json).
"""

import base64
import json
import sys

import numpy as np
import PIL
import torch
from PIL import Image
from transformers import Dinov2Model

fixtures, out = sys.argv[1:]


def text(pixels):
    return base64.b64encode(pixels.tobytes()).decode()


height, width = 37, 50
y, x, c = np.meshgrid(np.arange(height), np.arange(width), np.arange(3), indexing='ij')
pixels = (128 + 90 * np.sin(x / 5 + c) * np.cos(y / 7 - c) + (x * y) % 11).clip(0, 255).astype(np.uint8)
picture = Image.fromarray(pixels)
scaled = {'pillow': PIL.__version__, 'shape': [height, width, 3], 'picture': text(pixels)}
for name, size, resample in [
    ('lanczos', (24, 20), 1),
    ('bilinear', (24, 20), 2),
    ('bicubic', (24, 20), 3),
    ('larger', (55, 45), 3),
]:
    result = np.asarray(picture.resize(size, resample))
    scaled[name] = {'size': [size[1], size[0]], 'resample': resample, 'bytes': text(result)}
with open(f'{out}/pillow.json', 'w') as file:
    json.dump(scaled, file)


def rounded(tensor):
    return [round(value, 7) for value in tensor.reshape(-1).tolist()]


torch.manual_seed(0)
table = torch.randn(1, 3, 5, 5)
recorded = {'table': rounded(table[0].permute(1, 2, 0))}
for rows, columns in [(3, 3), (8, 8), (4, 7)]:
    other = torch.nn.functional.interpolate(table, size=(rows, columns), mode='bicubic', align_corners=False)
    recorded[f'{rows}x{columns}'] = rounded(other[0].permute(1, 2, 0))
model = Dinov2Model.from_pretrained(f'{fixtures}/dinov2').eval()
patch = model.config.patch_size
shape = (2 * patch, 3 * patch)
with torch.no_grad():
    given = torch.linspace(-1, 1, 3 * shape[0] * shape[1]).reshape(1, 3, *shape)
    recorded['states'] = rounded(model(pixel_values=given).last_hidden_state)
recorded['pixels'] = list(shape)
with open(f'{out}/interpolation.json', 'w') as file:
    json.dump(recorded, file)
