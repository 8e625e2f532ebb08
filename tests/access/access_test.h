#pragma once

#include <QtTest>

namespace archivolt {

/// Declared here since moc does not get through the raw texts of the tests.
class AccessTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void namesAndReferencesMeet();
    void namesAreReadWhereverATypeKeepsThem();
    void objectsAreAskedAboutOfBucketsAndPartsApart();
    void groupsPoliciesAreTheirUsers();
    void aKeyWithoutAPolicyLeavesItToTheAccount();
    void rolesAreTakenOnByWhomTheyTrust();
    void aPrincipalIsAskedWhatItCan();
    void waysToMorePermissionsAreFound();
    void whatActsAsARoleIsNoted();
    void theCallersAccountIsKnownToServicesToo();
    void managedPoliciesAreKnownGivenOrUnknown();
    void permissionsOfFunctionsAreStatements();
    void samMakesRolesForItsFunctions();
    void connectorsGrantWhatTheyJoin();
    void connectorsGrantOnQueuesTopicsAndFunctionsThemselves();
    void aLaterModelReadsOnlyWhatChanged();
    void afterRandomEditsModelAndAnswersAreThoseFromNothing();
    void waysOverSeveralPrincipalsAreFound();
    void questionsThatMakeNoSenseSayWhatToDo();
    void unknownParametersLeaveOpenOnlyWhatTheyDecide();
};

}  // namespace archivolt
