"""What the schemas say of values: bounds, lengths, counts and patterns, in the words of the files."""

import re
import warnings

warnings.simplefilter("ignore", FutureWarning)  # Of `[[`, which means no set here.
# What an ASCII text can hold of a category of Unicode; texts beyond ASCII are not judged.
CATEGORIES = {
    "L": "A-Za-z", "Ll": "a-z", "Lu": "A-Z", "Lt": "", "Lm": "", "Lo": "", "M": "", "Mn": "",
    "Z": " ", "Zs": " ", "N": "0-9", "Nd": "0-9", "S": "$+<=>^`|~", "Sc": "$", "Sm": "+<=>|~",
    "Sk": "^`", "So": "", "P": "!\"#%&'()*,-./:;?@[\\]_{}", "Pd": "-", "Pc": "_", "IsAlphabetic": "A-Za-z",
    "C": "\x00-\x1f\x7f-\x7f", "Cc": "\x00-\x1f\x7f-\x7f", "Co": "", "Cn": "", "Cs": "", "ASCII": "\x00-\x7f",
    "Print": " -~", "Alpha": "A-Za-z", "Digit": "0-9", "Alnum": "A-Za-z0-9", "Graph": "!-~",
}
ANYTHING = {".*", "[\\s\\S]*", "[\\S\\s]*", "[\\s\\S]+", ".+", "(.*)", "[^]*", "(.|\\n)*", "[\\d\\D]*"}
LONGEST = 1024  # As model/base/pattern.h has it.


class LeftOut(Exception):
    """A pattern that can't be said in the words of ECMAScript, with the reason."""


def escaped(code, special="[]^-\\"):
    """Returns one ASCII character as it stands in a class, or outside where `special` differ."""
    if code < 32 or code == 127:
        return f"\\x{code:02x}"
    return "\\" * (chr(code) in special) + chr(code)


def plainly(code):
    """Returns one ASCII character as it stands outside of classes."""
    return escaped(code, "^$\\.*+?()[]{}|")


class Translator:
    """Writes a pattern of a schema as ECMAScript means it, for texts of ASCII alone."""

    def __init__(self, text):
        self.text, self.at = text, 0

    def escape(self):
        """Reads behind a backslash; returns a code point, or the text of a class."""
        char = self.text[self.at:self.at + 1]
        self.at += 1
        if char in ("p", "P"):
            named = re.compile(r"\{\^?([A-Za-z_]+)\}").match(self.text, self.at)
            if not named or named[1] not in CATEGORIES or char == "P" or "^" in named[0]:
                raise LeftOut("a category of Unicode")
            self.at = named.end()
            return [CATEGORIES[named[1]]]
        if char in ("u", "x"):
            digits = re.compile("[0-9A-Fa-f]{%d}" % (4 if char == "u" else 2)).match(self.text, self.at)
            if not digits:
                raise LeftOut("a code that is none")
            self.at = digits.end()
            return int(digits[0], 16)
        if char in "dDwWsS" and char:
            return ["\\" + char]
        simple = {"t": 9, "n": 10, "r": 13, "f": 12, "v": 11}
        if char in simple:
            return simple[char]
        if not char or char.isalnum():
            raise LeftOut(f"the escape \\{char}")
        return ord(char)

    def members(self):
        """Reads the members of a class up to its end; returns its text."""
        negated = self.text.startswith("^", self.at)
        self.at += negated
        if self.text.startswith("]", self.at):
            raise LeftOut("an empty class")
        parts, empty = [], True
        while not self.text.startswith("]", self.at):
            if self.at >= len(self.text):
                raise LeftOut("a class without an end")
            first = self.member()
            if isinstance(first, list):
                parts += [self.category(first[0])]
                continue
            last = first
            ranged = self.text.startswith("-", self.at) and not self.text.startswith("-]", self.at)
            if ranged:
                start = self.at
                self.at += 1
                last = self.member()
                if isinstance(last, list):  # `a-\w`: the hyphen is one.
                    self.at, last = start, first
            if last < first:
                raise LeftOut("a range that runs backwards")
            if first > 127:
                continue
            last = min(last, 127)
            parts.append(escaped(first) + ("-" + escaped(last) if last > first else ""))
        self.at += 1
        inner = "".join(parts)
        if not inner:
            return "[\\s\\S]" if negated else "[^\\s\\S]"
        return f"[{'^' if negated else ''}{inner}]"

    @staticmethod
    def category(text):
        if text.startswith("\\"):
            return text
        if re.fullmatch("(.-.)*", text, re.S):
            return "".join(escaped(ord(c)) if c != "-" else "-" for c in text)
        return "".join(escaped(ord(c)) for c in text)

    def member(self):
        char = self.text[self.at]
        self.at += 1
        if char == "\\":
            return self.escape()
        if char == "[" and self.text[self.at:self.at + 1] in (":", ".", "="):
            raise LeftOut("a class of POSIX")
        if char == "&" and self.text.startswith("&", self.at):
            raise LeftOut("an intersection of classes")
        return ord(char)

    def group(self):
        """Reads the opening of a group behind `(`."""
        if not self.text.startswith("?", self.at):
            return "("
        kind = self.text[self.at:self.at + 2]
        if kind not in ("?:", "?=", "?!"):
            raise LeftOut("a group of another kind")
        self.at += 2
        return "(" + kind

    def quantifier(self):
        """Reads braces; literal ones are escaped."""
        counts = re.compile(r"\{\d+(,\d*)?\}").match(self.text, self.at - 1)
        if not counts:
            return "\\{"
        self.at = counts.end()
        return counts[0]

    def translated(self):
        out = []
        while self.at < len(self.text):
            char = self.text[self.at]
            self.at += 1
            if char == "\\":
                found = self.escape()
                if isinstance(found, list):
                    out.append(found[0] if found[0].startswith("\\") else f"[{self.category(found[0])}]")
                elif found > 127:
                    raise LeftOut("a character beyond ASCII")
                else:
                    out.append(plainly(found))
            elif char == "[":
                out.append(self.members())
            elif char == "(":
                out.append(self.group())
            elif char == "{":
                out.append(self.quantifier())
            elif char in "*+?":
                if char == "+" and out and re.search(r"(^|[^\\])[*+?}]$", out[-1]):
                    raise LeftOut("a possessive quantifier")
                out.append(char)
            elif char in "}]":
                out.append("\\" + char)
            elif ord(char) > 127:
                raise LeftOut("a character beyond ASCII")
            elif char in "^$.|)":
                out.append(char)
            else:
                out.append(plainly(ord(char)))
        return "".join(out)


def has_choice(pattern):
    """Says whether a pattern is a choice at its top, so that its anchors are of one branch each."""
    depth, in_class, skip = 0, False, False
    for char in pattern:
        if skip:
            skip = False
        elif char == "\\":
            skip = True
        elif in_class:
            in_class = char != "]"
        elif char == "[":
            in_class = True
        else:
            depth += (char == "(") - (char == ")")
            if char == "|" and depth == 0:
                return True
    return False


def whole_pattern(pattern):
    """Returns a schema's pattern, which may match anywhere, as one of the whole text; None: any."""
    pattern = re.sub(r"\\Z$", "$", re.sub(r"^\\A", "^", pattern))
    text = Translator(pattern).translated()
    begins, ends = text.startswith("^"), text.endswith("$") and not text.endswith("\\$")
    if has_choice(text):
        text, begins, ends = f"(?:{text})", False, False
        every = re.split(r"\|", pattern)
        if all(p.startswith("^") and p.endswith("$") for p in every):
            begins = ends = True
    else:
        text = text[begins:len(text) - ends if ends else None]
    if (not begins and not ends and text in ("", ".*")) or text in ANYTHING:
        return None
    text = ("" if begins else "[\\s\\S]*") + text + ("" if ends else "[\\s\\S]*")
    try:
        re.compile(text)
    except re.error as error:
        raise LeftOut("no expression") from error
    if len(text) > LONGEST:
        raise LeftOut("its length")
    return text


class Patterns:
    """The patterns of all types, each once."""

    def __init__(self):
        self.numbers, self.left_out = {}, {}

    def number(self, pattern):
        try:
            text = whole_pattern(pattern)
        except LeftOut as why:
            self.left_out[pattern] = str(why)
            return None
        return None if text is None else self.numbers.setdefault(text, len(self.numbers))

    def placed(self):
        """Returns the patterns sorted, one a line, and the byte at which each number's begins."""
        places, text = {}, ""
        for pattern in sorted(self.numbers):
            places[self.numbers[pattern]] = len(text)
            text += pattern + "\n"
        return text, places


def span(node, least, most, letter):
    low, high = node.get(least), node.get(most)
    low = None if isinstance(low, bool) or not isinstance(low, (int, float)) else low
    high = None if isinstance(high, bool) or not isinstance(high, (int, float)) else high
    if letter != "n" and not low:
        low = None
    if low is None and high is None:
        return []
    return [f"{letter}{'' if low is None else f'{low:.15g}'}..{'' if high is None else f'{high:.15g}'}"]


def level_of(node, letter, patterns):
    """Returns what a schema's node says of a value of one kind: `l1..64,p17`."""
    if letter == "[":
        return ",".join(span(node, "minItems", "maxItems", "i"))
    if letter in "in":
        return ",".join(span(node, "minimum", "maximum", "n"))
    if letter == "{":
        keys = list(node.get("patternProperties", {}))
        # Other keys than those of the pattern are refused only where the schema says so.
        closed = len(keys) == 1 and node.get("additionalProperties") is False
        number = patterns.number(keys[0]) if closed else None
        parts = span(node, "minProperties", "maxProperties", "i")
        return ",".join(parts + ([] if number is None else [f"p{number}"]))
    if letter != "s":
        return ""
    parts = span(node, "minLength", "maxLength", "l")
    number = patterns.number(node["pattern"]) if isinstance(node.get("pattern"), str) else None
    return ",".join(parts + ([] if number is None else [f"p{number}"]))


KINDS = {"s": "string", "i": "integer", "n": "number", "[": "array", "{": "object"}


def form_of(schema, node, kind, patterns):
    """Returns the form of a property of the type text `kind`: its levels, joined by `;`."""
    levels = []
    for depth in range(12):
        for _ in range(12):
            if "$ref" not in node:
                break
            node = schema.definitions.get(node["$ref"].removeprefix("#/definitions/"), {})
        letter = kind[:1]
        fits = node.get("type") == KINDS.get(letter) or (letter == "n" and node.get("type") == "integer")
        # An enumeration says more than a form.
        if not fits or "enum" in node:
            break
        levels.append(level_of(node, letter, patterns) if "{" not in kind[1:2] or letter in "[{" else "")
        kind = kind[1:]
        if letter == "[":
            node = node.get("items", {})
        elif letter == "{":
            inner = list(node.get("patternProperties", {}).values())
            node = inner[0] if len(inner) == 1 else {}
        else:
            break
        if not isinstance(node, dict):
            break
    return ";".join(levels).rstrip(";")


def lines_of(block, schema, patterns):
    """Returns the lines of value_forms.txt for a type, by its lines in resource_types.txt."""
    lines, group, properties = [], [], schema.properties()
    for line in block[1:]:
        name, *fields = line.split("\t")
        if line.startswith("<"):
            group, properties = [line], schema.definitions.get(line[1:], {}).get("properties", {})
        elif not line.startswith("@") and isinstance(properties.get(name), dict):
            form = form_of(schema, properties[name], fields[0], patterns)
            if form:
                lines += group + [f"{name}\t{form}"]
                group = []
    return lines


def with_places(line, places):
    """Returns a line with the patterns of its form named by their places instead of numbers."""
    name, mark, form = line.partition("\t")
    return name + mark + re.sub(r"p(\d+)", lambda m: f"p{places[int(m[1])]}", form)


def file_of(head, regions, types):
    """Returns the text of value_forms.txt; `types` are (name, its Regions' bits, lines)."""
    index, body = [], ""
    for name, bits, lines in types:
        text = "".join(line + "\n" for line in lines)
        if text or bits:
            index.append(f"{name}\t{len(body)}\t{len(text)}\t{bits}\n")
            body += text
    return f"{head}\n" + "\t".join(regions) + "\n" + "".join(index) + "\n" + body
