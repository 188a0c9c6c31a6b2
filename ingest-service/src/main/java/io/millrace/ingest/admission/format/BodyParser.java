package io.millrace.ingest.admission.format;

import java.io.IOException;

/** Reads the events of a request body, in whichever format it has. */
public final class BodyParser {
    private final ContractReaders readers;

    /**
     * @param maxStringLength
     *            the longest JSON string, in characters
     */
    public BodyParser(int maxStringLength) {
        this.readers = new ContractReaders(maxStringLength);
    }

    /**
     * Writes the events of a body without reading them first. False when this is not possible: then what the sink received
     * is to be forgotten, and the body is to be read.
     */
    public boolean write(AdmissionRequest request, EventSink events) {
        return request.format() == BodyFormat.JSON && new PlainDocument(readers, request).write(events);
    }

    /**
     * Reads the body to its end.
     *
     * @throws RefusedBodyException
     *             when the body as a whole is refused
     */
    public void read(AdmissionRequest request, EventSink events) throws IOException, RefusedBodyException {
        switch (request.format()) {
            case JSON -> new JsonDocument(readers, request).read(events);
            case NDJSON -> new JsonLines(readers, request, '\n').read(events);
            case JSON_SEQUENCE -> new JsonLines(readers, request, JsonLines.RECORD_SEPARATOR).read(events);
            case CLOUD_EVENTS -> new CloudEventReading(readers, request).read(events);
            case AVRO -> new AvroDatum(readers, request).read(events);
            case AVRO_FILE -> new AvroFile(readers, request).read(events);
            case CONFLUENT_JSON -> new ConfluentRecords(readers, request).read(events);
            case DEBEZIUM -> new ChangeEvents(readers, request).read(events);
            case DEBEZIUM_CLOUD_EVENTS -> new ChangeEvents(readers, request).readInCloudEvents(events);
        }
    }
}
