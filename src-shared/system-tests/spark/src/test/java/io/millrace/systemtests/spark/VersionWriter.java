package io.millrace.systemtests.spark;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.apache.hadoop.conf.Configuration;

/** Writes one version after another, each the first that it finds free, as every writer of a Delta log does. */
final class VersionWriter {
    static final int LINES = 200;

    private final HardLinkLogStore store = new HardLinkLogStore(new Configuration(false));
    private final Path log;
    private final String name;
    private int lost;

    VersionWriter(Path log, String name) {
        this.log = log;
        this.name = name;
    }

    /**
     * A process of it: prints that it is ready, waits for a byte, and prints the versions that it believes it wrote, a line
     * each, and how many it lost.
     *
     * @param arguments
     *            the folder of the log, the writer's name, and the version to stop before
     */
    public static void main(String[] arguments) throws IOException {
        VersionWriter writer = new VersionWriter(Path.of(arguments[0]), arguments[1]);
        System.out.println("ready");
        System.in.read();
        writer.writeUntil(Integer.parseInt(arguments[2])).forEach(System.out::println);
        System.out.println("lost " + writer.lost());
    }

    /** Tells the versions that it wrote. */
    List<Integer> writeUntil(int end) throws IOException {
        List<Integer> won = new ArrayList<>();
        for (int version = next(); version < end; version = next()) {
            try {
                store.write(path(log, version), content(name, version).iterator(), false, new Configuration(false));
                won.add(version);
            } catch (FileAlreadyExistsException e) {
                lost++;
            }
        }
        return won;
    }

    int lost() {
        return lost;
    }

    private int next() throws IOException {
        return versions(log).stream().mapToInt(Integer::intValue).max().orElse(-1) + 1;
    }

    static List<Integer> versions(Path log) throws IOException {
        try (Stream<Path> files = Files.list(log)) {
            return files.map(file -> file.getFileName().toString()).filter(file -> file.matches("\\d{20}\\.json"))
                    .map(file -> Integer.parseInt(file.substring(0, 20))).sorted().toList();
        }
    }

    static List<String> content(String writer, int version) {
        return IntStream.range(0, LINES).mapToObj(line -> writer + " " + version + " " + line).toList();
    }

    static org.apache.hadoop.fs.Path path(Path log, int version) {
        return new org.apache.hadoop.fs.Path(log.resolve(String.format("%020d.json", version)).toUri());
    }
}
