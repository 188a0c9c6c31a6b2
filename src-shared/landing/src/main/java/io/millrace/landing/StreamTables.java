package io.millrace.landing;

import java.time.Duration;

import io.millrace.contracts.schema.Contract;
import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.bronze.BronzeTable;
import io.millrace.landing.config.LandingConfig;
import io.millrace.landing.letters.LetterTable;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.table.EventTable;
import io.millrace.table.S3Options;
import io.millrace.table.TableLocation;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;

/**
 * Finds and opens the tables of streams. What the tables do in a call of {@link StreamCalls} is progress of the call.
 *
 * @param writer
 *            the name of this writer in the table's log
 */
public record StreamTables(LandingConfig config, String writer) {
    /** The dedup horizon of a table without keys, which is not used. */
    private static final Duration NO_KEYS = Duration.ofDays(1);

    /** The location of a stream's table. */
    public TableLocation location(StreamName stream) {
        return root().resolve(stream.value());
    }

    private TableLocation root() {
        LandingConfig.S3 s3 = config.s3();
        return TableLocation.parse(config.tables().root(), new S3Options(s3.endpoint(), s3.region(), s3.pathStyle()));
    }

    /** The location of a stream's bronze table. */
    public TableLocation bronzeLocation(StreamName stream) {
        return root().resolve(stream.bronzeTable());
    }

    /** Opens the bronze table of a stream; the first record creates it. */
    public EventTable openBronze(StreamName stream) {
        return EventTables.open(bronzeLocation(stream), BronzeTable.SHAPE, new WriterOptions(writer, NO_KEYS, 0),
                StreamCalls::progress);
    }

    /** The location of the table of a stream's dead letters. */
    public TableLocation letterLocation(StreamName stream) {
        return root().resolve(stream.letterTable());
    }

    /** Opens the table of a stream's dead letters; the first letter creates it. */
    public EventTable openLetters(StreamName stream) {
        return EventTables.open(letterLocation(stream), LetterTable.SHAPE,
                new WriterOptions(writer, LetterTable.HORIZON, config.keyIndex().maxBytes().asLongValue()),
                StreamCalls::progress);
    }

    /** Opens the table that follows from a contract; the first merge creates it. */
    public EventTable open(Contract contract) {
        return EventTables.open(location(contract.stream()), ContractTable.shape(contract),
                new WriterOptions(writer, contract.dedupHorizon(),
                        config.keyIndex().maxBytes().asLongValue()),
                StreamCalls::progress);
    }
}
