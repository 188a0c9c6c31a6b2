package io.millrace.systemtests.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every kind of table that a fault leaves, before and after a writer continued, read by delta-standalone. */
@Tag("process")
@Tag("slow")
class FaultTablesTest {
    private static final int LEAST_KINDS = 50;

    @TempDir
    static Path folder;
    private static List<FaultCase> cases = List.of();
    private static List<StandaloneOutcome> outcomes = List.of();

    @BeforeAll
    static void readAllAtOnce() throws IOException {
        cases = FaultCase.write(folder);
        outcomes = StandaloneReadBack.all(cases.stream().map(FaultCase::folder).toList());
    }

    static Stream<Arguments> casesWithOutcomes() {
        return IntStream.range(0, cases.size()).mapToObj(i -> Arguments.of(cases.get(i), outcomes.get(i)));
    }

    @Test
    void faultsLeaveTablesOfManyKinds() {
        assertTrue(cases.size() >= LEAST_KINDS, "only " + cases.size() + " tables: " + cases);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("casesWithOutcomes")
    void deltaStandaloneSeesWhatItShould(FaultCase table, StandaloneOutcome outcome) {
        switch (table.standalone()) {
            case FaultCase.Sight.Rows wanted -> {
                var read = assertInstanceOf(StandaloneReadBack.class, outcome);
                RowComparison.assertSame(wanted.rows(), read.rows());
                assertEquals(wanted.version(), read.version());
            }
            case FaultCase.Sight.Refusal wanted -> assertInstanceOf(StandaloneOutcome.Refused.class, outcome);
        }
    }
}
