package io.millrace.launcher;

import io.millrace.contracts.schema.StreamName;
import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.WrongUseException;
import picocli.CommandLine.Parameters;

/** The stream that a command is for. */
final class StreamParameter {
    @Parameters(paramLabel = "STREAM", description = "The stream.")
    private String name = "";

    /**
     * The stream.
     *
     * @throws LauncherException
     *             when it is no name of a stream
     */
    StreamName name() {
        if (!StreamName.isLegal(name)) {
            throw new WrongUseException(
                    "'" + name + "' is not a stream name. Name the stream, not its topic or one of its tables.");
        }
        return new StreamName(name);
    }
}
