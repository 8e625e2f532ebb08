#include "app/window/no_network.h"

#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QTimerEvent>

namespace archivolt {

namespace {

/// A reply that has failed as soon as somebody can listen to it.
class RefusedReply final : public QNetworkReply {
public:
    RefusedReply(QNetworkAccessManager::Operation operation, const QNetworkRequest& request,
                 QObject* parent)
        : QNetworkReply(parent) {
        setOperation(operation);
        setRequest(request);
        setUrl(request.url());
        setError(ContentAccessDenied, QStringLiteral("the window needs no network"));
        open(ReadOnly);
        startTimer(0);
    }
    void abort() override {}

protected:
    void timerEvent(QTimerEvent* event) override {
        killTimer(event->timerId());
        setFinished(true);
        Q_EMIT errorOccurred(error());
        Q_EMIT finished();
    }
    qint64 readData(char* /*data*/, qint64 /*most*/) override { return -1; }
};

class RefusingManager final : public QNetworkAccessManager {
public:
    using QNetworkAccessManager::QNetworkAccessManager;

protected:
    QNetworkReply* createRequest(Operation operation, const QNetworkRequest& request,
                                 QIODevice* /*data*/) override {
        return new RefusedReply(operation, request, this);
    }
};

}  // namespace

QNetworkAccessManager* NoNetwork::create(QObject* parent) { return new RefusingManager(parent); }

}  // namespace archivolt
