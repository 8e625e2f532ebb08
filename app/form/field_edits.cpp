#include "app/form/field_edits.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "app/form/field_text.h"
#include "app/form/stack_form.h"

namespace archivolt {

namespace {

constexpr std::int64_t kLastPort = 65535;

/// Edits made one after another, each seen by the next.
class Progress {
public:
    explicit Progress(const Design& design) : m_design(design) {}

    Result<void> put(const FieldTarget& target, const std::optional<Value>& value) {
        auto edits = editsAt(m_design, target, value);
        if (!edits) return tl::make_unexpected(edits.error());
        for (Edit& edit : *edits) {
            auto next = archivolt::apply(m_design, edit);
            if (!next) return tl::make_unexpected(next.error());
            m_design = *std::move(next);
            m_edits.push_back(std::move(edit));
        }
        return {};
    }
    [[nodiscard]] const Design& design() const { return m_design; }
    [[nodiscard]] std::vector<Edit> take() { return std::move(m_edits); }

private:
    Design m_design;
    std::vector<Edit> m_edits;
};

std::string trimmed(std::string_view text) {
    const auto isSpace = [](char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; };
    while (!text.empty() && isSpace(text.front())) text.remove_prefix(1);
    while (!text.empty() && isSpace(text.back())) text.remove_suffix(1);
    return std::string(text);
}

bool isNumberText(std::string_view text) {
    const auto read = valueOfYaml(text);
    return read && read->kind() == Value::Kind::Number;
}

/// Returns a text as a scalar of the kind that is written, where it can be one, else of `kind`.
Value scalarLike(const Value* written, Value::Kind kind, const std::string& text) {
    const bool isKept = written != nullptr && written->isScalar();
    switch (isKept ? written->kind() : kind) {
        case Value::Kind::Number:
            if (isNumberText(text)) return Value::number(text);
            break;
        case Value::Kind::Bool:
            if (text == "true" || text == "false") return Value::boolean(text == "true");
            break;
        default: break;
    }
    return Value::string(text);
}

Result<Value> numberOf(const Value* written, const std::string& text) {
    if (isNumberText(text)) return scalarLike(written, Value::Kind::Number, text);
    if (Value::string(text).asNumber()) return Value::string(text);
    return failure(kNotANumber, fmt::format("`{}` is no number", text),
                   std::string(kNotANumber.help));
}

Value lineOf(const Value* written, const std::string& line) {
    if (looksLikeExpression(line) || line.starts_with('"')) {
        if (auto read = valueOfYaml(line)) return *std::move(read);
    }
    return scalarLike(written, Value::Kind::String, line);
}

Value linesOf(const Value* written, const std::string& text) {
    std::vector<Value> items;
    std::string_view rest = text;
    while (!rest.empty()) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string line = trimmed(rest.substr(0, end));
        rest.remove_prefix(std::min(end + 1, rest.size()));
        if (line.empty()) continue;
        const Value* like = nullptr;
        if (written != nullptr && written->isList() && items.size() < written->items().size()) {
            like = &written->items()[items.size()];
        } else if (written != nullptr && !written->isList()) {
            like = written;
        }
        items.push_back(lineOf(like, line));
    }
    const bool wasList = written != nullptr && written->isList();
    return items.size() == 1 && !wasList ? items.front() : Value::list(std::move(items));
}

/// Reads a text as a field of this editor means it.
Result<Value> valueFor(FieldEditor editor, const Value* written, std::string_view given) {
    // Spaces at the ends of a plain text are the user's own; elsewhere they mean nothing.
    const std::string text = editor == FieldEditor::Text || editor == FieldEditor::Code
                                 ? std::string(given)
                                 : trimmed(given);
    if (editor == FieldEditor::Code) return valueOfYaml(text);
    if (editor == FieldEditor::Lines) return linesOf(written, text);
    if (looksLikeExpression(trimmed(text))) return valueOfYaml(trimmed(text));
    if (written != nullptr && written->isString() && looksLikeExpression(written->text()) &&
        text.starts_with('"')) {
        return valueOfYaml(text);
    }
    switch (editor) {
        case FieldEditor::Number: return numberOf(written, text);
        case FieldEditor::Switch: return scalarLike(written, Value::Kind::Bool, text);
        case FieldEditor::Expression:
            // A text in quotes, or a function's long form.
            if (text.starts_with('{') || text.starts_with('"') || text.find(": ") != text.npos) {
                return valueOfYaml(text);
            }
            return Value::string(text);
        default: return scalarLike(written, Value::Kind::String, text);
    }
}

const Value* valueAt(const Design& design, const FieldTarget& target) {
    const auto stack = design.stack(target.stack);
    return stack ? stack->body.at(target.path) : nullptr;
}

FieldTarget partOf(const FieldTarget& whole, const Path& part) {
    return {whole.stack, whole.resource, whole.path / part};
}

Result<std::vector<Edit>> portEdits(const Design& design, const FormField& field,
                                    const std::string& text) {
    std::optional<Value> from;
    std::optional<Value> to;
    const FieldTarget first = partOf(field.target, field.parts[0]);
    const FieldTarget last = partOf(field.target, field.parts[1]);
    const auto put = [&](const std::string& low, const std::string& high) {
        from = scalarLike(valueAt(design, first), Value::Kind::Number, low);
        to = scalarLike(valueAt(design, last), Value::Kind::Number, high);
    };
    if (text == "all") {
        const Value* const protocol = valueAt(design, partOf(field.target, Path{"IpProtocol"}));
        const Value* const written = valueAt(design, first);
        const bool isAny = written != nullptr && written->text() == "-1";
        const bool hasPorts = protocol == nullptr || protocol->text() == "tcp" ||
                              protocol->text() == "udp" || protocol->text() == "6" ||
                              protocol->text() == "17";
        // Of protocols without ports AWS writes all as -1.
        if (isAny || !hasPorts) {
            put("-1", "-1");
        } else {
            put("0", "65535");
        }
    } else if (looksLikeExpression(text)) {
        auto value = valueOfYaml(text);
        if (!value) return tl::make_unexpected(value.error());
        from = *value;
        to = *value;
    } else if (!text.empty()) {
        const std::size_t dash = text.find('-');
        const std::string low = trimmed(text.substr(0, dash));
        const std::string high = dash == std::string::npos ? low : trimmed(text.substr(dash + 1));
        const auto isPort = [](const std::string& port) {
            const bool isDigits =
                !port.empty() && port.size() <= 5 &&
                std::ranges::all_of(port, [](char c) { return c >= '0' && c <= '9'; });
            return isDigits && std::stoll(port) <= kLastPort;
        };
        if (!isPort(low) || !isPort(high) || std::stoll(low) > std::stoll(high)) {
            return failure(kNoPorts, fmt::format("`{}` is no port and no range of ports", text),
                           std::string(kNoPorts.help));
        }
        put(low, high);
    }
    Progress progress(design);
    if (auto done = progress.put(first, from); !done) return tl::make_unexpected(done.error());
    if (auto done = progress.put(last, to); !done) return tl::make_unexpected(done.error());
    // An object that was there for the two alone goes with them.
    const FieldTarget holder{first.stack, first.resource, first.path.parent()};
    const Value* const left = valueAt(progress.design(), holder);
    if (!from && holder.path != field.target.path && left != nullptr && left->entries().empty()) {
        if (auto done = progress.put(holder, {}); !done) return tl::make_unexpected(done.error());
    }
    return progress.take();
}

/// Returns which of the properties takes a value: by what it refers to, else by what it looks like,
/// else the one that is written.
std::size_t alternativeFor(const Design& design, const Catalog& catalog, const FormField& field,
                           const Value& value) {
    const auto stack = design.stack(field.target.stack);
    const auto resource = stack ? stack->body.resources.find(field.target.resource) : nullptr;
    std::size_t present = 0;
    for (std::size_t i = 0; i < field.parts.size(); ++i) {
        if (valueAt(design, partOf(field.target, field.parts[i])) != nullptr) present = i;
    }
    const auto called = [&](std::string_view word) {
        for (std::size_t i = 0; i < field.parts.size(); ++i) {
            if (field.parts[i].toString().find(word) != std::string::npos) return i;
        }
        return present;
    };
    if (value.isScalar()) {
        const std::string& text = value.text();
        constexpr std::pair<std::string_view, std::string_view> kPrefixes[] = {
            {"sg-", "SecurityGroup"},     {"pl-", "PrefixList"},    {"nat-", "NatGateway"},
            {"igw-", "GatewayId"},        {"vgw-", "GatewayId"},    {"tgw-", "TransitGateway"},
            {"pcx-", "VpcPeering"},       {"vpce-", "VpcEndpoint"}, {"i-", "InstanceId"},
            {"eni-", "NetworkInterface"}, {"eigw-", "EgressOnly"}};
        for (const auto& [prefix, word] : kPrefixes) {
            if (text.starts_with(prefix)) return called(word);
        }
        if (text.find(':') != std::string::npos) return called("pv6");
        if (text.find('/') != std::string::npos) {
            for (std::size_t i = 0; i < field.parts.size(); ++i) {
                const std::string name = field.parts[i].toString();
                const bool isBlock = name.find("Cidr") != std::string::npos;
                if (isBlock && name.find("pv6") == std::string::npos) return i;
            }
        }
        return present;
    }
    const bool isReference = value.isCall(Function::Ref) || value.isCall(Function::GetAtt);
    if (!resource || !isReference) return present;
    const Value& argument = value.argument();
    const bool isAttribute = value.isCall(Function::GetAtt) && argument.items().size() == 2;
    const auto target =
        stack->body.resources.find(isAttribute ? argument.items()[0].text() : argument.text());
    if (!target || field.target.path.size() < 3) return present;
    const std::string attribute = isAttribute ? argument.items()[1].text() : std::string();
    const auto takes = [&](std::size_t i) {
        const Path path = field.target.path.from(3) / field.parts[i];
        const ReferenceFacts* const facts = catalog.reference(resource->type(), path);
        // Where the targets are hints, anything is accepted; then it must be one of them.
        return facts != nullptr && catalog.accepts(*facts, target->type(), attribute) &&
               (facts->verified ||
                std::ranges::find(facts->targets, target->type(), &ReferenceTarget::type) !=
                    facts->targets.end());
    };
    if (takes(present)) return present;
    for (std::size_t i = 0; i < field.parts.size(); ++i) {
        if (takes(i)) return i;
    }
    return present;
}

Result<std::vector<Edit>> alternativeEdits(const Design& design, const Catalog& catalog,
                                           const FormField& field, const std::string& text) {
    Progress progress(design);
    std::optional<std::size_t> chosen;
    if (!text.empty()) {
        const auto value = looksLikeExpression(text) ? valueOfYaml(text) : Value::string(text);
        if (!value) return tl::make_unexpected(value.error());
        chosen = alternativeFor(design, catalog, field, *value);
        const FieldTarget target = partOf(field.target, field.parts[*chosen]);
        if (auto done = progress.put(target, *value); !done) {
            return tl::make_unexpected(done.error());
        }
    }
    for (std::size_t i = 0; i < field.parts.size(); ++i) {
        if (i == chosen) continue;
        auto done = progress.put(partOf(field.target, field.parts[i]), std::nullopt);
        if (!done) return tl::make_unexpected(done.error());
    }
    return progress.take();
}

}  // namespace

Result<std::vector<Edit>> editsAt(const Design& design, const FieldTarget& target,
                                  const std::optional<Value>& value) {
    const auto stack = design.stack(target.stack);
    if (!stack) return failure(kFieldGone, "its stack is gone", std::string(kFieldGone.help));
    const Value* const present = stack->body.at(target.path);
    if (!value) {
        if (present == nullptr) return std::vector<Edit>{};
        return std::vector<Edit>{RemoveValue{target.stack, target.path}};
    }
    if (present != nullptr) {
        if (*present == *value) return std::vector<Edit>{};
        return std::vector<Edit>{SetValue{target.stack, target.path, *value}};
    }
    // What is missing on the way is made with the value: the deepest place that is there takes it.
    Path path = target.path;
    Value made = *value;
    while (path.size() > 2) {
        const Path parent = path.parent();
        const Value* const holder = stack->body.at(parent);
        const PathStep& step = path[path.size() - 1];
        const bool isProperties = parent.size() == 3 && parent[2] == PathStep("Properties");
        if ((holder != nullptr && !holder->isNull()) || (holder == nullptr && isProperties)) break;
        if (const auto* key = std::get_if<std::string>(&step)) {
            made = Value::map({{*key, std::move(made)}});
        } else {
            made = Value::list({std::move(made)});
        }
        path = parent;
    }
    if (const Value* const holder = stack->body.at(path.parent()); holder != nullptr) {
        const auto* index = std::get_if<std::size_t>(&path[path.size() - 1]);
        if (index != nullptr && holder->isList() && *index > holder->items().size()) {
            path = path.parent() / PathStep(holder->items().size());
        }
    }
    return std::vector<Edit>{SetValue{target.stack, std::move(path), std::move(made)}};
}

Result<std::vector<Edit>> editsFor(const Design& design, const Catalog& catalog,
                                   const FormField& field, std::string_view text) {
    const bool isSaid = field.editor == FieldEditor::Told;  // It is nobody's value.
    if (field.opens() || isSaid || field.editor == FieldEditor::Tag) return std::vector<Edit>{};
    if (!field.target.resource) return stackEdits(design, field, trimmed(text));
    std::vector<FieldTarget> targets{field.target};
    targets.insert(targets.end(), field.others.begin(), field.others.end());
    if (field.state != FieldState::Mixed && text == field.text) return std::vector<Edit>{};
    std::vector<Edit> all;
    for (const FieldTarget& target : targets) {
        FormField one = field;
        one.target = target;
        Result<std::vector<Edit>> edits;
        if (field.editor == FieldEditor::Ports) {
            edits = portEdits(design, one, trimmed(text));
        } else if (field.editor == FieldEditor::OneOf) {
            edits = alternativeEdits(design, catalog, one, trimmed(text));
        } else if (trimmed(text).empty()) {
            edits = editsAt(design, target, std::nullopt);
        } else {
            const auto value = valueFor(field.editor, valueAt(design, target), text);
            if (!value) return tl::make_unexpected(value.error());
            edits = editsAt(design, target, *value);
        }
        if (!edits) return edits;
        all.insert(all.end(), std::make_move_iterator(edits->begin()),
                   std::make_move_iterator(edits->end()));
    }
    return all;
}

std::vector<Edit> removalOf(const Design& design, const FormField& field) {
    if (!field.target.resource) {
        const auto edits = stackEdits(design, field, {});
        return edits ? *edits : std::vector<Edit>{};
    }
    if (field.editor == FieldEditor::Resource) {
        const auto stack = design.stack(field.target.stack);
        const auto resource = stack ? stack->body.resources.find(field.target.resource) : nullptr;
        if (!resource) return {};
        return {RemoveResource{field.target.stack, resource->logicalId}};
    }
    std::vector<Edit> edits;
    std::vector<FieldTarget> targets{field.target};
    targets.insert(targets.end(), field.others.begin(), field.others.end());
    for (const FieldTarget& target : targets) {
        for (const Path& part : field.parts.empty() ? std::vector<Path>{Path{}} : field.parts) {
            const FieldTarget at = partOf(target, part);
            if (valueAt(design, at) != nullptr) edits.push_back(RemoveValue{at.stack, at.path});
        }
    }
    return edits;
}

std::vector<Edit> moveOf(const Design& design, const FormField& item, ItemMove move) {
    const Path& path = item.target.path;
    const auto* index = path.empty() ? nullptr : std::get_if<std::size_t>(&path[path.size() - 1]);
    const FieldTarget list{item.target.stack, item.target.resource, path.parent()};
    const Value* const written = valueAt(design, list);
    if (index == nullptr || written == nullptr || !written->isList()) return {};
    const std::size_t count = written->items().size();
    const bool isUp = move == ItemMove::Up;
    if (*index >= count || (isUp ? *index == 0 : *index + 1 == count)) return {};
    std::vector<Value> items = written->items();
    std::swap(items[*index], items[isUp ? *index - 1 : *index + 1]);
    return {SetValue{list.stack, list.path, Value::list(std::move(items))}};
}

std::vector<Edit> copyOf(const Design& design, const FormField& item) {
    const Path& path = item.target.path;
    const auto* index = path.empty() ? nullptr : std::get_if<std::size_t>(&path[path.size() - 1]);
    const FieldTarget list{item.target.stack, item.target.resource, path.parent()};
    const Value* const written = valueAt(design, list);
    if (index == nullptr || written == nullptr || !written->isList()) return {};
    std::vector<Value> items = written->items();
    if (*index >= items.size()) return {};
    const Value copy = items[*index];
    items.insert(items.begin() + static_cast<std::ptrdiff_t>(*index) + 1, copy);
    return {SetValue{list.stack, list.path, Value::list(std::move(items))}};
}

Result<std::vector<Edit>> renameOf(const Design& design, const FormField& entry,
                                   std::string_view name) {
    const Path& path = entry.target.path;
    const auto* old = path.empty() ? nullptr : std::get_if<std::string>(&path[path.size() - 1]);
    const FieldTarget map{entry.target.stack, entry.target.resource, path.parent()};
    const Value* const written = valueAt(design, map);
    if (old == nullptr || written == nullptr || !written->isMap()) {
        return failure(kFieldGone, "its map is gone", std::string(kFieldGone.help));
    }
    const std::string wanted = trimmed(name);
    if (wanted == *old) return std::vector<Edit>{};
    if (wanted.empty() || written->find(wanted) != nullptr) {
        return failure(kNameTaken,
                       wanted.empty() ? std::string("an entry needs a name")
                                      : fmt::format("there is a `{}` already", wanted),
                       std::string(kNameTaken.help));
    }
    std::vector<MapEntry> entries;
    for (const MapEntry& each : written->entries()) {
        entries.push_back({each.key == *old ? wanted : each.key, each.value});
    }
    return std::vector<Edit>{SetValue{map.stack, map.path, Value::map(std::move(entries))}};
}

std::pair<std::string, std::vector<Edit>> newEntryOf(const Design& design, const FormField& map) {
    const Value* const written = valueAt(design, map.target);
    const auto isTaken = [&](const std::string& name) {
        return written != nullptr && written->isMap() && written->find(name) != nullptr;
    };
    std::string name = "Name";
    for (int i = 2; isTaken(name); ++i) name = fmt::format("Name{}", i);
    FieldTarget entry = map.target;
    entry.path = entry.path / PathStep(name);
    // Like its neighbours: what it holds has the shape that theirs has.
    const bool isMap =
        written != nullptr && !written->entries().empty() && written->entries()[0].value.isMap();
    const Value nothing = isMap ? Value::map({}) : Value::string("");
    auto edits = editsAt(design, entry, nothing);
    return {name, edits ? *std::move(edits) : std::vector<Edit>{}};
}

}  // namespace archivolt
