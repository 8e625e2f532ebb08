#!/usr/bin/env python3
"""Writes small.jsonl and large.jsonl: questions in two spellings, IAM's and Cedar's, from one list.

    python3 make_cases.py FOLDER

small.jsonl lies here as well, for the test that runs the benchmark small. Each line is {"case": what `policy evaluate` takes, "cedar": {"policies", "request"}}. The small ones
have a policy of two or three statements; the large ones ten policies of twenty statements of ten
actions. The same list gives the same bytes.
"""

import json
import pathlib
import sys

ACCOUNT = "123456789012"
USER = f"arn:aws:iam::{ACCOUNT}:user/carlos"
VERBS = ["GetObject", "PutObject", "DeleteObject", "GetObjectTagging", "PutObjectTagging",
         "GetObjectAcl", "PutObjectAcl", "ListBucket", "GetBucketPolicy", "RestoreObject"]
# How a condition is written in both languages: name, IAM, Cedar.
CONDITIONS = {
    "none": (None, None),
    "mfa": ({"Bool": {"aws:MultiFactorAuthPresent": "true"}}, "context.mfa"),
    "no-mfa": ({"Bool": {"aws:MultiFactorAuthPresent": "false"}}, "!context.mfa"),
    "office": ({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}},
               'context.ip.isInRange(ip("203.0.113.0/24"))'),
    "team": ({"StringEquals": {"aws:PrincipalTag/team": ["web", "data"]}},
             '["web", "data"].contains(context.team)'),
    "prefix": ({"StringLike": {"s3:prefix": "home/*"}}, 'context.prefix like "home/*"'),
    "few": ({"NumericLessThanEquals": {"s3:max-keys": "100"}}, "context.maxKeys <= 100"),
}
CONTEXT = {"aws:MultiFactorAuthPresent": "true", "aws:SourceIp": "203.0.113.9",
           "aws:PrincipalTag/team": "web", "s3:prefix": "home/carlos", "s3:max-keys": "50"}
CEDAR_CONTEXT = {"mfa": True, "ip": {"__extn": {"fn": "ip", "arg": "203.0.113.9"}}, "team": "web",
                 "prefix": "home/carlos", "maxKeys": 50}
# Small questions: statements as (effect, actions, resource, condition), the action, the resource.
SMALL = [
    ([("Allow", ["GetObject"], "app/*", "none")], "GetObject", "app/index"),
    ([("Allow", ["GetObject"], "app/*", "none")], "PutObject", "app/index"),
    ([("Allow", ["GetObject", "PutObject"], "*", "mfa"), ("Deny", ["PutObject"], "app/*", "none")],
     "PutObject", "app/index"),
    ([("Allow", ["GetObject", "PutObject"], "*", "mfa"), ("Deny", ["PutObject"], "log/*", "none")],
     "PutObject", "app/index"),
    ([("Allow", ["ListBucket"], "app", "prefix"), ("Allow", ["GetObject"], "app/home/*", "team")],
     "ListBucket", "app"),
    ([("Allow", ["ListBucket"], "app", "few"), ("Deny", ["ListBucket"], "*", "no-mfa")],
     "ListBucket", "app"),
    ([("Allow", ["GetObject"], "app/*/public/*", "office")], "GetObject", "app/a/public/b"),
    ([("Allow", ["GetObject"], "app/*/public/*", "office")], "GetObject", "app/a/private/b"),
    ([("Allow", VERBS, "app/*", "team"), ("Deny", ["DeleteObject"], "*", "no-mfa"),
      ("Allow", ["ListBucket"], "app", "none")], "DeleteObject", "app/a"),
    ([("Allow", ["PutObject"], "data/*", "office"), ("Allow", ["GetObject"], "*", "few")],
     "GetObject", "other/a"),
]
FOLDER = pathlib.Path(sys.argv[1])


def arn(resource):
    return resource if resource == "*" else f"arn:aws:s3:::{resource}"


def iam_statement(effect, actions, resource, condition):
    statement = {"Effect": effect, "Action": [f"s3:{a}" for a in actions],
                 "Resource": arn(resource)}
    if CONDITIONS[condition][0]:
        statement["Condition"] = CONDITIONS[condition][0]
    return statement


def cedar_policy(effect, actions, resource, condition):
    listed = ", ".join(f'Action::"s3:{a}"' for a in actions)
    clauses = [] if resource == "*" else [f'context.arn like "{arn(resource)}"']
    if CONDITIONS[condition][1]:
        clauses.append(CONDITIONS[condition][1])
    when = f" when {{ {' && '.join(clauses)} }}" if clauses else ""
    word = "permit" if effect == "Allow" else "forbid"
    return f'{word}(principal == User::"carlos", action in [{listed}], resource){when};'


def question(identifier, policies, action, resource):
    return {
        "case": {
            "id": identifier, "principal": USER, "action": f"s3:{action}",
            "resource": arn(resource), "resourceAccount": ACCOUNT, "context": CONTEXT,
            "identityPolicies": [
                {"Version": "2012-10-17", "Statement": [iam_statement(*s) for s in policy]}
                for policy in policies],
        },
        "cedar": {
            "policies": "\n".join(cedar_policy(*s) for policy in policies for s in policy),
            "request": {
                "principal": {"type": "User", "id": "carlos"},
                "action": {"type": "Action", "id": f"s3:{action}"},
                "resource": {"type": "Object", "id": arn(resource)},
                "context": {**CEDAR_CONTEXT, "arn": arn(resource)},
            },
        },
    }


def large_policies():
    conditions = list(CONDITIONS)
    policies = []
    for p in range(10):
        policy = []
        for s in range(20):
            n = p * 20 + s
            # Ten actions, of which some are this bucket's own, so that statements differ.
            actions = [VERBS[(n + i) % 10] if i < 5 else f"{VERBS[i]}{n}" for i in range(10)]
            effect = "Deny" if n % 7 == 3 else "Allow"
            policy.append((effect, actions, f"bucket-{n}/*", conditions[n % len(conditions)]))
        policies.append(policy)
    return policies


def write(name, questions):
    text = "".join(json.dumps(q, separators=(",", ":")) + "\n" for q in questions)
    (FOLDER / name).write_text(text)


write("small.jsonl", [question(f"small-{i}", [statements], action, resource)
                      for i, (statements, action, resource) in enumerate(SMALL)])
write("large.jsonl", [question(f"large-{n}", large_policies(), action, f"bucket-{n}/a")
                      for n, action in [(7, "DeleteObject"), (3, "RestoreObject"),
                                        (199, "GetObject"), (500, "GetObject")]])
