#pragma once

#include <QQmlNetworkAccessManagerFactory>

namespace archivolt {

/// Gives the QML engine a network that refuses every request, before a name is looked up.
///
/// Nothing in the window asks for anything; this holds whatever a template may bring.
class NoNetwork final : public QQmlNetworkAccessManagerFactory {
public:
    [[nodiscard]] QNetworkAccessManager* create(QObject* parent) override;
};

}  // namespace archivolt
