package io.millrace.systemtests.console;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.millrace.bench.browser.Browser;
import io.millrace.contracts.schema.ContractParser;
import io.millrace.contracts.schema.StreamName;
import io.millrace.devstack.ChildProcess;
import io.millrace.landing.mapping.ContractTable;
import io.millrace.table.Books;
import io.millrace.table.DeletedOffsets;
import io.millrace.table.EventTable;
import io.millrace.table.TableReader;
import io.millrace.table.TableStatus;
import io.millrace.table.WriterOptions;
import io.millrace.table.factory.EventTables;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * One word for each stream, on a page that refreshes itself, while the system goes from idle over busy and behind to broken, and
 * recovers. Each test goes on where the one before it ended. Pictures are kept.
 */
@Tag("process")
@OnConsoleSystem
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SystemConditionsTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int BACKLOG = 20_000;
    private static final int SENT_AT_ONCE = 2_000;

    private final Scene scene;
    private final AtomicInteger numbers = new AtomicInteger(1_000);
    private Browser browser;

    SystemConditionsTest(Scene scene) {
        this.scene = scene;
    }

    @BeforeAll
    void start() throws Exception {
        browser = scene.browser(Scene.WATCHER);
    }

    @AfterAll
    void end() {
        browser.close();
    }

    @Test
    @Order(1)
    void idleStreamsAreFresh() throws IOException {
        awaitWords(Map.of("clicks", "Fresh", "orders", "Fresh", "payments", "Fresh", "returns", "Fresh"));
        Pictures.take(browser, "idle");
    }

    @Test
    @Order(2)
    void busyStreamsAreFreshAndShowTheirRates() throws IOException {
        await("rates of the busy streams").atMost(PATIENCE).until(() -> {
            send("orders", 100);
            send("clicks", 20);
            return column("orders", "In") > 10 && column("orders", "Merged") > 10;
        });
        assertEquals("Fresh", words().get("orders"));
        assertEquals(0, column("payments", "In"));
        Pictures.take(browser, "busy");
    }

    @Test
    @Order(3)
    void withoutTheWriterStreamsFallBehindAndLoseWhatKafkaDeletes() throws Exception {
        writer().suspend();
        send("returns", 20);
        deleteFromKafka("returns");
        while (numbers.get() < BACKLOG) {
            send("orders", SENT_AT_ONCE);
        }
        await("orders to be behind").atMost(PATIENCE).until(() -> {
            send("clicks", 20);
            return words().equals(
                    new TreeMap<>(Map.of("clicks", "Behind", "orders", "Behind", "payments", "Fresh", "returns",
                            "Losing")));
        });
        Pictures.take(browser, "behind");
        browser.open(scene.system().address("/streams/orders"));
        Pictures.take(browser, "behind-stream");
        browser.open(scene.system().address(""));
    }

    @Test
    @Order(4)
    void afterAMinuteWithoutAMergeStreamsArePaused() throws IOException {
        awaitWords(Map.of("clicks", "Paused", "orders", "Paused", "payments", "Fresh", "returns", "Losing"));
        Pictures.take(browser, "broken");
    }

    @Test
    @Order(5)
    void whenTheWriterRunsAgainStreamsCatchUpAndAreFresh() throws IOException {
        long merged = merged("orders");
        writer().resume();
        await("a part of the backlog").atMost(PATIENCE).pollInterval(Duration.ofMillis(20))
                .until(() -> merged("orders") > merged);
        writer().suspend();
        send("orders", 1); // Waits even if the writer has merged all of the backlog before it was stopped.
        await("orders to catch up").atMost(PATIENCE).until(() -> "Catching up".equals(words().get("orders")));
        Pictures.take(browser, "catching-up");
        browser.open(scene.system().address("/streams/orders"));
        Pictures.take(browser, "catching-up-stream");
        browser.open(scene.system().address(""));
        writer().resume();
        send("returns", 20); // With the next commit the table is past what was deleted, and has an entry of it.
        awaitWords(Map.of("clicks", "Fresh", "orders", "Fresh", "payments", "Fresh", "returns", "Losing"));
        explainLoss("returns");
        awaitWords(Map.of("clicks", "Fresh", "orders", "Fresh", "payments", "Fresh", "returns", "Fresh"));
        Pictures.take(browser, "recovered");
    }

    private ChildProcess writer() {
        return scene.system().stream().process();
    }

    private void send(String stream, int events) {
        int from = numbers.getAndAdd(events);
        scene.system().send(stream, Scene.purchases(from, from + events, 5));
    }

    private void deleteFromKafka(String topic) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", scene.system().bootstrapServers()))) {
            admin.deleteRecords(Map.of(new TopicPartition(topic, 0), RecordsToDelete.beforeOffset(-1))).all().get();
        }
    }

    /** As {@code ./millrace audit --acknowledge} does. */
    private void explainLoss(String stream) {
        try (EventTable table = EventTables.open(scene.system().tables().resolve(stream),
                ContractTable.shape(ContractParser.parse(new StreamName(stream), Scene.CONTRACT)),
                new WriterOptions("test", Duration.ofDays(30), 1 << 20))) {
            table.mark(DeletedOffsets.closing(DeletedOffsets.open(table.status().marks()),
                    DeletedOffsets.Closure.EXPLAINED));
        }
    }

    private long merged(String stream) {
        try (TableReader table = EventTables.read(scene.system().tables().resolve(stream))) {
            return Books.of(table.status().map(TableStatus::marks).orElse(Map.of())).values().stream()
                    .mapToLong(Books::until).sum();
        }
    }

    private void awaitWords(Map<String, String> words) {
        await("conditions").atMost(PATIENCE).untilAsserted(() -> assertEquals(new TreeMap<>(words), words()));
    }

    /** The word of each stream, as the page shows it now. */
    private TreeMap<String, String> words() {
        TreeMap<String, String> words = new TreeMap<>();
        browser.script("""
                return [...document.querySelectorAll('tbody tr')].map(
                  row => [row.querySelector('th').innerText, row.querySelector('strong').innerText])""")
                .forEach(row -> words.put(row.path(0).asText(), row.path(1).asText()));
        return words;
    }

    /** The number in a column of the table; 0 while there is none. */
    private double column(String stream, String name) {
        String text = browser.script("""
                const at = [...document.querySelectorAll('thead th')].findIndex(head => head.innerText === arguments[1]);
                const row = [...document.querySelectorAll('tbody tr')].find(
                  each => each.querySelector('th').innerText === arguments[0]);
                return row.children[at].innerText""", stream, name).asText();
        String number = text.replaceAll("[^0-9.]", "");
        return number.isEmpty() ? 0 : Double.parseDouble(number);
    }
}
