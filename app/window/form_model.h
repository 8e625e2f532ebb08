#pragma once

#include <QtQml/qqmlregistration.h>
#include <QAbstractListModel>
#include <QPointer>
#include <QVariantList>
#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <vector>

#include "app/form/field_edits.h"
#include "app/form/form.h"
#include "app/tools/quick_fix.h"
#include "app/window/document.h"

namespace archivolt {

/// The form of what is selected in a document, as the rows that show; where nothing is selected,
/// that of its stacks: parameters, outputs, conditions.
///
/// Rows are known by their field's key: when the design or what is said of it changes, only rows
/// that differ change, so that a field keeps the keyboard while it is being edited.
class FormModel : public QAbstractListModel {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(archivolt::Document* document READ document WRITE setDocument NOTIFY documentChanged)
    Q_PROPERTY(QVariantList problems READ problems NOTIFY changed)
    Q_PROPERTY(int selectedCount READ selectedCount NOTIFY changed)
    Q_PROPERTY(bool canAddProperty READ canAddProperty NOTIFY changed)

public:
    enum Role {
        KeyRole = Qt::UserRole + 1,
        EditorRole,  ///< A word of FieldEditor: `text`, `oneOf`.
        TitleRole,
        TextRole,
        HintRole,
        IconRole,
        StateRole,  ///< `absent`, `empty`, `set` or `mixed`.
        ComesToRole,
        ComesToUnknownRole,
        FallbackRole,
        ParameterRole,
        RequiredRole,
        RemovableRole,
        AddsRole,  ///< `item`, `part` or `property`; empty where nothing can be added.
        ChoicesRole,
        DepthRole,
        OpenRole,
        CountRole,  ///< Of what is below it.
        MovableRole,
        ProblemRole,
        ProblemHelpRole,
        ProblemToneRole,  ///< `stop` or `warn`; of what is below it, too, while it is shut.
        RefusalRole,      ///< Why the text that was typed last is not taken.
        TagNameRole,
        RenamableRole,
        FixLabelRole,  ///< What does away with its problem; empty where nothing alone does.
        FollowsRole,   ///< It names a resource that can be gone to.
        OpensRole,     ///< There is something below it.
        LastRole,      ///< The heading of the next section stands below it.
    };

    explicit FormModel(QObject* parent = nullptr);
    [[nodiscard]] int rowCount(const QModelIndex& parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex& index, int role) const override;
    [[nodiscard]] QHash<int, QByteArray> roleNames() const override;

    [[nodiscard]] Document* document() const { return m_document; }
    void setDocument(Document* document);
    /// Returns what is wrong with the resource as a whole: maps of `says`, `help` and `tone`.
    [[nodiscard]] QVariantList problems() const;
    [[nodiscard]] int selectedCount() const { return static_cast<int>(m_seen.selected.size()); }
    [[nodiscard]] bool canAddProperty() const;

    /// Gives a field a value and says whether it was taken; why not is then in its row.
    Q_INVOKABLE bool commit(const QString& key, const QString& text);
    /// Gives one of a tag's two fields a value.
    Q_INVOKABLE bool commitTag(const QString& key, const QString& part, const QString& text);
    /// Gives the parameter that decides a field a value.
    Q_INVOKABLE bool commitParameter(const QString& name, const QString& text);
    Q_INVOKABLE void toggle(const QString& key);
    Q_INVOKABLE void remove(const QString& key);
    Q_INVOKABLE void move(const QString& key, bool up);
    /// Puts a copy of a list's item behind it.
    Q_INVOKABLE void duplicate(const QString& key);
    /// Gives an entry of a map another name and says whether it was taken.
    Q_INVOKABLE bool renameEntry(const QString& key, const QString& name);
    /// Does what the first problem of a field asks for.
    Q_INVOKABLE void fix(const QString& key);
    /// Does what a problem of the resource as a whole asks for.
    Q_INVOKABLE void fixWhole(int problem);
    /// Begins another item of a list, or makes another part.
    Q_INVOKABLE void add(const QString& key);
    /// Shows a field for a property that is not written; its place is one of `absent`.
    Q_INVOKABLE void ask(const QString& place);
    /// Returns the row of a field; -1 where it does not show.
    [[nodiscard]] Q_INVOKABLE int rowOf(const QString& key) const;
    /// Selects the resource that a field names or shows.
    Q_INVOKABLE void follow(const QString& key);
    /// Returns what a field can be set to, as far as it holds `query`: maps of `text`, `title`,
    /// `detail` and `icon`.
    [[nodiscard]] Q_INVOKABLE QVariantList choices(const QString& key, const QString& query) const;
    /// Returns the properties that an object (none: the resource) lacks, as far as they hold
    /// `query`: maps of `text` (the place), `title` and `detail`.
    [[nodiscard]] Q_INVOKABLE QVariantList absent(const QString& key, const QString& query) const;

Q_SIGNALS:
    void documentChanged();
    void changed();
    /// A field that was asked for is there and wants the keyboard.
    void asked(const QString& key);

protected:
    bool event(QEvent* event) override;

private:
    struct Row {
        FormField field;  ///< Without its children.
        int depth = 0;
        bool isOpen = false;
        std::size_t below = 0;
        bool opens = false;
        bool isLast = false;
        std::string tagName;
        std::string problemTone;
        std::string fixLabel;
        std::string refusal;
        bool isFollowed = false;
        friend bool operator==(const Row&, const Row&) = default;
    };
    /// What the form was made of; all null for none.
    struct Seen {
        std::set<ResourceId> selected;
        std::shared_ptr<const Design> design = nullptr;
        std::shared_ptr<const ShownFindings> findings = nullptr;
        std::shared_ptr<const ResolvedDesign> resolved = nullptr;
        friend bool operator==(const Seen&, const Seen&) = default;
    };

    [[nodiscard]] Seen look() const;
    void refresh();
    void takeUp(Seen seen);
    void rebuild();
    void addPart(const FormField& section);
    [[nodiscard]] std::span<const SharedFinding> findings() const;
    [[nodiscard]] std::optional<QuickFix> fixOf(const FieldProblem& problem) const;
    void carryOut(const std::optional<QuickFix>& fix);
    void show(std::vector<Row> rows);
    void addRows(const std::vector<FormField>& fields, int depth, std::vector<Row>& rows) const;
    [[nodiscard]] bool isOpen(const FormField& field) const;
    [[nodiscard]] FormInput input() const;
    [[nodiscard]] const FormField* find(const QString& key) const;
    [[nodiscard]] ResourceId followed(const FormField& field) const;
    bool make(const Result<std::vector<Edit>>& edits, const FormField& field,
              const std::string& label);
    [[nodiscard]] std::string nameOf(const FormField& field) const;
    [[nodiscard]] QVariant textData(const Row& row, int role) const;
    [[nodiscard]] QVariant flagData(const Row& row, int role) const;

    QPointer<Document> m_document;
    NamingIndex m_naming;
    Form m_form;
    std::vector<Row> m_rows;
    std::set<std::string> m_toggled;  ///< What is not as it is at first: open or shut.
    std::set<std::pair<ResourceId, Path>> m_asked;
    std::map<std::string, std::string> m_refusals;
    Seen m_seen;
    bool m_isDue = false;  ///< What it was resolved to is to be taken up in a later turn.
};

}  // namespace archivolt
