// Times Cedar compiled to WebAssembly on the questions of a file, policies preparsed:
// node cedar_wasm.mjs FILE SECONDS. It prints decisions a second and what was decided.
import fs from "node:fs";
import { createRequire } from "node:module";
const require = createRequire(process.cwd() + "/");
const cedar = require("@cedar-policy/cedar-wasm/nodejs");
const [file, seconds] = process.argv.slice(2);
const calls = fs.readFileSync(file, "utf8").trim().split("\n").map((line, i) => {
  const asked = JSON.parse(line).cedar;
  const parsed = cedar.preparsePolicySet(`q${i}`, { staticPolicies: asked.policies });
  if (parsed.type !== "success") throw new Error(JSON.stringify(parsed));
  return { ...asked.request, preparsedPolicySetId: `q${i}`, entities: [] };
});
const letters = calls.map((call) => {
  const answer = cedar.statefulIsAuthorized(call);
  if (answer.type !== "success") throw new Error(JSON.stringify(answer));
  return answer.response.decision === "allow" ? "A" : "D";
});
let count = 0;
const began = process.hrtime.bigint();
let took = 0;
while (took < Number(seconds)) {
  for (const call of calls) cedar.statefulIsAuthorized(call);
  count += calls.length;
  took = Number(process.hrtime.bigint() - began) / 1e9;
}
console.log(Math.round(count / took), letters.join(""));
