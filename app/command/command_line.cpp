#include "app/command/command_line.h"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <array>
#include <memory>
#include <ostream>
#include <sstream>
#include <string_view>

#include <fmt/format.h>

#include "app/command/commands.h"
#include "app/command/completion.h"
#include "app/command/diff_policy.h"
#include "app/command/limits_page.h"
#include "app/command/policy.h"
#include "app/command/report_text.h"
#include "app/command/simulate.h"
#include "app/files/file_access.h"
#include "model/catalog/catalog_date.h"
#include "model/catalog/near_miss.h"

namespace archivolt {

namespace {

constexpr const char* kExitStatuses =
    "Exit status: 0 fine; 1 findings at or above --fail-on, or a difference; 2 wrong usage;\n"
    "3 input that can't be read; 4 the answer is unknown.";

/// Everything that the options of all sub-commands are read into.
struct Parsed {
    CheckOptions check;
    ExportOptions exported;
    ImportOptions imported;
    ApplyOptions applied;
    DiffOptions diff;
    std::string stackPolicy;
    ReachOptions reach;
    RenderOptions render;
    ExampleOptions example;
    RulesOptions rules;
    PolicyEvaluateOptions policyEvaluate;
    SimulateOptions simulate;
    PolicyLintOptions policyLint;
    PolicyQuestionOptions whoCan;
    PolicyQuestionOptions whatCan;
    PolicyQuestionOptions minimize;
    std::string shell;
};

void addDeployOptions(CLI::App& command, OpenOptions& options) {
    command
        .add_option("--parameter", options.parameters,
                    "A parameter's value, Name=Value; may be given several times")
        ->type_name("K=V")
        ->allow_extra_args(false);
    command
        .add_option("--parameter-set", options.parameterSet,
                    "A named set of parameter values that the design holds")
        ->type_name("NAME");
    command.add_option("--region", options.region, "The Region to deploy to (us-east-1)")
        ->type_name("REGION");
    command.add_option("--account", options.account, "The account's 12 digits (123456789012)")
        ->type_name("ACCOUNT");
}

void addCheck(CLI::App& app, CheckOptions& options) {
    auto* command = app.add_subcommand("check", "Check designs and templates; say what to change");
    command
        ->add_option("FILE", options.files,
                     "Projects, templates (YAML or JSON), or output of the AWS CLI")
        ->required();
    command->add_option("--format", options.format, "How to print the findings")
        ->check(CLI::IsMember({"text", "json", "sarif"}))
        ->capture_default_str();
    command->add_option("--fail-on", options.failOn, "The least severity that makes the status 1")
        ->check(CLI::IsMember({"error", "critical", "high", "medium", "low", "never"}))
        ->capture_default_str();
    command->add_flag("--show-suppressed", options.showSuppressed,
                      "Print suppressed findings too, with their reasons");
    command->add_flag("--fix-promises", options.fixPromises,
                      "Find the least change that keeps the broken promises together");
    addDeployOptions(*command, options.deploy);
}

void addReach(CLI::App& app, ReachOptions& options) {
    auto* command = app.add_subcommand("reach", "Say whether one end reaches another, and why");
    command->add_option("FILE", options.file, "A project, template, or output of the AWS CLI")
        ->required();
    auto* all = command->add_flag("--all", options.all, "All pairs: what reaches what");
    const auto add = [&](const char* name, std::string& value, const char* help, const char* type) {
        return command->add_option(name, value, help)->type_name(type);
    };
    add("--from", options.from,
        "internet, internet:ADDRESS, an address, a logical id or stack/id; without --to: all that "
        "it reaches",
        "END")
        ->excludes(all);
    add("--to", options.to, "The other end, likewise; without --from: all that reaches it", "END")
        ->excludes(all);
    command->add_option("--by", options.by, "What the ends of --all, or the other ends of one, are")
        ->check(CLI::IsMember({"instance", "subnet", "tier"}))
        ->capture_default_str();
    add("--protocol", options.protocol, "tcp, udp, icmp, any or a number", "P");
    add("--port", options.port, "The destination port, a range or a list", "N|A-B");
    add("--action", options.action,
        "May --from take this action of IAM on the resource --to, and does the call get there?",
        "SERVICE:ACTION")
        ->excludes(all);
    add("--after", options.after,
        "Also say what these edits (as for apply) do to a connection that is open", "EDITS");
    add("--flow-log", options.flowLog,
        "Hold a VPC flow log against the rules: what is used, what is rejected and by which rule, "
        "what nothing uses, and what contradicts them",
        "LOG")
        ->excludes(all);
    command->add_option("--family", options.family, "Only this address family")
        ->check(CLI::IsMember({"ipv4", "ipv6"}));
    command->add_option("--format", options.format, "How to print the answer (csv: of many pairs)")
        ->check(CLI::IsMember({"text", "json", "csv"}))
        ->capture_default_str();
    command
        ->add_flag("!--no-repairs", options.repairs,
                   "Don't look for edits that open or close what was asked")
        ->excludes(all);
    addDeployOptions(*command, options.deploy);
}

void addRender(CLI::App& app, RenderOptions& options) {
    auto* command = app.add_subcommand("render", "Draw a design as a picture");
    command->add_option("FILE", options.file, "A project, template, or output of the AWS CLI")
        ->required();
    command->add_option("--output,-o", options.output, "The picture: .svg, .png or .pdf")
        ->type_name("PICTURE")
        ->required();
    command->add_option("--theme", options.theme, "The colours")
        ->check(CLI::IsMember({"light", "dark"}))
        ->capture_default_str();
    command->add_option("--scale", options.scale, "Pixels per unit, of PNG")
        ->check(CLI::Range(0.1, 8.0))
        ->capture_default_str();
    addDeployOptions(*command, options.deploy);
}

void addExport(CLI::App& app, ExportOptions& options) {
    auto* command = app.add_subcommand("export", "Write a design's CloudFormation");
    command->add_option("FILE", options.file, "A project, template, or output of the AWS CLI")
        ->required();
    command
        ->add_option("--to", options.to,
                     "What to write: the template; its evaluated form; or of what the AWS CLI "
                     "printed a clean one, with names and references for ids")
        ->check(CLI::IsMember({"cloudformation", "resolved", "clean"}))
        ->capture_default_str();
    command->add_option("--stack", options.stack, "Only this stack of the design")
        ->type_name("NAME");
    command->add_flag("--canonical", options.canonical,
                      "Write anew in Archivolt's own style; comments stay, but JSON holds none");
    auto* yaml = command->add_flag("--yaml", options.yaml, "Write YAML (canonical)");
    command->add_flag("--json", options.json, "Write JSON (canonical)")->excludes(yaml);
    command
        ->add_option("--output,-o", options.output,
                     "The file to write; a folder for several stacks")
        ->type_name("PATH");
    addDeployOptions(*command, options.deploy);
}

void addImport(CLI::App& app, ImportOptions& options) {
    auto* command = app.add_subcommand("import", "Put templates into one project, a stack each");
    auto* inputs = command->add_option(
        "INPUT", options.inputs,
        "Templates (YAML or JSON), projects, or output of the AWS CLI (a folder or file)");
    auto* output = command->add_option("--output,-o", options.output, "The project to write")
                       ->type_name("FILE.archivolt");
    command
        ->add_flag("--script", options.script,
                   "Print the shell script that collects a running network with the AWS CLI")
        ->excludes(inputs)
        ->excludes(output);
    command->add_option("--name", options.name, "The project's name (its file's name)")
        ->type_name("NAME");
    addDeployOptions(*command, options.deploy);
}

void addApply(CLI::App& app, ApplyOptions& options) {
    auto* command = app.add_subcommand("apply", "Make edits, changing only the text they touch");
    command->add_option("FILE", options.file, "A project, template, or output of the AWS CLI")
        ->required();
    command
        ->add_option("--edit", options.edits,
                     "A JSON list of edits, or an answer of `reach --format json`")
        ->type_name("EDITS.json")
        ->required();
    command->add_option("--repair", options.repair, "Which of the answer's repairs to make (1)")
        ->type_name("N")
        ->check(CLI::PositiveNumber);
    command->add_option("--output,-o", options.output, "The file to write")
        ->type_name("PATH")
        ->required();
}

void addDiff(CLI::App& app, DiffOptions& options, std::string& policy) {
    auto* command = app.add_subcommand("diff", "Say how two designs differ, in words too");
    command->add_option("A", options.before, "The design before")->required();
    command->add_option("B", options.after, "The design after, or what is described of its stack")
        ->required();
    command->add_option("--stack-policy", policy, "Say which updates this stack policy denies")
        ->type_name("FILE");
    command->add_option("--format", options.format, "How to print the differences")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    addDeployOptions(*command, options.deploy);
}

void addExample(CLI::App& app, ExampleOptions& options) {
    auto* command = app.add_subcommand("example", "List the shipped examples, or write one");
    command->add_option("NAME", options.name, "The example to write; without it, the list");
    command->add_option("--output,-o", options.output, "The file to write (standard output)")
        ->type_name("FILE");
}

void addRules(CLI::App& app, RulesOptions& options) {
    auto* command = app.add_subcommand("rules", "Say what the codes of findings and errors mean");
    command->add_option("CODE", options.code, "The code to explain, SG-1; without it, the list");
    command->add_option("--format", options.format, "How to print them")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
}

void addPolicyQuestion(CLI::App& command, PolicyQuestionOptions& options) {
    command.add_option("FILE", options.file, "A project or template")->required();
    command.add_option("--format", options.format, "How to print the answer")
        ->check(CLI::IsMember({"text", "json"}))
        ->capture_default_str();
    command
        .add_option(
            "--policies", options.policies,
            "Collected policies: output of aws iam get-account-authorization-details, or a folder")
        ->type_name("PATH");
    addDeployOptions(command, options.deploy);
}

void addPolicyLint(CLI::App& policy, PolicyLintOptions& options) {
    auto* command = policy.add_subcommand("lint", "Check a design's policies, or one document");
    command->add_option("FILE", options.file, "A project, a template, or one policy as JSON")
        ->required();
    command->add_option("--kind", options.kind, "What a document by itself is")
        ->check(
            CLI::IsMember({"identity", "resource", "trust", "session", "boundary", "scp", "rcp"}))
        ->capture_default_str();
    command->add_option("--format", options.format, "How to print the findings")
        ->check(CLI::IsMember({"text", "json", "sarif"}))
        ->capture_default_str();
    command->add_option("--fail-on", options.failOn, "The least severity that makes the status 1")
        ->check(CLI::IsMember({"error", "critical", "high", "medium", "low", "never"}))
        ->capture_default_str();
    addDeployOptions(*command, options.deploy);
}

void addPolicy(CLI::App& app, Parsed& parsed) {
    auto* command = app.add_subcommand("policy", "Say who may do what by IAM policies, and why");
    command->require_subcommand(1);
    auto* evaluate = command->add_subcommand(
        "evaluate", "Decide cases: one JSON object a line in, one decision a line out");
    evaluate->add_option("CASES", parsed.policyEvaluate.file,
                         "A file of JSON lines (standard input)");
    addPolicyLint(*command, parsed.policyLint);
    auto* who = command->add_subcommand("who-can", "Say who may take an action on a resource");
    addPolicyQuestion(*who, parsed.whoCan);
    who->add_option("--action", parsed.whoCan.action, "The action, such as s3:GetObject")
        ->type_name("ACTION")
        ->required();
    who->add_option("--resource", parsed.whoCan.resource, "A logical id, stack/id, an ARN or *")
        ->type_name("RESOURCE")
        ->required();
    auto* what = command->add_subcommand("what-can", "Say what a user or role may do");
    addPolicyQuestion(*what, parsed.whatCan);
    what->add_option("--principal", parsed.whatCan.principal,
                     "A user or role: a logical id, stack/id or an ARN; or what runs as one")
        ->type_name("PRINCIPAL")
        ->required();
    auto* minimize = command->add_subcommand(
        "minimize", "Say what a user or role holds beyond what the design needs");
    addPolicyQuestion(*minimize, parsed.minimize);
    minimize
        ->add_option("--principal", parsed.minimize.principal,
                     "A user or role, or what runs as one, as of what-can")
        ->type_name("PRINCIPAL")
        ->required();
}

void addLimits(CLI::App& app) {
    app.add_subcommand("limits", "List what is not modelled: where answers are unknown or assume");
}

void addCompletion(CLI::App& app, std::string& shell) {
    auto* command = app.add_subcommand("completion", "Print a completion script for a shell");
    command->add_option("SHELL", shell, "The shell")
        ->check(CLI::IsMember({"bash", "zsh", "fish"}))
        ->required();
}

std::unique_ptr<CLI::App> makeParser(Parsed& parsed) {
    auto app = std::make_unique<CLI::App>(
        "Archivolt: draw an AWS architecture, question it, take its CloudFormation away.\n"
        "With no arguments, or with a file alone, the window opens.",
        "archivolt");
    app->set_version_flag("--version,-V", fmt::format("archivolt {}\nresource types as of {}",
                                                      ARCHIVOLT_VERSION, catalogDate()));
    app->set_help_flag("--help,-h", "Print this help and exit");
    app->require_subcommand(1);
    app->footer(kExitStatuses);
    addCheck(*app, parsed.check);
    addReach(*app, parsed.reach);
    addDeployOptions(addSimulate(*app, parsed.simulate), parsed.simulate.deploy);
    addExport(*app, parsed.exported);
    addImport(*app, parsed.imported);
    addApply(*app, parsed.applied);
    addDiff(*app, parsed.diff, parsed.stackPolicy);
    addRender(*app, parsed.render);
    addExample(*app, parsed.example);
    addRules(*app, parsed.rules);
    addPolicy(*app, parsed);
    addLimits(*app);
    addCompletion(*app, parsed.shell);
    return app;
}

ExitStatus dispatchPolicy(const CLI::App& policy, const Parsed& parsed,
                          const CommandContext& context) {
    const std::string name = policy.get_subcommands().front()->get_name();
    if (name == "evaluate") return policyEvaluateCommand(parsed.policyEvaluate, context);
    if (name == "lint") return policyLintCommand(parsed.policyLint, context);
    if (name == "who-can") return policyWhoCanCommand(parsed.whoCan, context);
    if (name == "minimize") return policyMinimizeCommand(parsed.minimize, context);
    return policyWhatCanCommand(parsed.whatCan, context);
}

ExitStatus dispatch(const CLI::App& app, const Parsed& parsed, const CommandContext& context) {
    const std::string name = app.get_subcommands().front()->get_name();
    if (name == "check") return checkCommand(parsed.check, context);
    if (name == "reach") return reachCommand(parsed.reach, context);
    if (name == "simulate") return simulateCommand(parsed.simulate, context);
    if (name == "render") return renderCommand(parsed.render, context);
    if (name == "export") return exportCommand(parsed.exported, context);
    if (name == "import") return importCommand(parsed.imported, context);
    if (name == "apply") return applyCommand(parsed.applied, context);
    if (name == "diff" && !parsed.stackPolicy.empty()) {
        return diffUnderPolicy(parsed.diff, parsed.stackPolicy, context);
    }
    if (name == "diff") return diffCommand(parsed.diff, context);
    if (name == "example") return exampleCommand(parsed.example, context);
    if (name == "rules") return rulesCommand(parsed.rules, context);
    if (name == "policy") {
        return dispatchPolicy(*app.get_subcommands().front(), parsed, context);
    }
    if (name == "limits") {
        context.out << limitsPage();
        return ExitStatus::Fine;
    }
    context.out << completionScript(app, parsed.shell);
    return ExitStatus::Fine;
}

}  // namespace

ExitStatus renderCommand(const RenderOptions& options, const CommandContext& context) {
    if (context.paint != nullptr) return context.paint(options, context);
    context.err << "error: pictures are drawn by archivolt-designer, which this program is not\n";
    return ExitStatus::Usage;
}

bool isCommand(const std::vector<std::string>& arguments) {
    if (arguments.empty()) return false;
    const std::string& word = arguments.front();
    if (word.starts_with("-")) return true;
    // A path, most often: the window need not wait until all commands are made.
    if (word.find_first_of("./") != std::string::npos) return false;
    Parsed parsed;
    const auto app = makeParser(parsed);
    const auto commands = app->get_subcommands([](const CLI::App*) { return true; });
    return std::ranges::any_of(
        commands, [&](const CLI::App* command) { return command->get_name() == word; });
}

std::string whyNoCommand(const std::vector<std::string>& arguments, const FileAccess& files) {
    if (arguments.empty() || isCommand(arguments)) return {};
    const std::string& word = arguments.front();
    if (word.find_first_of("./") != std::string::npos) return {};
    if (files.isFile(word) || files.isFolder(word)) return {};
    Parsed parsed;
    const auto app = makeParser(parsed);
    const auto commands = app->get_subcommands([](const CLI::App*) { return true; });
    std::vector<std::string> names;
    names.reserve(commands.size());
    for (const CLI::App* command : commands) names.push_back(command->get_name());
    const std::vector<std::string_view> candidates(names.begin(), names.end());
    const auto near = nearMiss(word, candidates);
    return fmt::format("there is no command or file `{}`; {}", printable(word),
                       near ? fmt::format("did you mean `{}`?", *near)
                            : std::string("archivolt --help lists the commands"));
}

ExitStatus runCommand(const std::vector<std::string>& arguments, const CommandContext& context) {
    Parsed parsed;
    const auto app = makeParser(parsed);
    try {
        // CLI11 takes the arguments from the back.
        app->parse(std::vector<std::string>(arguments.rbegin(), arguments.rend()));
    } catch (const CLI::ParseError& error) {
        const bool asked = error.get_exit_code() == 0;
        std::ostringstream said;  // An argument may be a file's name.
        app->exit(error, context.out, said);
        context.err << printableLines(said.str());
        return asked ? ExitStatus::Fine : ExitStatus::Usage;
    }
    return dispatch(*app, parsed, context);
}

}  // namespace archivolt
