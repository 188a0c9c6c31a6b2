package io.millrace.ingest.http.resource;

import java.io.IOException;
import java.util.List;

import com.fasterxml.jackson.core.JsonGenerator;
import io.millrace.contracts.access.Principal;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.TypeReference;
import io.millrace.contracts.type.SharedType;

/**
 * The description of a shared type.
 *
 * @param type
 *            its newest version
 * @param users
 *            the latest contracts of the streams that use it
 * @param caller
 *            sees the streams that it may read
 */
record TypeDescription(SharedType type, List<Contract> users, Principal caller) {
    String fingerprint() {
        return StreamDescription.fingerprint(type.schema());
    }

    void write(JsonGenerator json) throws IOException {
        json.writeStringField("type", type.name().value());
        if (!type.id().version().isEmpty()) {
            json.writeStringField("version", type.id().version());
        }
        json.writeStringField("fingerprint", fingerprint());
        versions(json, "parts", type.parts().stream().map(SharedType::id).toList());
        json.writeFieldName("schema");
        json.writeRawValue(type.schema().toString());
        json.writeArrayFieldStart("streams");
        for (Contract contract : users) {
            if (caller.mayRead(contract.stream().value())) {
                use(json, contract);
            }
        }
        json.writeEndArray();
    }

    private void use(JsonGenerator json, Contract contract) throws IOException {
        String version = contract.types().stream().filter(used -> used.name().equals(type.name()))
                .map(TypeReference::version).findFirst().orElse("");
        json.writeStartObject();
        json.writeStringField("stream", contract.stream().value());
        json.writeNumberField("contract_version", contract.version());
        json.writeStringField("version", version);
        json.writeBooleanField("newest", version.equals(type.id().version()));
        json.writeEndObject();
    }

    /** Writes the names and versions of shared types. */
    static void versions(JsonGenerator json, String field, List<TypeReference> types) throws IOException {
        json.writeArrayFieldStart(field);
        for (TypeReference type : types) {
            json.writeStartObject();
            json.writeStringField("type", type.name().value());
            json.writeStringField("version", type.version());
            json.writeEndObject();
        }
        json.writeEndArray();
    }
}
