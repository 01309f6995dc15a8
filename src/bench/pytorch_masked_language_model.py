"""The masked-language-model training step of this project in PyTorch, written straightforwardly.

Run by `lab bench`: python pytorch_masked_language_model.py TASK, with the protocol of protocol.ts.
No padding mask is made, since the benchmark's batches have no padding: PyTorch may take its fastest attention.
"""

import time

import torch
import torch.nn.functional as F
from pytorch_step import Block, make_optimizer, serve
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
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = MaskedLanguageModel(sizes).to(device)
    optimizer = make_optimizer(model)
    loss_of = torch.compile(model) if task["engine"] == "pytorch-compile" else model
    mixed = task["precision"] == "mixed-bfloat16"
    shape = (sizes["batch"], sizes["time"])
    vocabulary, count = sizes["vocabularySize"], shape[0] * shape[1]

    def step():
        tokens = torch.randint(5, vocabulary, shape)
        positions = torch.randperm(count)[: sizes["predictions"]]
        targets = tokens.flatten()[positions]
        tokens.view(-1)[positions] = 4
        started = time.perf_counter()
        tokens, positions, targets = (x.to(device) for x in (tokens, positions, targets))
        with torch.autocast(device, dtype=torch.bfloat16, enabled=mixed):
            loss = loss_of(tokens, positions, targets)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        loss.item()
        return (time.perf_counter() - started) * 1000

    return step


serve(make_step)
