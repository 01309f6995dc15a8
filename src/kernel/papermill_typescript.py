"""What papermill lacks for this kernel: parameters written in TypeScript, and files that are written whole.

Set-up installs it in the lab's Python environment as a papermill plug-in, so that there
    papermill INPUT OUTPUT -p tier quick
works as it is. In another environment, run it in papermill's place:
    python src/kernel/papermill_typescript.py INPUT OUTPUT -p tier quick
"""

import json
import math
import os
import re

from papermill import iorw
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators


DECLARATION = re.compile(
    r"^(?:export\s+)?(?:let|const|var)\s+(?P<name>[A-Za-z_$][\w$]*)\s*"
    r"(?::\s*(?P<type>[^=]+?)\s*)?=\s*(?P<value>.+?)\s*;?\s*(?://\s*(?P<help>.*))?$",
    re.MULTILINE,
)


class TypeScriptTranslator(Translator):
    """Every parameter becomes a const, so that 'quick' keeps its literal type and fits a union of names."""

    @classmethod
    def translate(cls, val):
        if isinstance(val, float) and not math.isfinite(val):
            return "NaN" if math.isnan(val) else ("Infinity" if val > 0 else "-Infinity")
        if isinstance(val, dict):
            return "{ " + ", ".join(f"{json.dumps(str(k))}: {cls.translate(v)}" for k, v in val.items()) + " }"
        if isinstance(val, (list, tuple)):
            return "[" + ", ".join(cls.translate(v) for v in val) + "]"
        if val is None or isinstance(val, (bool, int, float)):
            return json.dumps(val)
        # JSON text is TypeScript text, but for two characters that end a line in old parsers.
        return json.dumps(str(val)).replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")

    @classmethod
    def comment(cls, cmt_str):
        return f"// {cmt_str}".strip()

    @classmethod
    def assign(cls, name, str_val):
        return f"const {name} = {str_val};"

    @classmethod
    def inspect(cls, parameters_cell):
        """What `papermill --help-notebook` lists: one declaration a line, with its type and the comment after it."""
        return [
            Parameter(found["name"], found["type"] or "None", found["value"], found["help"] or "")
            for found in DECLARATION.finditer(parameters_cell["source"])
        ]


def well_formed(value):
    """Text, lists and dictionaries in which U+FFFD stands for every half of a character, which no file can hold."""
    if isinstance(value, str):
        return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, dict):
        return type(value)({well_formed(key): well_formed(one) for key, one in value.items()})
    if isinstance(value, (list, tuple)):
        return [well_formed(one) for one in value]
    return value


class WholeFiles(iorw.LocalHandler):
    """Reads and writes as papermill does, but a file that cannot be written to its end is left as it was."""

    def read(self, path):
        text = super().read(path)
        # JSON may write half a character as its escape.
        return json.dumps(well_formed(json.loads(text))) if "\\ud" in text.lower() else text

    def write(self, buf, path):
        temporary = f"{path}.part"
        with iorw.chdir(self._cwd):
            try:
                super().write(well_formed(buf), temporary)
                os.replace(temporary, path)
            finally:
                if os.path.exists(temporary):
                    os.remove(temporary)


papermill_translators.register("typescript", TypeScriptTranslator)
# Of two handlers of local files papermill takes the first that was registered: its own becomes this one.
iorw.papermill_io.get_handler("").__class__ = WholeFiles


def __getattr__(name):
    """papermill loads plug-ins as engines; this one adds its usual engine under the kernel's name."""
    if name != "Engine":
        raise AttributeError(name)
    from papermill.engines import NBClientEngine

    return NBClientEngine



if __name__ == "__main__":
    from papermill.cli import papermill

    papermill()
