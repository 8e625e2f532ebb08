// Precompiled headers need a target that compiles something: see CMakeLists.txt.
