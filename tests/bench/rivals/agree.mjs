// Holds @cloud-copilot/iam-simulate against the decisions of a file of cases (tests/print_cases writes
// one): node agree.mjs FILE. It prints how many agree, and the first differences that
// README.md does not explain; its status is 1 when there is any.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";
const require = createRequire(process.cwd() + "/");
// Its own entries check or drop what a case may hold, so the engine behind them is asked.
const root = path.dirname(require.resolve("@cloud-copilot/iam-simulate"));
const { authorize } = require(path.join(root, "core_engine/CoreSimulatorEngine.js"));
const { AwsRequestImpl } = require(path.join(root, "request/request.js"));
const { RequestContextImpl } = require(path.join(root, "requestContext.js"));
const { DiscoveryContextKeyConstraints } =
  require(path.join(root, "context_keys/discoveryContextKeyConstraints.js"));
const { loadPolicy } = createRequire(root + "/")("@cloud-copilot/iam-policy");
const load = (policy, name) => (policy ? loadPolicy(policy, { name }) : undefined);
const loadAll = (list) => (list ?? []).map((policy, i) => load(policy, `p${i}`));
const levels = (list) =>
  (list ?? []).filter((level) => level.length > 0)
    .map((level, i) => ({ orgIdentifier: `l${i}`, policies: loadAll(level) }));
// RCPFullAWSAccess, which is always attached.
const everything = { Version: "2012-10-17", Statement: [
  { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" }] };
let agree = 0;
let skipped = 0;
const explained = {};
const others = [];
const text = (value) => JSON.stringify(value);

/// Names the kind of a case that README.md explains, where both need not agree.
function kindOf(asked) {
  const all = text(asked);
  if (asked.expected === "Unknown") return "left open";
  if (/"NotPrincipal":/.test(all)) return "NotPrincipal";
  if (/AWSServiceRoleFor/.test(text(asked.principal))) return "service-linked roles";
  if (/\.amazonaws\.com"$/.test(text(asked.principal))) return "services";
  if (/:root"/.test(text(asked.principal))) return "the root user";
  if (asked.resource === "*" || asked.wildcardOnlyAction) return "no resource";
  if (/"\*:\*"/.test(all)) return "every service's every action";
  if (/GetCallerIdentity/.test(asked.action)) return "GetCallerIdentity";
  if (/\$\{/.test(all)) return "variables";
  if (/"(Not)?IpAddress[a-zA-Z]*":[^}]*\/0"/.test(all)) return "blocks of all addresses";
  if (/"(now|soon|maybe|1e1|x|no)"/.test(all)) return "values of no type";
  if (Object.entries(asked.context).some(([k, v]) => Array.isArray(v) && k !== "aws:TagKeys")) {
    return "lists for keys of one value";
  }
  return "";
}

for (const line of fs.readFileSync(process.argv[2], "utf8").trim().split("\n")) {
  const asked = JSON.parse(line);
  if ((asked.sessionPolicies?.length ?? 0) > 1) { skipped += 1; continue; }
  const rcps = (asked.rcps ?? []).map((level) => [...level, everything]);
  let verdict;
  try {
    verdict = authorize({
      request: new AwsRequestImpl(
        asked.principal, { resource: asked.resource, accountId: asked.resourceAccount },
        asked.action, new RequestContextImpl(asked.context ?? {})),
      sessionPolicy: load(asked.sessionPolicies?.[0], "session"),
      identityPolicies: loadAll(asked.identityPolicies),
      serviceControlPolicies: levels(asked.scps),
      resourceControlPolicies: levels(rcps),
      resourcePolicy: load(asked.resourcePolicy, "resource"),
      permissionBoundaries: asked.boundaries ? loadAll(asked.boundaries) : undefined,
      vpcEndpointPolicies: undefined,
      simulationParameters: {
        simulationMode: "Strict",
        discoveryContextKeyConstraints: new DiscoveryContextKeyConstraints([]),
      },
      serviceSettings: { s3: {} },
    }).result;
  } catch (error) {
    verdict = `error: ${error.message}`;
  }
  if (verdict === asked.expected) { agree += 1; continue; }
  const kind = kindOf(asked);
  if (kind) explained[kind] = (explained[kind] ?? 0) + 1;
  else others.push({ theirs: verdict, ours: asked.expected, asked });
}
console.log(`${agree} agree, ${skipped} skipped, explained: ${text(explained)}, ` +
  `other: ${others.length}`);
for (const other of others.slice(0, Number(process.argv[3] ?? 3))) console.log(text(other));
process.exit(others.length > 0 ? 1 : 0);
