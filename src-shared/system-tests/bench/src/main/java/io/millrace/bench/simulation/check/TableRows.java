package io.millrace.bench.simulation.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.millrace.bench.simulation.world.World;
import io.millrace.table.TableShape;
import io.millrace.table.internal.datafile.DataFileReader;
import io.millrace.table.internal.datafile.DataFiles;
import io.millrace.table.internal.log.ActiveFile;
import org.jspecify.annotations.Nullable;

/** The rows of the data files of a table, each file read once. */
final class TableRows {
    /** Of the files that schedules begin with. */
    private static final Map<String, List<Map<String, @Nullable Object>>> SHARED = new ConcurrentHashMap<>();

    private final DataFileReader reader;
    private final TableShape shape;
    private final String location;
    private final Map<String, List<Map<String, @Nullable Object>>> read = new HashMap<>();

    TableRows(World world, String location) {
        this.location = location;
        this.reader = new DataFiles(world.commits().archive(), location, world.clock()).reader();
        this.shape = World.shape(location);
    }

    /** The rows of some files: values by column name. */
    List<Map<String, @Nullable Object>> of(CommittedVersion version, CommittedVersion base) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        version.files().values().forEach(file -> rows.addAll(base.files().containsKey(file.path())
                ? SHARED.computeIfAbsent(location + file.path(), path -> read(file))
                : read.computeIfAbsent(file.path(), path -> read(file))));
        return rows;
    }

    private List<Map<String, @Nullable Object>> read(ActiveFile file) {
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        try {
            reader.read(file, shape, rows::add);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return rows;
    }
}
