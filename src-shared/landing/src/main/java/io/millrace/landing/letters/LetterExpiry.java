package io.millrace.landing.letters;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.millrace.table.TableMaintenance;
import org.jspecify.annotations.Nullable;

/**
 * Letters with which nothing is left to do: the resolved and the parked ones, since they were last seen. Open letters stay, and
 * redriven ones, which become resolved or open.
 */
public final class LetterExpiry implements TableMaintenance.RowExpiry {
    @Override
    public Set<String> columns() {
        return Set.of(LetterTable.STATE, LetterTable.LAST_SEEN);
    }

    @Override
    public OptionalLong unusedSince(Map<String, @Nullable Object> row) {
        return switch (LetterRows.state(row)) {
            case OPEN, REDRIVEN -> OptionalLong.empty();
            case RESOLVED, PARKED -> OptionalLong.of(TimeUnit.MICROSECONDS
                    .toMillis((Long) LetterRows.required(row, LetterTable.LAST_SEEN)));
        };
    }
}
