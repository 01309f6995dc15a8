// @ts-check
/** The step that tells Jupyter and papermill about the TypeScript kernel, inside the Python environment of this project. */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { SetupFailure } from './failure.mjs';
import { environmentPython } from './python.mjs';
import { hashFiles, keyOf, writeWhole } from './stamps.mjs';

/** What the kernel says of itself, in src/kernel; compiled before this step runs. */
const source = 'dist/kernel/kernelspec.js';
/** What papermill lacks: its parameters as TypeScript. */
const plugin = 'src/kernel/papermill_typescript.py';

/** JupyterLab's server drops output above a megabyte a second, the end of it too; the kernel sends at most 16 a cell. */
const serverConfiguration = { ZMQChannelsWebsocketConnection: { iopub_data_rate_limit: 1e9 } };

/**
 * @param {string} root
 * @param {string} folder
 * @returns {import('./runner.mjs').Step}
 */
export function kernelspecStep(root, folder) {
  const environment = path.join(folder, 'python');
  const file = (/** @type {string} */ name) =>
    path.join(environment, 'share/jupyter/kernels', name, 'kernel.json');
  const server = path.join(environment, 'etc/jupyter/jupyter_server_config.json');
  return {
    id: 'kernelspec',
    title: 'Jupyter kernel',
    // The specification names this Node and this folder by absolute path.
    key: () =>
      keyOf(
        'kernelspec',
        hashFiles(root, [source, plugin, 'scripts/setup/kernelspec.mjs']),
        process.execPath,
        root,
        environment,
      ),
    present: (stamp) =>
      stamp.facts.skipped
        ? !fs.existsSync(environment)
        : [file(String(stamp.facts.kernel)), server, String(stamp.facts.plugin)].every((one) =>
            fs.existsSync(one),
          ),
    async run() {
      if (!fs.existsSync(environment)) return { skipped: 'no Python environment' };
      const { kernelName, kernelspec } = createRequire(import.meta.url)(path.join(root, source));
      writeWhole(file(kernelName), `${JSON.stringify(kernelspec(root), null, 2)}\n`);
      writeWhole(server, `${JSON.stringify(serverConfiguration, null, 2)}\n`);
      return { kernel: kernelName, plugin: installPlugin(root, folder) };
    },
  };
}

/**
 * Puts the plug-in where this environment's papermill looks for plug-ins, as pip would do from a package of one module.
 * @param {string} root
 * @param {string} folder
 * @returns {string} the module's file
 */
function installPlugin(root, folder) {
  const asked = spawnSync(
    environmentPython(folder),
    ['-c', 'import sysconfig; print(sysconfig.get_path("purelib"))'],
    { encoding: 'utf8', timeout: 60_000 },
  );
  const packages = asked.stdout?.trim();
  if (asked.status !== 0 || !packages) {
    throw new SetupFailure('The Python environment does not start: remove .lab/python and try again.');
  }
  const module = path.basename(plugin);
  const distribution = 'pretraining_lab-0.1.0.dist-info';
  const files = {
    [module]: fs.readFileSync(path.join(root, plugin), 'utf8'),
    [`${distribution}/METADATA`]: 'Metadata-Version: 2.1\nName: pretraining-lab\nVersion: 0.1.0\n',
    [`${distribution}/INSTALLER`]: 'pretraining-lab\n',
    [`${distribution}/entry_points.txt`]: `[papermill.engine]\npretraining-lab = ${path.basename(plugin, '.py')}:Engine\n`,
  };
  const record = [...Object.keys(files), `${distribution}/RECORD`].map((name) => `${name},,\n`).join('');
  for (const [name, text] of Object.entries({ ...files, [`${distribution}/RECORD`]: record })) {
    writeWhole(path.join(packages, name), text);
  }
  return path.join(packages, module);
}
