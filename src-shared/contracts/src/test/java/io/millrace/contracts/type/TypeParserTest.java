package io.millrace.contracts.type;

import static io.millrace.contracts.testing.Avsc.json;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;

import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.TypeName;
import io.millrace.contracts.schema.TypeReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TypeParserTest {
    private static final TypeReference ID = new TypeReference(new TypeName("x.T"), "1");

    private static SharedType parse(String avsc) {
        return TypeParser.parse(ID, json(avsc), name -> Optional.empty());
    }

    @Test
    void recordsEnumsAndFixedAreTypes() {
        assertEquals(ID, parse("{'type': 'record', 'name': 'x.T', 'fields': [{'name': 'f', 'type': 'int'}]}").id());
        assertEquals("x.T", parse("{'type': 'enum', 'name': 'T', 'namespace': 'x', 'symbols': ['A']}").schema()
                .getFullName());
        assertEquals(1, parse("{'type': 'fixed', 'name': 'x.T', 'size': 4}").depth());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            another name      | {'type': 'fixed', 'name': 'x.S', 'size': 4} | must be x.T
            no namespace      | {'type': 'fixed', 'name': 'T', 'size': 4} | must be x.T
            no named type     | {'type': 'array', 'items': 'int'} | must be a record, an enum or a fixed, is array
            roles             | {'type': 'enum', 'name': 'x.T', 'symbols': ['A'], 'millrace': {'pk': 'a'}} | /millrace: a shared type has no roles
            unsupported type  | {'type': 'record', 'name': 'x.T', 'fields': [{'name': 'f', 'type': ['int', 'string']}]} | /fields/f: a union must be
            wrong default     | {'type': 'record', 'name': 'x.T', 'fields': [{'name': 'f', 'type': {'type': 'enum', 'name': 'E', 'symbols': ['A']}, 'default': 'B'}]} | /fields/f/default
            itself            | {'type': 'record', 'name': 'x.T', 'fields': [{'name': 'f', 'type': ['null', 'T']}]} | contains itself
            no JSON           | {'type': | no valid JSON
            an unknown type   | {'type': 'record', 'name': 'x.T', 'fields': [{'name': 'f', 'type': 'x.U'}]} | /fields/f: type x.U is neither defined
            """)
    void everythingElseIsRefusedWithItsReason(String what, String avsc, String reason) {
        var refused = assertThrows(ContractException.class, () -> parse(avsc));

        assertTrue(String.valueOf(refused.getMessage()).startsWith("The type x.T is refused: "), refused::getMessage);
        assertTrue(String.valueOf(refused.getMessage()).contains(reason), refused::getMessage);
    }

    @ParameterizedTest
    @CsvSource({"Region", "x.", ".x", "x..y", "x.1", "x/y.z", "x.y-z", "''"})
    void namesOfTypesHaveANamespace(String name) {
        assertThrows(IllegalArgumentException.class, () -> new TypeName(name));
    }
}
