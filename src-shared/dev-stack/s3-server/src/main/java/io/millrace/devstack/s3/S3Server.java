package io.millrace.devstack.s3;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An S3 server with one bucket, over HTTP on this machine, with signatures checked. It keeps its objects in a folder that
 * goes with it, and runs on a class path of its own, which is {@code target/lib} of this module.
 */
public final class S3Server implements AutoCloseable {
    public static final String BUCKET = "tables";
    /** The folder of the class path; without it, that beside this module's classes. */
    public static final String HOME_PROPERTY = "s3-server.home";

    private static final String KEY = "test-key";
    private static final String SECRET = "test-secret";
    private static final int START_SECONDS = 60;
    private static final int POLL_MILLIS = 100;

    private final Process process;
    private final Path folder;
    private final int port;

    private S3Server(Process process, Path folder, int port) {
        this.process = process;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts one, which ends with this process at the latest.
     *
     * @throws IllegalStateException
     *             when the build has not brought it, or with what it said when it does not start
     */
    public static S3Server start() {
        try {
            Path folder = Files.createTempDirectory("s3-server");
            Files.createDirectories(folder.resolve("data").resolve(BUCKET));
            int port = freePort();
            Path configuration = Files.writeString(folder.resolve("server.properties"), String.join("\n",
                    "s3proxy.endpoint=" + endpoint(port), "s3proxy.authorization=aws-v2-or-v4",
                    "s3proxy.identity=" + KEY, "s3proxy.credential=" + SECRET, "jclouds.provider=filesystem-nio2",
                    "jclouds.filesystem.basedir=" + folder.resolve("data")));
            Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-cp",
                    home().resolve("*") + File.pathSeparator + classes(),
                    S3ServerMain.class.getName(), "--properties", configuration.toString())
                    .redirectErrorStream(true).redirectOutput(log(folder).toFile()).start();
            S3Server server = new S3Server(process, folder, port);
            Runtime.getRuntime().addShutdownHook(new Thread(server::close));
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public int port() {
        return port;
    }

    /** The folder in which the objects of the bucket are, each a file with the name of its key. */
    public Path objects() {
        return folder.resolve("data").resolve(BUCKET);
    }

    public URI endpoint() {
        return endpoint(port);
    }

    /** The address of a server on this port. */
    public static URI endpoint(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The credentials as the default chain of the AWS SDK finds them: the names are those of system properties. */
    public static Map<String, String> credentials() {
        return Map.of("aws.accessKeyId", KEY, "aws.secretAccessKey", SECRET);
    }

    private void awaitReady() throws IOException {
        for (int tried = 0; tried < START_SECONDS * 1_000 / POLL_MILLIS && process.isAlive(); tried++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                pause();
            }
        }
        String said = Files.readString(log(folder));
        close();
        throw new IllegalStateException("the S3 server did not start: " + said);
    }

    private static Path log(Path folder) {
        return folder.resolve("server.log");
    }

    private static void pause() {
        try {
            Thread.sleep(POLL_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Path home() {
        String home = System.getProperty(HOME_PROPERTY);
        Path libraries = home == null ? classes().resolveSibling("lib") : Path.of(home);
        if (!Files.isDirectory(libraries)) {
            throw new IllegalStateException("no S3 server at " + libraries + "; bring it with"
                    + " mvn -f src-shared/dev-stack/s3-server/pom.xml generate-resources");
        }
        return libraries;
    }

    private static Path classes() {
        try {
            return Path.of(S3Server.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Ends it and removes what it kept; once more does nothing. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
        if (!Files.exists(folder)) {
            return;
        }
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        deepestFirst.forEach(file -> file.toFile().delete());
    }
}
