"""What the steps in PyTorch share: the transformer block, AdamW, and the protocol of protocol.ts."""

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


def make_optimizer(model):
    matrices = [p for p in model.parameters() if p.dim() >= 2]
    others = [p for p in model.parameters() if p.dim() < 2]
    groups = [{"params": matrices, "weight_decay": 0.01}, {"params": others, "weight_decay": 0.0}]
    try:
        return torch.optim.AdamW(groups, lr=1e-3, fused=True)
    except (RuntimeError, TypeError):
        return torch.optim.AdamW(groups, lr=1e-3)


def training_step(model, task, draw):
    """A step that takes what draw() gives, tensors of the model's arguments, and returns milliseconds until the loss is read."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    model = model.to(device)
    optimizer = make_optimizer(model)
    loss_of = torch.compile(model) if task["engine"] == "pytorch-compile" else model
    mixed = task["precision"] == "mixed-bfloat16"

    def step():
        inputs = draw()
        started = time.perf_counter()
        inputs = [x.to(device) for x in inputs]
        with torch.autocast(device, dtype=torch.bfloat16, enabled=mixed):
            loss = loss_of(*inputs)
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


def serve(make_step):
    """Warms up, says that it is ready, and answers requests until stdin ends."""
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
