#include <rapidcheck.h>

#include <QtTest>

#include "export/cloudformation/read_template.h"
#include "export/cloudformation/splice_template.h"
#include "export/cloudformation/write_template.h"
#include "export/cloudformation/write_value.h"

namespace archivolt {

namespace {

// At full size from the first case on: `inRange` else begins with its smallest numbers.
int below(int end) { return *rc::gen::resize(rc::kNominalSize, rc::gen::inRange(0, end)); }

template <class T>
T oneOf(const std::vector<T>& choices) {
    return choices[static_cast<std::size_t>(below(static_cast<int>(choices.size())))];
}

/// Pieces that have made readers and writers of YAML or JSON disagree.
std::string anyText() {
    static const std::vector<std::string> kWhole = {"",
                                                    "80",
                                                    "012",
                                                    "0x1F",
                                                    "0o7",
                                                    "22:22",
                                                    "1e3",
                                                    "-1",
                                                    "+5",
                                                    ".5",
                                                    ".inf",
                                                    "-.INF",
                                                    ".NaN",
                                                    "1_000",
                                                    "10.0.0.1",
                                                    "2010-09-09",
                                                    "2010-09-09T10:00:00Z",
                                                    "true",
                                                    "True",
                                                    "FALSE",
                                                    "yes",
                                                    "No",
                                                    "on",
                                                    "OFF",
                                                    "y",
                                                    "n",
                                                    "null",
                                                    "Null",
                                                    "~",
                                                    "=",
                                                    "<<",
                                                    "---",
                                                    "...",
                                                    "- a",
                                                    "-",
                                                    "?",
                                                    "? a",
                                                    ":",
                                                    ": a",
                                                    "a: b",
                                                    "a:",
                                                    "#",
                                                    "a #b",
                                                    "a#b",
                                                    "&a",
                                                    "*a",
                                                    "!a",
                                                    "!Ref a",
                                                    "|",
                                                    ">",
                                                    "%a",
                                                    "@a",
                                                    "`a",
                                                    "{a}",
                                                    "[a]",
                                                    "a, b",
                                                    "'",
                                                    "''",
                                                    "\"",
                                                    "\\",
                                                    "it's",
                                                    "${A.B}",
                                                    "a\\nb",
                                                    "\t",
                                                    " ",
                                                    " a",
                                                    "a ",
                                                    "\n",
                                                    "\n\n",
                                                    "a\n",
                                                    "a\n\n",
                                                    "\na",
                                                    " \na",
                                                    "a\n ",
                                                    "a\n \n",
                                                    "a\n b\n",
                                                    "\ta\n",
                                                    "a\n\tb\n",
                                                    "a  \nb\n",
                                                    "# c\nd\n",
                                                    "a\n# c\n",
                                                    "- a\n- b\n",
                                                    "a\r\nb",
                                                    "a\rb",
                                                    "---\na\n",
                                                    "...\n",
                                                    "\xC2\x85",
                                                    "a\xC2\x85"
                                                    "b",
                                                    "\xE2\x80\xA8",
                                                    "a\xE2\x80\xA9\n",
                                                    "\xEF\xBB\xBF",
                                                    "a\xEF\xBB\xBF"
                                                    "b\nc",
                                                    "\xF0\x9F\x98\x80",
                                                    "\xC3\x84rger",
                                                    "\x7F",
                                                    "\x01",
                                                    "\x1B[0m",
                                                    "\xEF\xBF\xBE",
                                                    "\xEF\xBF\xBF",
                                                    "\xF4\x8F\xBF\xBF",
                                                    std::string("a\0b", 3),
                                                    "AWS::Region",
                                                    "arn:aws:s3:::b/*",
                                                    "tcp:80",
                                                    "Fn::If",
                                                    "Ref"};
    static const std::vector<std::string> kPieces = {
        "a", "B7", " ", "\n", ":", "#", ", ", "'", "\"", "\t", "\xC3\xA9", "  ", "-", "\\", "}"};
    if (below(40) == 0) return std::string(static_cast<std::size_t>(900 + below(300)), 'x');
    if (below(3) != 0) return oneOf(kWhole);
    std::string text;
    for (int i = below(9); i > 0; --i) text += oneOf(kPieces);
    return text;
}

/// Keys that a map may have without being read as a call.
std::string anyKey() {
    std::string key = below(3) == 0 ? anyText() : std::string(1, static_cast<char>('A' + below(8)));
    const bool isCall = functionFromLongName(key).has_value();
    return isCall ? "_" + key : key;
}

Value anyValue(int depth);

Value anyMap(int depth) {
    std::vector<MapEntry> entries;
    for (int i = below(4); i > 0; --i) {
        const std::string key = anyKey();
        if (std::ranges::find(entries, key, &MapEntry::key) == entries.end()) {
            entries.push_back({key, anyValue(depth - 1)});
        }
    }
    return Value::map(std::move(entries));
}

Value anyList(int depth) {
    std::vector<Value> items;
    for (int i = below(4); i > 0; --i) items.push_back(anyValue(depth - 1));
    return Value::list(std::move(items));
}

Value anyCall(int depth) {
    static const std::vector<std::string> kNames = {
        "Ref",     "Fn::Sub",    "Fn::Join",   "Fn::If",        "Fn::Base64",  "Fn::Select",
        "Fn::And", "Fn::GetAZs", "Fn::GetAtt", "Fn::Transform", "Fn::Whatever"};
    const std::string name = oneOf(kNames);
    if (name == "Fn::GetAtt") return Value::getAtt(anyText(), anyText());
    return Value::call(name, below(2) == 0 ? Value::string(anyText()) : anyValue(depth - 1));
}

Value anyValue(int depth) {
    switch (below(depth > 0 ? 8 : 4)) {
        case 0: return {};
        case 1: return Value::boolean(below(2) == 0);
        case 2:
            return Value::number(oneOf<std::string>(
                {"0", "-1", "3.25", "1e3", "1E+2", "443", "12345678901234567890"}));
        case 3: return Value::string(anyText());
        case 4: return anyList(depth);
        case 5: return anyCall(depth);
        default: return anyMap(depth);
    }
}

Template anyTemplate() {
    Template result;
    const std::vector<std::string> names = {"Description", "Metadata", "Resources", "Outputs",
                                            "Own Section"};
    std::vector<Resource> resources;
    std::uint32_t id = 1;
    for (int i = below(4); i > 0; --i) {
        const std::string name = "R" + std::to_string(i);
        resources.push_back({ResourceId{id++}, name, anyMap(4)});
    }
    for (const std::string& name : names) {
        if (name == "Resources") {
            result = result.withResources(ResourceTable::of(resources));
        } else if (below(3) == 0) {
            result = result.withSection(name, below(2) == 0 ? anyMap(4) : Value::string(anyText()));
        }
    }
    return result;
}

/// Returns another value in the place of this one, alike enough to be an edit of it.
Value changed(const Value& value, int depth) {
    const int what = below(6);
    if (what == 0) return anyValue(2);
    if (value.isCall() && !value.isCall(Function::GetAtt) && what < 4) {
        Value argument = changed(value.argument(), depth - 1);
        return Value::call(value.functionName(), std::move(argument));
    }
    if (value.isList()) {
        std::vector<Value> items;
        for (const Value& item : value.items()) {
            if (below(6) == 0) items.push_back(anyValue(2));
            if (below(6) != 0) items.push_back(below(3) == 0 ? changed(item, depth - 1) : item);
        }
        if (below(4) == 0) items.push_back(anyValue(2));
        return Value::list(std::move(items));
    }
    if (!value.isMap()) return what < 4 ? value : Value::string(anyText());
    std::vector<MapEntry> entries;
    const auto add = [&](const std::string& key, Value item) {
        if (std::ranges::find(entries, key, &MapEntry::key) == entries.end()) {
            entries.push_back({key, std::move(item)});
        }
    };
    for (const MapEntry& entry : value.entries()) {
        if (below(6) == 0) add(anyKey(), anyValue(2));
        if (below(6) != 0)
            add(entry.key, below(3) == 0 ? changed(entry.value, depth - 1) : entry.value);
    }
    if (below(3) == 0) add(anyKey(), anyValue(2));
    return Value::map(std::move(entries));
}

/// Returns a template some edits away: resources renamed, added, deleted, changed; sections too.
Template edited(const Template& before) {
    std::vector<Resource> resources;
    for (const auto& resource : before.resources) {
        Resource copy = *resource;
        if (below(4) == 0) copy.logicalId += "Renamed";
        if (below(2) == 0) {
            const Value body = changed(copy.body, 4);
            copy.body = body.isMap() ? body : Value::map({{"Type", body}});
        }
        if (below(5) != 0) resources.push_back(std::move(copy));
        if (below(5) == 0) {
            const auto id = static_cast<std::uint32_t>(100 + resources.size());
            resources.push_back({ResourceId{id}, "New" + std::to_string(id), anyMap(3)});
        }
    }
    Template result;
    for (const Section& section : before.sections) {
        if (section.name == "Resources") {
            result.sections.push_back(section);
        } else if (below(5) != 0) {
            const Value other = below(2) == 0 ? changed(section.value, 4) : section.value;
            const bool usable = !other.isCall();  // A section is no call.
            result.sections.push_back({section.name, usable ? other : section.value});
        }
    }
    result.resources = ResourceTable::of(std::move(resources));
    return result;
}

/// Puts comments and blank lines into a text of block style without block scalars.
std::string withComments(const std::string& text) {
    if (text.find('|') != std::string::npos) return text;
    std::string result;
    for (std::size_t begin = 0; begin < text.size();) {
        const std::size_t end = std::min(text.find('\n', begin), text.size());
        const std::string line = text.substr(begin, end - begin);
        const std::size_t pad = std::min(line.find_first_not_of(' '), line.size());
        if (below(8) == 0) result += "\n";
        if (below(6) == 0) result += std::string(pad, ' ') + "# above\n";
        if (below(12) == 0)
            result += std::string(static_cast<std::size_t>(below(9)), ' ') + "# odd\n";
        result += line + (below(6) == 0 ? "  # behind" : "");
        if (end < text.size()) result += '\n';
        begin = end + 1;
    }
    return result;
}

/// Returns the template as text of some other program's style.
std::string inForeignStyle(const Template& body, TextStyle& style) {
    style = canonicalStyle(below(3) == 0 ? TemplateFormat::Json : TemplateFormat::Yaml);
    style.unit = oneOf<std::string>({"  ", "    ", "   "});
    style.newline = oneOf<std::string>({"\n", "\n", "\r\n"});
    style.quote = oneOf<char>({'"', '\''});
    style.shortTags = below(2) == 0;
    style.sequencesIndented = below(2) == 0;
    style.singleLine = below(4) == 0;
    const Value map = templateAsMap(body);
    std::string text;
    if (style.format == TemplateFormat::Json) {
        text = jsonText(map, {}, style);
    } else if (map.entries().empty() || below(4) == 0) {
        text = flowText(map, style);
    } else {
        for (const MapEntry& entry : map.entries()) {
            if (below(3) == 0) text += "# about " + std::to_string(below(9)) + "\n";
            const bool flow = below(4) == 0;
            text += flow ? keyText(entry.key, style, false) + ": " + flowText(entry.value, style)
                         : blockEntry(entry.key, entry.value, {}, style);
            text += below(3) == 0 ? "\n\n" : "\n";
        }
        text = withComments(text);
        // A literal that ends with its line break (`|`) would be another text without it.
        const bool mayEndBare = text.find('|') == std::string::npos;
        if (mayEndBare && below(4) == 0) text.pop_back();
    }
    if (style.newline != "\n") {
        for (std::size_t at = 0; (at = text.find('\n', at)) != std::string::npos; at += 2) {
            text.replace(at, 1, style.newline);
        }
    }
    return text;
}

/// Returns what a text is read as, which must be usable.
Template read(const std::string& text) {
    std::uint32_t nextId = 1;
    const TemplateReading reading = readTemplate(text, {}, nextId);
    if (!reading.usable) {
        RC_LOG() << text << '\n';
        for (const Diagnostic& one : reading.diagnostics) RC_LOG() << toString(one) << '\n';
    }
    RC_ASSERT(reading.usable);
    return reading.body;
}

void assertSame(const Template& actual, const Template& wanted, const std::string& text) {
    const bool same = templateAsMap(actual) == templateAsMap(wanted);
    if (!same) RC_LOG() << text << "\n--- wanted\n" << writeCanonical(wanted, TemplateFormat::Json);
    RC_ASSERT(same);
}

}  // namespace

class WriteValueTest : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void initTestCase() {
        // The same cases in every run; RC_PARAMS in the environment asks for others or more.
        if (!qEnvironmentVariableIsSet("RC_PARAMS")) {
            qputenv("RC_PARAMS", "seed=20 max_success=3000 max_size=100");
        }
    }

    void whatIsWrittenCanonicallyReadsBackAsItWas() {
        QVERIFY(rc::check("YAML and JSON", [] {
            const Template before = anyTemplate();
            for (const auto format : {TemplateFormat::Yaml, TemplateFormat::Json}) {
                const std::string text = writeCanonical(before, format);
                assertSame(read(text), before, text);
                RC_ASSERT(writeCanonical(read(text), format) == text);
            }
        }));
    }

    void whateverIsEditedInWhateverStyleIsSplicedAndUndone() {
        QVERIFY(rc::check("spliced text reads as what is wanted", [] {
            const Template before = anyTemplate();
            TextStyle style;
            TemplateSource source;
            source.text = inForeignStyle(before, style);
            source.opened = read(source.text);
            assertSame(source.opened, before, source.text);
            source.format = formatOf(source.text);
            const Template after = edited(source.opened);
            const auto text = spliceTemplate(source, after);
            if (!text) {
                RC_LOG() << source.text.view() << "\n--- wanted\n"
                         << writeCanonical(after, TemplateFormat::Json);
            }
            RC_ASSERT(text.has_value());
            assertSame(read(*text), after, *text);
            RC_ASSERT(spliceTemplate(source, source.opened).value() == source.text);
        }));
    }

    void theCanonicalLayoutOfYaml() {
        Template body;
        body = body.withResources(ResourceTable::of(
            {{ResourceId{1}, "Vpc", Value::map({{"Type", Value::string("AWS::EC2::VPC")}})},
             {ResourceId{2}, "Web",
              Value::map(
                  {{"DependsOn", Value::list({Value::string("Vpc")})},
                   {"Properties",
                    Value::map(
                        {{"Port", Value::string("80")},
                         {"Vpc", Value::ref("Vpc")},
                         {"Zone",
                          Value::call("Fn::Select",
                                      Value::list({Value::number(0),
                                                   Value::call("Fn::GetAZs", Value::string(""))}))},
                         {"UserData",
                          Value::call(
                              "Fn::Base64",
                              Value::call("Fn::Sub", Value::string("a\n${Vpc}\n")))}})}})}}));
        body = body.withSection("Description", Value::string("d"));
        body = body.withSection("AWSTemplateFormatVersion", Value::string("2010-09-09"));
        QCOMPARE(QString::fromStdString(writeCanonical(body, TemplateFormat::Yaml)),
                 QStringLiteral("AWSTemplateFormatVersion: \"2010-09-09\"\n"
                                "Description: d\n"
                                "\n"
                                "Resources:\n"
                                "  Vpc:\n"
                                "    Type: AWS::EC2::VPC\n"
                                "\n"
                                "  Web:\n"
                                "    DependsOn:\n"
                                "      - Vpc\n"
                                "    Properties:\n"
                                "      Port: \"80\"\n"
                                "      Vpc: !Ref Vpc\n"
                                "      Zone: !Select [0, !GetAZs \"\"]\n"
                                "      UserData:\n"
                                "        Fn::Base64: !Sub |\n"
                                "          a\n"
                                "          ${Vpc}\n"));
    }
};

}  // namespace archivolt

QTEST_APPLESS_MAIN(archivolt::WriteValueTest)
#include "write_value_test.moc"
