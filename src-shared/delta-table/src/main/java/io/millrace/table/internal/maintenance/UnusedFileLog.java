package io.millrace.table.internal.maintenance;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

import io.millrace.table.internal.storage.TableStorage;


/**
 * Which files were seen unused, and since which version; kept beside the table, since the process that saw them may be
 * gone when they are old enough. Losing it only makes them wait again.
 *
 * @param table
 *            the id of the table
 * @param asOf
 *            the version that they were looked for in last, -1 for never
 * @param files
 *            what was seen of each, by path relative to the table
 */
record UnusedFileLog(String table, long asOf, Map<String, Sighting> files) {
    /**
     * An unused file.
     *
     * @param since
     *            the version in which it was first seen
     * @param orphan
     *            whether no version has ever had it, up to the last time it was seen
     */
    record Sighting(long since, boolean orphan) {}

    static final String FOLDER = "_upkeep";

    private static final String NAME = FOLDER + "/unused-files";
    private static final String ORPHAN = "orphan ";

    /** What was noted of a table; nothing when what is noted is of another one that was here. */
    static UnusedFileLog read(TableStorage io, String location, String table) throws IOException {
        UnusedFileLog none = new UnusedFileLog(table, -1, Map.of());
        String text;
        try (InputStream in = io.file(location + "/" + NAME, 0).open()) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (FileNotFoundException neverSeenAny) {
            return none;
        }
        try {
            UnusedFileLog read = parse(text);
            return read.table.equals(table) ? read : none;
        } catch (NumberFormatException | IndexOutOfBoundsException notOurs) {
            return none;
        }
    }

    /** A line with the version and the table, then for each file a line with its version, a space and its path. */
    private static UnusedFileLog parse(String text) {
        String[] lines = text.split("\n", -1);
        Map<String, Sighting> files = HashMap.newHashMap(lines.length);
        for (int i = 1; i < lines.length; i++) {
            boolean orphan = lines[i].startsWith(ORPHAN);
            String line = orphan ? lines[i].substring(ORPHAN.length()) : lines[i];
            int space = line.indexOf(' ');
            if (space > 0) {
                files.put(line.substring(space + 1), new Sighting(Long.parseLong(line.substring(0, space)), orphan));
            }
        }
        int space = lines[0].indexOf(' ');
        return new UnusedFileLog(lines[0].substring(space + 1), Long.parseLong(lines[0].substring(0, space)), files);
    }

    void write(TableStorage io, String location) throws IOException {
        StringBuilder text = new StringBuilder().append(asOf).append(' ').append(table);
        files.forEach((path, seen) -> text.append('\n').append(seen.orphan() ? ORPHAN : "").append(seen.since())
                .append(' ').append(path));
        io.replace(location + "/" + NAME, text.append('\n').toString().getBytes(StandardCharsets.UTF_8));
    }
}
