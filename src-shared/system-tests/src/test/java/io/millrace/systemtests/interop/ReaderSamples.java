package io.millrace.systemtests.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.millrace.table.BoundSamples;
import io.millrace.table.EventTable;
import io.millrace.table.MergeOutcome;
import io.millrace.table.OddPartitions;
import io.millrace.table.WriterOptions;
import io.millrace.table.column.Column;
import io.millrace.table.column.ColumnType;
import io.millrace.table.factory.EventTables;
import org.jspecify.annotations.Nullable;

/** Writes tables for other readers, and their contents to {@code manifest.json}. */
final class ReaderSamples {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ReaderSamples() {}

    /**
     * Makes them, or, after Spark deleted every third row, merges all again.
     *
     * @param arguments
     *            a folder, and perhaps {@code again}
     */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        if (arguments.length > 1) {
            System.exit(again(folder.resolve("odd"), OddPartitions.namable())
                    + again(folder.resolve("unnamable"), OddPartitions.unnamable()));
        }
        ObjectNode manifest = JSON.createObjectNode();
        partitions(manifest.putObject("odd"), folder.resolve("odd"), OddPartitions.namable());
        partitions(manifest.putObject("unnamable"), folder.resolve("unnamable"), OddPartitions.unnamable());
        bounds(manifest.putObject("bounds"), folder.resolve("bounds"), folder.resolve("bare"));
        JSON.writeValue(folder.resolve("manifest.json").toFile(), manifest);
    }

    private static void partitions(ObjectNode entry, Path table, List<String> values) {
        OddPartitions.write(table, values);
        ObjectNode byNumber = entry.put("table", table.toString()).putObject("values");
        for (int i = 0; i < values.size(); i++) {
            byNumber.put(String.valueOf(i), values.get(i));
        }
        byNumber.putNull(String.valueOf(values.size()));
    }

    /** Merges all rows again: none twice, and none is missing. */
    private static int again(Path table, List<String> values) {
        var outcome = (MergeOutcome.Merged) OddPartitions.redeliver(table, values);
        List<@Nullable String> wanted = new ArrayList<>(values);
        wanted.add(null);
        List<@Nullable String> found = OddPartitions.read(table, values.size() + 1);
        int kept = wanted.size() - (wanted.size() + 2) / 3;
        boolean ok = found.equals(wanted) && outcome.duplicates() == kept;
        System.out.println(ok
                ? "ok         Millrace after Spark: " + kept + " rows found again, " + (wanted.size() - kept)
                        + " merged"
                : "DIFFERENT  Millrace after Spark: " + outcome + ", " + found);
        return ok ? 0 : 1;
    }

    private static void bounds(ObjectNode entry, Path table, Path bare) throws IOException {
        try (EventTable open = EventTables.open(table, BoundSamples.SHAPE,
                new WriterOptions("stream", Duration.ofDays(30), 64L << 20))) {
            BoundSamples.merge(open);
        }
        copyWithoutStatistics(table, bare);
        var columns = entry.put("table", table.toString()).put("bare", bare.toString()).putArray("columns");
        BoundSamples.VALUES.forEach((column, values) -> {
            ObjectNode described = columns.addObject().put("name", column.name()).put("type",
                    column.type().getClass().getSimpleName());
            if (column.type() instanceof ColumnType.Decimal decimal) {
                described.put("precision", decimal.precision()).put("scale", decimal.scale());
            }
            values.forEach(value -> described.withArray("values").add(text(column, value)));
        });
    }

    private static String text(Column column, Object value) {
        return switch (column.type()) {
            case ColumnType.Date date -> LocalDate.ofEpochDay((Integer) value).toString();
            case ColumnType.Timestamp time -> Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS).toString();
            case ColumnType.Bytes bytes -> HexFormat.of().formatHex((byte[]) value);
            case ColumnType.Decimal decimal -> ((BigDecimal) value).toPlainString();
            default -> value.toString();
        };
    }

    /** The same rows in a table whose log does not say what is in which file. */
    private static void copyWithoutStatistics(Path table, Path bare) throws IOException {
        try (Stream<Path> files = Files.walk(table)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = bare.resolve(table.relativize(file));
                Files.createDirectories(copy.getParent());
                if (file.toString().endsWith(".json")) {
                    Files.write(copy, Files.readAllLines(file).stream().map(ReaderSamples::withoutStatistics).toList());
                } else if (file.toString().endsWith(".zstd.parquet")) {
                    Files.copy(file, copy);
                }
            }
        }
    }

    private static String withoutStatistics(String line) {
        try {
            ObjectNode action = (ObjectNode) JSON.readTree(line);
            if (action.get("add") instanceof ObjectNode add) {
                add.remove("stats");
            }
            return action.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
