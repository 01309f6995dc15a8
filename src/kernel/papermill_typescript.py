"""Teaches papermill to write parameters in TypeScript, which it cannot do by itself.

Imported, it registers the translation. Run, it is papermill with that translation:
    python src/kernel/papermill_typescript.py INPUT OUTPUT -p tier quick
"""

import json
import math

from papermill.translators import Translator, papermill_translators


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


papermill_translators.register("typescript", TypeScriptTranslator)


if __name__ == "__main__":
    from papermill.cli import papermill

    papermill()
