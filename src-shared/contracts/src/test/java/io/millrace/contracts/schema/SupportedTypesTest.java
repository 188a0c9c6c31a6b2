package io.millrace.contracts.schema;

import static io.millrace.contracts.testing.Avsc.field;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;

import io.millrace.contracts.testing.Avsc;
import org.apache.avro.Schema;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SupportedTypesTest {
    @ParameterizedTest
    @ValueSource(strings = {"'string'", "'bytes'", "'int'", "'long'", "'float'", "'double'", "'boolean'",
            "['null', 'int']", "['int', 'null']", "['int']", "{'type': 'array', 'items': ['null', 'string']}",
            "{'type': 'map', 'values': {'type': 'array', 'items': 'int'}}",
            "{'type': 'enum', 'name': 'E', 'symbols': ['A']}", "{'type': 'fixed', 'name': 'F', 'size': 16}",
            "{'type': 'record', 'name': 'R', 'fields': [{'name': 'x', 'type': 'int'}]}",
            "{'type': 'bytes', 'logicalType': 'decimal', 'precision': 38, 'scale': 38}",
            "{'type': 'fixed', 'name': 'D', 'size': 8, 'logicalType': 'decimal', 'precision': 18}",
            "{'type': 'int', 'logicalType': 'date'}", "{'type': 'int', 'logicalType': 'time-millis'}",
            "{'type': 'long', 'logicalType': 'time-micros'}", "{'type': 'string', 'logicalType': 'uuid'}",
            "{'type': 'long', 'logicalType': 'timestamp-millis'}",
            "{'type': 'long', 'logicalType': 'timestamp-micros'}",
            "{'type': 'string', 'logicalType': 'of-another-tool'}"})
    void typeWithALosslessColumnIsLetThrough(String type) {
        assertEquals(List.of(), problems(type));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'null' | null alone is no column type
            ['null'] | a union must be of null and one other type, this one has 0 others
            ['int', 'string'] | this one has 2 others
            ['null', 'int', 'string'] | this one has 2 others
            {'type': 'array', 'items': 'null'} | null alone
            {'type': 'array', 'items': {'type': 'record', 'name': 'R', 'fields': []}} | a record without fields
            {'type': 'record', 'name': 'R', 'fields': [{'name': 'r', 'type': ['null', 'R']}]} | R contains itself
            {'type': 'record', 'name': 'R', 'fields': [{'name': 'x', 'type': 'int'}, {'name': 'X', 'type': 'int'}]} | only in case
            {'type': 'record', 'name': 'R', 'fields': [{'name': 'x', 'type': 'int', 'aliases': ['y']}]} | has aliases
            {'type': 'record', 'name': 'R', 'aliases': ['S'], 'fields': [{'name': 'x', 'type': 'int'}]} | has aliases
            {'type': 'enum', 'name': 'E', 'aliases': ['S'], 'symbols': ['A']} | has aliases
            {'type': 'fixed', 'name': 'F', 'size': 0} | must have 1 to 1048576 bytes, has 0
            {'type': 'fixed', 'name': 'F', 'size': 1048577} | must have 1 to 1048576 bytes, has 1048577
            {'type': 'bytes', 'logicalType': 'decimal', 'precision': 39} | decimal precision 39 is above
            {'type': 'bytes', 'logicalType': 'decimal'} | logical type decimal does not fit bytes
            {'type': 'int', 'logicalType': 'timestamp-millis'} | logical type timestamp-millis does not fit int
            {'type': 'long', 'logicalType': 'local-timestamp-millis'} | logical type local-timestamp-millis has no
            {'type': 'long', 'logicalType': 'local-timestamp-micros'} | logical type local-timestamp-micros has no
            {'type': 'long', 'logicalType': 'timestamp-nanos'} | logical type timestamp-nanos has no
            {'type': 'bytes', 'logicalType': 'big-decimal'} | logical type big-decimal has no
            {'type': 'fixed', 'name': 'F', 'size': 12, 'logicalType': 'duration'} | logical type duration has no
            """)
    void typeWithoutOneIsRefusedByName(String type, String reason) {
        List<ContractProblem> problems = problems(type);
        assertEquals(1, problems.size(), problems::toString);
        assertTrue(problems.getFirst().reason().contains(reason), problems::toString);
        assertTrue(problems.getFirst().pointer().startsWith("/fields/a"), problems::toString);
    }

    @Test
    void sameRecordInTwoPlacesIsNoRecursion() {
        assertEquals(List.of(), problems("{'type': 'record', 'name': 'R', 'fields': [{'name': 'x', 'type': 'int'}]}",
                "'R'"));
    }

    @Test
    void fieldThatTakesAnotherNameCannotPullItsValues() {
        // An alias on a new field would make Avro read the values of the field that has that name.
        var problems = problems("'int'", "{'type': 'int'}, 'aliases': ['a']");
        assertEquals(List.of("/fields/b"), problems.stream().map(ContractProblem::pointer).toList());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'string' | true
            'boolean' | true
            {'type': 'int', 'logicalType': 'date'} | true
            {'type': 'int', 'logicalType': 'time-millis'} | false
            'bytes' | false
            'float' | false
            {'type': 'array', 'items': 'int'} | false
            """)
    void onlyTypesWithAnExactTextPartitionATable(String type, boolean may) {
        assertEquals(may, SupportedTypes.canPartition(new Schema.Parser().parse(Avsc.json(type))));
    }

    @Test
    void nullableTypeIsItsOtherBranch() {
        Schema nullable = new Schema.Parser().parse(Avsc.json("['null', 'int']"));
        assertTrue(SupportedTypes.isNullable(nullable));
        assertEquals(Schema.Type.INT, SupportedTypes.nonNull(nullable).getType());
        assertFalse(SupportedTypes.isNullable(SupportedTypes.nonNull(nullable)));
    }

    private static List<ContractProblem> problems(String type) {
        return SupportedTypes.problems(new Schema.Parser().parse(Avsc.of(field("a", type))));
    }

    private static List<ContractProblem> problems(String type, String other) {
        return SupportedTypes.problems(new Schema.Parser().parse(Avsc.of(field("a", type), field("b", other))));
    }
}
