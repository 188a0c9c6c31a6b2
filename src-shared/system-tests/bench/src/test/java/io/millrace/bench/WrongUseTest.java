package io.millrace.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Values that cannot be measured or raced with end the command before anything starts. */
class WrongUseTest {
    @ParameterizedTest
    @CsvSource({"race --writers=0,--writers must be 1 or more",
            "race --spark --storage=s3,--spark races in a local folder",
            "ingest --kinds=foo,--kinds must be some of", "ingest --seconds=0,--seconds must be 1 or more",
            "merge --rounds=0,--rounds must be 1 or more",
            "overload --seconds=0,--seconds must be 1 or more", "outage --seconds=0,--seconds must be 1 or more",
            "chaos --minutes=0,--minutes must be more than 0", "chaos --rate=1,--rate must be 20 or more",
            "chaos --faults=foo,--faults knows kill",
            "chaos --without=foo,--without knows acks",
            "simulate --schedules=0,--schedules must be 1 or more",
            "simulate --minutes=0,--minutes must be more than 0",
            "alerts --factor=0,--factor must be from 1 to 300",
            "alerts --alert=foo,--alert knows MillraceLagBurn",
            "simulate --without=foo,--without knows watermark"})
    void theOptionIsNamed(String command, String reason) {
        StringWriter error = new StringWriter();
        CommandLine bench = Bench.commandLine().setErr(new PrintWriter(error, true));

        int code = bench.execute(command.split(" "));

        assertEquals(CommandLine.ExitCode.USAGE, code, error::toString);
        assertTrue(error.toString().startsWith("millrace: " + reason), error::toString);
    }
}
