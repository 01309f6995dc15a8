"""Records the gradients of one step of small models: python record_gradients.py FIXTURES OUT.

The loss is the mean cross-entropy, over the tokens that are no padding, of predicting (7 id + 3) modulo the vocabulary.
tests/published/gradients.test.ts compares the lab's.
"""

import os
import sys

import torch
from safetensors.torch import load_file, save_file
from transformers import BertForMaskedLM, GPT2LMHeadModel

fixtures, out = sys.argv[1:]
for name, family in [('bert-mlm', BertForMaskedLM), ('gpt2-lm', GPT2LMHeadModel)]:
    model = family.from_pretrained(f'{fixtures}/{name}').eval()
    given = load_file(f'{fixtures}/{name}/expected.safetensors')
    ids, mask = given['in.input_ids'].long(), given['in.attention_mask'].long()
    logits = model(input_ids=ids, attention_mask=mask).logits
    targets = (7 * ids + 3) % logits.shape[-1]
    loss = torch.nn.functional.cross_entropy(logits[mask == 1], targets[mask == 1])
    loss.backward()
    gradients = {key: one.grad.contiguous() for key, one in model.named_parameters() if one.grad is not None}
    os.makedirs(out, exist_ok=True)
    save_file({'loss': loss.detach(), **gradients}, f'{out}/{name}.safetensors')
    print(name, round(loss.item(), 6), len(gradients))
