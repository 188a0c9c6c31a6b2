package io.millrace.contracts.registry;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import org.junit.jupiter.api.Test;

/** What each version of a contract adds. */
class VersionChangesTest {
    private static final StreamName STREAM = new StreamName("visits");
    private static final String AVSC = """
            {"type": "record", "name": "Visit", "millrace": {"rules": [%s]}, "fields": [
              {"name": "pk", "type": "string"}, {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-millis"}}%s]}""";

    private static Contract version(int number, String rules, String fields) {
        return ContractParser.parse(STREAM, number, number, AVSC.formatted(rules, fields));
    }

    private static String rule(String name) {
        return "{\"name\": \"" + name + "\", \"kind\": \"CONDITION\", \"type\": \"CEL\", \"mode\": \"WRITE\","
                + " \"expr\": \"message.pk != ''\", \"onFailure\": \"ERROR\"}";
    }

    @Test
    void fieldsAndRulesAreComparedWithTheVersionBefore() {
        Contract first = version(1, rule("a"), "");
        Contract second = version(2, rule("b"), """
                , {"name": "page", "type": ["null", {"type": "record", "name": "P", "fields": [
                  {"name": "path", "type": "string"}]}], "default": null}
                , {"name": "tags", "type": {"type": "array", "items": "string"}, "default": []}""");

        assertEquals(
                List.of(new VersionChanges(2,
                        List.of("+ page: P or null, with a default", "+ tags: array of string, with a default",
                                "+ rule b", "− rule a")),
                        new VersionChanges(1,
                                List.of("+ pk: string", "+ event_id: string", "+ event_time: timestamp-millis",
                                        "+ rule a"))),
                VersionChanges.of(new StreamContracts(second, Map.of(1L, first, 2L, second), Map.of())));
    }
}
