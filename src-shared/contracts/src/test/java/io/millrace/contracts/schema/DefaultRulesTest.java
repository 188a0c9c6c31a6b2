package io.millrace.contracts.schema;

import static io.millrace.contracts.testing.Avsc.field;
import static io.millrace.contracts.testing.Records.STREAM;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;

import io.millrace.contracts.testing.Avsc;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A default is held to what a value of its field is held to, whatever Avro would make of it. */
class DefaultRulesTest {
    private static final String ENUM = "{'type': 'enum', 'name': 'C', 'symbols': ['RED']}";

    @ParameterizedTest(name = "{0} of {1} is refused: {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'GREEN'    | {'type': 'enum', 'name': 'C', 'symbols': ['RED']}             |   | must be one of [RED]
            'abc'      | {'type': 'fixed', 'name': 'F', 'size': 2}                      |   | must have 2 bytes, has 3
            'ab'       | {'type': 'fixed', 'name': 'F', 'size': 4}                      |   | must have 4 bytes, has 2
            '\\u0100a' | {'type': 'fixed', 'name': 'F', 'size': 2}                      |   | must hold one character of U+0000 to U+00FF for each byte
            '\\u20ac'  | 'bytes'                                                        |   | must hold one character of U+0000 to U+00FF for each byte
            ''         | {'type': 'bytes', 'logicalType': 'decimal', 'precision': 4}    |   | must be a decimal of at most 4 digits
            '\\u0027\\u0010' | {'type': 'bytes', 'logicalType': 'decimal', 'precision': 4} | | must be a decimal of at most 4 digits
            3000000    | {'type': 'int', 'logicalType': 'date'}                         |   | must lie in the years 1 to 9999
            253402300800000 | {'type': 'long', 'logicalType': 'timestamp-millis'}        |   | must lie in the years 1 to 9999; is it in milliseconds since 1970?
            -62135596800000001 | {'type': 'long', 'logicalType': 'timestamp-micros'}    |   | must lie in the years 1 to 9999; is it in microseconds since 1970?
            86400000   | {'type': 'int', 'logicalType': 'time-millis'}                  |   | must lie within a day: 0 to 86399999
            -1         | {'type': 'long', 'logicalType': 'time-micros'}                 |   | must lie within a day: 0 to 86399999999
            'nope'     | {'type': 'string', 'logicalType': 'uuid'}                      |   | must be a UUID of 36 characters
            '\\ud800'  | 'string'                                                       |   | must not hold half of a surrogate pair
            'a\\u0000' | 'string'                                                       |   | must not hold U+0000
            1e400      | 'double'                                                       |   | is out of the range of double
            1e39       | 'float'                                                        |   | is out of the range of float
            1e-60      | 'float'                                                        |   | is out of the range of float
            ['a', 'b\\u0000'] | {'type': 'array', 'items': 'string'}                    | /1 | must not hold U+0000
            {'a~/': 'GREEN'} | {'type': 'map', 'values': {'type': 'enum', 'name': 'C', 'symbols': ['RED']}} | /a~0~1 | must be one of [RED]
            {'\\udc00': 1} | {'type': 'map', 'values': 'int'}                           | /? | the key must not hold half of a surrogate pair
            {'n': 1, 'm': 2} | {'type': 'record', 'name': 'Tag', 'fields': [{'name': 'n', 'type': 'int'}]} | /m | is not a field of Tag
            {'d': 3000000} | {'type': 'record', 'name': 'Tag', 'fields': [{'name': 'd', 'type': {'type': 'int', 'logicalType': 'date'}}]} | /d | must lie in the years 1 to 9999
            'nope'     | [{'type': 'string', 'logicalType': 'uuid'}, 'null']            |   | must be a UUID of 36 characters
            """)
    void defaultThatNoValueMayBeIsRefused(String value, String type, String inside, String reason) {
        var refusal = assertThrows(ContractException.class,
                () -> ContractParser.parse(STREAM, Avsc.of(field("c", type, value))));

        assertEquals(List.of(new ContractProblem("/fields/c/default" + (inside == null ? "" : inside), reason)),
                refusal.problems());
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {'type': 'record', 'name': 'R', 'fields': [{'name': 'e', 'type': ENUM, 'default': 'BLUE'}]} | /fields/c/fields/e/default
            {'type': 'array', 'items': {'type': 'record', 'name': 'R', 'fields': [{'name': 'e', 'type': ENUM, 'default': 'BLUE'}]}} | /fields/c/items/fields/e/default
            {'type': 'map', 'values': ['null', {'type': 'record', 'name': 'R', 'fields': [{'name': 'e', 'type': ENUM, 'default': 'BLUE'}]}]} | /fields/c/values/fields/e/default
            """)
    void defaultIsRefusedAtAnyDepth(String type, String pointer) {
        var refusal = assertThrows(ContractException.class,
                () -> ContractParser.parse(STREAM, Avsc.of(field("c", type.replace("ENUM", ENUM)))));

        assertEquals(List.of(new ContractProblem(pointer, "must be one of [RED]")), refusal.problems());
    }

    @ParameterizedTest(name = "{1} of {0}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            pk       | ''    | must have 1 to 1024 characters, has 0
            pk       | ' '   | must not be blank
            event_id | ''    | must have 1 to 1024 characters, has 0
            region   | ''    | is the region, by which a table may be partitioned, and must not be empty text; leave it out or send null where the contract lets you
            """)
    void defaultOfARoleIsHeldToTheRulesOfTheRole(String role, String value, String reason) {
        String fields = String.join(", ", Avsc.PK, Avsc.EVENT_ID, Avsc.EVENT_TIME, field("region", "'string'"))
                .replace(field(role, "'string'"), field(role, "'string'", value));

        var refusal = assertThrows(ContractException.class, () -> ContractParser.parse(STREAM,
                Avsc.only("'millrace': {'partition-by': ['event_date', 'region']},", fields)));

        assertEquals(List.of(new ContractProblem("/fields/" + role + "/default", reason)), refusal.problems());
    }

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'RED'              | {'type': 'enum', 'name': 'C', 'symbols': ['RED']}
            '\\u0000\\u00ff'   | {'type': 'fixed', 'name': 'F', 'size': 2}
            ''                 | 'bytes'
            '\\u0027\\u000f'   | {'type': 'bytes', 'logicalType': 'decimal', 'precision': 4}
            2932896            | {'type': 'int', 'logicalType': 'date'}
            86399999           | {'type': 'int', 'logicalType': 'time-millis'}
            '018CC251-F400-7000-8000-000000000001' | {'type': 'string', 'logicalType': 'uuid'}
            '\\ud83d\\ude00'   | 'string'
            0                  | 'double'
            -0.0               | 'float'
            null               | ['null', 'string']
            7                  | ['null', 'long']
            {'a': null}        | {'type': 'map', 'values': ['null', 'int']}
            {'n': 1}           | {'type': 'record', 'name': 'Tag', 'fields': [{'name': 'n', 'type': 'int'}, {'name': 'm', 'type': 'int', 'default': 2}]}
            """)
    void defaultThatAValueMayBeIsTaken(String value, String type) {
        assertDoesNotThrow(() -> ContractParser.parse(STREAM, Avsc.of(field("c", type, value))));
    }
}
