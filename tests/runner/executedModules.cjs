// Runs every stage and arm of the studies named once at the quick tier, and prints for each run the modules of dist whose
// functions were executed inside its recipe, with those that its id covers. In a process of its own: V8 counts calls.
const inspector = require('node:inspector');
const path = require('node:path');

const dist = path.resolve(__dirname, '../../dist');
const { studies } = require(path.join(dist, 'studies'));
const { planStudy } = require(path.join(dist, 'runner/plan'));
const { computeMissing } = require(path.join(dist, 'runner/compute'));
const { RunStore } = require(path.join(dist, 'runner/store'));

const session = new inspector.Session();
session.connect();
const post = (method, parameters) =>
  new Promise((resolve, reject) =>
    session.post(method, parameters, (error, result) => (error ? reject(error) : resolve(result))),
  );

/** Modules with functions that were called since the last look. */
async function called() {
  const { result } = await post('Profiler.takePreciseCoverage');
  const inside = `file://${dist}/`;
  return result
    .filter(({ url, functions }) => {
      const calls = functions.some(({ ranges }) => ranges[0].count > 0);
      return url.startsWith(inside) && calls;
    })
    .map(({ url }) => url.slice(inside.length).replace(/\.js$/, ''));
}

/** The study with recipes that tell what they called. */
function watched(study, told) {
  const parts = (all) =>
    Object.fromEntries(
      Object.entries(all).map(([name, part]) => {
        const run = async (context) => {
          await called();
          const result = await part.recipe.run(context);
          told.set(name, await called());
          return result;
        };
        return [name, { ...part, recipe: { ...part.recipe, run } }];
      }),
    );
  return { ...study, stages: parts(study.stages), arms: parts(study.arms) };
}

async function main(ids, folder) {
  await post('Profiler.enable');
  await post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
  const found = [];
  for (const study of studies.filter(({ id }) => ids.includes(id))) {
    const arms = Object.keys(study.arms);
    const levels = [study.tiers.quick.levels[0]];
    const told = { stage: new Map(), arm: new Map() };
    const own = watched(study, told.arm);
    const copy = { ...own, stages: watched(study, told.stage).stages };
    const plan = await planStudy(copy, { tier: 'quick', seeds: 1, levels, arms, everywhere: true }, folder);
    const store = new RunStore(folder);
    await computeMissing(plan, store);
    for (const { id, determinants } of [...plan.stages, ...plan.trials]) {
      const { part, name, code } = determinants;
      const state = store.read(study.id, id)?.state;
      const executed = told[part].get(name) ?? null;
      found.push({ study: study.id, part, name, state, executed, covered: Object.keys(code) });
    }
  }
  process.stdout.write(JSON.stringify(found));
}

main(process.argv[3].split(','), process.argv[2]).catch((error) => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
