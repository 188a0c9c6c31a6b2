package io.millrace.contracts.schema;

import static io.millrace.contracts.testing.Avsc.field;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;

import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.testing.Avsc;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.generic.GenericRecordBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class AdditiveCheckTest {
    private static final String INNER = "{'type': 'record', 'name': 'Inner', 'fields': [" + field("x", "'int'")
            + "%s]}";
    private static final String DATE = "{'type': 'int', 'logicalType': 'date'}";
    private static final String DECIMAL = "{'type': 'bytes', 'logicalType': 'decimal', 'precision': %d, 'scale': 2}";
    private static final String ENUM = "{'type': 'enum', 'name': '%s', 'symbols': [%s]}";
    private static final String FIXED = "{'type': 'fixed', 'name': '%s', 'size': %d}";

    static Stream<Arguments> additive() {
        return Stream.of(
                step("nothing", Avsc.of(), Avsc.of()),
                step("documentation", Avsc.of(), Avsc.only("'doc': 'words',", Avsc.PK, Avsc.EVENT_ID, Avsc.EVENT_TIME)),
                step("field with default", Avsc.of(), Avsc.of(field("a", "'int'", "7"))),
                step("nullable field", Avsc.of(), Avsc.of(field("a", "['null', 'string']", "null"))),
                step("field in front", Avsc.of(), Avsc.only("", field("a", "'int'", "7"), Avsc.PK, Avsc.EVENT_ID,
                        Avsc.EVENT_TIME)),
                step("fields in another order", Avsc.of(),
                        Avsc.only("", Avsc.EVENT_TIME, Avsc.EVENT_ID, Avsc.PK)),
                step("record field", Avsc.of(), Avsc.of(field("a", INNER.formatted(""), "{'x': 1}"))),
                step("field of a nested record", Avsc.of(field("a", INNER.formatted(""), "{'x': 1}")),
                        Avsc.of(field("a", INNER.formatted(", " + field("y", "'int'", "2")), "{'x': 1}"))),
                step("other partitions for tables to come", Avsc.of(), Avsc.with("'partition-by': []")),
                step("another time for raw records", Avsc.of(), Avsc.with("'bronze-ttl': 'P1D'")),
                step("a freshness target", Avsc.of(), Avsc.with("'freshness': 'PT5S'")),
                step("another freshness target", Avsc.with("'freshness': 'PT5S'"), Avsc.with("'freshness': 'PT1M'")),
                step("other objectives", Avsc.with("'slo': {'lag': {'threshold': 'PT1M'}}"),
                        Avsc.with("'slo': {'letters': {'threshold': 0}}")),
                step("settings that say what holds anyway", Avsc.of(),
                        Avsc.with("'pk': 'pk', 'dedup-horizon': 'P30D', 'partition-by': ['event_date']")));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("additive")
    void additiveStepIsLetThroughAndOldEventsReadAsTheNewVersion(String change, String older, String newer)
            throws Exception {
        // given
        Contract before = parse(older);
        Contract after = parse(newer);
        // when
        List<ContractProblem> problems = AdditiveCheck.problems(before, after);
        // then
        assertEquals(List.of(), problems);
        GenericRecord event = new GenericRecordBuilder(before.schema()).set("pk", "p").set("event_id", "e")
                .set("event_time", 5L).build();
        GenericRecord read = RecordCodec.decode(RecordCodec.encode(before, event), before.schema(), after.schema());
        assertEquals("p", read.get("pk").toString());
        assertEquals(5L, read.get("event_time"));
    }

    static Stream<Arguments> refused() {
        String a = field("a", "'int'", "7");
        return Stream.of(
                refusal("new field without default", "", field("a", "'int'"), "/fields/a", "needs a default"),
                refusal("removed field", a, "", "/fields/a", "was removed"),
                refusal("renamed field", a, field("b", "'int'", "7"), "/fields/a", "was removed"),
                refusal("widened type", a, field("a", "'long'", "7"), "/fields/a", "type must stay int, is long"),
                refusal("other type", a, field("a", "'string'", "'7'"), "/fields/a", "type must stay int, is string"),
                refusal("other default", a, field("a", "'int'", "8"), "/fields/a", "default must stay"),
                refusal("default taken away", a, field("a", "'int'"), "/fields/a", "default must stay"),
                refusal("default given later", field("a", "'int'"), a, "/fields/a", "default must stay"),
                refusal("made nullable", a, field("a", "['int', 'null']", "7"), "/fields/a",
                        "type must stay int, is union"),
                refusal("made required", field("a", "['null', 'int']", "null"), field("a", "'int'"), "/fields/a",
                        "type must stay union, is int"),
                refusal("other branch", field("a", "['null', 'int']", "null"), field("a", "['null', 'long']", "null"),
                        "/fields/a", "type must stay int, is long"),
                refusal("enum symbol added", field("a", ENUM.formatted("E", "'X'")),
                        field("a", ENUM.formatted("E", "'X', 'Y'")), "/fields/a", "symbols must stay [X], is [X, Y]"),
                refusal("enum renamed", field("a", ENUM.formatted("E", "'X'")),
                        field("a", ENUM.formatted("F", "'X'")), "/fields/a", "enum name must stay io.example.E, is"),
                refusal("fixed renamed", field("a", FIXED.formatted("E", 4)), field("a", FIXED.formatted("F", 4)),
                        "/fields/a", "fixed name must stay io.example.E, is"),
                refusal("fixed grown", field("a", FIXED.formatted("E", 4)), field("a", FIXED.formatted("E", 5)),
                        "/fields/a", "size of the fixed in bytes must stay 4, is 5"),
                refusal("logical type added", field("a", "'int'"), field("a", DATE), "/fields/a",
                        "logical type must stay absent, is date"),
                refusal("logical type lost", field("a", DATE), field("a", "'int'"), "/fields/a",
                        "logical type must stay date, is absent"),
                refusal("decimal widened", field("a", DECIMAL.formatted(9)), field("a", DECIMAL.formatted(10)),
                        "/fields/a", "logical type must stay decimal(9,2), is decimal(10,2)"),
                refusal("nested field without default", field("a", INNER.formatted("")),
                        field("a", INNER.formatted(", " + field("y", "'int'"))), "/fields/a/fields/y",
                        "needs a default"),
                refusal("nested field removed", field("a", INNER.formatted(", " + field("y", "'int'", "2"))),
                        field("a", INNER.formatted("")), "/fields/a/fields/y", "was removed"),
                refusal("nested record renamed", field("a", INNER.formatted("")),
                        field("a", INNER.formatted("").replace("Inner", "Other")), "/fields/a",
                        "record name must stay io.example.Inner"),
                refusal("elements of an array", field("a", "{'type': 'array', 'items': 'int'}"),
                        field("a", "{'type': 'array', 'items': 'long'}"), "/fields/a/items",
                        "type must stay int, is long"),
                refusal("values of a map", field("a", "{'type': 'map', 'values': 'int'}"),
                        field("a", "{'type': 'map', 'values': 'long'}"), "/fields/a/values",
                        "type must stay int, is long"),
                Arguments.of("record renamed", Avsc.of(), Avsc.of().replace("Thing", "Other"), "",
                        "record name must stay io.example.Thing, is io.example.Other"),
                Arguments.of("role moved", Avsc.of(field("k", "'string'")),
                        Avsc.with("'pk': 'k'", field("k", "'string'")), "/millrace", "the roles must stay"),
                Arguments.of("horizon changed", Avsc.of(), Avsc.with("'dedup-horizon': 'P31D'"), "/millrace",
                        "dedup-horizon must stay PT720H, is PT744H"));
    }

    @ParameterizedTest(name = "{0} in {1}: {3}")
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            'int'  | x | /fields/x | is not a field of the contract
            'long' | a | /fields/a | type must be int, is long
            {'type': 'int', 'logicalType': 'date'} | a | /fields/a | logical type must be absent, is date
            """)
    void schemaThatDataCannotBeReadFromIsMeasuredByTheContract(String type, String name, String pointer,
            String reason) {
        Contract contract = parse(Avsc.of(field("a", "'int'", "0")));
        assertEquals(List.of(new ContractProblem(pointer, reason)),
                AdditiveCheck.unreadable(parse(Avsc.of(field(name, type))).schema(), contract.schema()));
    }

    @Test
    void dataMayLackFieldsWithADefaultAndNeedNoRolesOrDefaults() {
        Contract contract = parse(Avsc.with("'region': 'a'", field("a", "'string'"), field("b", "'int'", "1"),
                field("c", "'int'", "2")));
        assertEquals(List.of(), AdditiveCheck.unreadable(
                parse(Avsc.of(field("a", "'string'"), field("b", "'int'"))).schema(), contract.schema()));
        assertEquals(List.of(new ContractProblem("/fields/a", "is missing, and the contract has no default for it")),
                AdditiveCheck.unreadable(parse(Avsc.of()).schema(), contract.schema()));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void everyOtherStepIsRefusedWithItsPlaceAndReason(String change, String older, String newer, String pointer,
            String reason) {
        // when
        List<ContractProblem> problems = AdditiveCheck.problems(parse(older), parse(newer));
        // then
        assertTrue(problems.stream().anyMatch(p -> p.pointer().equals(pointer) && p.reason().contains(reason)),
                problems::toString);
    }

    @Test
    void everyProblemIsToldAtOnce() {
        Contract before = parse(Avsc.of(field("a", "'int'"), field("b", "'int'")));
        Contract after = parse(Avsc.of(field("b", "'long'"), field("c", "'int'")));
        assertEquals(List.of("/fields/a", "/fields/b", "/fields/c"),
                AdditiveCheck.problems(before, after).stream().map(ContractProblem::pointer).toList());
    }

    @Test
    void fieldThatTakesAnOptionalRoleByItsNameMovesTheRole() {
        Contract before = parse(Avsc.of());
        Contract after = parse(Avsc.of(field("region", "'string'", "'none'")));
        assertEquals(List.of("/millrace"),
                AdditiveCheck.problems(before, after).stream().map(ContractProblem::pointer).toList());
    }

    private static Arguments step(String change, String older, String newer) {
        return Arguments.of(change, older, newer);
    }

    private static Arguments refusal(String change, String older, String newer, String pointer, String reason) {
        return Arguments.of(change, older.isEmpty() ? Avsc.of() : Avsc.of(older),
                newer.isEmpty() ? Avsc.of() : Avsc.of(newer), pointer, reason);
    }

    private static Contract parse(String avsc) {
        return ContractParser.parse(new StreamName("things"), 1, 7, avsc);
    }
}
