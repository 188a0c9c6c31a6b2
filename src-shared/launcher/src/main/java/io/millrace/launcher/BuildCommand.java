package io.millrace.launcher;

import picocli.CommandLine.Command;

/** {@code build}. */
@Command(name = "build", description = "Builds the services, the dev stack and the launcher, without tests and quality gates.", footer = {
        "", "Other commands build what is missing, so this is seldom needed. The first build downloads several",
        "hundred MB. The log is .millrace/build.log; a failed build prints the errors from it."})
final class BuildCommand extends ScriptCommand {}
