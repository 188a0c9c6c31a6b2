package io.millrace.contracts.schema;

import static io.millrace.contracts.testing.Avsc.field;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.millrace.contracts.testing.Avsc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class PartitionAdviceTest {
    private static final StreamName STREAM = new StreamName("things");

    static List<Arguments> unbounded() {
        return List.of(
                Arguments.of("'region'", field("region", "'string'"), "any number of values"),
                Arguments.of("'n'", field("n", "'int'"), "any number of values"),
                Arguments.of("'n'", field("n", "['null', 'long']", "null"), "any number of values"),
                Arguments.of("'day'", field("day", "{'type': 'int', 'logicalType': 'date'}"), "two dates"),
                Arguments.of("'e'", field("e", enumOf(65)), "65 values"));
    }

    @ParameterizedTest(name = "{0}: {2}")
    @MethodSource("unbounded")
    void aColumnOfManyValuesIsWarnedOf(String column, String field, String reason) {
        var warnings = PartitionAdvice.warnings(
                parse(Avsc.with("'partition-by': ['event_date', " + column + "]", field)), Optional.empty());

        assertEquals(1, warnings.size(), warnings::toString);
        assertEquals("/millrace/partition-by", warnings.getFirst().pointer());
        assertTrue(warnings.getFirst().reason().contains(reason), warnings::toString);
        assertTrue(warnings.getFirst().reason().contains(column), warnings::toString);
    }

    @Test
    void theDateAndColumnsOfFewValuesAreNot() {
        String settings = "'partition-by': ['event_date', 'e', 'b']";
        assertEquals(List.of(), PartitionAdvice.warnings(
                parse(Avsc.with(settings, field("e", enumOf(64)), field("b", "'boolean'"))), Optional.empty()));
        assertEquals(List.of(),
                PartitionAdvice.warnings(parse(Avsc.of(field("region", "'string'"))), Optional.empty()));
        assertEquals(List.of(), PartitionAdvice.warnings(
                parse(Avsc.with("'partition-by': ['day']", field("day", "{'type': 'int', 'logicalType': 'date'}"))),
                Optional.empty()));
    }

    @Test
    void aChangeIsSaidToLeaveTheTableAsItIs() {
        Contract before = parse(Avsc.of());
        Contract now = parse(Avsc.with("'partition-by': []"));

        var warnings = PartitionAdvice.warnings(now, Optional.of(before));

        assertEquals(1, warnings.size(), warnings::toString);
        assertTrue(warnings.getFirst().reason().contains("./millrace repartition things"), warnings::toString);
        assertEquals(List.of(), PartitionAdvice.warnings(before, Optional.of(before)));
    }

    private static String enumOf(int symbols) {
        return "{'type': 'enum', 'name': 'E', 'symbols': [" + IntStream.range(0, symbols)
                .mapToObj(i -> "'S" + i + "'").collect(Collectors.joining(",")) + "]}";
    }

    private static Contract parse(String avsc) {
        return ContractParser.parse(STREAM, avsc);
    }
}
