package io.millrace.contracts.schema;

import static io.millrace.contracts.testing.Avsc.EVENT_ID;
import static io.millrace.contracts.testing.Avsc.EVENT_TIME;
import static io.millrace.contracts.testing.Avsc.PK;
import static io.millrace.contracts.testing.Avsc.field;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import io.millrace.contracts.testing.Avsc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ContractParserTest {
    private static final Pattern JAVA_NAMES = Pattern.compile("Exception|java\\.|apache|fasterxml");
    private static final StreamName STREAM = new StreamName("things");

    @Test
    void recordsThatUseRecordsTwiceHaveTooManyFields() {
        String doubling = "\"string\"";
        for (int level = 0; level < 25; level++) {
            doubling = "{\"type\": \"record\", \"name\": \"N%d\", \"fields\": [{\"name\": \"a\", \"type\": %s},"
                    .formatted(level, doubling)
                    + "{\"name\": \"b\", \"type\": " + (level == 0 ? "\"string\"" : "\"N" + (level - 1) + "\"") + "}]}";
        }
        String avsc = "{\"type\": \"record\", \"name\": \"T\", \"fields\": [{\"name\": \"pk\", \"type\": \"string\"},"
                + "{\"name\": \"event_id\", \"type\": \"string\"}, {\"name\": \"event_time\", \"type\":"
                + "{\"type\": \"long\", \"logicalType\": \"timestamp-millis\"}}, {\"name\": \"n\", \"type\": "
                + doubling + "}]}";

        var refused = assertThrows(ContractException.class, () -> ContractParser.parse(STREAM, avsc));

        assertTrue(refused.problems().toString().contains("more than 2000 fields"), refused.problems()::toString);
    }

    @Test
    void rolesDefaultToTheFieldsOfTheirNamesAndTheDateAlonePartitionsTheTable() {
        Contract contract = ContractParser.parse(STREAM, 3, 42, Avsc.of(field("region", "['null', 'string']", "null"),
                field("revision", "'long'", "0")));
        assertEquals(new Roles("pk", "event_id", "event_time", Optional.of("region"), Optional.of("revision")),
                contract.roles());
        assertEquals(List.of("event_date"), contract.partitionBy());
        assertEquals(Duration.ofDays(30), contract.dedupHorizon());
        assertEquals("things/3", contract.title());
        assertEquals(42, contract.contentId());
    }

    @Test
    void optionalRolesMayBeAbsent() {
        Contract contract = ContractParser.parse(STREAM, Avsc.of());
        assertEquals(new Roles("pk", "event_id", "event_time", Optional.empty(), Optional.empty()), contract.roles());
        assertEquals(List.of("event_date"), contract.partitionBy());
    }

    @Test
    void fieldOfARolesNameNeedNotPlayTheRole() {
        Contract contract = ContractParser.parse(STREAM, Avsc.with("'region': null, 'revision': null",
                field("region", "'int'"), field("revision", "'string'")));
        assertEquals(new Roles("pk", "event_id", "event_time", Optional.empty(), Optional.empty()), contract.roles());
        assertEquals(List.of("event_date"), contract.partitionBy());
    }

    @Test
    void contractMayBeNestedAsDeepAsTheLimit() {
        assertEquals("things", ContractParser.parse(STREAM, nested(SupportedTypes.MAX_DEPTH)).stream().value());
        var refusal = assertThrows(ContractException.class,
                () -> ContractParser.parse(STREAM, nested(SupportedTypes.MAX_DEPTH + 1)));
        assertEquals(List.of("is nested deeper than 30 levels of records, arrays and maps"),
                refusal.problems().stream().map(ContractProblem::reason).toList());
    }

    /** Records, arrays and maps within each other; the event itself is the first level. */
    private static String nested(int levels) {
        String type = "'int'";
        for (int i = levels; i > 1; i--) {
            type = switch (i % 3) {
                case 0 -> "{'type': 'array', 'items': " + type + "}";
                case 1 -> "['null', {'type': 'map', 'values': " + type + "}]";
                default -> "{'type': 'record', 'name': 'R" + i + "', 'fields': [{'name': 'x', 'type': " + type + "}]}";
            };
        }
        return Avsc.of(field("deep", type));
    }

    @Test
    void rolesArePointedElsewhere() {
        Contract contract = ContractParser.parse(STREAM, Avsc.only(
                "'millrace': {'pk': 'order_id', 'event_id': 'no', 'event_time': 'at', 'region': 'country',"
                        + "'revision': 'at', 'partition-by': ['region', 'event_date', 'day'], 'dedup-horizon': 'P7D'},",
                field("order_id", "'long'"), field("no", "'int'"),
                field("at", "{'type': 'long', 'logicalType': 'timestamp-millis'}"), field("country", "'string'"),
                field("day", "{'type': 'int', 'logicalType': 'date'}")));
        assertEquals(new Roles("order_id", "no", "at", Optional.of("country"), Optional.of("at")), contract.roles());
        assertEquals(List.of("country", "event_date", "day"), contract.partitionBy());
        assertEquals(Duration.ofDays(7), contract.dedupHorizon());
    }

    @ParameterizedTest
    @ValueSource(strings = {"earthquake", "order"})
    void bundledContractsAreLawful(String name) throws IOException {
        try (InputStream in = Contract.class.getResourceAsStream("/contracts/" + name + ".avsc")) {
            String avsc = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            assertEquals(name, ContractParser.parse(new StreamName(name), avsc).stream().value());
        }
    }

    @ParameterizedTest
    @CsvSource({"P30D, 720", "P2W, 336", "PT1H, 1", "P1DT12H, 36", "P36500D, 876000"})
    void horizonsOfFixedLengthAreRead(String text, long hours) {
        assertEquals(Duration.ofHours(hours),
                ContractParser.parse(STREAM, Avsc.with("'dedup-horizon': '" + text + "'")).dedupHorizon());
    }

    @ParameterizedTest
    @CsvSource({"P7D, 7", "P2W, 14", "PT48H, 2", "P0D, 0", "P36500D, 36500"})
    void timeForWhichRawRecordsAreKeptIsInWholeDays(String text, int days) {
        Contract contract = ContractParser.parse(STREAM, Avsc.with("'bronze-ttl': '" + text + "'"));
        assertEquals(Duration.ofDays(days), contract.bronzeTtl());
        assertEquals(days > 0, contract.hasBronze());
    }

    @Test
    void rawRecordsAreKeptForAWeekByDefault() {
        assertEquals(Duration.ofDays(7), ContractParser.parse(STREAM, Avsc.of()).bronzeTtl());
    }

    @ParameterizedTest
    @CsvSource({"PT1S, 1000", "PT1.5S, 1500", "PT5S, 5000", "PT1M30S, 90000", "PT1H, 3600000"})
    void freshnessTargetsOfASecondToAnHourAreRead(String text, long millis) {
        assertEquals(Optional.of(Duration.ofMillis(millis)),
                ContractParser.parse(STREAM, Avsc.with("'freshness': '" + text + "'")).freshness());
    }

    @Test
    void withoutASettingThereIsNoFreshnessTarget() {
        assertEquals(Optional.empty(), ContractParser.parse(STREAM, Avsc.of()).freshness());
    }

    @ParameterizedTest
    @CsvSource({"2", "12", "1000"})
    void aSaltOfTwoOrMoreIsRead(int salt) {
        assertEquals(salt, ContractParser.parse(STREAM, Avsc.with("'salt': " + salt)).salt());
    }

    @Test
    void withoutASettingThereIsNoSalt() {
        assertEquals(Contract.NO_SALT, ContractParser.parse(STREAM, Avsc.of()).salt());
    }

    static Stream<Arguments> refused() {
        String micros = "{'type': 'long', 'logicalType': 'timestamp-micros'}";
        return Stream.of(
                freshness("'PT0S'"), freshness("'PT0.999S'"), freshness("'PT1H0.001S'"), freshness("'P1D'"),
                freshness("'5s'"), freshness("5"), freshness("null"), freshness("['PT5S']"),
                salt("1"), salt("0"), salt("-2"), salt("1001"), salt("2.0"), salt("'4'"), salt("null"),
                salt("3000000000"),
                bronzeTtl("'PT12H'"), bronzeTtl("'P1DT1S'"), bronzeTtl("'P36501D'"), bronzeTtl("'P1M'"), bronzeTtl("7"),
                bad("no JSON", "{", "", "no valid JSON: "),
                bad("empty text", "", "", "no valid JSON: the text is empty"),
                bad("no record", "\"string\"", "", "must be a record, is string"),
                bad("default of another type", Avsc.of(field("a", "'int'", "'x'")), "", "no valid Avro schema"),
                bad("unknown type", Avsc.of(field("a", "'money'")), "", "no valid Avro schema"),
                bad("illegal name", Avsc.of(field("a-b", "'int'")), "", "no valid Avro schema"),
                bad("name outside of Avro's letters", Avsc.of(field("gr\u00f6\u00dfe", "'int'")), "",
                        "no valid Avro schema"),
                bad("no pk", Avsc.only("", EVENT_ID, EVENT_TIME), "/fields", "no field plays the role pk"),
                bad("no event_id", Avsc.only("", PK, EVENT_TIME), "/fields", "no field plays the role event_id"),
                bad("no event_time", Avsc.only("", PK, EVENT_ID), "/fields", "no field plays the role event_time"),
                bad("role points at nothing", Avsc.with("'pk': 'nope'"), "/millrace/pk", "names no field"),
                bad("role is no name", Avsc.with("'region': 7"), "/millrace/region", "names no field"),
                bad("pk of another type", Avsc.only("", field("pk", "'double'"), EVENT_ID, EVENT_TIME), "/fields/pk",
                        "plays the role pk and must be string, or int or long"),
                bad("nullable pk", Avsc.only("", field("pk", "['null', 'string']"), EVENT_ID, EVENT_TIME),
                        "/fields/pk", "plays the role pk"),
                bad("pk with a logical type", Avsc.only("", field("pk", micros), EVENT_ID, EVENT_TIME), "/fields/pk",
                        "without a logical type"),
                bad("nullable event_id", Avsc.only("", PK, field("event_id", "['null', 'string']"), EVENT_TIME),
                        "/fields/event_id", "plays the role event_id"),
                bad("event_time as text", Avsc.only("", PK, EVENT_ID, field("event_time", "'string'")),
                        "/fields/event_time", "must be timestamp-millis or timestamp-micros"),
                bad("event_time as plain number", Avsc.only("", PK, EVENT_ID, field("event_time", "'long'")),
                        "/fields/event_time", "must be timestamp-millis or timestamp-micros"),
                bad("nullable event_time", Avsc.only("", PK, EVENT_ID, field("event_time", "['null', " + micros + "]")),
                        "/fields/event_time", "must be timestamp-millis or timestamp-micros"),
                bad("region as number", Avsc.of(field("region", "'int'")), "/fields/region",
                        "plays the role region and must be string or enum"),
                bad("nullable revision", Avsc.of(field("revision", "['null', 'long']", "null")), "/fields/revision",
                        "plays the role revision and must be int, long"),
                bad("unknown setting", Avsc.with("'pks': 'pk'"), "/millrace/pks", "no such setting"),
                bad("settings are no object", Avsc.only("'millrace': 'pk',", PK, EVENT_ID, EVENT_TIME), "/millrace",
                        "must be an object"),
                bad("reserved name", Avsc.of(field("_offset", "'int'")), "/fields/_offset", "reserved"),
                bad("derived column", Avsc.of(field("Event_Date", "'int'")), "/fields/Event_Date", "reserved"),
                bad("names that differ in case", Avsc.of(field("A", "'int'"), field("a", "'int'")), "/fields/a",
                        "differs from another field only in case"),
                bad("partitions are no list", Avsc.with("'partition-by': 'pk'"), "/millrace/partition-by",
                        "must be a list"),
                bad("partition of an unknown field", Avsc.with("'partition-by': ['nope']"), "/millrace/partition-by",
                        "'nope' is neither"),
                bad("partition of a double", Avsc.with("'partition-by': ['a']", field("a", "'double'")),
                        "/millrace/partition-by", "'a' is neither"),
                bad("partition of a timestamp", Avsc.with("'partition-by': ['event_time']"), "/millrace/partition-by",
                        "'event_time' is neither"),
                bad("partition by an absent region", Avsc.with("'partition-by': ['region']"),
                        "/millrace/partition-by", "'region' is neither"),
                bad("partition by the key", Avsc.with("'partition-by': ['pk']"), "/millrace/partition-by",
                        "'pk' is part of the key"),
                bad("partition twice", Avsc.with("'partition-by': ['event_date', 'event_date']"),
                        "/millrace/partition-by", "names 'event_date' twice"),
                horizon("'30d'"), horizon("30"), horizon("'P1M'"), horizon("'P1Y2D'"), horizon("'PT59M'"),
                horizon("'P-30D'"), horizon("'P36501D'"), horizon("'PT9223372036854775807S'"),
                bad("required role opted out", Avsc.with("'pk': null"), "/millrace/pk", "is a required role"),
                bad("region of another type", Avsc.of(field("region", "'int'")), "/fields/region",
                        "or set \"millrace\": {\"region\": null} if it is not meant as one"),
                bad("partition-by without a value", Avsc.with("'partition-by': null"), "/millrace/partition-by",
                        "must be a list of names"),
                horizon("null"),
                bad("a name twice", Avsc.of(field("a", "{'type': 'map', 'values': 'int'}", "{'x': 1, 'x': 2}")), "",
                        "no valid JSON: a name is given twice in one object"),
                bad("more after the schema", Avsc.of() + " {}", "", "there is more after the end of the schema"),
                bad("no JSON", "{'type': record}".replace('\'', '"'), "", "no valid JSON"),
                bad("number that vanishes", Avsc.of(field("a", "'double'", "1e-400")), "",
                        "no valid JSON: a number is too small for a double and would become 0"),
                bad("a type that Avro does not know", Avsc.of(field("a", "'nothing'")), "", "no valid Avro schema: "),
                bad("unsupported type", Avsc.of(field("a", "['int', 'string']")), "/fields/a", "a union must be"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refused")
    void everyBadContractIsRefusedWithItsPlaceAndReason(String fault, String avsc, String pointer, String reason) {
        // when
        var refusal = assertThrows(ContractException.class, () -> ContractParser.parse(STREAM, avsc));
        // then
        assertTrue(
                refusal.problems().stream().anyMatch(p -> p.pointer().equals(pointer) && p.reason().contains(reason)),
                refusal::getMessage);
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("The contract things is refused: "));
        assertFalse(JAVA_NAMES.matcher(String.valueOf(refusal.getMessage())).find(), refusal::getMessage);
    }

    @Test
    void everyProblemIsToldAtOnce() {
        var refusal = assertThrows(ContractException.class,
                () -> ContractParser.parse(STREAM, 2, 9, Avsc.only("", field("_x", "'null'"))));
        assertEquals(List.of("/fields/_x", "/fields/_x", "/fields", "/fields", "/fields"),
                refusal.problems().stream().map(ContractProblem::pointer).toList());
        assertTrue(String.valueOf(refusal.getMessage()).startsWith("The contract things/2 is refused: "));
    }

    private static Arguments bad(String fault, String avsc, String pointer, String reason) {
        return Arguments.of(fault, avsc, pointer, reason);
    }

    private static Arguments freshness(String value) {
        return bad("freshness " + value, Avsc.with("'freshness': " + value), "/millrace/freshness",
                "must be an ISO 8601 duration of 1 second to 1 hour");
    }

    private static Arguments salt(String value) {
        return bad("salt " + value, Avsc.with("'salt': " + value), "/millrace/salt",
                "must be a whole number of 2 to 1000");
    }

    private static Arguments bronzeTtl(String value) {
        return bad("bronze ttl " + value, Avsc.with("'bronze-ttl': " + value), "/millrace/bronze-ttl",
                "must be an ISO 8601 duration of whole days");
    }

    private static Arguments horizon(String value) {
        return bad("horizon " + value, Avsc.with("'dedup-horizon': " + value), "/millrace/dedup-horizon",
                "must be an ISO 8601 duration");
    }
}
