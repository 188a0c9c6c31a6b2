package io.millrace.contracts.schema;

import java.util.Collection;

import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/** The result of reading a text as an Avro schema. */
public sealed interface SchemaReading {
    /** Names of classes, as messages of libraries have them. */
    String JAVA_CLASS = "\\b(java|org\\.apache\\.avro|com\\.fasterxml)\\.[\\w.$]+(: )?";

    /** The text is this schema. */
    record Parsed(Schema schema) implements SchemaReading {}

    /** The text is no schema, for this reason. */
    record Unreadable(String reason) implements SchemaReading {}

    /**
     * Reads a text.
     *
     * @param named
     *            the schemas that the text may name without defining them
     */
    static SchemaReading of(String avsc, Collection<Schema> named) {
        String fault = SchemaText.fault(avsc);
        if (fault != null) {
            return new Unreadable(fault);
        }
        try {
            return new Parsed(new Schema.Parser(NameValidator.STRICT_VALIDATOR).addTypes(named).parse(avsc));
        } catch (RuntimeException e) {
            // Avro throws many kinds of exceptions for a bad text; each means that the text is no schema.
            return new Unreadable("no valid Avro schema: "
                    + String.valueOf(e.getMessage()).replaceAll(JAVA_CLASS, ""));
        }
    }
}
