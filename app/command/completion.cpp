#include "app/command/completion.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <vector>

namespace archivolt {

namespace {

std::vector<const CLI::App*> commandsOf(const CLI::App& app) {
    return app.get_subcommands([](const CLI::App*) { return true; });
}

/// Returns the long spellings (`--format`) of a command's options.
std::vector<std::string> longOptions(const CLI::App& command) {
    std::vector<std::string> names;
    for (const CLI::Option* option : command.get_options()) {
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    return names;
}

std::string joined(const std::vector<std::string>& words) {
    return fmt::format("{}", fmt::join(words, " "));
}

std::vector<std::string> commandNames(const CLI::App& app) {
    std::vector<std::string> names;
    for (const CLI::App* command : commandsOf(app)) names.push_back(command->get_name());
    return names;
}

std::string bashScript(const CLI::App& app) {
    std::string cases;
    for (const CLI::App* command : commandsOf(app)) {
        cases += fmt::format("        {}) words=\"{}\" ;;\n", command->get_name(),
                             joined(longOptions(*command)));
    }
    return fmt::format(
        "_archivolt() {{\n"
        "    local current=${{COMP_WORDS[COMP_CWORD]}} words\n"
        "    case \"${{COMP_WORDS[1]}}\" in\n{}"
        "        *) words=\"{} --help --version\" ;;\n"
        "    esac\n"
        "    COMPREPLY=()\n"
        "    if [ \"$COMP_CWORD\" -eq 1 ] || [[ $current == -* ]]; then\n"
        "        COMPREPLY=($(compgen -W \"$words\" -- \"$current\"))\n"
        "    fi\n"
        "}}\n"
        "complete -o default -F _archivolt archivolt\n",
        cases, joined(commandNames(app)));
}

std::string zshScript(const CLI::App& app) {
    std::string cases;
    std::string names;
    for (const CLI::App* command : commandsOf(app)) {
        std::string words;
        for (const std::string& option : longOptions(*command)) words += " " + option;
        cases += fmt::format("        {}) options=({} ) ;;\n", command->get_name(), words);
        names += fmt::format(" '{}:{}'", command->get_name(), command->get_description());
    }
    return fmt::format(
        "#compdef archivolt\n"
        "_archivolt() {{\n"
        "    local -a commands options\n"
        "    commands=({} )\n"
        "    if (( CURRENT == 2 )); then\n"
        "        _describe command commands\n"
        "        _files\n"
        "        return\n"
        "    fi\n"
        "    case $words[2] in\n{}"
        "    esac\n"
        "    if [[ $words[CURRENT] == -* ]]; then compadd -- $options; else _files; fi\n"
        "}}\n"
        "if [ \"$funcstack[1]\" = _archivolt ]; then _archivolt; else compdef _archivolt "
        "archivolt; fi\n",
        names, cases);
}

std::string fishScript(const CLI::App& app) {
    std::string script;
    for (const CLI::App* command : commandsOf(app)) {
        script += fmt::format("complete -c archivolt -n __fish_use_subcommand -a {} -d '{}'\n",
                              command->get_name(), command->get_description());
        for (const std::string& option : longOptions(*command)) {
            script +=
                fmt::format("complete -c archivolt -n '__fish_seen_subcommand_from {}' -l {}\n",
                            command->get_name(), option.substr(2));
        }
    }
    return script;
}

}  // namespace

std::string completionScript(const CLI::App& app, std::string_view shell) {
    if (shell == "bash") return bashScript(app);
    if (shell == "zsh") return zshScript(app);
    return fishScript(app);
}

}  // namespace archivolt
