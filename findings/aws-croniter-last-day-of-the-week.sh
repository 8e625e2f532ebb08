#!/usr/bin/env bash
# aws-croniter 2.1.1 (PyPI, https://pypi.org/project/aws-croniter/2.1.1/), L as the day of the week.
#
# `0 10 ? * L *` is taken when it is read and then has no next time: AttributeError, "'NoneType' object has no attribute
# 'strftime'". Amazon EventBridge's L is the last day of the month or of the week, which is Saturday (EventBridge User
# Guide, cron expressions). `0 10 ? * 7L *`, the last Saturday of a month, and `0 10 L * ? *`, its last day, are right.
#
# Why a good guess is wrong: an expression that is no good is refused by name (AwsCroniterExpressionDayOfWeekError, of
# 2-6/2), so one that was taken seems to be understood; and the letter is known in both fields. Alone, in that of the
# week, it stands for no day, and the failure names neither the field nor the letter.
#
# Seen (2026-11-30): L AttributeError, 7L 2027-05-29, day of month L 2027-04-30, 2-6/2 AwsCroniterExpressionDayOfWeekError
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
python3 -m venv "$folder/venv"
"$folder/venv/bin/pip" install -q --disable-pip-version-check aws-croniter==2.1.1
"$folder/venv/bin/python" - <<'PYTHON'
import datetime
import sys
from aws_croniter import AwsCroniter

def after(expression):
    start = datetime.datetime(2027, 4, 28, tzinfo=datetime.timezone.utc)
    try:
        return AwsCroniter(expression).get_next(start, n=1)[0].strftime("%Y-%m-%d")
    except Exception as error:
        return type(error).__name__

AwsCroniter("0 10 ? * L *")
seen = tuple(after(one) for one in ("0 10 ? * L *", "0 10 ? * 7L *", "0 10 L * ? *", "0 10 ? * 2-6/2 *"))
print("L {}, 7L {}, day of month L {}, 2-6/2 {}".format(*seen))
sys.exit(0 if seen == ("AttributeError", "2027-05-29", "2027-04-30", "AwsCroniterExpressionDayOfWeekError")
         else "changed")
PYTHON
