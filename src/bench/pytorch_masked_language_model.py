"""The masked-language-model training step of this project in PyTorch, written straightforwardly.

Run by `lab bench`: python pytorch_masked_language_model.py TASK, with the protocol of protocol.ts.
No padding mask is made, since the benchmark's batches have no padding: PyTorch may take its fastest attention.
"""

import json
import resource
import statistics
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn


class Block(nn.Module):
    def __init__(self, width, heads, dropout):
        super().__init__()
        self.heads = heads
        self.attention_norm = nn.LayerNorm(width)
        self.query_key_value = nn.Linear(width, 3 * width)
        self.attention_output = nn.Linear(width, width)
        self.feed_forward_norm = nn.LayerNorm(width)
        self.expand = nn.Linear(width, 4 * width)
        self.contract = nn.Linear(4 * width, width)
        self.dropout = nn.Dropout(dropout)

    def forward(self, x):
        B, T, D = x.shape
        joint = self.query_key_value(self.attention_norm(x))
        query, key, value = joint.view(B, T, 3, self.heads, D // self.heads).permute(2, 0, 3, 1, 4)
        attended = F.scaled_dot_product_attention(query, key, value)
        attended = attended.transpose(1, 2).reshape(B, T, D)
        x = x + self.dropout(self.attention_output(attended))
        expanded = F.gelu(self.expand(self.feed_forward_norm(x)), approximate="tanh")
        return x + self.dropout(self.contract(expanded))


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


def make_optimizer(model):
    matrices = [p for p in model.parameters() if p.dim() >= 2]
    others = [p for p in model.parameters() if p.dim() < 2]
    groups = [{"params": matrices, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}]
    try:
        return torch.optim.AdamW(groups, lr=1e-3, fused=True)
    except (RuntimeError, TypeError):
        return torch.optim.AdamW(groups, lr=1e-3)


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


def memory_bytes(field):
    """VmRSS: now; VmHWM: the peak. Where the system does not tell, the peak."""
    try:
        with open("/proc/self/status") as status:
            return next(int(line.split()[1]) * 1024 for line in status if line.startswith(field))
    except (OSError, StopIteration):
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return peak if sys.platform == "darwin" else peak * 1024


def say(message):
    print(json.dumps(message), flush=True)


def main():
    task = json.loads(sys.argv[1])
    engine_memory = memory_bytes("VmRSS:")
    step = make_step(task)
    first = step()
    others = [step() for _ in range(task["warmUp"] - 1)]
    beyond = max(0.0, first - statistics.median(others)) / 1000
    say(
        {
            "compileSeconds": beyond if task["engine"] == "pytorch-compile" else 0,
            "engineMemoryBytes": engine_memory,
            "version": f"PyTorch {torch.__version__}",
        }
    )
    for line in sys.stdin:
        milliseconds = [step() for _ in range(json.loads(line)["run"])]
        say({"milliseconds": milliseconds, "peakMemoryBytes": memory_bytes("VmHWM:")})


main()
