package io.millrace.table.internal;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import io.delta.kernel.defaults.engine.fileio.FileIO;
import io.delta.kernel.defaults.engine.fileio.SeekableInputStream;
import io.delta.kernel.internal.util.Utils;

/**
 * Which files were seen unused, and since which version; kept beside the table, since the process that saw them may be
 * gone when they are old enough. Losing it only makes them wait again.
 *
 * @param asOf
 *            the version that they were looked for in last
 * @param since
 *            the version in which each was first seen unused, by path relative to the table
 */
record Sightings(long asOf, Map<String, Long> since) {
    static final String FOLDER = "_upkeep";

    private static final String NAME = FOLDER + "/unused-files";
    private static final Sightings NONE = new Sightings(-1, Map.of());

    static Sightings read(FileIO io, String location) throws IOException {
        String text;
        try (SeekableInputStream in = io.newInputFile(location + "/" + NAME, 0).newStream()) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (FileNotFoundException neverSeenAny) {
            return NONE;
        }
        try {
            return parse(text);
        } catch (NumberFormatException | IndexOutOfBoundsException notOurs) {
            return NONE;
        }
    }

    /** A line with the version, then for each file a line with its version, a space and its path. */
    private static Sightings parse(String text) {
        String[] lines = text.split("\n", -1);
        Map<String, Long> since = HashMap.newHashMap(lines.length);
        for (int i = 1; i < lines.length; i++) {
            int space = lines[i].indexOf(' ');
            if (space > 0) {
                since.put(lines[i].substring(space + 1), Long.valueOf(lines[i].substring(0, space)));
            }
        }
        return new Sightings(Long.parseLong(lines[0]), since);
    }

    void write(FileIO io, String location) throws IOException {
        StringBuilder text = new StringBuilder().append(asOf);
        since.forEach((path, version) -> text.append('\n').append(version).append(' ').append(path));
        io.newOutputFile(location + "/" + NAME)
                .writeAtomically(Utils.toCloseableIterator(java.util.List.of(text.toString()).iterator()), true);
    }
}
