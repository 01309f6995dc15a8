"""Drives the kernel with the real tools for the tests beside it: python drive.py COMMAND ARGUMENTS..., answers in JSON.

    nbclient FILE...    runs each notebook; what it raised, or null
    papermill FILE...   the same with papermill
    all FILE FOLDER     runs one notebook in FOLDER with allow_errors; its cells
    messages            talks to one kernel message by message; what it answered
"""

import json
import sys
import time

import nbformat
from nbclient import NotebookClient

KERNEL = "pretraining-lab"


def raised(action):
    try:
        action()
    except Exception as error:
        return f"{type(error).__name__}: {error}"
    return None


def run(file, folder, **options):
    notebook = nbformat.read(file, as_version=4)
    NotebookClient(
        notebook, kernel_name=KERNEL, timeout=60, resources={"metadata": {"path": folder}}, **options
    ).execute()
    return notebook.cells


def run_papermill(file):
    import papermill

    papermill.execute_notebook(file, file.replace(".ipynb", ".out.ipynb"), kernel_name=KERNEL, progress_bar=False)


def messages():
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(kernel_name=KERNEL)
    try:
        return converse(manager, client)
    finally:
        manager.shutdown_kernel(now=True)


def converse(manager, client):
    answers = {}

    def reply(request, timeout=30):
        while True:
            message = client.get_shell_msg(timeout=timeout)
            if message["parent_header"].get("msg_id") == request:
                return message

    def published(request):
        """All iopub messages of a request."""
        collected = []
        while True:
            message = client.get_iopub_msg(timeout=30)
            if message["parent_header"].get("msg_id") != request:
                continue
            kind, content = message["msg_type"], message["content"]
            collected.append({"type": kind, "content": content})
            if kind == "status" and content["execution_state"] == "idle":
                return collected

    def execute(code, **options):
        request = client.execute(code, **options)
        return {"reply": reply(request)["content"], "published": published(request)}

    answers["info"] = reply(client.kernel_info())["content"]
    comm = reply(client.comm_info())
    answers["comm"] = {"type": comm["msg_type"], **comm["content"]}
    answers["complete"] = reply(client.complete("const 𝒳 = 1; Mat", 16))["content"]
    answers["inspect"] = reply(client.inspect("Math.max", 6))["content"]

    # Three cells at once, the first fails after a moment of keeping the process busy; then one more.
    code = "const end = Date.now() + 300; while (Date.now() < end) {}\nthrow new RangeError('first');"
    together = [client.execute(code), client.execute("1"), client.execute("2")]
    answers["queued"] = [reply(request)["content"] for request in together]
    answers["afterQueue"] = execute("'ran'")
    together = [client.execute("throw new Error('kept going')", stop_on_error=False), client.execute("1")]
    answers["keptGoing"] = [reply(request)["content"]["status"] for request in together]

    answers["bundle"] = execute(
        "import * as lab from 'pretraining-lab';\n"
        "const shown = lab.display({ 'application/vnd.plotly.v1+json': { data: [], layout: {} },"
        " 'text/html': '<b>x</b>', 'image/png': new Uint8Array([1, 2, 3]), 'text/plain': 'x' });\n"
        "shown.update({ 'text/plain': 'y' });"
    )
    answers["progress"] = execute(
        "const bar = lab.startProgress({ label: 'Work', total: 100, unit: 'steps' });\n"
        "for (let step = 1; step <= 100; step++) {\n"
        "  await new Promise((resolve) => setTimeout(resolve, 10));\n  bar.update(step, `loss ${step}`);\n}\n"
        "bar.finish();"
    )

    def interrupted(code):
        request = client.execute(code)
        while True:
            message = client.get_iopub_msg(timeout=30)
            if message["msg_type"] == "stream":
                break
        manager.interrupt_kernel()
        return reply(request)["content"]

    answers["stopped"] = interrupted("console.log('go'); while (true) await lab.breathe();")
    answers["afterStop"] = execute("await lab.breathe(); 'goes on'")["reply"]
    answers["busyLoop"] = interrupted("console.log('go'); while (true) {}")
    answers["last"] = execute("'alive'")["reply"]
    client.shutdown()
    deadline = time.monotonic() + 10
    while manager.is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    answers["shutDown"] = not manager.is_alive()
    return answers


command, *arguments = sys.argv[1:]
if command == "nbclient":
    answer = [raised(lambda: run(file, None)) for file in arguments]
elif command == "papermill":
    answer = [raised(lambda: run_papermill(file)) for file in arguments]
elif command == "all":
    answer = run(arguments[0], arguments[1], allow_errors=True)
else:
    answer = messages()
print(json.dumps(answer))
