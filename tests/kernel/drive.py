"""Drives the kernel with the real tools for the tests beside it: python drive.py COMMAND ARGUMENTS..., answers in JSON.

    nbclient FILE...    runs each notebook; what it raised, or null
    papermill FILE...   the same with papermill
    all FILE FOLDER     runs one notebook in FOLDER with allow_errors; its cells
    messages            talks to one kernel message by message; what it answered
    orphan              starts a kernel in an endless loop, prints its process id, and is killed
"""

import json
import os
import signal
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

    def ask(kind, content, channel="shell"):
        """Sends any request; its reply where it has one, and what was published."""
        message = client.session.msg(kind, content)
        getattr(client, f"{channel}_channel").send(message)
        answer = None
        if channel == "control":
            while answer is None or answer["parent_header"].get("msg_id") != message["header"]["msg_id"]:
                answer = client.get_control_msg(timeout=30)
        answered = {"type": answer["msg_type"], "content": answer["content"]} if answer else None
        return {"reply": answered, "published": published(message["header"]["msg_id"])}

    def until_printed(request):
        """Waits for the first printed text of a request."""
        while True:
            message = client.get_iopub_msg(timeout=30)
            if message["msg_type"] == "stream" and message["parent_header"].get("msg_id") == request:
                return message["content"]["text"]

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

    answers["commOpen"] = ask("comm_open", {"comm_id": "c1", "target_name": "jupyter.widget", "data": {}})["published"]
    answers["debug"] = ask("debug_request", {"seq": 7, "type": "request", "command": "initialize"}, "control")["reply"]
    answers["expressions"] = execute(
        "const base = 20;\nbase",
        user_expressions={"sum": "base + 1", "unknown": "missing + 1", "throws": "(() => { throw new Error('no'); })()"},
    )["reply"]
    answers["notRun"] = execute("throw new Error('before');", user_expressions={"sum": "1"})["reply"]
    history = reply(client.history(raw=True, output=True, hist_access_type="tail", n=2))
    answers["history"] = {"type": history["msg_type"], **history["content"]}
    inside = "Math.max(1, )"
    answers["signature"] = reply(client.inspect(inside, len(inside) - 1))["content"]
    inside = "lab.startProgress({ label: 'a', "
    answers["ownSignature"] = reply(client.inspect(inside, len(inside)))["content"]
    answers["noSignature"] = reply(client.inspect("   ", 1))["content"]

    answers["order"] = execute(
        "console.log('one'); console.log('two'); console.error('three'); lab.show('**shown**');"
        " process.stdout.write('fo'); process.stdout.write('ur\\n'); throw new Error('five');"
    )["published"]
    answers["flood"] = execute("for (let line = 0; line < 20000; line++) console.log(line);")["published"]

    # The cell keeps the kernel busy until what it printed has been read.
    request = client.execute(
        "import { existsSync } from 'node:fs';\n"
        "console.log('seen'); while (!existsSync('read')) {}\nconsole.log('end');"
    )
    answers["seen"] = until_printed(request)
    open("read", "w").close()
    answers["seenReply"] = reply(request)["content"]

    answers["input"] = execute("process.stdin.on('data', () => {});")["reply"]
    answers["inputFile"] = execute("import fs from 'node:fs';\nfs.readFileSync(0, 'utf8');")["reply"]
    answers["question"] = execute(
        "import * as readline from 'node:readline/promises';\n"
        "const asking = readline.createInterface({ input: process.stdin, output: process.stdout });\n"
        "await asking.question('Name? ');"
    )["reply"]
    answers["inputAgain"] = execute("for await (const line of process.stdin) console.log(line);")["reply"]

    # Files that come and go beside the notebook, where a module was looked for, must not end the kernel.
    answers["missing"] = execute("import { late } from './late';")["reply"]
    for name in ("first", "second"):
        os.makedirs(name)
        open(f"{name}.ts", "w").close()
        time.sleep(0.4)
        answers[name] = execute("'runs'")["reply"]
    with open("late.ts", "w") as file:
        file.write("export const late = 5;")
    time.sleep(0.8)
    answers["late"] = execute("import { late } from './late';\nlate")["published"]

    answers["goesOn"] = execute(
        "let steps = 0;\nasync function train() { while (true) { steps += 1; await lab.breathe(); } }\n"
        "const unawaited = train();"
    )["published"]
    manager.interrupt_kernel()
    time.sleep(0.5)  # a signal that comes later is meant for the next cell
    answers["stoppedBetween"] = execute(
        "const before = steps;\nawait new Promise((resolve) => setTimeout(resolve, 300));\nsteps === before"
    )
    answers["letGo"] = execute(
        "async function own() { await new Promise((resolve) => setTimeout(resolve, 4000)); }\n\nown();\n'over'"
    )["published"]
    answers["awaited"] = execute("async function short() { await 1; }\nshort();\nvoid own();\n'over'")["published"]

    def interrupted(code, interrupt=manager.interrupt_kernel):
        request = client.execute(code)
        until_printed(request)
        interrupt()
        return reply(request)["content"]

    answers["stopped"] = interrupted("console.log('go'); while (true) await lab.breathe();")
    answers["afterStop"] = execute("await lab.breathe(); 'goes on'")["reply"]
    answers["busyLoop"] = interrupted("console.log('go'); while (true) {}")
    answers["endlessPrinting"] = interrupted("while (true) console.log('go');")
    answers["asked"] = interrupted(
        "console.log('go'); while (true) {}", lambda: ask("interrupt_request", {}, "control")
    )
    answers["last"] = execute("'alive'")["reply"]
    # Told to shut down in the middle of a loop that hears nothing.
    until_printed(client.execute("console.log('go'); while (true) {}"))
    client.shutdown()
    deadline = time.monotonic() + 20
    while manager.is_alive() and time.monotonic() < deadline:
        time.sleep(0.05)
    answers["shutDown"] = not manager.is_alive()
    return answers


def orphan():
    from jupyter_client.manager import start_new_kernel

    manager, client = start_new_kernel(kernel_name=KERNEL)
    request = client.execute("console.log('go'); while (true) {}")
    while True:
        message = client.get_iopub_msg(timeout=60)
        if message["msg_type"] == "stream" and message["parent_header"].get("msg_id") == request:
            break
    print(manager.provisioner.pid, flush=True)
    os.kill(os.getpid(), signal.SIGKILL)


command, *arguments = sys.argv[1:]
if command == "nbclient":
    answer = [raised(lambda: run(file, None)) for file in arguments]
elif command == "papermill":
    answer = [raised(lambda: run_papermill(file)) for file in arguments]
elif command == "all":
    answer = run(arguments[0], arguments[1], allow_errors=True)
elif command == "orphan":
    answer = orphan()
else:
    answer = messages()
print(json.dumps(answer))
