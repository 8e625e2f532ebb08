#pragma once

#include <QtQml/qqmlregistration.h>
#include <QObject>
#include <QString>

namespace archivolt {

/// What the program says of itself.
class About : public QObject {
    Q_OBJECT
    QML_ELEMENT
    Q_PROPERTY(QString version READ version CONSTANT)
    Q_PROPERTY(QString catalogDate READ catalogDate CONSTANT)
    Q_PROPERTY(QString qtVersion READ qtVersion CONSTANT)

public:
    using QObject::QObject;
    [[nodiscard]] static QString version();
    [[nodiscard]] static QString catalogDate();
    [[nodiscard]] static QString qtVersion();
};

}  // namespace archivolt
