#include "app/window/described_network.h"

#include <QDir>
#include <QFileInfo>
#include <algorithm>
#include <utility>

#include "app/session/judge.h"
#include "app/session/open_design.h"
#include "app/window/notice_text.h"
#include "export/cloudformation/write_template.h"
#include "export/describe/clean_template.h"

namespace archivolt {

namespace {

/// Returns what AWS would reject of a template as it was written.
QStringList rejectedOf(const QString& name, const std::string& text, const Catalog& catalog) {
    JudgeRequest request;
    request.design =
        std::make_shared<const Design>(openText({name.toStdString(), text}, {}).design);
    QStringList messages;
    const auto judgement = judge(request, nullptr, catalog);
    for (const Finding& finding : findingsOf(*judgement)) {
        if (finding.diagnostic.severity != Severity::Error) continue;
        messages << shownText(finding.diagnostic.message);
    }
    return messages;
}

}  // namespace

void DescribedNetwork::setDocument(Document* document) {
    if (document == m_document) return;
    if (m_document != nullptr) disconnect(m_document, nullptr, this, nullptr);
    m_document = document;
    if (m_document != nullptr) {
        connect(m_document, &Document::stateChanged, this, &DescribedNetwork::changed);
    }
    Q_EMIT changed();
}

bool DescribedNetwork::isDescribed() const {
    if (m_document == nullptr || !m_document->isOpen()) return false;
    return std::ranges::any_of(m_document->session().design()->stacks, [](const auto& stack) {
        return stack->kind == StackKind::Observed;
    });
}

void DescribedNetwork::prepare() {
    m_notes.clear();
    m_problem.clear();
    m_written.clear();
    if (!isDescribed()) return;
    for (const auto& stack : m_document->session().design()->stacks) {
        if (stack->kind != StackKind::Observed) continue;
        for (const std::string& note : cleanTemplate(*stack, m_document->catalog()).notes) {
            const QString words = sentenceOf(note);
            if (!m_notes.contains(words)) m_notes << words;
        }
    }
    Q_EMIT changed();
}

QString DescribedNetwork::suggestedPath() const {
    const QString own =
        m_document == nullptr ? QString() : QString::fromStdString(m_document->session().path());
    if (own.isEmpty()) return QDir::home().filePath(QStringLiteral("network.yaml"));
    const QFileInfo file(own);
    const QString name = file.isDir() ? file.fileName() : file.completeBaseName();
    return file.dir().filePath(name + QStringLiteral("-clean.yaml"));
}

void DescribedNetwork::write(const QString& path) {
    m_problem.clear();
    m_written.clear();
    const QFileInfo chosen(path.trimmed());
    std::vector<std::pair<QString, std::string>> texts;
    const auto& stacks = m_document->session().design()->stacks;
    const auto count = std::ranges::count_if(
        stacks, [](const auto& stack) { return stack->kind == StackKind::Observed; });
    bool isThere = false;
    for (const auto& stack : stacks) {
        if (stack->kind != StackKind::Observed) continue;
        QString name = chosen.filePath();
        if (count > 1) {
            name = chosen.dir().filePath(
                QStringLiteral("%1-%2.%3")
                    .arg(chosen.completeBaseName(), QString::fromStdString(stack->name),
                         chosen.suffix().isEmpty() ? QStringLiteral("yaml") : chosen.suffix()));
        }
        const bool isJson = name.endsWith(QLatin1String(".json"));
        const CleanTemplate clean = cleanTemplate(*stack, m_document->catalog());
        texts.emplace_back(name, writeCanonical(clean.stack.body, isJson ? TemplateFormat::Json
                                                                         : TemplateFormat::Yaml));
        isThere = isThere || m_document->fileAccess().isFile(name.toStdString());
    }
    if (isThere && std::exchange(m_toReplace, path) != path) {
        m_problem = tr("There is a file of this name already; write again to replace it");
        Q_EMIT changed();
        return;
    }
    QStringList rejected;
    for (const auto& [name, text] : texts) {
        const auto done = m_document->fileAccess().writeAtomically(name.toStdString(), text);
        if (!done) {
            m_problem = shownText(done.error().message);
            break;
        }
        m_written << name;
        for (const QString& message : rejectedOf(name, text, m_document->catalog())) {
            rejected << message;
        }
    }
    if (m_problem.isEmpty() && !rejected.isEmpty()) {
        m_problem = tr("It is written, but AWS would reject it until %1 filled in, which the "
                       "description does not tell: %2")
                        .arg(rejected.size() == 1 ? tr("one thing is")
                                                  : tr("%1 things are").arg(rejected.size()),
                             rejected.front());
    }
    Q_EMIT changed();
}

void DescribedNetwork::openWritten() {
    if (!m_written.isEmpty()) m_document->openPath(m_written.front());
}

}  // namespace archivolt
