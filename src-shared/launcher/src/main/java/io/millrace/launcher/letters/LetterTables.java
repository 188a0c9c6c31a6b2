package io.millrace.launcher.letters;

import io.millrace.contracts.schema.StreamName;
import io.millrace.landing.letters.LetterTable;
import io.millrace.launcher.local.LauncherException;
import io.millrace.table.EventTable;
import io.millrace.table.TableLocation;
import io.millrace.table.TableReader;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;

/** Opens tables of dead letters. */
public final class LetterTables {
    private static final String WRITER = "dlq";
    private static final long KEY_INDEX_BYTES = 64L << 20;

    private LetterTables() {}

    /**
     * Opens the table of a stream for reading.
     *
     * @param root
     *            the root of all tables
     * @throws LauncherException
     *             when there is none
     */
    public static TableReader read(TableLocation root, StreamName stream) {
        TableLocation location = root.resolve(stream.letterTable());
        TableReader reader = EventTables.read(location);
        if (reader.status().isEmpty()) {
            reader.close();
            throw new LauncherException("Stream " + stream + " has no table of dead letters: there is no table at "
                    + location + ". batch-service makes it in the run after the first letter; name the tables with"
                    + " --tables.");
        }
        return reader;
    }

    /** Opens the table of a stream, which exists, for changing letters. */
    public static EventTable open(TableLocation root, StreamName stream) {
        return EventTables.open(root.resolve(stream.letterTable()), LetterTable.SHAPE,
                new WriterOptions(WRITER, LetterTable.HORIZON, KEY_INDEX_BYTES));
    }
}
