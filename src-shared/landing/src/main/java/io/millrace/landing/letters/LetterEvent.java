package io.millrace.landing.letters;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.contracts.record.DecodedWeight;
import io.millrace.contracts.record.OverweightException;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.record.UndecodableException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.Contract;
import org.apache.avro.Schema;

/** The event in a letter, if its value is one. */
public sealed interface LetterEvent {
    /** The most that a decoded event may take in memory, in bytes. */
    long MOST_BYTES = 16 << 20;

    /**
     * An event.
     *
     * @param contract
     *            the version that it was written with
     * @param fields
     *            the values by the names of the fields, in the forms in which the gateway takes them
     */
    record Decoded(String contract, ObjectNode fields) implements LetterEvent {}

    /**
     * A value that is no event of the stream.
     *
     * @param reason
     *            why it cannot be decoded
     */
    record NotDecoded(String reason) implements LetterEvent {}

    /** Decodes the value of a letter by the version of the contract that it was written with. */
    static LetterEvent of(StreamContracts contracts, Letter letter) {
        byte[] value = letter.record().value();
        if (value == null) {
            return new NotDecoded("the record has no value");
        }
        try {
            long id = RecordCodec.contentId(value);
            Contract contract = contracts.byContentId().get(id);
            Schema schema = writer(contracts, id);
            return new Decoded(contract == null ? "schema id " + id : contract.title(),
                    EventJson.of(RecordCodec.decode(value, schema, schema, new DecodedWeight(MOST_BYTES))));
        } catch (UndecodableException e) {
            return new NotDecoded(letter.isOfGateway()
                    ? "the gateway refused it, and the letter has what it received"
                    : String.valueOf(e.getMessage()));
        } catch (OverweightException e) {
            return new NotDecoded("decoded it takes more than " + (MOST_BYTES >> 20) + " MiB");
        }
    }

    /** Writes it to the JSON of a letter. */
    default void put(ObjectNode letter) {
        switch (this) {
            case Decoded(String contract, ObjectNode fields) -> letter.put("event_contract", contract).set("event",
                    fields);
            case NotDecoded(String reason) -> letter.put("not_decoded", reason);
        }
    }

    /**
     * The schema with a content id that values of the stream are written with.
     *
     * @throws UndecodableException
     *             when it is none
     */
    static Schema writer(StreamContracts contracts, long contentId) throws UndecodableException {
        Contract writer = contracts.byContentId().get(contentId);
        Schema schema = writer == null ? contracts.readable().get(contentId) : writer.schema();
        if (schema == null) {
            throw new UndecodableException("schema id " + contentId + " is no version of the contract of "
                    + contracts.latest().stream());
        }
        return schema;
    }
}
