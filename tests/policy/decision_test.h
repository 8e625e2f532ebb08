#pragma once

#include <QtTest>

namespace archivolt {

/// Facts of evaluation, one a test, beyond those that the cases of the documentation show. Declared
/// here since moc does not get through the raw texts of the tests.
class DecisionTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void theRootUserNeedsNoPolicyInItsAccount();
    void policiesForEveryoneGrantSessionsDirectly();
    void theManagementAccountIsNotBoundByServiceControls();
    void serviceControlsLeaveServiceLinkedRolesAndServicesAlone();
    void resourceControlsBindOnlyServicesThatTakePart();
    void whoeverHasABoundaryIsDeniedByNotPrincipal();
    void whoIsNamedWithoutItsAccountMayBeDeniedByNotPrincipal();
    void aRoleMayBeTheSessionThatIsNamed();
    void sessionsOfRolesWithPathsMatchByName();
    void theAccountOfAnArnIsWhoseTheResourceIs();
    void aPolicyThatAwsWouldRefuseSettlesNothingButNeitherIsItPassedOver();
    void eachLayerSaysWhatDecidedAndWhatIsMissing();
    void theEndpointOnTheWayHasToLetARequestThrough();
    void unknownKeysAreNamedWithEachWay();
    void unknownKeysThatCantTurnTheDecisionAreLeftOut();
    void patternsAndVariablesAreTriedButNeverSettled();
    void casesOfWrongShapeAreRefusedWithTheField();
};

}  // namespace archivolt
