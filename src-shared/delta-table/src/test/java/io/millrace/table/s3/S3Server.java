package io.millrace.table.s3;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A real S3 server in a process of its own, over HTTP, with signatures checked. One for all tests of a JVM. */
public final class S3Server {
    public static final String BUCKET = "tables";
    private static final String KEY = "test-key";
    private static final String SECRET = "test-secret";
    private static final int START_SECONDS = 60;

    private final int port;

    private S3Server(int port) {
        this.port = port;
    }

    private static final class Shared {
        static final S3Server SERVER = start();
    }

    /** The server, with the bucket {@link #BUCKET} and with its credentials where the default chain finds them. */
    public static S3Server shared() {
        return Shared.SERVER;
    }

    public int port() {
        return port;
    }

    public URI endpoint() {
        return endpoint(port);
    }

    public static URI endpoint(int port) {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What another JVM needs to find the same credentials. */
    public static List<String> credentials() {
        return List.of("-Daws.accessKeyId=" + KEY, "-Daws.secretAccessKey=" + SECRET);
    }

    private static S3Server start() {
        try {
            Path folder = Files.createTempDirectory("s3-server");
            Files.createDirectories(folder.resolve("data").resolve(BUCKET));
            int port = freePort();
            Path configuration = Files.writeString(folder.resolve("server.properties"), String.join("\n",
                    "s3proxy.endpoint=" + endpoint(port), "s3proxy.authorization=aws-v2-or-v4",
                    "s3proxy.identity=" + KEY, "s3proxy.credential=" + SECRET, "jclouds.provider=filesystem-nio2",
                    "jclouds.filesystem.basedir=" + folder.resolve("data")));
            Process process = new ProcessBuilder(java(), "-Xmx512m", "-cp",
                    home().resolve("*") + File.pathSeparator + testClasses(), S3ServerMain.class.getName(),
                    "--properties", configuration.toString()).redirectErrorStream(true)
                    .redirectOutput(folder.resolve("server.log").toFile()).start();
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(process, folder)));
            awaitReady(process, port, folder.resolve("server.log"));
            System.setProperty("aws.accessKeyId", KEY);
            System.setProperty("aws.secretAccessKey", SECRET);
            return new S3Server(port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The Java that runs the tests. */
    public static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    private static Path home() {
        Path home = Path.of(System.getProperty("millrace.s3-server.home", "../dev-stack/s3-server/target/lib"));
        if (!Files.isDirectory(home)) {
            throw new IllegalStateException("no S3 server at " + home + "; fetch it with"
                    + " mvn -f src-shared/dev-stack/s3-server/pom.xml generate-resources");
        }
        return home;
    }

    private static Path testClasses() {
        try {
            return Path.of(S3ServerMain.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (java.net.URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitReady(Process process, int port, Path log) throws IOException {
        for (int tenth = 0; tenth < START_SECONDS * 10 && process.isAlive(); tenth++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                return;
            } catch (IOException notYet) {
                pause();
            }
        }
        process.destroyForcibly();
        throw new IllegalStateException("the S3 server did not start: " + Files.readString(log));
    }

    private static void pause() {
        try {
            Thread.sleep(100);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static void stop(Process process, Path folder) {
        process.destroyForcibly().onExit().join();
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
