"""Loads what roundTrip.mjs wrote and prints, as JSON, how far the outputs are from those that it expects."""
import json
import os
import sys
import warnings

warnings.filterwarnings('ignore')
os.environ['HF_HUB_OFFLINE'] = '1'
import peft
import torch
import transformers
from safetensors.torch import load_file

transformers.utils.logging.disable_progress_bar()
transformers.logging.set_verbosity_error()


def load(folder):
    """The model, and the parameters that its files lack."""
    if os.path.exists(f'{folder}/adapter_config.json'):
        base = json.load(open(f'{folder}/adapter_config.json'))['base_model_name_or_path']
        return peft.PeftModel.from_pretrained(transformers.AutoModel.from_pretrained(base), folder), []
    (name,) = json.load(open(f'{folder}/config.json'))['architectures']
    model, info = getattr(transformers, name).from_pretrained(folder, output_loading_info=True)
    if info['unexpected_keys']:
        sys.exit(f"{folder}: unexpected {info['unexpected_keys']}")
    return model, sorted(info['missing_keys'])


rows = []
for name in sorted(os.listdir(sys.argv[1])):
    folder = os.path.join(sys.argv[1], name)
    given = load_file(f'{folder}/round-trip.safetensors')
    model, missing = load(folder)
    model.eval()
    mask = given['mask'].long() if 'mask' in given else None
    inputs = (
        {'pixel_values': given['pixels']}
        if mask is None
        else {'input_ids': given['ids'].long(), 'attention_mask': mask}
    )
    if model.config.is_encoder_decoder:
        inputs['decoder_input_ids'] = given['ids'].long()
    with torch.no_grad():
        output = model(**inputs, output_hidden_states=True)
    if 'states' in given:
        wanted, found = given['states'], output.hidden_states[-1]
    else:
        wanted = given['output']
        found = output.logits if 'logits' in output else output.last_hidden_state
    # Padded positions are read by nothing; a decoder's are its own.
    if mask is not None and wanted.dim() == 3 and not model.config.is_encoder_decoder:
        wanted, found = wanted * mask[..., None], found * mask[..., None]
    most = ((found - wanted).abs().max() / wanted.abs().max()).item()
    rows.append([name, type(model).__name__, most, missing])

versions = f'transformers {transformers.__version__}, torch {torch.__version__}, peft {peft.__version__}.'
print(json.dumps({'versions': versions, 'rows': rows}))
