#!/usr/bin/env bash
# aws-log-parser 3.0.2 (PyPI, https://pypi.org/project/aws-log-parser/3.0.2/), access logs of an Application Load Balancer.
#
# A request that the balancer could not pass to AWS WAF has the error reason WAFConnectionTimeout. The line is an
# AttributeError: 'WAFConnectionTimeout', and none behind it is read. Lines with the reasons of authentication and of
# Lambda targets pass, and so do lines whose actions are `waf` or `waf-failed`.
#
# Why a good guess is wrong: the reasons are held in a list of 39 of AWS's own names, which looks whole, and the same
# parser knows the logs of AWS WAF. Elastic Load Balancing has a third group of reasons, for this case (User Guide for
# Application Load Balancers, error reason codes). The error is about an attribute, so one looks into one's own code.
#
# Seen (2026-11-29): AuthMissingHostHeader read, LambdaThrottling read, WAFConnectionTimeout AttributeError; read: 1 of 3
#
# Consequence here: a word of a log that is not known is kept as a text, and its line is counted.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check aws-log-parser==3.0.2
"$folder/venv/bin/python" - <<'PYTHON'
import sys
from aws_log_parser import AwsLogParser, LogType

def line(status, action, reason):
    return (f'https 2026-11-29T12:00:00.186641Z app/web/0123456789abcdef 192.0.2.1:40000 - -1 -1 -1 {status} - 34 366 '
            f'"GET https://www.example.com:443/ HTTP/2.0" "curl" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 - "-" '
            f'"www.example.com" "arn:aws:acm:us-east-1:123456789012:certificate/1" 0 2026-11-29T12:00:00.100000Z '
            f'"{action}" "-" "{reason}" "-" "-" "-" "-" TID_1')

def told(*lines):
    count, entries = 0, AwsLogParser(log_type=LogType.LoadBalancer).parse(list(lines))
    try:
        for _ in entries:
            count += 1
    except AttributeError as error:
        return count, f"AttributeError {error}"
    return count, "read"

plain, failed = line(460, "waf,forward", "-"), line(500, "waf-failed", "WAFConnectionTimeout")
auth, function = (told(line(status, action, reason))[1] for status, action, reason in (
    (400, "authenticate", "AuthMissingHostHeader"), (502, "forward", "LambdaThrottling")))
count, error = told(plain, failed, plain)
print(f"AuthMissingHostHeader {auth}, LambdaThrottling {function}, WAFConnectionTimeout {error.split()[0]}; "
      f"read: {count} of 3")
sys.exit(0 if (auth, function, count) == ("read", "read", 1) and error == "AttributeError WAFConnectionTimeout"
         and told(line(500, "waf-failed", "-")) == (1, "read") else "changed")
PYTHON
