#include <QAbstractItemModelTester>
#include <QQuickItem>
#include <QQuickWindow>
#include <QRegularExpression>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>
#include <QTextCursor>
#include <QTextDocument>
#include <functional>
#include <memory>

#include "app/session/save_design.h"
#include "app/window/document.h"
#include "app/window/form_model.h"
#include "app/window/selected_thing.h"
#include "app/window/template_model.h"
#include "tests/window/offscreen_window.h"

namespace archivolt {

namespace {

QString text(const std::string& bytes) { return QString::fromStdString(bytes); }

}  // namespace

/// The inspector's form and the template's text, in the whole window without a display.
class WindowFormTest : public QObject, protected test::OffscreenWindow {
    Q_OBJECT

private Q_SLOTS:
    void initTestCase();
    void init();
    void cleanup();
    void rowsKeepTheModelContract();
    void whatHasNothingBelowItDoesNotOpen();
    void aFieldStaysWhileJudgementsArrive();
    void whatIsNotTakenIsSaidAtItsField();
    void anItemThatIsBegunIsWrittenWithItsFirstValue();
    void aFieldThatIsAskedForIsInView();
    void severalAreChangedInOneStep();
    void aParameterIsChangedFromWhereItCounts();
    void aPartIsMadeWhereItBelongs();
    void severalLinesBeginWhereOneLineDoes();
    void typingInAFieldIsTakenOnEnter();
    void aFieldLetsUndoThroughThatHasNothingToTakeBack();
    void whatIsTypedInAFieldIsTakenBeforeItIsSaved();
    void typedTextIsTakenUpAndUndoGivesTheFileBack();
    void brokenTextStaysADraftAndSaysWhy();
    void whatCanStandThereIsOfferedWhileTyping();
    void aDraftIsNotTakenOverAChangeElsewhere();
    void aChangeElsewhereChangesOnlyItsOwnCharacters();
    void textAndDrawingSelectTheSame();
    void anExactNameThenABeginningComesFirst();
    void aNewLineIsIndentedAsTheOneBefore();

private:
    void settle();
    void select(std::initializer_list<const char*> names);
    [[nodiscard]] ResourceId id(const char* name) const;
    [[nodiscard]] int row(const QString& title, const QString& under = {}) const;
    [[nodiscard]] QString at(int row, int role) const;
    [[nodiscard]] std::string written() const;
    [[nodiscard]] QQuickItem* fieldOf(const QString& value) const;
    void openTemplate();
    void replace(const QString& before, const QString& after);

    FormModel* m_form = nullptr;
    TemplateModel* m_template = nullptr;
};

void WindowFormTest::initTestCase() { prepareWindows(); }

void WindowFormTest::init() {
    openWindow(QStringLiteral("qrc:"));
    if (QTest::currentTestFailed()) return;
    m_form = m_window->findChild<FormModel*>();
    QVERIFY(m_form != nullptr);
}

void WindowFormTest::cleanup() { closeWindow(); }

void WindowFormTest::settle() {
    QTRY_VERIFY_WITH_TIMEOUT(!m_document->isChecking(), kPatience);
    QCoreApplication::processEvents();
}

ResourceId WindowFormTest::id(const char* name) const {
    return m_document->session()
        .design()
        ->stacks.front()
        ->body.resources.find(std::string_view(name))
        ->id;
}

void WindowFormTest::select(std::initializer_list<const char*> names) {
    DesignSelection selection;
    for (const char* name : names) selection.resources.insert(id(name));
    m_document->select(std::move(selection));
}

int WindowFormTest::row(const QString& title, const QString& under) const {
    bool isUnder = under.isEmpty();
    for (int row = 0; row < m_form->rowCount(); ++row) {
        const QString found = at(row, FormModel::TitleRole);
        if (isUnder && found == title) return row;
        isUnder = isUnder || found == under;
    }
    return -1;
}

QString WindowFormTest::at(int row, int role) const {
    return m_form->data(m_form->index(row), role).toString();
}

std::string WindowFormTest::written() const {
    return savedText(*m_document->session().design(), FileKind::Template).value();
}

/// Returns the field of the form that shows a value, or null pointer.
QQuickItem* WindowFormTest::fieldOf(const QString& value) const {
    auto* const list = m_window->findChild<QQuickItem*>(QStringLiteral("formList"));
    QQuickItem* field = nullptr;
    const std::function<void(QQuickItem*)> look = [&](QQuickItem* item) {
        if (item->property("value").toString() == value) field = item;
        for (QQuickItem* child : item->childItems()) look(child);
    };
    if (list != nullptr) look(list);
    return field;
}

void WindowFormTest::openTemplate() {
    QTest::keyClick(m_window, Qt::Key_J, Qt::ControlModifier);
    QTRY_VERIFY(m_window->findChild<TemplateModel*>() != nullptr);
    m_template = m_window->findChild<TemplateModel*>();
    QTRY_VERIFY(m_template->area() != nullptr);
}

/// Types over a part of the text, as a user would who selects it.
void WindowFormTest::replace(const QString& before, const QString& after) {
    QTextDocument* const document = m_template->area()->textDocument();
    QTextCursor cursor = document->find(before);
    QVERIFY2(!cursor.isNull(), qPrintable(before));
    cursor.insertText(after);
}

void WindowFormTest::rowsKeepTheModelContract() {
    const QAbstractItemModelTester tester(m_form,
                                          QAbstractItemModelTester::FailureReportingMode::QtTest);
    QVERIFY(row(QStringLiteral("InstanceType")) > 0);  // A parameter: nothing is selected.
    const auto& resources = m_document->session().design()->stacks.front()->body.resources;
    for (const auto& resource : resources) {
        m_document->select(DesignSelection{{resource->id}, {}});
        QVERIFY(m_form->rowCount() > 0);
        for (int row = m_form->rowCount() - 1; row >= 0; --row) {
            if (at(row, FormModel::EditorRole) == QStringLiteral("section")) continue;
            m_form->toggle(at(row, FormModel::KeyRole));
        }
        for (int row = 0; row < m_form->rowCount(); ++row) {
            for (const int role : m_form->roleNames().keys()) {
                QVERIFY(m_form->data(m_form->index(row), role).isValid());
            }
        }
    }
    select({"Bastion"});
    QVERIFY(m_form->commit(at(row(QStringLiteral("InstanceType")), FormModel::KeyRole),
                           QStringLiteral("t3.large")));
    m_document->undo();
    m_document->select(DesignSelection{});
}

/// A chevron promises that something is below.
void WindowFormTest::whatHasNothingBelowItDoesNotOpen() {
    select({"PublicA"});
    const auto opens = [&](const char* title) {
        return at(row(QString::fromLatin1(title)), FormModel::OpensRole);
    };
    QCOMPARE(opens("Properties"), QStringLiteral("true"));
    QCOMPARE(opens("Tags"), QStringLiteral("false"));
    const auto isLast = [&](int row) { return at(row, FormModel::LastRole); };
    const int next = row(QStringLiteral("Route table associations"));
    QCOMPARE(isLast(next - 1), QStringLiteral("true"));
    QCOMPARE(isLast(next - 2), QStringLiteral("false"));
    QCOMPARE(isLast(row(QStringLiteral("Tags"))), QStringLiteral("false"));
}

void WindowFormTest::aFieldStaysWhileJudgementsArrive() {
    select({"PublicB"});
    settle();
    const QSignalSpy resets(m_form, &QAbstractItemModel::modelReset);
    const QSignalSpy removed(m_form, &QAbstractItemModel::rowsRemoved);
    const QSignalSpy inserted(m_form, &QAbstractItemModel::rowsInserted);
    const int block = row(QStringLiteral("CidrBlock"));
    QVERIFY(m_form->commit(at(block, FormModel::KeyRole), QStringLiteral("10.0.0.0/24")));
    settle();
    QCOMPARE(resets.count() + removed.count() + inserted.count(), 0);
    QTRY_VERIFY(!at(block, FormModel::ProblemRole).isEmpty());  // It overlaps PublicA now.
    QCOMPARE(at(block, FormModel::ProblemToneRole), QStringLiteral("stop"));
    m_document->undo();
    settle();
    QTRY_VERIFY(at(block, FormModel::ProblemRole).isEmpty());
}

void WindowFormTest::whatIsNotTakenIsSaidAtItsField() {
    select({"PublicAclInHttps"});
    const int number = row(QStringLiteral("RuleNumber"));
    QVERIFY(number > 0);
    const std::string before = written();
    QVERIFY(!m_form->commit(at(number, FormModel::KeyRole), QStringLiteral("many")));
    QVERIFY(!at(number, FormModel::RefusalRole).isEmpty());
    QCOMPARE(text(written()), text(before));
    QVERIFY(m_form->commit(at(number, FormModel::KeyRole), QStringLiteral("117")));
    QVERIFY(at(number, FormModel::RefusalRole).isEmpty());
    m_document->undo();
    QCOMPARE(text(written()), text(before));
}

void WindowFormTest::anItemThatIsBegunIsWrittenWithItsFirstValue() {
    select({"WebGroup"});
    const std::string before = written();
    const QSignalSpy asked(m_form, &FormModel::asked);
    m_form->add(at(row(QStringLiteral("Inbound rules")), FormModel::KeyRole));
    QCOMPARE(asked.count(), 1);
    QCOMPARE(text(written()), text(before));
    const int ports = row(QStringLiteral("Ports"), QStringLiteral("New"));
    QVERIFY(ports > 0);
    QVERIFY(m_form->commit(at(ports, FormModel::KeyRole), QStringLiteral("53")));
    QVERIFY(written().find("FromPort: 53") != std::string::npos);
    m_document->undo();
    QCOMPARE(text(written()), text(before));
}

void WindowFormTest::aFieldThatIsAskedForIsInView() {
    select({"OrdersDb"});
    settle();
    auto* list = m_window->findChild<QQuickItem*>(QStringLiteral("formList"));
    QVERIFY(list != nullptr);
    const QVariantList absent = m_form->absent({}, {});
    QVERIFY(absent.size() > 20);
    for (const QVariant& each : {absent.last(), absent.first(), absent[absent.size() / 2]}) {
        const QSignalSpy asked(m_form, &FormModel::asked);
        m_form->ask(each.toMap().value(QStringLiteral("text")).toString());
        if (asked.isEmpty()) continue;  // An object: its own properties are asked for next.
        const auto isInView = [&] {
            const QQuickItem* field = m_window->activeFocusItem();
            if (field == nullptr || !list->isAncestorOf(field)) return false;
            const QRectF place = field->mapRectToItem(list, field->boundingRect());
            return place.top() >= 0 && place.bottom() <= list->height();
        };
        QTRY_VERIFY2(isInView(),
                     qPrintable(each.toMap().value(QStringLiteral("title")).toString()));
    }
}

void WindowFormTest::severalAreChangedInOneStep() {
    select({"PublicA", "PublicB"});
    QCOMPARE(m_form->selectedCount(), 2);
    const int block = row(QStringLiteral("CidrBlock"));
    QCOMPARE(at(block, FormModel::StateRole), QStringLiteral("mixed"));
    const std::string before = written();
    const int zone = row(QStringLiteral("AvailabilityZone"));
    QCOMPARE(at(zone, FormModel::StateRole), QStringLiteral("mixed"));
    QVERIFY(m_form->commit(at(zone, FormModel::KeyRole), QStringLiteral("us-east-1f")));
    QCOMPARE(at(row(QStringLiteral("AvailabilityZone")), FormModel::TextRole),
             QStringLiteral("us-east-1f"));
    QVERIFY(written() != before);
    m_document->undo();
    QCOMPARE(text(written()), text(before));
}

void WindowFormTest::aParameterIsChangedFromWhereItCounts() {
    select({"WebTemplate"});
    settle();
    int type = row(QStringLiteral("LaunchTemplateData"));
    m_form->toggle(at(type, FormModel::KeyRole));
    type = row(QStringLiteral("InstanceType"));
    QVERIFY(type > 0);
    QCOMPARE(at(type, FormModel::ParameterRole), QStringLiteral("InstanceType"));
    QVERIFY(m_form->commitParameter(QStringLiteral("InstanceType"), QStringLiteral("m6i.large")));
    settle();
    QTRY_COMPARE(at(row(QStringLiteral("InstanceType")), FormModel::ComesToRole),
                 QStringLiteral("m6i.large"));
    m_document->undo();
}

void WindowFormTest::aPartIsMadeWhereItBelongs() {
    select({"PublicRoutes"});
    const int routes = row(QStringLiteral("Routes"));
    QVERIFY(routes > 0);
    QCOMPARE(at(routes, FormModel::AddsRole), QStringLiteral("part"));
    const int count = at(routes, FormModel::CountRole).toInt();
    m_form->add(at(routes, FormModel::KeyRole));
    // It opens at once: nothing is made to stay as it is.
    QVERIFY(row(QStringLiteral("Target"), QStringLiteral("Routes")) > routes);
    QCOMPARE(at(row(QStringLiteral("Routes")), FormModel::CountRole).toInt(), count + 1);
    QVERIFY(written().find("PublicRoutesRoute") != std::string::npos);
    m_document->undo();
}

void WindowFormTest::severalLinesBeginWhereOneLineDoes() {
    select({"Bastion"});
    settle();
    QTRY_VERIFY(fieldOf(QStringLiteral("t3.micro")) != nullptr);
    const double inset = fieldOf(QStringLiteral("t3.micro"))->property("leftPadding").toDouble();
    QVERIFY(inset > 0);
    const QString words = QStringLiteral("Ask the office");
    const Note note{{}, {-220, 400, 200, 88}, words.toStdString()};
    QVERIFY(m_document->commit({SetNote{{}, note}}, "Add a note"));
    settle();
    const NoteId made = m_document->session().design()->notes.front().id;
    m_document->select(DesignSelection{{}, {}, {}, {made}, {}});
    const auto area = [&]() -> QQuickItem* {
        for (QQuickItem* each : m_window->findChildren<QQuickItem*>()) {
            const bool isOfIt = each->property("text").toString() == words && each->isVisible();
            if (isOfIt && each->property("cursorRectangle").isValid()) return each;
        }
        return nullptr;
    };
    QTRY_VERIFY(area() != nullptr);
    QQuickItem* frame = area();
    while (frame != nullptr && !frame->property("isProse").isValid()) frame = frame->parentItem();
    QVERIFY(frame != nullptr);
    const auto begins = [&] {
        return area()
            ->mapToItem(frame, area()->property("cursorRectangle").toRectF().topLeft())
            .x();
    };
    area()->setProperty("cursorPosition", 0);
    QTRY_COMPARE(begins(), inset);
}

void WindowFormTest::typingInAFieldIsTakenOnEnter() {
    select({"Bastion"});
    settle();
    QTRY_VERIFY(fieldOf(QStringLiteral("t3.micro")) != nullptr);
    QQuickItem* const field = fieldOf(QStringLiteral("t3.micro"));
    field->forceActiveFocus(Qt::TabFocusReason);  // Tab selects what is there: it is typed over.
    for (const char key : std::string("m5.large")) {
        QTest::keyClick(m_window, key);
    }
    QTest::keyClick(m_window, Qt::Key_Return);
    QTRY_VERIFY(written().find("InstanceType: m5.large") != std::string::npos);
    settle();
    QVERIFY(field->hasActiveFocus());  // Through all that was judged since.
    QCOMPARE(m_document->undoLabel(), QStringLiteral("Change InstanceType of Bastion"));
}

void WindowFormTest::aFieldLetsUndoThroughThatHasNothingToTakeBack() {
    select({"Bastion"});
    const std::string before = written();
    const auto presses = [&](Qt::Key key) {
        QTest::keyClick(m_window, key, Qt::ControlModifier);
        QCoreApplication::processEvents();
    };
    settle();
    QTRY_VERIFY(fieldOf(QStringLiteral("t3.micro")) != nullptr);
    const auto input = [&] { return m_window->activeFocusItem(); };
    const auto says = [&] { return input()->property("text").toString(); };
    fieldOf(QStringLiteral("t3.micro"))->forceActiveFocus(Qt::TabFocusReason);
    QTRY_VERIFY(input() != nullptr && says() == QStringLiteral("t3.micro"));
    // What is typed is the field's to take back, and then it stands as before.
    QTest::keyClick(m_window, Qt::Key_A, Qt::ControlModifier);
    QTest::keyClick(m_window, Qt::Key_M);
    QCOMPARE(says(), QStringLiteral("m"));
    presses(Qt::Key_Z);
    QCOMPARE(says(), QStringLiteral("t3.micro"));
    QTest::keyClick(m_window, Qt::Key_A, Qt::ControlModifier);
    for (const char letter : std::string("m5.large")) QTest::keyClick(m_window, letter);
    QTest::keyClick(m_window, Qt::Key_Return);
    settle();
    QVERIFY(written().find("InstanceType: m5.large") != std::string::npos);
    QVERIFY(m_window->activeFocusItem()->inherits("QQuickTextInput"));
    presses(Qt::Key_Z);
    settle();
    QCOMPARE(text(written()), text(before));
    QTRY_COMPARE(says(), QStringLiteral("t3.micro"));
    presses(Qt::Key_Y);
    settle();
    QVERIFY(written().find("InstanceType: m5.large") != std::string::npos);
    presses(Qt::Key_Z);
    settle();
    QCOMPARE(text(written()), text(before));
}

void WindowFormTest::whatIsTypedInAFieldIsTakenBeforeItIsSaved() {
    const QString file = m_folder->filePath(QStringLiteral("shop.yaml"));
    QVERIFY(m_files.writeAtomically(file.toStdString(), written()));
    QVERIFY(m_document->openPath(file));
    settle();
    select({"Bastion"});
    settle();
    QTRY_VERIFY(fieldOf(QStringLiteral("t3.micro")) != nullptr);
    QQuickItem* const field = fieldOf(QStringLiteral("t3.micro"));
    field->forceActiveFocus();
    QVERIFY(QMetaObject::invokeMethod(field, "selectAll"));
    for (const char key : std::string("m5.large")) {
        QTest::keyClick(m_window, key);
    }
    QVERIFY(written().find("m5.large") == std::string::npos);
    QTest::keyClick(m_window, Qt::Key_S, Qt::ControlModifier);
    QVERIFY(written().find("InstanceType: m5.large") != std::string::npos);
    QCOMPARE(m_document->files()->question(), QString());
    QCOMPARE(m_document->undoLabel(), QStringLiteral("Change InstanceType of Bastion"));
    QVERIFY(!m_document->isDirty());
    const auto saved = m_files.read(file.toStdString(), 1U << 20U);
    QVERIFY(saved && saved->find("InstanceType: m5.large") != std::string::npos);
    settle();
}

void WindowFormTest::typedTextIsTakenUpAndUndoGivesTheFileBack() {
    openTemplate();
    const std::string before = written();
    QCOMPARE(m_template->area()->textDocument()->toPlainText(), text(before));
    QVERIFY(m_template->marks().empty());
    const ResourceId bastion = id("Bastion");
    replace(QStringLiteral("t3.micro"), QStringLiteral("t3.small"));
    QVERIFY(m_template->isDraft());
    QTRY_VERIFY(!m_template->isDraft());
    QVERIFY(written().find("t3.small") != std::string::npos);
    QVERIFY(id("Bastion") == bastion);
    QVERIFY(!m_template->marks().empty());
    m_template->undo();
    QCOMPARE(text(written()), text(before));
    QCOMPARE(m_template->area()->textDocument()->toPlainText(), text(before));
    settle();
}

/// The list that shows while one types: it leaves the keyboard where it is, and Return a new line.
void WindowFormTest::whatCanStandThereIsOfferedWhileTyping() {
    openTemplate();
    auto* list = m_window->findChild<QObject*>(QStringLiteral("quietChoices"));
    QVERIFY(list != nullptr);
    const auto isOpen = [&] { return list->property("opened").toBool(); };
    QTextDocument* const document = m_template->area()->textDocument();
    auto* area = qobject_cast<QQuickItem*>(m_template->area()->parent());
    QVERIFY(area != nullptr);
    area->forceActiveFocus();
    const auto typeBehind = [&](const QString& mark, const QString& typed) {
        const QTextCursor cursor = document->find(mark);
        QVERIFY(!cursor.isNull());
        area->setProperty("cursorPosition",
                          cursor.block().position() + cursor.block().length() - 1);
        QTest::keyClick(m_window, Qt::Key_Return);
        for (const QChar each : typed) QTest::keyClick(m_window, each.toLatin1());
    };
    const QString head = QStringLiteral("  Bastion:");
    typeBehind(head, QStringLiteral("De"));
    QTRY_VERIFY(isOpen());
    QVERIFY(area->hasActiveFocus());
    QVERIFY(document->toPlainText().contains(QStringLiteral("  Bastion:\n    De\n")));
    QTest::keyClick(m_window, Qt::Key_Tab);
    QVERIFY(!isOpen());
    QVERIFY(document->toPlainText().contains(QStringLiteral("    DeletionPolicy: \n")));
    typeBehind(head, QStringLiteral("De"));
    QTRY_VERIFY(isOpen());
    QTest::keyClick(m_window, Qt::Key_Escape);
    QVERIFY(!isOpen() && area->hasActiveFocus());
    QTest::keyClick(m_window, Qt::Key_P);
    QTRY_VERIFY(isOpen());
    QTest::keyClick(m_window, Qt::Key_Return);
    QVERIFY(!isOpen());
    QVERIFY(document->toPlainText().contains(QStringLiteral("    Dep\n")));
    m_template->discard();
}

void WindowFormTest::brokenTextStaysADraftAndSaysWhy() {
    openTemplate();
    const std::string before = written();
    replace(QStringLiteral("Resources:"), QStringLiteral("Resources: ["));
    QTRY_VERIFY(!m_template->note().isEmpty());
    QVERIFY(m_template->isDraft());
    QCOMPARE(text(written()), text(before));
    QVERIFY(std::ranges::any_of(m_template->marks(), [](const TemplateModel::Mark& mark) {
        return mark.kind == TemplateModel::Mark::Kind::Error;
    }));
    m_template->discard();
    QVERIFY(!m_template->isDraft() && m_template->note().isEmpty());
    QCOMPARE(m_template->area()->textDocument()->toPlainText(), text(before));
}

void WindowFormTest::aDraftIsNotTakenOverAChangeElsewhere() {
    openTemplate();
    replace(QStringLiteral("Resources:"), QStringLiteral("Resources: ["));
    QTRY_VERIFY(!m_template->note().isEmpty());
    select({"Bastion"});
    QVERIFY(m_form->commit(at(row(QStringLiteral("InstanceType")), FormModel::KeyRole),
                           QStringLiteral("t3.nano")));
    QVERIFY(m_template->isConflict());
    const std::string changed = written();
    replace(QStringLiteral("Resources: ["), QStringLiteral("Resources:"));
    m_template->apply();
    QCOMPARE(text(written()), text(changed));
    m_template->applyOver();
    QVERIFY(!m_template->isConflict() && !m_template->isDraft());
    QVERIFY(written().find("t3.nano") == std::string::npos);
    m_document->undo();
    QCOMPARE(text(written()), text(changed));
    settle();
}

void WindowFormTest::aChangeElsewhereChangesOnlyItsOwnCharacters() {
    openTemplate();
    QTextDocument* const document = m_template->area()->textDocument();
    const QSignalSpy changes(document, &QTextDocument::contentsChange);
    select({"Bastion"});
    QVERIFY(m_form->commit(at(row(QStringLiteral("InstanceType")), FormModel::KeyRole),
                           QStringLiteral("t3.nano")));
    QCOMPARE(document->toPlainText(), text(written()));
    for (const auto& change : changes) {
        QVERIFY2(change.at(1).toInt() + change.at(2).toInt() < 20, "more than the value");
    }
    settle();
}

void WindowFormTest::anExactNameThenABeginningComesFirst() {
    select({"OrdersDb"});
    const auto titles = [this](const QString& query) {
        QStringList names;
        for (const QVariant& each : m_form->absent({}, query)) {
            names << each.toMap().value(QStringLiteral("title")).toString();
        }
        return names;
    };
    QCOMPARE(titles(QStringLiteral("port")).value(0), QStringLiteral("Port"));
    const QStringList begun = titles(QStringLiteral("db"));
    QVERIFY2(begun.value(0).startsWith(QStringLiteral("DB")), qPrintable(begun.join(u' ')));
}

void WindowFormTest::aNewLineIsIndentedAsTheOneBefore() {
    openTemplate();
    QTextDocument* const document = m_template->area()->textDocument();
    const auto lineBreakBehind = [&](const QString& words) {
        const QTextCursor cursor = document->find(words);
        return m_template->lineBreakAt(cursor.selectionEnd());
    };
    QCOMPARE(lineBreakBehind(QStringLiteral("Type: AWS::EC2::VPC")), QStringLiteral("\n    "));
    QCOMPARE(lineBreakBehind(QStringLiteral("ShopVpc:")), QStringLiteral("\n    "));
    QCOMPARE(lineBreakBehind(QStringLiteral("Resources:")), QStringLiteral("\n  "));
    QCOMPARE(m_template->lineBreakAt(0), QStringLiteral("\n"));
    // By the key, in the window.
    QQuickItem* area = nullptr;
    for (QQuickItem* each : m_window->findChildren<QQuickItem*>()) {
        if (each->property("lineHeight").isValid() && each->property("cursorPosition").isValid()) {
            area = each;
        }
    }
    QVERIFY(area != nullptr);
    area->forceActiveFocus();
    area->setProperty("cursorPosition", document->find(QStringLiteral("ShopVpc:")).selectionEnd());
    QTest::keyClick(m_window, Qt::Key_Return);
    QTest::keyClick(m_window, Qt::Key_X);
    QVERIFY(document->toPlainText().contains(QStringLiteral("ShopVpc:\n    x")));
    // How far a text over several lines is indented is no step of the structure's.
    QTextCursor(document).insertText(QStringLiteral("Description: >\n             folded\n"));
    QCOMPARE(lineBreakBehind(QStringLiteral("Resources:")), QStringLiteral("\n  "));
    m_template->discard();
    settle();
}

void WindowFormTest::textAndDrawingSelectTheSame() {
    openTemplate();
    select({"Bastion"});
    const QString all = m_template->area()->textDocument()->toPlainText();
    const int line = static_cast<int>(
        all.left(all.indexOf(QStringLiteral("\n  Bastion:"))).count(QLatin1Char('\n')));
    QCOMPARE(m_template->firstSelected(), line + 1);
    QVERIFY(m_template->lastSelected() > line + 1);
    m_template->selectAt(static_cast<int>(all.indexOf(QStringLiteral("\n  NatA:"))) + 5);
    QVERIFY(m_document->selection().single() == id("NatA"));
    settle();
}

}  // namespace archivolt

QTEST_MAIN(archivolt::WindowFormTest)
#include "window_form_test.moc"
