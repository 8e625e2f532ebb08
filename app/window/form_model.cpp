#include "app/window/form_model.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "app/form/candidates.h"
#include "app/form/field_text.h"
#include "app/form/stack_form.h"
#include "app/window/hand_over.h"
#include "app/window/notice_text.h"
#include "app/window/shown_findings.h"

namespace archivolt {

namespace {

constexpr qsizetype kMostChoices = 200;

QString shown(const std::string& text) { return QString::fromStdString(text); }

const char* wordOf(FieldEditor editor) {
    switch (editor) {
        case FieldEditor::Section: return "section";
        case FieldEditor::Object: return "object";
        case FieldEditor::List: return "list";
        case FieldEditor::Resource: return "resource";
        case FieldEditor::Text: return "text";
        case FieldEditor::Number: return "number";
        case FieldEditor::Switch: return "switch";
        case FieldEditor::Choice: return "choice";
        case FieldEditor::Reference: return "reference";
        case FieldEditor::Cidr: return "cidr";
        case FieldEditor::Expression: return "expression";
        case FieldEditor::Code: return "code";
        case FieldEditor::Ports: return "ports";
        case FieldEditor::OneOf: return "oneOf";
        case FieldEditor::Tag: return "tag";
        case FieldEditor::Lines: return "lines";
        case FieldEditor::Told: return "told";
    }
    return "";
}

const char* wordOf(FieldState state) {
    switch (state) {
        case FieldState::Absent: return "absent";
        case FieldState::Empty: return "empty";
        case FieldState::Set: return "set";
        case FieldState::Mixed: return "mixed";
    }
    return "";
}

const char* toneOf(const std::vector<FieldProblem>& problems) {
    if (problems.empty()) return "";
    const bool isStopped = std::ranges::any_of(
        problems, [](const FieldProblem& problem) { return isUrgent(problem.severity); });
    return isStopped ? "stop" : "warn";
}

std::string toneBelow(const FormField& field) {
    std::string tone = toneOf(field.problems);
    for (const FormField& child : field.children) {
        const std::string below = toneBelow(child);
        if (tone.empty() || below == "stop") tone = below.empty() ? tone : below;
    }
    return tone;
}

const FormField* findIn(const std::vector<FormField>& fields, const std::string& key) {
    for (const FormField& field : fields) {
        if (field.key == key) return &field;
        if (const FormField* const found = findIn(field.children, key)) return found;
    }
    return nullptr;
}

bool holds(const std::string& text, const QString& query) {
    return shown(text).contains(query, Qt::CaseInsensitive);
}

/// Returns how well a text answers to a query: exactly, as its beginning, or somewhere in it.
int rankOf(const QString& text, const QString& query) {
    if (!text.startsWith(query, Qt::CaseInsensitive)) return 2;
    return text.size() == query.size() ? 0 : 1;
}

/// Puts the best answers to a query first; those alike stay in their order.
void rank(QVariantList& list, const QString& query) {
    const auto rankOfChoice = [&](const QVariant& choice) {
        return rankOf(choice.toMap().value(QStringLiteral("title")).toString(), query);
    };
    std::stable_sort(list.begin(), list.end(), [&](const QVariant& one, const QVariant& other) {
        return rankOfChoice(one) < rankOfChoice(other);
    });
}

QVariantMap choiceMap(const FieldChoice& choice) {
    return {{QStringLiteral("text"), shown(choice.text)},
            {QStringLiteral("title"), shown(choice.title)},
            {QStringLiteral("detail"), shown(choice.detail)},
            {QStringLiteral("icon"), shown(choice.icon)}};
}

bool isItem(const FormField& field) {
    const Path& path = field.target.path;
    return !path.empty() && std::holds_alternative<std::size_t>(path[path.size() - 1]);
}

}  // namespace

FormModel::FormModel(QObject* parent) : QAbstractListModel(parent) {}

void FormModel::setDocument(Document* document) {
    if (m_document == document) return;
    if (m_document != nullptr) m_document->disconnect(this);
    m_document = document;
    if (document != nullptr) {
        connect(document, &Document::stateChanged, this, &FormModel::refresh);
        connect(document, &Document::checked, this, &FormModel::refresh);
        connect(document, &Document::drawingChanged, this, &FormModel::refresh);
        connect(document, &Document::selectionChanged, this, &FormModel::refresh);
    }
    Q_EMIT documentChanged();
    refresh();
}

FormModel::Seen FormModel::look() const {
    if (m_document == nullptr || !m_document->isOpen()) return {};
    // Most of what a judgement tells, stage by stage, is nothing that a form shows.
    Seen seen{m_document->selectedResources(), m_document->session().design(),
              m_document->findings()->shown()};
    if (m_document->drawing() != nullptr) seen.resolved = m_document->drawing()->resolved;
    return seen;
}

/// Takes up what the document now says, and shows what differs.
void FormModel::refresh() {
    Seen seen = look();
    if (seen.design != nullptr && seen == m_seen) return;
    // What was resolved tells what fields come to; the drawing that was made of it goes first.
    if (seen.selected == m_seen.selected && seen.design == m_seen.design &&
        seen.findings == m_seen.findings && seen.resolved != m_seen.resolved) {
        if (!std::exchange(m_isDue, true)) nudge(this);
        return;
    }
    takeUp(std::move(seen));
}

bool FormModel::event(QEvent* event) {
    if (event->type() != QEvent::User) return QAbstractListModel::event(event);
    m_isDue = false;
    if (Seen seen = look(); seen != m_seen) takeUp(std::move(seen));
    return true;
}

void FormModel::takeUp(Seen seen) {
    const bool isOther = seen.selected != m_seen.selected;
    m_seen = std::move(seen);
    if (isOther) {
        m_asked.clear();
        m_refusals.clear();
    }
    rebuild();
}

FormInput FormModel::input() const {
    return {*m_document->session().design(),
            m_document->catalog(),
            m_seen.resolved.get(),
            findings(),
            &m_asked,
            m_naming};
}

std::span<const SharedFinding> FormModel::findings() const {
    if (!m_seen.findings) return {};
    return m_seen.findings->open;
}

void FormModel::rebuild() {
    m_form = {};
    if (m_document != nullptr && m_document->isOpen()) {
        m_form = m_seen.selected.empty()       ? stackForm(input())
                 : m_seen.selected.size() == 1 ? formOf(input(), *m_seen.selected.begin())
                                               : commonForm(input(), m_seen.selected);
    }
    std::vector<Row> rows;
    addRows(m_form.fields, 0, rows);
    for (std::size_t i = 1; i < rows.size(); ++i) {
        const bool isHeading = rows[i - 1].field.editor == FieldEditor::Section;
        rows[i - 1].isLast = !isHeading && rows[i].field.editor == FieldEditor::Section;
    }
    show(std::move(rows));
    Q_EMIT changed();
}

bool FormModel::isOpen(const FormField& field) const {
    const bool atFirst = field.editor == FieldEditor::Section && field.title != "Deployment";
    if (m_toggled.contains(field.key)) return !atFirst;
    const bool holdsAsked = std::ranges::any_of(m_asked, [&](const auto& asked) {
        return field.target.resource == asked.first && !field.target.path.empty() &&
               asked.second.startsWith(field.target.path);
    });
    return atFirst || holdsAsked;
}

void FormModel::addRows(const std::vector<FormField>& fields, int depth,
                        std::vector<Row>& rows) const {
    for (const FormField& field : fields) {
        Row row;
        row.field = field;
        row.field.children.clear();
        row.depth = depth;
        // What is only told is no item.
        row.below = static_cast<std::size_t>(std::ranges::count_if(
            field.children,
            [](const FormField& child) { return child.editor != FieldEditor::Told; }));
        row.opens = !field.children.empty();
        row.isOpen = field.opens() && isOpen(field);
        row.isFollowed = static_cast<bool>(followed(field));
        row.problemTone = row.isOpen ? std::string(toneOf(field.problems)) : toneBelow(field);
        if (field.editor == FieldEditor::Tag) {
            row.tagName = field.children[0].text;
            row.field.text = field.children[1].text;
        }
        if (!field.problems.empty()) {
            row.fixLabel = fixOf(field.problems.front()).value_or(QuickFix{}).label;
        }
        if (const auto refusal = m_refusals.find(field.key); refusal != m_refusals.end()) {
            row.refusal = refusal->second;
        }
        const int below = field.editor == FieldEditor::Section ? depth : depth + 1;
        const bool opens = row.isOpen;
        rows.push_back(std::move(row));
        if (opens) addRows(field.children, below, rows);
    }
}

void FormModel::show(std::vector<Row> rows) {
    std::set<std::string_view> wanted;
    for (const Row& row : rows) wanted.insert(row.field.key);
    for (int at = rowCount() - 1; at >= 0; --at) {
        if (wanted.contains(m_rows[static_cast<std::size_t>(at)].field.key)) continue;
        beginRemoveRows({}, at, at);
        m_rows.erase(m_rows.begin() + at);
        endRemoveRows();
    }
    for (std::size_t i = 0; i < rows.size(); ++i) {
        const int at = static_cast<int>(i);
        const auto found = std::find_if(m_rows.begin() + at, m_rows.end(), [&](const Row& row) {
            return row.field.key == rows[i].field.key;
        });
        if (found == m_rows.end()) {
            beginInsertRows({}, at, at);
            m_rows.insert(m_rows.begin() + at, std::move(rows[i]));
            endInsertRows();
            continue;
        }
        const int from = static_cast<int>(found - m_rows.begin());
        if (from != at) {
            beginMoveRows({}, from, from, {}, at);
            std::rotate(m_rows.begin() + at, found, found + 1);
            endMoveRows();
        }
        if (m_rows[i] == rows[i]) continue;
        m_rows[i] = std::move(rows[i]);
        Q_EMIT dataChanged(index(at), index(at));
    }
}

int FormModel::rowCount(const QModelIndex& parent) const {
    return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
}

QHash<int, QByteArray> FormModel::roleNames() const {
    return {{KeyRole, "key"},
            {EditorRole, "editor"},
            {TitleRole, "title"},
            {TextRole, "text"},
            {HintRole, "hint"},
            {IconRole, "iconName"},
            {StateRole, "written"},
            {ComesToRole, "comesTo"},
            {ComesToUnknownRole, "comesToUnknown"},
            {FallbackRole, "fallback"},
            {ParameterRole, "parameter"},
            {RequiredRole, "isRequired"},
            {RemovableRole, "removable"},
            {AddsRole, "adds"},
            {ChoicesRole, "hasChoices"},
            {DepthRole, "depth"},
            {OpenRole, "isOpen"},
            {CountRole, "below"},
            {MovableRole, "movable"},
            {ProblemRole, "problem"},
            {ProblemHelpRole, "problemHelp"},
            {ProblemToneRole, "problemTone"},
            {RefusalRole, "refusal"},
            {TagNameRole, "tagName"},
            {RenamableRole, "renamable"},
            {FixLabelRole, "fixLabel"},
            {FollowsRole, "follows"},
            {OpensRole, "opens"},
            {LastRole, "isLast"}};
}

QVariant FormModel::data(const QModelIndex& index, int role) const {
    if (!checkIndex(index, CheckIndexOption::IndexIsValid)) return {};
    const Row& row = m_rows[static_cast<std::size_t>(index.row())];
    const QVariant text = textData(row, role);
    return text.isValid() ? text : flagData(row, role);
}

QVariant FormModel::textData(const Row& row, int role) const {
    const FormField& field = row.field;
    switch (role) {
        case KeyRole: return shown(field.key);
        case EditorRole: return QString::fromLatin1(wordOf(field.editor));
        case Qt::DisplayRole:
        case TitleRole: return shown(field.title);
        case TextRole: return shown(field.text);
        case HintRole: return shown(field.hint);
        case IconRole: return shown(field.icon);
        case StateRole: return QString::fromLatin1(wordOf(field.state));
        case ComesToRole:
            return field.comesToUnknown ? shownText(field.comesTo) : shown(field.comesTo);
        case FallbackRole: return shown(field.fallback);
        case ParameterRole: return shown(field.parameter);
        case ProblemRole:
            return field.problems.empty() ? QString() : sentenceOf(field.problems.front().message);
        case ProblemHelpRole:
            return field.problems.empty() ? QString() : sentenceOf(field.problems.front().help);
        case ProblemToneRole: return shown(row.problemTone);
        case FixLabelRole: return shown(row.fixLabel);
        case RefusalRole: return shownText(row.refusal);
        case TagNameRole: return shown(row.tagName);
        case AddsRole:
            if (!field.adds.empty()) return QStringLiteral("part");
            if (field.takesEntries) return QStringLiteral("entry");
            if (!field.takesItems) return QString();
            return field.editor == FieldEditor::Object ? QStringLiteral("property")
                                                       : QStringLiteral("item");
        default: return {};
    }
}

QVariant FormModel::flagData(const Row& row, int role) const {
    const FormField& field = row.field;
    switch (role) {
        case ComesToUnknownRole: return field.comesToUnknown;
        case RequiredRole: return field.required;
        case RemovableRole: return field.removable;
        case ChoicesRole: return field.choices;
        case DepthRole: return row.depth;
        case OpenRole: return row.isOpen;
        case CountRole: return static_cast<int>(row.below);
        case MovableRole: return isItem(field) && field.removable;
        case RenamableRole: return field.renamable;
        case FollowsRole: return row.isFollowed;
        case OpensRole: return row.opens;
        case LastRole: return row.isLast;
        default: return {};
    }
}

QVariantList FormModel::problems() const {
    QVariantList list;
    for (const FieldProblem& problem : m_form.problems) {
        list << QVariantMap{
            {QStringLiteral("says"), sentenceOf(problem.message)},
            {QStringLiteral("help"), sentenceOf(problem.help)},
            {QStringLiteral("tone"), QString::fromLatin1(toneOf({problem}))},
            {QStringLiteral("fixLabel"), shown(fixOf(problem).value_or(QuickFix{}).label)}};
    }
    return list;
}

bool FormModel::canAddProperty() const {
    return m_seen.selected.size() == 1 && !m_form.fields.empty() &&
           !absent(QString(), QString()).isEmpty();
}

const FormField* FormModel::find(const QString& key) const {
    return findIn(m_form.fields, key.toStdString());
}

std::string FormModel::nameOf(const FormField& field) const {
    if (!field.others.empty()) return fmt::format("{} things", field.others.size() + 1);
    const Path& path = field.target.path;
    if (path.size() < 2) return {};
    const auto* name = std::get_if<std::string>(&path[1]);
    return name == nullptr ? std::string() : *name;
}

bool FormModel::make(const Result<std::vector<Edit>>& edits, const FormField& field,
                     const std::string& label) {
    const std::string key = field.key;  // The field goes when the design changes.
    if (!edits) {
        m_refusals[key] = noticeOf(edits.error()).toStdString();
        rebuild();
        return false;
    }
    const bool wasRefused = m_refusals.erase(key) > 0;
    if (edits->empty()) {
        if (wasRefused) rebuild();
        return true;
    }
    return m_document->commit(*edits, label);
}

bool FormModel::commit(const QString& key, const QString& text) {
    const FormField* const field = find(key);
    if (field == nullptr) return false;
    const std::string label = fmt::format("Change {} of {}", field->title, nameOf(*field));
    return make(editsFor(*m_document->session().design(), m_document->catalog(), *field,
                         text.toStdString()),
                *field, label);
}

bool FormModel::commitTag(const QString& key, const QString& part, const QString& text) {
    const FormField* const field = find(key);
    if (field == nullptr || field->editor != FieldEditor::Tag) return false;
    return commit(shown(field->children[part == QStringLiteral("name") ? 0 : 1].key), text);
}

bool FormModel::commitParameter(const QString& name, const QString& text) {
    if (m_document == nullptr || m_seen.selected.empty()) return false;
    const auto declared =
        declaredResource(*m_document->session().design(), *m_seen.selected.begin());
    if (!declared) return false;
    const auto edits = parameterEdits(*declared.stack, name.toStdString(), text.toStdString());
    return edits.empty() ||
           m_document->commit(edits, fmt::format("Change parameter {}", name.toStdString()));
}

void FormModel::toggle(const QString& key) {
    const std::string text = key.toStdString();
    if (m_toggled.erase(text) == 0) m_toggled.insert(text);
    rebuild();
}

void FormModel::remove(const QString& key) {
    const FormField* const found = find(key);
    if (found == nullptr) return;
    const FormField field = *found;  // It goes when the form is made anew.
    if (m_asked.erase({field.target.resource, field.target.path}) > 0) rebuild();
    make(removalOf(*m_document->session().design(), field), field,
         field.editor == FieldEditor::Resource
             ? fmt::format("Remove {}", nameOf(field))
             : fmt::format("Remove {} of {}", field.title, nameOf(field)));
}

void FormModel::move(const QString& key, bool up) {
    const FormField* const field = find(key);
    if (field == nullptr) return;
    make(moveOf(*m_document->session().design(), *field, up ? ItemMove::Up : ItemMove::Down),
         *field, fmt::format("Move an item of {}", nameOf(*field)));
}

void FormModel::duplicate(const QString& key) {
    const FormField* const field = find(key);
    if (field == nullptr) return;
    make(copyOf(*m_document->session().design(), *field), *field,
         fmt::format("Duplicate an item of {}", nameOf(*field)));
}

bool FormModel::renameEntry(const QString& key, const QString& name) {
    const FormField* const found = find(key);
    if (found == nullptr || !found->renamable) return false;
    const FormField field = *found;
    return make(renameOf(*m_document->session().design(), field, name.toStdString()), field,
                fmt::format("Rename {} of {}", field.title, nameOf(field)));
}

std::optional<QuickFix> FormModel::fixOf(const FieldProblem& problem) const {
    if (m_document == nullptr || !m_document->isOpen()) return {};
    const auto all = findings();
    const auto finding = std::ranges::find_if(all, [&](const auto& each) {
        return each->code == problem.code && each->message == problem.message;
    });
    if (finding == all.end()) return {};
    return quickFix(**finding, *m_document->session().design());
}

void FormModel::carryOut(const std::optional<QuickFix>& fix) {
    if (!fix) return;
    const std::string what = m_document->selectedName().toStdString();
    m_document->commit(fix->edits, what.empty() ? fix->label : fix->label + " of " + what);
}

void FormModel::fix(const QString& key) {
    const FormField* const field = find(key);
    if (field != nullptr && !field->problems.empty()) carryOut(fixOf(field->problems.front()));
}

void FormModel::fixWhole(int problem) {
    if (problem < 0 || static_cast<std::size_t>(problem) >= m_form.problems.size()) return;
    carryOut(fixOf(m_form.problems[static_cast<std::size_t>(problem)]));
}

void FormModel::add(const QString& key) {
    const FormField* const field = find(key);
    if (field == nullptr) return;
    if (field->takesEntries) {
        const FormField map = *field;
        const auto [name, edits] = newEntryOf(*m_document->session().design(), map);
        if (!isOpen(map)) m_toggled.insert(map.key);
        make(edits, map, fmt::format("Add an entry to {}", map.title));
        for (const FormField* each : allFields(m_form)) {
            if (each->target.path == map.target.path / PathStep(name)) {
                Q_EMIT asked(shown(each->key));
                return;
            }
        }
        return;
    }
    if (!field->adds.empty()) {
        addPart(FormField(*field));
        return;
    }
    const Value* const list =
        m_document->session().design()->stack(field->target.stack)->body.at(field->target.path);
    const std::size_t next = list == nullptr || !list->isList() ? 0 : list->items().size();
    ask(shown((field->target.path / PathStep(next)).toString()));
}

/// Makes another part of a section, which opens: it is made to be filled in.
void FormModel::addPart(const FormField& section) {
    const std::uint32_t firstNew = m_document->session().design()->nextId;
    make(newPart(input(), section), section, fmt::format("Add to {}", section.title));
    for (const FormField* each : allFields(m_form)) {
        const bool isNew = each->target.resource.value >= firstNew;
        if (each->editor != FieldEditor::Resource || !isNew) continue;
        if (!isOpen(*each)) m_toggled.insert(each->key);
        const QString first =
            shown(each->children.empty() ? each->key : each->children.front().key);
        rebuild();
        Q_EMIT asked(first);
        return;
    }
}

void FormModel::ask(const QString& place) {
    if (m_seen.selected.size() != 1) return;
    const Path path = Path::parse(place.toStdString());
    if (path.size() < 2) return;
    // What belongs to the selected one is asked for under its own name.
    for (const FormField* field : allFields(m_form)) {
        if (path.startsWith(field->target.path) && field->target.path.size() > 2 &&
            field->target.resource) {
            m_asked.insert({field->target.resource, path});
            break;
        }
    }
    if (path.size() == 4) m_asked.insert({*m_seen.selected.begin(), path});
    rebuild();
    for (const Row& row : m_rows) {
        if (!row.field.opens() && row.field.target.path.startsWith(path)) {
            Q_EMIT asked(shown(row.field.key));
            return;
        }
    }
}

ResourceId FormModel::followed(const FormField& field) const {
    if (field.editor == FieldEditor::Resource) return field.target.resource;
    if (field.icon.empty() || m_document == nullptr) return {};
    const auto stack = m_document->session().design()->stack(field.target.stack);
    const auto value = valueOfYaml(field.text);
    if (!stack || !value || !value->isCall()) return {};
    const Value& argument = value->argument();
    const auto target = stack->body.resources.find(std::string_view(
        argument.isList() && !argument.items().empty() ? argument.items().front().text()
                                                       : argument.text()));
    return target ? target->id : ResourceId{};
}

int FormModel::rowOf(const QString& key) const {
    const auto row = std::ranges::find_if(
        m_rows, [&](const Row& each) { return each.field.key == key.toStdString(); });
    return row == m_rows.end() ? -1 : static_cast<int>(row - m_rows.begin());
}

void FormModel::follow(const QString& key) {
    const FormField* const field = find(key);
    const ResourceId id = field == nullptr ? ResourceId{} : followed(*field);
    if (id) m_document->show(id);
}

QVariantList FormModel::choices(const QString& key, const QString& query) const {
    QVariantList list;
    const FormField* const field = find(key);
    if (field == nullptr) return list;
    for (const FieldChoice& choice : choicesOf(input(), *field)) {
        if (!holds(choice.title, query) && !holds(choice.detail, query)) continue;
        list << choiceMap(choice);
    }
    rank(list, query);
    return list.mid(0, kMostChoices);
}

QVariantList FormModel::absent(const QString& key, const QString& query) const {
    QVariantList list;
    if (m_document == nullptr || m_seen.selected.size() != 1) return list;
    const auto declared =
        declaredResource(*m_document->session().design(), *m_seen.selected.begin());
    if (!declared) return list;
    const FormField* const field = key.isEmpty() ? nullptr : find(key);
    const FieldTarget object =
        field != nullptr
            ? field->target
            : FieldTarget{declared.stack->id, declared.resource->id,
                          Path{"Resources", declared.resource->logicalId, "Properties"}};
    for (const AbsentProperty& absent : absentProperties(input(), object)) {
        if (!holds(absent.name, query)) continue;
        list << choiceMap({absent.target.path.toString(), absent.name, absent.hint, {}});
    }
    rank(list, query);
    return list;
}

}  // namespace archivolt
