package io.millrace.ingest.admission;

import io.millrace.contracts.Contract;
import io.millrace.ingest.admission.format.AvroDatum;
import io.millrace.ingest.admission.format.AvroFile;
import io.millrace.ingest.admission.format.ChangeEvents;
import io.millrace.ingest.admission.format.CloudEventReading;
import io.millrace.ingest.admission.format.ConfluentRecords;
import io.millrace.ingest.admission.format.JsonDocument;
import io.millrace.ingest.admission.format.JsonLines;
import io.millrace.ingest.admission.format.Offer;
import io.millrace.ingest.admission.format.RefusedBodyException;
import io.millrace.ingest.admission.value.RecordReader;
import io.millrace.ingest.admission.value.StrictJson;
import io.millrace.ingest.admission.value.ValueReaders;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;


/** Reads a request against the contracts of its events. Computes only, for as long as the body is large: keep it off the event loop. */
public final class EventAdmission {
    private final Limits limits;
    private final Clock clock;
    private final StrictJson syntax;
    /** By content id: the text under an id never changes. */
    private final Map<Long, RecordReader> readers = new ConcurrentHashMap<>();

    public EventAdmission(Limits limits, Clock clock) {
        this.limits = limits;
        this.clock = clock;
        this.syntax = new StrictJson(limits.maxEventBytes());
    }

    /** Judges a whole request. */
    public Verdict admit(Offer offer) {
        RequestReading reading = new RequestReading(offer, limits, clock.millis());
        try {
            switch (offer.format()) {
                case JSON -> new JsonDocument(this, offer).read(reading);
                case NDJSON -> new JsonLines(this, offer, '\n').read(reading);
                case JSON_SEQUENCE -> new JsonLines(this, offer, JsonLines.RECORD_SEPARATOR).read(reading);
                case CLOUD_EVENTS -> new CloudEventReading(this, offer).read(reading);
                case AVRO -> new AvroDatum(this, offer).read(reading);
                case AVRO_FILE -> new AvroFile(this, offer).read(reading);
                case CONFLUENT_JSON -> new ConfluentRecords(this, offer).read(reading);
                case DEBEZIUM -> new ChangeEvents(this, offer).read(reading);
                case DEBEZIUM_CLOUD_EVENTS -> new ChangeEvents(this, offer).readInCloudEvents(reading);
            }
            return reading.verdict();
        } catch (RefusedBodyException refused) {
            return refused.verdict();
        } catch (IOException e) {
            throw new UncheckedIOException("A body in memory could not be read", e);
        }
    }

    public StrictJson syntax() {
        return syntax;
    }

    public RequestReading.Target target(Contract contract) {
        return new RequestReading.Target(contract,
                readers.computeIfAbsent(contract.contentId(), id -> ValueReaders.ofRecord(contract.schema())));
    }
}
