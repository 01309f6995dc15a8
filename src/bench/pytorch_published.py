"""What transformers does with published models: fine-tuning, embedding and writing, written straightforwardly.

Run by `lab bench`: python pytorch_published.py TASK, with the protocol of protocol.ts.
"""

import time

import torch
from pytorch_step import serve, training_step
from torch import nn
from transformers import AutoConfig, AutoModel, AutoModelForCausalLM

WORDS_FROM = 2000


class Classifier(nn.Module):
    """Two classes over the mean state."""

    def __init__(self, sizes):
        super().__init__()
        # Without dropout, as the lab fine-tunes.
        self.model = AutoModel.from_pretrained(
            sizes["folder"], hidden_dropout_prob=0.0, attention_probs_dropout_prob=0.0
        )
        self.head = nn.Linear(self.model.config.hidden_size, 2)
        self.vocabulary = self.model.config.vocab_size
        if sizes["rank"] > 0:
            from peft import LoraConfig, get_peft_model

            lora = LoraConfig(r=sizes["rank"], lora_alpha=2 * sizes["rank"], target_modules=["query", "value"])
            self.model = get_peft_model(self.model, lora)

    def forward(self, tokens, labels):
        mask = torch.ones_like(tokens)
        states = self.model(input_ids=tokens, attention_mask=mask).last_hidden_state
        return nn.functional.cross_entropy(self.head(states.mean(1)), labels)


def finetuning_step(task):
    sizes = task["sizes"]
    model = Classifier(sizes)
    model.train()
    shape = (sizes["batch"], sizes["time"])

    def draw():
        tokens = torch.randint(WORDS_FROM, model.vocabulary, shape)
        return tokens, torch.arange(shape[0]) % 2

    return training_step(model, task, draw)


def timed(task, work):
    """A step that runs `work` without gradients, in the precision of the task."""
    device = "cuda" if torch.cuda.is_available() else "cpu"
    mixed = task["precision"] == "mixed-bfloat16"

    def step():
        started = time.perf_counter()
        with torch.inference_mode(), torch.autocast(device, dtype=torch.bfloat16, enabled=mixed):
            work(device)
        return (time.perf_counter() - started) * 1000

    return step


def embedding_step(task):
    sizes = task["sizes"]
    model = AutoModel.from_pretrained(sizes["folder"]).eval()
    model.to("cuda" if torch.cuda.is_available() else "cpu")
    vocabulary = model.config.vocab_size
    lengths = [8 + (k * 7919) % 33 for k in range(sizes["texts"])]
    texts = [torch.randint(WORDS_FROM, vocabulary, (length,)) for length in lengths]
    embed = torch.compile(model, dynamic=True) if task["engine"] == "pytorch-compile" else model

    def work(device):
        order = sorted(range(len(texts)), key=lengths.__getitem__)
        for start in range(0, len(order), 32):
            rows = [texts[row] for row in order[start : start + 32]]
            tokens = nn.utils.rnn.pad_sequence(rows, batch_first=True)
            mask = nn.utils.rnn.pad_sequence([torch.ones_like(row) for row in rows], batch_first=True)
            tokens, mask = tokens.to(device), mask.to(device)
            states = embed(input_ids=tokens, attention_mask=mask).last_hidden_state
            stands = mask.unsqueeze(2).to(states.dtype)
            mean = (states * stands).sum(1) / stands.sum(1)
            nn.functional.normalize(mean).cpu()

    return timed(task, work)


def generation_step(task):
    sizes = task["sizes"]
    if "config" in sizes:
        kind = sizes["config"]["model_type"]
        rest = {name: value for name, value in sizes["config"].items() if name not in ("model_type", "architectures")}
        model = AutoModelForCausalLM.from_config(AutoConfig.for_model(kind, **rest))
    else:
        model = AutoModelForCausalLM.from_pretrained(sizes["folder"])
    model.to("cuda" if torch.cuda.is_available() else "cpu").eval()
    if task["engine"] == "pytorch-compile":
        model.generation_config.cache_implementation = "static"
        model.forward = torch.compile(model.forward)
    prompt = torch.arange(100, 100 + sizes["prompt"]).unsqueeze(0)
    count = sizes["tokens"]
    model.generation_config.eos_token_id = None
    model.generation_config.pad_token_id = 0

    def work(device):
        ids = prompt.to(device)
        written = model.generate(
            ids, attention_mask=torch.ones_like(ids), max_new_tokens=count, min_new_tokens=count, do_sample=False
        )
        assert written.shape[1] == ids.shape[1] + count

    return timed(task, work)


STEPS = {"finetuning": finetuning_step, "embedding": embedding_step, "generation": generation_step}


def make_step(task):
    torch.manual_seed(1)
    return STEPS[task["sizes"]["objective"]](task)


serve(make_step)
