#include "app/window/about.h"

#include <QtGlobal>

#include "model/catalog/catalog_date.h"

namespace archivolt {

QString About::version() { return QStringLiteral(ARCHIVOLT_VERSION); }

QString About::catalogDate() {
    const std::string_view date = archivolt::catalogDate();
    return QString::fromUtf8(date.data(), static_cast<qsizetype>(date.size()));
}

QString About::qtVersion() { return QString::fromLatin1(qVersion()); }

}  // namespace archivolt
