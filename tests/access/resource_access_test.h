#pragma once

#include <QtTest>

namespace archivolt {

/// Whose a resource is, what it is called, and whom its own policy lets in.
class ResourceAccessTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void importsAreWhatAnotherStackExports();
    void literalNamesMeanWhatAnotherStackCallsSo();
    void namesMayHoldSlashesAndColons();
    void othersAccountsPoliciesAreNotKnown();
    void blockPublicAccessKeepsOthersOut();
    void cannedAclsLetEveryoneIn();
    void policiesOfEventBusesAreStatements();
    void membersOfAnOrganizationAreAsked();
    void tagsOfAResourceDecide();
    void authPoliciesOfLatticeAreTheirServices();
    void policiesOfAnAccountAreThoseOfItsResources();
    void everyPolicyOfATypeIsReadOrNamed();
    void whatIsMissingIsSaid();
};

}  // namespace archivolt
