#include "app/session/nested_templates.h"

#include <fmt/format.h>

#include <filesystem>

#include "app/files/file_access.h"
#include "model/evaluate/nested_stacks.h"

namespace archivolt {

namespace {

constexpr std::size_t kMostDepth = 8;
constexpr std::size_t kMostTemplates = 100;
constexpr std::size_t kMostBytes = std::size_t{16} << 20U;

constexpr Rule kNotRead{"OPEN-9",
                        Severity::Medium,
                        "the template of a nested stack is not read",
                        "a template is read only where it lies beside its parent, or below; what "
                        "the nested stack makes is then unknown",
                        "put the file into the parent's folder, and name it by a relative path",
                        "AWS CLI Command Reference, cloudformation package"};

class Reader {
public:
    Reader(const OpenOptions& options, const FileAccess& files) : m_files(files) {
        m_options.region = options.region;
        m_options.account = options.account;
    }

    void read(const Stack& parent, const std::string& file, std::size_t depth) {
        for (const auto& resource : parent.body.resources) {
            const bool nested = resource->type() == "AWS::CloudFormation::Stack" ||
                                resource->type() == "AWS::Serverless::Application";
            const char* property =
                resource->type() == "AWS::Serverless::Application" ? "Location" : "TemplateURL";
            const Value* url = nested ? resource->properties().find(property) : nullptr;
            // What lies in a bucket, or is put together at deployment, is AWS's to read.
            if (url == nullptr || !url->isString()) continue;
            if (url->text().find("://") != std::string::npos) continue;
            readOne(parent, file, *resource, url->text(), depth);
        }
    }

    NestedTemplates take() { return std::move(m_result); }

private:
    void readOne(const Stack& parent, const std::string& file, const Resource& resource,
                 const std::string& name, std::size_t depth) {
        const auto refuse = [&](std::string why) {
            Diagnostic diagnostic =
                diagnosticOf(kNotRead,
                             fmt::format("the template `{}` of `{}` is not read: {}", name,
                                         resource.logicalId, why),
                             "what it makes stays unknown");
            diagnostic.where.file = file;
            diagnostic.where.stack = parent.name;
            diagnostic.where.resource = resource.logicalId;
            m_result.diagnostics.push_back(std::move(diagnostic));
        };
        if (depth >= kMostDepth) return refuse("stacks are nested too deep");
        if (m_result.stacks.size() >= kMostTemplates) return refuse("there are too many");
        std::string path;
        if (std::string why = whyRefused(file, name, path); !why.empty()) return refuse(why);
        auto text = m_files.read(path, kMostBytes - m_bytes);
        if (!text) return refuse(text.error().message);
        m_bytes += text->size();
        OpenedDesign opened = openText({path, *std::move(text)}, m_options);
        m_result.diagnostics.insert(m_result.diagnostics.end(), opened.diagnostics.begin(),
                                    opened.diagnostics.end());
        if (!opened.usable || opened.kind != FileKind::Template || opened.design.stacks.empty()) {
            return refuse("it is no template");
        }
        Stack child = *opened.design.stacks.front();
        child.name = nestedStackName(parent.name, resource.logicalId);
        child.region = parent.region;
        child.account = parent.account;
        m_result.paths.insert(m_files.wholePath(path));
        m_result.stacks.push_back(child);
        read(child, path, depth + 1);
    }

    /// Finds the file that a template names; says why it is not read, empty where it may be.
    [[nodiscard]] std::string whyRefused(const std::string& file, const std::string& name,
                                         std::string& path) const {
        namespace fs = std::filesystem;
        const fs::path named(name);
        if (named.is_absolute() || name.find('\\') != std::string::npos) {
            return "it is named by an absolute path";
        }
        fs::path at = fs::path(file).parent_path();
        for (const fs::path& part : named) {
            if (part == "..") return "it lies outside the template's folder";
            if (part == "." || part.empty()) continue;
            at /= part;
            if (m_files.isLink(at.string())) return "it is behind a link";
        }
        path = at.string();
        if (m_files.isFolder(path)) return "it is a folder";
        return m_files.isFile(path) ? std::string() : std::string("it is not there");
    }

    const FileAccess& m_files;
    OpenOptions m_options;
    NestedTemplates m_result;
    std::size_t m_bytes = 0;
};

}  // namespace

NestedTemplates nestedTemplatesOf(const OpenedDesign& opened, const OpenOptions& options,
                                  const FileAccess& files) {
    Reader reader(options, files);
    if (opened.kind == FileKind::Template) {
        for (const auto& stack : opened.design.stacks) reader.read(*stack, opened.path, 0);
    }
    return reader.take();
}

RuleList nestedTemplateRules() {
    static constexpr const Rule* kRules[] = {&kNotRead};
    return kRules;
}

}  // namespace archivolt
