// Prints the error-level findings of one template as JSON: [{"rule", "resource"}]. A process each,
// since the validator may trap or run for minutes on a few templates.
import { createRequire } from "node:module";
import path from "node:path";

const [modules, template] = process.argv.slice(2);
const require = createRequire(path.join(path.resolve(modules), "x.js"));
const { CelEngine, TemplateFile } = require("@aws/cloudformation-validate");
const engine = new CelEngine();
const report = engine.validateStandard(new TemplateFile(template));
const errors = report.diagnostics
    .filter((finding) => /^(error|fatal)$/i.test(finding.severity))
    .map((finding) => ({ rule: finding.ruleId, resource: finding.entity?.logicalId ?? "" }));
console.log(JSON.stringify(errors));
engine.free();
