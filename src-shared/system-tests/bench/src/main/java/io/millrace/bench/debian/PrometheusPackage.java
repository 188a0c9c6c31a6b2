package io.millrace.bench.debian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The programs of Debian's package {@code prometheus}: those on the PATH, else those of the package, which is unpacked to a
 * folder without being installed.
 */
public final class PrometheusPackage {
    private static final String PACKAGE = "prometheus";

    private PrometheusPackage() {}

    /**
     * A program: {@code prometheus} or {@code promtool}. Two builds of a checkout do not run at once, so that nobody else
     * unpacks it meanwhile.
     *
     * @param folder
     *            where the package is unpacked to, if the program is not on the PATH
     * @throws IllegalStateException
     *             when there is none and it cannot be brought
     */
    public static synchronized Path program(String name, Path folder) throws IOException, InterruptedException {
        Optional<Path> installed = DebianPackages.onPath(name);
        if (installed.isPresent()) {
            return installed.get();
        }
        Path unpacked = folder.resolve("usr/bin").resolve(name);
        if (!Files.isExecutable(unpacked)) {
            unpack(name, folder);
        }
        return unpacked;
    }

    private static void unpack(String name, Path folder) throws IOException, InterruptedException {
        Files.createDirectories(folder);
        String remedy = name + " is not on the PATH and could not be brought. Install Debian's package prometheus"
                + " (apt-get install --no-install-recommends prometheus), or put " + name + " on the PATH.\n";
        DebianPackages.aptGet(folder, remedy, "-o", "APT::Sandbox::User=root", "download", PACKAGE);
        Path archive;
        try (Stream<Path> files = Files.list(folder)) {
            archive = files.filter(file -> file.toString().endsWith(".deb")).findFirst().orElseThrow();
        }
        DebianPackages.unpack(archive, folder, remedy);
        Files.delete(archive);
    }
}
