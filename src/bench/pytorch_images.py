"""The training steps on images of this project in PyTorch, written straightforwardly.

Run by `lab bench`: python pytorch_images.py TASK, with the protocol of protocol.ts.
"""

import math

import torch
import torch.nn.functional as F
from pytorch_step import Block, serve, training_step
from torch import nn


def augment(images):
    """One affine map an image, sampled bilinearly; then brightness, noise and a cut-out square."""
    B, _, H, W = images.shape

    def even(low, high):
        return torch.rand(B, device=images.device) * (high - low) + low

    angle, size, shear = even(-20, 20) * math.pi / 180, even(0.8, 1.25), even(-0.2, 0.2)
    cos, sin = torch.cos(angle) / size, torch.sin(angle) / size
    first = torch.stack([cos, cos * shear - sin, even(-0.2, 0.2)], 1)
    second = torch.stack([sin, sin * shear + cos, even(-0.2, 0.2)], 1)
    grid = F.affine_grid(torch.stack([first, second], 1), images.shape, align_corners=True)
    view = F.grid_sample(images, grid, mode="bilinear", padding_mode="zeros", align_corners=True)
    view = view * even(0.8, 1.2).view(B, 1, 1, 1)
    view = view + 0.05 * torch.randn_like(view)
    rows = (torch.arange(H, device=images.device).view(1, H) - even(0, H).view(B, 1)).abs() <= H / 8
    columns = (torch.arange(W, device=images.device).view(1, W) - even(0, W).view(B, 1)).abs() <= H / 8
    view = view * ~(rows.view(B, 1, H, 1) & columns.view(B, 1, 1, W))
    return view.clamp(0, 1)


class Contrastive(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        layers, inputs = [], 1
        for outputs, stride in zip(sizes["channels"], sizes["strides"]):
            layers += [nn.Conv2d(inputs, outputs, 3, stride, padding=1), nn.GELU(approximate="tanh")]
            inputs = outputs
        self.encoder = nn.Sequential(*layers)
        self.projection = nn.Sequential(nn.Linear(inputs, inputs), nn.ReLU(), nn.Linear(inputs, 64))
        self.temperature = sizes["temperature"]

    def forward(self, images):
        n = len(images)
        with torch.no_grad():
            views = torch.cat([augment(images), augment(images)])
        z = F.normalize(self.projection(self.encoder(views).mean((2, 3))))
        scores = (z @ z.T / self.temperature).float()
        scores = scores.masked_fill(torch.eye(2 * n, dtype=torch.bool, device=z.device), -1e9)
        partners = (torch.arange(2 * n, device=z.device) + n) % (2 * n)
        return F.cross_entropy(scores, partners)


def sine_positions(side, width):
    places = torch.arange(side * side)
    rates = 10_000.0 ** (-torch.arange(width // 4) / (width // 4))
    rows, columns = (places // side)[:, None] * rates, (places % side)[:, None] * rates
    return torch.cat([rows.sin(), rows.cos(), columns.sin(), columns.cos()], 1)


class MaskedAutoencoder(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        self.patch, width, decoder = sizes["patch"], sizes["width"], sizes["decoder"]
        side = sizes["side"] // self.patch
        self.patches = side * side
        self.seen = self.patches - round(self.patches * sizes["maskRatio"])
        self.enter = nn.Linear(self.patch**2, width)
        self.blocks = nn.Sequential(*(Block(width, sizes["heads"], 0) for _ in range(sizes["layers"])))
        self.norm = nn.LayerNorm(width)
        self.narrow = nn.Linear(width, decoder["width"])
        self.mask_token = nn.Parameter(0.02 * torch.randn(1, 1, decoder["width"]))
        self.decoder = nn.Sequential(
            *(Block(decoder["width"], decoder["heads"], 0) for _ in range(decoder["layers"]))
        )
        self.decoder_norm = nn.LayerNorm(decoder["width"])
        self.leave = nn.Linear(decoder["width"], self.patch**2)
        self.register_buffer("positions", sine_positions(side, width))
        self.register_buffer("decoder_positions", sine_positions(side, decoder["width"]))

    def forward(self, images):
        patches = F.unfold(images, self.patch, stride=self.patch).transpose(1, 2)
        B, T, P = patches.shape
        order = torch.rand(B, T, device=images.device).argsort(1)
        visible, hidden = order[:, : self.seen], order[:, self.seen :]

        def pick(rows, places):
            return rows.gather(1, places[:, :, None].expand(-1, -1, rows.shape[2]))

        x = self.enter(pick(patches, visible)) + self.positions[visible]
        known = self.narrow(self.norm(self.blocks(x))) + self.decoder_positions[visible]
        asked = self.mask_token + self.decoder_positions[hidden]
        answers = self.decoder_norm(self.decoder(torch.cat([known, asked], 1)))[:, self.seen :]
        target = pick(patches, hidden)
        target = (target - target.mean(2, True)) / (target.var(2, unbiased=False, keepdim=True) + 1e-6).sqrt()
        return F.mse_loss(self.leave(answers).float(), target)


def make_step(task):
    sizes = task["sizes"]
    kind = Contrastive if sizes["objective"] == "contrastive" else MaskedAutoencoder

    def made(layout, engine):
        torch.manual_seed(1)
        pixels = torch.rand(sizes["batch"], 1, sizes["side"], sizes["side"]).to(memory_format=layout)
        return training_step(kind(sizes).to(memory_format=layout), {**task, "engine": engine}, lambda: [pixels])

    def milliseconds(layout):
        step = made(layout, "pytorch-eager")
        step()
        return min(step() for _ in range(3))

    layouts = [torch.contiguous_format]
    # Which layout of convolutions is quicker depends on processor and version: the better one is measured.
    if kind is Contrastive:
        layouts = sorted([*layouts, torch.channels_last], key=milliseconds)
    return made(layouts[0], task["engine"])


serve(make_step)
