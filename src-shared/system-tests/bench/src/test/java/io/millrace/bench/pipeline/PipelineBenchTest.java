package io.millrace.bench.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;

import io.millrace.bench.Bench;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

class PipelineBenchTest {
    @ParameterizedTest
    @CsvSource({"--events=1999999,--events must be 2000000", "--rate=99,--rate must be 0",
            "--rounds=0,must be positive", "--phase=lukewarm,lukewarm"})
    void anOptionThatCannotBeMeasuredIsRefusedBeforeAnythingStarts(String option, String reason) {
        StringWriter error = new StringWriter();
        CommandLine bench = Bench.commandLine().setErr(new PrintWriter(error));

        int code = bench.execute("pipeline", option);

        assertEquals(CommandLine.ExitCode.USAGE, code);
        assertTrue(error.toString().contains(reason), error::toString);
    }
}
