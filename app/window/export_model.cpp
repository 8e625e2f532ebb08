#include "app/window/export_model.h"

#include <QClipboard>
#include <QGuiApplication>
#include <algorithm>

#include "app/window/notice_text.h"

namespace archivolt {

void ExportModel::setDocument(Document* document) {
    if (document == m_document) return;
    if (m_document != nullptr) disconnect(m_document, nullptr, this, nullptr);
    m_document = document;
    m_copied.clear();
    if (document != nullptr) {
        connect(document, &Document::stateChanged, this, &ExportModel::changed);
        connect(document, &Document::checked, this, &ExportModel::changed);
    }
    Q_EMIT changed();
}

QStringList ExportModel::stacks() const {
    QStringList names;
    if (m_document == nullptr || !m_document->isOpen()) return names;
    for (const auto& stack : m_document->session().design()->stacks) {
        names << QString::fromStdString(stack->name);
    }
    return names;
}

int ExportModel::stack() const {
    if (m_document == nullptr || !m_document->isOpen()) return -1;
    const auto& stacks = m_document->session().design()->stacks;
    const StackId chosen = m_document->exportChoice().stack;
    const auto found =
        std::ranges::find_if(stacks, [&](const auto& each) { return each->id == chosen; });
    if (found != stacks.end()) return static_cast<int>(found - stacks.begin());
    return stacks.size() == 1 ? 0 : -1;
}

void ExportModel::setStack(int stack) {
    if (m_document == nullptr || !m_document->isOpen()) return;
    const auto& stacks = m_document->session().design()->stacks;
    if (stack < 0 || static_cast<std::size_t>(stack) >= stacks.size()) return;
    ExportChoice choice = m_document->exportChoice();
    choice.stack = stacks[static_cast<std::size_t>(stack)]->id;
    this->choose(choice);
}

bool ExportModel::isCanonical() const {
    return m_document != nullptr && m_document->exportChoice().isCanonical;
}

void ExportModel::setCanonical(bool canonical) {
    if (m_document == nullptr) return;
    ExportChoice choice = m_document->exportChoice();
    choice.isCanonical = canonical;
    this->choose(choice);
}

void ExportModel::choose(const ExportChoice& choice) {
    if (choice == m_document->exportChoice()) return;
    m_document->exportChoice() = choice;
    m_copied.clear();
    Q_EMIT changed();
}

QString ExportModel::findings() const {
    if (m_document == nullptr) return {};
    if (m_document->isChecking()) return tr("Still being checked…");
    return m_document->problems();
}

bool ExportModel::hasErrors() const { return m_document != nullptr && m_document->hasErrors(); }

void ExportModel::copy(const QString& ending) {
    if (m_document == nullptr || !m_document->isOpen()) return;
    const auto text = m_document->exportedText("copy" + ending.toStdString());
    if (text) QGuiApplication::clipboard()->setText(QString::fromStdString(*text));
    m_copied = text ? tr("The template is in the clipboard.") : noticeOf(text.error());
    Q_EMIT changed();
}

}  // namespace archivolt
