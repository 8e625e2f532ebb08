import Archivolt

// Finds a command by its name and runs it.
SearchPopup {
    id: root

    required property CommandList commands

    model: commands.found
    placeholder: qsTr("Find a command")
    empty: qsTr("No command is called “%1”.")
    onFiltered: text => commands.found.filter = text
    onChosen: (row, name) => commands.run(name)
}
