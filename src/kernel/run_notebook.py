"""Runs a notebook and reports what happens as JSON lines on stdout.

    python run_notebook.py INPUT OUTPUT KERNEL PARAMETERS_AS_JSON

A line 'interrupt' on stdin interrupts the running cell; the end of stdin ends everything.
The notebook is written to OUTPUT after each cell, so it is there after a failure too.
"""

import json
import os
import signal
import sys
import threading

# The kernel inherits file descriptor 1; what it prints there must not mix with the report.
report = os.fdopen(os.dup(1), "w", encoding="utf-8")
os.dup2(2, 1)

import nbformat  # noqa: E402
import papermill  # noqa: E402
from papermill.clientwrap import PapermillNotebookClient  # noqa: E402
from papermill.engines import NBClientEngine, papermill_engines  # noqa: E402
from papermill_typescript import well_formed  # noqa: E402  (and registers what papermill lacks)

lock = threading.Lock()
running = {"client": None, "stop": False}


def tell(event, **fields):
    with lock:
        report.write(json.dumps({"event": event, **fields}) + "\n")
        report.flush()


def titles(cells):
    """For each cell the last Markdown heading above it."""
    title = ""
    for cell in cells:
        if cell.cell_type == "markdown":
            for line in cell.source.splitlines():
                if line.startswith("#"):
                    title = line.lstrip("#").strip()
        yield title


class StoppedError(Exception):
    pass


class Client(PapermillNotebookClient):
    def process_message(self, msg, cell, cell_index):
        kind, content = msg["msg_type"], msg["content"]
        if kind == "stream":
            tell("stream", name=content["name"], text=content["text"])
        elif kind in ("display_data", "update_display_data"):
            bars = content.get("transient", {}).get("progress")
            if bars is not None:
                tell("progress", bars=bars)
        return super().process_message(msg, cell, cell_index)


class Engine(NBClientEngine):
    @classmethod
    def execute_managed_notebook(cls, nb_man, kernel_name, start_timeout=60, execution_timeout=None, **_):
        cells = nb_man.nb.cells
        code = [index for index, cell in enumerate(cells) if cell.cell_type == "code"]
        title = list(titles(cells))
        start = nb_man.cell_start

        def cell_start(cell, cell_index=None, **kwargs):
            if running["stop"]:  # asked for between two cells, when there was nothing to interrupt
                raise StoppedError("Stopped on request.")
            if cell.cell_type == "code":
                tell("cell", number=code.index(cell_index) + 1, of=len(code), title=title[cell_index])
            return start(cell, cell_index, **kwargs)

        nb_man.cell_start = cell_start
        running["client"] = client = Client(
            nb_man,
            kernel_name=kernel_name,
            timeout=execution_timeout,
            startup_timeout=start_timeout,
            record_timing=False,
            # A kernel that is alive sends its output, however long a busy machine takes to read it.
            iopub_timeout=600,
        )
        return client.execute()


papermill_engines.register("pretraining-lab", Engine)


def obey(commands):
    def kernel():
        manager = getattr(running["client"], "km", None)
        return getattr(getattr(manager, "provisioner", None), "pid", None)

    for line in commands:
        if line.strip() == "interrupt":
            running["stop"] = True
            if kernel():
                os.kill(kernel(), signal.SIGINT)
    if kernel():
        os.kill(kernel(), signal.SIGKILL)
    os._exit(1)


def joined(outputs):
    """Text of one stream that came in several messages is one output, wherever the messages were cut."""
    kept = []
    for output in outputs:
        last = kept[-1] if kept else {}
        if output.output_type == "stream" and last.get("name") == output.name:
            last["text"] += output.text
        else:
            kept.append(output)
    return kept


def tidy(path):
    """Drops what changes with every run and machine: times, paths, and where printed text was cut into messages."""
    notebook = nbformat.read(path, as_version=4)
    parameters = notebook.metadata.pop("papermill", {}).get("parameters", {})
    if parameters:
        notebook.metadata["papermill"] = {"parameters": parameters}
    for cell in notebook.cells:
        cell.metadata.pop("papermill", None)
        if "outputs" in cell:
            cell.outputs = joined(cell.outputs)
    temporary = f"{path}.part"
    nbformat.write(notebook, temporary)
    os.replace(temporary, path)


def main():
    source, target, kernel, parameters = sys.argv[1:]
    threading.Thread(target=obey, args=(sys.stdin,), daemon=True).start()
    try:
        papermill.execute_notebook(
            source,
            target,
            parameters=well_formed(json.loads(parameters)),
            engine_name="pretraining-lab",
            kernel_name=kernel,
            language="typescript",
            progress_bar=False,
            cwd=os.path.dirname(os.path.abspath(source)),
        )
        tell("done")
    except papermill.PapermillExecutionError as error:
        tell(
            "failure",
            number=error.exec_count,
            ename=error.ename,
            evalue=error.evalue,
            traceback="\n".join(error.traceback),
        )
    except Exception as error:  # a notebook that cannot be read, a kernel that cannot be started or died
        tell("failure", number=None, ename=type(error).__name__, evalue=str(error), traceback="")
    finally:
        if os.path.exists(target):
            tidy(target)
        report.flush()
    os._exit(0)


main()
