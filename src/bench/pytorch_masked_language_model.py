"""The masked-language-model training step of this project in PyTorch, written straightforwardly.

Run by `lab bench`: python pytorch_masked_language_model.py TASK, with the protocol of protocol.ts.
No padding mask is made, since the benchmark's batches have no padding: PyTorch may take its fastest attention.
"""

import torch
import torch.nn.functional as F
from pytorch_step import Block, serve, training_step
from torch import nn


class MaskedLanguageModel(nn.Module):
    def __init__(self, sizes):
        super().__init__()
        width = sizes["width"]
        self.tokens = nn.Embedding(sizes["vocabularySize"], width)
        self.positions = nn.Parameter(torch.empty(sizes["time"], width))
        self.dropout = nn.Dropout(sizes["dropoutRate"])
        self.blocks = nn.ModuleList(
            Block(width, sizes["heads"], sizes["dropoutRate"]) for _ in range(sizes["layers"])
        )
        self.norm = nn.LayerNorm(width)
        self.bias = nn.Parameter(torch.zeros(sizes["vocabularySize"]))
        residual = 0.02 / (2 * sizes["layers"]) ** 0.5
        for name, parameter in self.named_parameters():
            if parameter.dim() >= 2:
                inner = name.endswith(("attention_output.weight", "contract.weight"))
                nn.init.normal_(parameter, std=residual if inner else 0.02)

    def forward(self, tokens, positions, targets):
        """The mean cross-entropy at `positions` of the flattened batch."""
        x = self.dropout(self.tokens(tokens) + self.positions)
        for block in self.blocks:
            x = block(x)
        rows = self.norm(x).flatten(0, 1).index_select(0, positions)
        return F.cross_entropy(F.linear(rows, self.tokens.weight, self.bias), targets)


def make_step(task):
    torch.manual_seed(1)
    sizes = task["sizes"]
    shape = (sizes["batch"], sizes["time"])
    vocabulary, count = sizes["vocabularySize"], shape[0] * shape[1]

    def draw():
        tokens = torch.randint(5, vocabulary, shape)
        positions = torch.randperm(count)[: sizes["predictions"]]
        targets = tokens.flatten()[positions]
        tokens.view(-1)[positions] = 4
        return tokens, positions, targets

    return training_step(MaskedLanguageModel(sizes), task, draw)


serve(make_step)
