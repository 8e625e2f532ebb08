// Times @cloud-copilot/iam-simulate on the questions of a file: node iam_simulate.mjs FILE SECONDS.
// It prints decisions a second and what was decided, one letter a question.
import fs from "node:fs";
import { createRequire } from "node:module";
const require = createRequire(process.cwd() + "/");
const { runUnsafeSimulation, runSimulation } = require("@cloud-copilot/iam-simulate");
const [file, seconds] = process.argv.slice(2);
const simulations = fs.readFileSync(file, "utf8").trim().split("\n").map((line) => {
  const asked = JSON.parse(line).case;
  return {
    request: {
      principal: asked.principal,
      action: asked.action,
      resource: { resource: asked.resource, accountId: asked.resourceAccount },
      contextVariables: asked.context,
    },
    identityPolicies: asked.identityPolicies.map((policy, i) => ({ name: `p${i}`, policy })),
    serviceControlPolicies: [],
    resourceControlPolicies: [],
  };
});
const run = runUnsafeSimulation ?? runSimulation;
const letters = [];
for (const simulation of simulations) {
  const result = await run(simulation, {});
  const verdict = typeof result === "string" ? result : (result.overallResult ?? "?");
  letters.push(verdict === "Allowed" ? "A" : verdict === "ExplicitlyDenied" ? "E" : verdict.endsWith("Denied") ? "I" : "?");
}
let count = 0;
const began = process.hrtime.bigint();
let took = 0;
while (took < Number(seconds)) {
  for (const simulation of simulations) await run(simulation, {});
  count += simulations.length;
  took = Number(process.hrtime.bigint() - began) / 1e9;
}
console.log(Math.round(count / took), letters.join(""));
