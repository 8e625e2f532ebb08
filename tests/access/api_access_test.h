#pragma once

#include <QtTest>

namespace archivolt {

/// Who may call an API of API Gateway.
class ApiAccessTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void aRestApiIsCalledByItsOwnPolicy();
    void methodsWithoutAuthorizationAreOpenToAll();
    void whomAnAuthorizerLetsInIsUnknown();
    void routesOfHttpApisAreOpenUnlessTheyAskForMore();
    void socketsAreGuardedWhereTheyConnect();
    void shortPoliciesOfServerlessApisAreWrittenOut();
};

}  // namespace archivolt
