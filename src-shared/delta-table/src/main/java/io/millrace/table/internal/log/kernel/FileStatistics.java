package io.millrace.table.internal.log.kernel;

import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.delta.kernel.expressions.Column;
import io.delta.kernel.expressions.Literal;
import io.delta.kernel.statistics.DataFileStatistics;
import io.delta.kernel.types.StructType;

/**
 * Statistics in which a maximum can be the last microsecond of the year 9999, a usual time for "never". Kernel writes
 * milliseconds, and the next one is in a year that readers do not parse.
 */
public final class FileStatistics extends DataFileStatistics {
    private static final String LAST_MILLISECOND = "\":\"9999-12-31T23:59:59.999";

    private final List<String> endless;

    /**
     * @param endless
     *            the columns whose maximum is in that last millisecond
     */
    public FileStatistics(long rows, Map<Column, Literal> lows, Map<Column, Literal> highs,
            Map<Column, Long> nullCounts,
            List<String> endless) {
        super(rows, lows, highs, nullCounts, Optional.empty());
        this.endless = endless;
    }

    @Override
    public String serializeAsJson(StructType schema) {
        String json = super.serializeAsJson(schema);
        int max = json.indexOf("\"maxValues\":");
        String highs = json.substring(Math.max(max, 0));
        // Within a text of the JSON the quotes would be escaped.
        for (String column : endless) {
            highs = highs.replace("\"" + column + LAST_MILLISECOND + "Z\"",
                    "\"" + column + LAST_MILLISECOND + "999Z\"");
        }
        return json.substring(0, Math.max(max, 0)) + highs;
    }
}
