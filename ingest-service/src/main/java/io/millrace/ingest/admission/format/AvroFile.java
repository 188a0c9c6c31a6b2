package io.millrace.ingest.admission.format;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

import io.millrace.contracts.record.OverweightException;
import io.millrace.contracts.record.RecordCodec;
import io.millrace.contracts.record.UndecodableException;
import io.millrace.contracts.registry.StreamContracts;
import io.millrace.contracts.schema.AdditiveCheck;
import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.ContractProblem;
import io.millrace.ingest.admission.value.ValidationErrors;
import io.millrace.ingest.outcome.EventProblem;
import io.millrace.ingest.outcome.RejectionReason;
import org.apache.avro.Schema;
import org.apache.avro.file.DataFileConstants;
import org.apache.avro.generic.GenericData;
import org.apache.avro.io.BinaryDecoder;
import org.apache.avro.io.DecoderFactory;

/**
 * An Avro object container file with a schema that the contract can read. Compressed blocks are refused, because their
 * decoded size has no bound; the request itself may be compressed. Not read by Avro's file reader, which accepts a
 * truncated file.
 */
record AvroFile(ContractReaders readers, AdmissionRequest request) {
    private static final int SYNC_BYTES = DataFileConstants.SYNC_SIZE;

    void read(EventSink events) throws RefusedBodyException {
        try {
            BinaryDecoder in = DecoderFactory.get().binaryDecoder(request.body(), null);
            Map<String, String> metadata = header(in);
            byte[] sync = fixed(in, SYNC_BYTES);
            if (!metadata.getOrDefault(DataFileConstants.CODEC, DataFileConstants.NULL_CODEC)
                    .equals(DataFileConstants.NULL_CODEC)) {
                throw RefusedBodyException.malformed(0,
                        "the blocks of the file are compressed; use the codec null, and compress the "
                                + "request with Content-Encoding: gzip");
            }
            StreamContracts contracts = request.routing().contractsOf("").orElseThrow();
            Schema writer = new Schema.Parser().setValidateDefaults(false)
                    .parse(metadata.getOrDefault(DataFileConstants.SCHEMA, ""));
            List<ContractProblem> problems = AdditiveCheck.unreadable(writer, contracts.latest().schema());
            if (!problems.isEmpty()) {
                throw RefusedBodyException.malformed(0,
                        "the schema of the file is not compatible with the contract of stream "
                                + contracts.latest().stream() + ": " + problems.getFirst());
            }
            while (!in.isEnd()) {
                block(events, contracts.latest(), writer, in);
                if (!Arrays.equals(sync, fixed(in, SYNC_BYTES))) {
                    throw new IOException("a block does not end with the marker");
                }
            }
        } catch (OverweightException e) {
            throw new RefusedBodyException(new BodyRefusal.InvalidEvents(events.count() + 1,
                    RejectionReason.EVENT_TOO_LARGE, 1,
                    List.of(new EventProblem(events.count(), null, null, "", String.valueOf(e.getMessage())))));
        } catch (IOException | UndecodableException | RuntimeException e) {
            // Avro throws many kinds of exceptions for hostile bytes; each means that these bytes are no such file.
            throw RefusedBodyException.malformed(events.count(),
                    "the body is not an Avro object container file, or is truncated or corrupt after " + events.count()
                            + " events");
        }
    }

    private static Map<String, String> header(BinaryDecoder in) throws IOException {
        if (!Arrays.equals(DataFileConstants.MAGIC, fixed(in, DataFileConstants.MAGIC.length))) {
            throw new IOException("no such file");
        }
        Map<String, String> metadata = new HashMap<>();
        for (long count = in.readMapStart(); count > 0; count = in.mapNext()) {
            for (long i = 0; i < count; i++) {
                String name = in.readString();
                ByteBuffer value = in.readBytes(null);
                metadata.put(name, StandardCharsets.UTF_8.decode(value).toString());
            }
        }
        return metadata;
    }

    private void block(EventSink events, Contract contract, Schema writer, BinaryDecoder in)
            throws IOException, RefusedBodyException, UndecodableException {
        long count = in.readLong();
        var block = new RecordCodec.DatumSequence(fixed(in, in.readLong()), writer, contract.schema(), events.weight());
        for (long i = 0; i < count; i++) {
            if (events.full()) {
                throw new RefusedBodyException(new BodyRefusal.TooManyEvents(events.count()));
            }
            var event = (GenericData.Record) block.next();
            ValidationErrors errors = events.errors();
            AvroText.check(contract.schema(), event, errors);
            events.decoded(contract, event, errors, false,
                    EventContext.of(null, () -> RecordCodec.encode(contract, event)));
        }
        if (count < 0 || !block.isEnd()) {
            throw new IOException("a block holds more than its events");
        }
    }

    private static byte[] fixed(BinaryDecoder in, long length) throws IOException {
        // Never more than there is: the length is the caller's.
        if (length < 0 || length > in.inputStream().available()) {
            throw new IOException("the file breaks off");
        }
        byte[] bytes = new byte[(int) length];
        in.readFixed(bytes);
        return bytes;
    }
}
