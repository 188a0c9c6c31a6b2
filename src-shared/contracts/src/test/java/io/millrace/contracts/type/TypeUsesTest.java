package io.millrace.contracts.type;

import static io.millrace.contracts.testing.Avsc.field;
import static io.millrace.contracts.testing.Avsc.json;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Map;

import io.millrace.contracts.schema.TypeName;
import io.millrace.contracts.testing.Avsc;
import org.junit.jupiter.api.Test;

class TypeUsesTest {
    @Test
    void typesAreFoundWhereverASchemaMayName() {
        TypeUses uses = TypeUses.of(Avsc.of(field("a", "'x.Plain'"), field("b", "{'type': 'x.Wrapped'}"),
                field("c", "['null', 'x.Optional']", "null"), field("d", "{'type': 'array', 'items': 'x.Item'}"),
                field("e", "{'type': 'map', 'values': 'x.Value'}"), field("f", "'Sibling'"),
                field("g", "{'type': 'record', 'name': 'deep.R', 'fields': [" + field("h", "'Inner'") + "]}"),
                field("i", "'x.Plain'")));

        assertEquals(Map.of(new TypeName("x.Plain"), "/fields/a", new TypeName("x.Wrapped"), "/fields/b",
                new TypeName("x.Optional"), "/fields/c", new TypeName("x.Item"), "/fields/d/items",
                new TypeName("x.Value"), "/fields/e/values", new TypeName("io.example.Sibling"), "/fields/f",
                new TypeName("deep.Inner"), "/fields/g/fields/h"), uses.undefined());
        assertEquals(Map.of("io.example.Thing", "", "deep.R", "/fields/g"), uses.defined());
    }

    @Test
    void aTypeThatTheSchemaDefinesIsItsOwnWhicheverComesFirst() {
        String definition = "{'type': 'enum', 'name': 'Color', 'namespace': 'x', 'symbols': ['RED']}";

        assertEquals(Map.of(), TypeUses.of(Avsc.of(field("a", definition), field("b", "'x.Color'"))).undefined());
        assertEquals(Map.of(), TypeUses.of(Avsc.of(field("b", "'x.Color'"), field("a", definition))).undefined());
    }

    @Test
    void defaultsAndPropertiesNameNoTypes() {
        String avsc = Avsc.with("'pk': 'x.Y', 'type': 'x.Z'", field("a", "'string'", "'x.Y'"),
                field("b", "{'type': 'string', 'logicalType': 'x.L'}"));

        assertEquals(Map.of(), TypeUses.of(avsc).undefined());
    }

    @Test
    void commentsArePassedOverAndTextThatIsNoJsonNamesNothing() {
        assertEquals(Map.of(new TypeName("x.Y"), ""), TypeUses.of(json("/* a */ 'x.Y' // b")).undefined());
        assertEquals(Map.of(), TypeUses.of("{").undefined());
        assertEquals(Map.of(), TypeUses.of("").undefined());
    }
}
