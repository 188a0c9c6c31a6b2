package io.millrace.systemtests.console;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import io.millrace.bench.browser.Browser;
import io.millrace.bench.console.ConsoleSystem;
import io.millrace.bench.console.ManyStreams;
import io.millrace.launcher.local.DataFolders;
import io.millrace.systemtests.Repository;

/**
 * A running system with streams for all classes of tests here. The users of the console see different streams of it.
 *
 * @param system
 *            the system
 * @param many
 *            streams for the size of the pages
 * @param browsers
 *            number of browsers so far
 */
record Scene(ConsoleSystem system, ManyStreams many, AtomicInteger browsers) implements AutoCloseable {
    /** The stream whose letters are redriven. */
    static final String CHECKOUT = "checkout";
    /** Letters of {@link #CHECKOUT} that break its rule. */
    static final int REFUSED = 3;
    /** Streams whose condition changes. */
    static final List<String> WATCHED = List.of("clicks", "orders", "payments", "returns");

    /** May read and write {@link #CHECKOUT}. */
    static final String OPERATOR = "olivia";
    /** May read {@link #CHECKOUT}. */
    static final String VIEWER = "victor";
    /** May read {@link #WATCHED}. */
    static final String WATCHER = "wanda";
    /** May read all streams. */
    static final String AUDITOR = "audrey";

    /** With the streams above there are 50. */
    private static final int MORE_STREAMS = 45;
    private static final int LETTERS = 10_000;
    private static final int WRITERS_ROWS = 200;
    private static final int UNREADABLE = 2;
    private static final int FIRST_EVENTS = 100;
    private static final Path DATA = Path.of("target/console").toAbsolutePath();

    // Kept in a field: a logger without a reference loses its level.
    private static final Logger ROOT = Logger.getLogger("");

    /** The contract of {@link #CHECKOUT} and {@link #WATCHED}. */
    static final String CONTRACT = """
            {"type": "record", "name": "Purchase",
             "millrace": {"rules": [{"name": "amount-is-positive", "expr": "amount >= 0", "onFailure": "DLQ"}]},
             "fields": [
              {"name": "pk", "type": "string"},
              {"name": "event_id", "type": "string"},
              {"name": "event_time", "type": {"type": "long", "logicalType": "timestamp-millis"}},
              {"name": "amount", "type": "int"}]}""";

    /** Starts the system, and fills its streams. */
    static Scene set() {
        ROOT.setLevel(Level.SEVERE);
        DataFolders.delete(DATA);
        try {
            Scene scene = new Scene(ConsoleSystem.start(Repository.CHECKOUT, DATA.resolve("system"),
                    Map.of(OPERATOR, "read:checkout,write:checkout", VIEWER, "read:checkout", AUDITOR, "read:*",
                            WATCHER, WATCHED.stream().map(name -> "read:" + name).collect(Collectors.joining(","))),
                    // The second compiler would take the processors from the other processes of the tests.
                    command -> command.option("-XX:TieredStopAtLevel=1"),
                    // Many commits for a backlog, so that a test can stop the writer in the middle.
                    command -> command.property("millrace.stream.max-rows", WRITERS_ROWS)),
                    ManyStreams.of(MORE_STREAMS, LETTERS), new AtomicInteger());
            scene.fill();
            return scene;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the system of the console was started", e);
        }
    }

    private void fill() throws InterruptedException {
        system.create(CHECKOUT, CONTRACT);
        WATCHED.forEach(name -> system.create(name, CONTRACT));
        system.send(CHECKOUT, purchases(0, FIRST_EVENTS, 5));
        system.send(CHECKOUT, purchases(FIRST_EVENTS, FIRST_EVENTS + REFUSED, -1));
        system.poison(CHECKOUT, UNREADABLE);
        WATCHED.forEach(name -> system.send(name, purchases(0, FIRST_EVENTS, 5)));
        many.fill(system);
        system.runBatch();
    }

    /** Events with these numbers, in lines of JSON. */
    static String purchases(int from, int until, int amount) {
        return IntStream.range(from, until).mapToObj(i -> String.format(Locale.ROOT,
                "{\"pk\": \"customer-%d\", \"event_id\": \"e%d\", \"event_time\": \"2026-11-27T12:00:00Z\", \"amount\": %d}%n",
                i % FIRST_EVENTS, i, amount)).collect(Collectors.joining());
    }

    /** A new browser, in which a user has signed in. */
    Browser browser(String user) throws IOException, InterruptedException {
        Browser browser = Browser.start(DATA.resolve("browser-" + browsers.incrementAndGet()));
        system.signIn(browser, user);
        return browser;
    }

    @Override
    public void close() {
        system.close();
    }
}
