#include "tests/fuzz/exercise_project.h"

#include "export/cloudformation/read_template.h"
#include "export/cloudformation/write_template.h"
#include "export/project/project.h"
#include "model/base/invariant.h"
#include "model/design/edit_json.h"
#include "model/design/sanity.h"
#include "tests/fuzz/broken_finding.h"

namespace archivolt::test {

namespace {

/// Companions and edits speak of a design that is there; this one has something of each kind.
constexpr const char* kTemplate = R"(Parameters:
  Size: {Type: String, Default: small}
Conditions:
  Big: !Equals [!Ref Size, big]
Resources:
  Web:
    Type: AWS::EC2::Instance
    Properties: {InstanceType: !Ref Size}
  Db:
    Type: AWS::RDS::DBInstance
    Condition: Big
    DependsOn: Web
Outputs:
  Id: {Value: !Ref Web}
)";

std::string brokenReading(const ReadProject& reading) {
    for (const Diagnostic& found : reading.diagnostics) {
        if (auto text = broken(found); !text.empty()) return text;
    }
    const auto problems = checkSanity(reading.design);
    return problems.empty() ? std::string() : problems.front();
}

Result<ReadProject> read(const std::string& text) {
    std::uint32_t nextId = 1;
    return readProject(
        text,
        [&](std::string body, TemplateFormat,
            std::string_view stack) -> Result<std::shared_ptr<const TemplateSource>> {
            const TemplateReading reading =
                readTemplate(std::move(body), {std::string(stack), {.maxNodes = 5000}}, nextId);
            if (!reading.usable)
                return failure("FUZZ-1", "a template that can't be read", "mend it");
            return sourceOf(reading, {});
        });
}

std::string exerciseWholeProject(const std::string& text) {
    const auto reading = read(text);
    if (!reading) return broken(reading.error());
    if (auto problem = brokenReading(*reading); !problem.empty()) return problem;
    const auto written = writeProject(reading->design, writeTemplate);
    if (!written) return broken(written.error());
    if (!looksLikeProject(*written) || isCompanion(*written)) return "written as no project";
    const auto again = read(*written);
    if (!again) return "a written project can't be read: " + toString(again.error());
    if (!sameContent(again->design, reading->design)) return "a written project reads differently";
    return writeProject(again->design, writeTemplate) == written ? "" : "written differently";
}

std::string exerciseCompanion(const std::string& text, const Design& templates) {
    const auto reading = readCompanion(text, templates);
    if (!reading) return broken(reading.error());
    if (auto problem = brokenReading(*reading); !problem.empty()) return problem;
    const auto written = writeCompanion(reading->design);
    if (!written) return broken(written.error());
    if (!isCompanion(*written)) return "written as no companion";
    const auto again = readCompanion(*written, templates);
    if (!again) return "a written companion can't be read: " + toString(again.error());
    if (!sameContent(again->design, reading->design))
        return "a written companion reads differently";
    return writeCompanion(again->design) == written ? "" : "a companion written differently";
}

std::string exerciseEdits(const std::string& text, const Design& design) {
    const auto reading = editsFromJson(design, text);
    if (!reading) return broken(reading.error());
    const auto problems = checkSanity(reading->after);
    if (!problems.empty()) return "after edits: " + problems.front();
    for (const auto& stack : reading->after.stacks) {
        if (const auto saved = writeTemplate(*stack); !saved) {
            if (auto problem = broken(saved.error()); !problem.empty()) return problem;
        }
    }
    const auto written = editsToJson(design, reading->edits);
    if (!written) return broken(written.error());
    const auto again = editsFromJson(design, *written);
    if (!again) return "written edits can't be read: " + toString(again.error());
    return sameContent(again->after, reading->after) ? "" : "written edits do something else";
}

Design someDesign() {
    Design design;
    Stack stack;
    stack.id = StackId{design.nextId++};
    stack.name = "web";
    const TemplateReading reading = readTemplate(kTemplate, {"web.yaml", {}}, design.nextId);
    INVARIANT(reading.usable && reading.diagnostics.empty());
    stack.body = reading.body;
    stack.source = sourceOf(reading, "web.yaml");
    design.stacks.push_back(std::make_shared<const Stack>(std::move(stack)));
    return design;
}

}  // namespace

std::string exerciseProject(const std::string& text) {
    (void)looksLikeProject(text);
    (void)isCompanion(text);
    const Design design = someDesign();
    if (auto problem = exerciseWholeProject(text); !problem.empty()) return problem;
    if (auto problem = exerciseCompanion(text, design); !problem.empty()) return problem;
    return exerciseEdits(text, design);
}

}  // namespace archivolt::test
