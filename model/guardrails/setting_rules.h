#pragma once

#include "model/base/rule.h"

namespace archivolt {

// Advice that one property's value answers, for those who offer to set it.

inline constexpr Rule kImdsV1{
    "EC2-1",
    Severity::High,
    "instance metadata answers without a session token (IMDSv1)",
    "a server that can be made to fetch a URL gives away the credentials of its "
    "role, for which IMDSv2's token is the remedy",
    "set MetadataOptions.HttpTokens to required",
    "checkov CKV_AWS_79; Security Hub EC2.8; EC2 User Guide, "
    "configuring-instance-metadata-options"};

inline constexpr Rule kPlainVolume{
    "EC2-3",
    Severity::High,
    "a volume is not encrypted",
    "what is on the volume, and on every snapshot of it, can be read by whoever gets hold of it",
    "set Encrypted to true",
    "checkov CKV_AWS_3, CKV_AWS_8"};

inline constexpr Rule kPublicAccessAllowed{
    "S3-2",
    Severity::High,
    "Block Public Access is off",
    "one mistaken policy or ACL makes the bucket public, with nothing to stop it",
    "set all four members of PublicAccessBlockConfiguration to true",
    "Security Hub S3.8"};

inline constexpr Rule kPlainDatabase{
    "RDS-2",
    Severity::High,
    "a database is not encrypted",
    "storage, backups and snapshots can be read by whoever gets hold of "
    "them, and encryption can't be switched on later",
    "set StorageEncrypted to true",
    "Security Hub RDS.3"};

inline constexpr Rule kOneZoneDatabase{
    "RDS-3",
    Severity::Medium,
    "a database stands in one Availability Zone",
    "when this Availability Zone fails, or the server is patched, the database is away",
    "set MultiAZ to true, or give the cluster an instance in another zone",
    "Security Hub RDS.5, RDS.15"};

inline constexpr Rule kNoBackups{"RDS-4",
                                 Severity::Medium,
                                 "a database has no backups",
                                 "what is deleted or broken by mistake can't be had back",
                                 "set BackupRetentionPeriod to 7 or more days",
                                 "Security Hub RDS.11"};

inline constexpr Rule kDeletableDatabase{
    "RDS-5",
    Severity::Medium,
    "a database has no deletion protection",
    "one call, or one mistaken update of the stack, deletes the database",
    "set DeletionProtection to true",
    "Security Hub RDS.7, RDS.8"};

inline constexpr Rule kPublicWithoutGateway{
    "RDS-7",
    Severity::Medium,
    "a database is publicly accessible in subnets without an internet gateway",
    "a public address is of no use where no route leads to an internet gateway, and RDS refuses it "
    "in a VPC that has none",
    "set PubliclyAccessible to false",
    "Amazon RDS User Guide, USER_VPC.WorkingWithRDSInstanceinaVPC"};

inline constexpr Rule kNoFailover{
    "CACHE-1",
    Severity::Medium,
    "a replication group has no automatic failover",
    "when the primary node fails, the cache takes no writes until somebody acts",
    "set AutomaticFailoverEnabled to true, with at least one replica",
    "Security Hub ElastiCache.3"};

inline constexpr Rule kPlainCache{
    "CACHE-2",
    Severity::Medium,
    "a replication group is not encrypted",
    "what is cached can be read on the wire and on the disk",
    "set AtRestEncryptionEnabled and TransitEncryptionEnabled to true",
    "Security Hub ElastiCache.4, ElastiCache.5; ElastiCache User Guide, at-rest-encryption"};

}  // namespace archivolt
