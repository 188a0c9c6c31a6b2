package io.millrace.contracts.registry;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.millrace.contracts.schema.StreamName;

/** The Open Data Contracts in the registry: group {@value #GROUP}, artifact id = stream name, of any artifact type. */
final class OdcsDocuments {
    static final String GROUP = "millrace-odcs";

    private final RegistryGroup group;
    /** The newest version of each stream that has been read, with its text. */
    private final Map<StreamName, Document> known = new ConcurrentHashMap<>();

    private record Document(RegisteredVersion version, String text) {}

    OdcsDocuments(RegistryGroup group) {
        this.group = group;
    }

    /** The newest enabled version for a stream, in YAML or JSON; empty text when there is none. */
    String ofStream(StreamName stream) throws Exception {
        List<RegisteredVersion> versions = group.enabled(stream.value());
        if (versions.isEmpty()) {
            known.remove(stream);
            return "";
        }
        RegisteredVersion newest = versions.getLast();
        Document document = known.get(stream);
        if (document == null || !document.version().equals(newest)) {
            document = new Document(newest, group.text(newest));
            known.put(stream, document);
        }
        return document.text();
    }
}
