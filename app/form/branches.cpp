#include <fmt/format.h>

#include <algorithm>

#include "app/form/field_text.h"
#include "app/form/form_builder.h"

namespace archivolt {

namespace {

constexpr std::string_view kIf = "Fn::If";

}  // namespace

bool isWholeIf(const Value& value) {
    return value.isCall(Function::If) && value.argument().isList() &&
           value.argument().items().size() == 3 && value.argument().items().front().isString();
}

Path withoutBranches(const Path& path) {
    std::vector<PathStep> steps;
    for (std::size_t i = 0; i < path.size(); ++i) {
        const auto* key = std::get_if<std::string>(&path[i]);
        const bool isBranch = key != nullptr && *key == kIf && i + 1 < path.size() &&
                              std::holds_alternative<std::size_t>(path[i + 1]);
        if (isBranch) {
            ++i;
        } else {
            steps.push_back(path[i]);
        }
    }
    return Path(std::move(steps));
}

FormField asOneLine(FormField field) {
    const auto text = std::ranges::find_if(
        field.children, [](const FormField& child) { return child.key.ends_with("#text"); });
    if (text == field.children.end()) return field;
    field.editor = text->editor;
    field.text = text->text;
    field.children.clear();
    return field;
}

void FormBuilder::fillBranches(const Place& place, FormField& field) const {
    const std::vector<Value>& parts = place.value->argument().items();
    const Path inside = place.path / PathStep(std::string(kIf));
    field.editor = FieldEditor::Object;
    field.choices = false;
    fillEvaluated(place.path, *place.value, field);
    field.text = field.comesTo.empty() ? fmt::format("If {}", parts[0].text())
                                       : fmt::format("If {}: {}", parts[0].text(), field.comesTo);
    FormField condition = bareField(inside / PathStep(std::size_t{0}), "Condition");
    condition.editor = FieldEditor::Choice;
    condition.state = FieldState::Set;
    condition.choices = true;
    condition.text = parts[0].text();
    condition.hint = "Which of the two counts: the name of a condition of the template.";
    field.children.push_back(std::move(condition));
    for (const std::size_t i : {std::size_t{1}, std::size_t{2}}) {
        FormField branch =
            fieldAt({inside / PathStep(i), place.name, &parts[i], place.type, nullptr});
        const std::string_view when = i == 1 ? "If so" : "If not";
        // What opens says what is in it where its name would be.
        if (branch.opens() && !branch.text.empty()) {
            branch.title = fmt::format("{}: {}", when, branch.text);
            branch.text.clear();
        } else {
            branch.title = when;
        }
        branch.removable = false;
        field.children.push_back(std::move(branch));
    }
    FormField text = bareField(place.path, "As text");
    text.key += "#text";
    text.editor = FieldEditor::Expression;
    text.state = FieldState::Set;
    text.text = editableText(*place.value);
    field.children.push_back(std::move(text));
}

}  // namespace archivolt
