package io.millrace.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;

import io.millrace.launcher.local.LauncherException;
import io.millrace.launcher.local.SystemPorts;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** Mistakes on the command line. */
class LauncherTest {
    private static final int MISTAKE = 2;

    @TempDir
    private Path folder;

    @Test
    void aWrongOptionPrintsTheUsageThatHelpPrints() {
        String said = refused(MISTAKE, "rows", "visits", "--nope");

        assertTrue(said.contains("Usage: ./millrace rows [-hV]"), said);
        assertTrue(said.contains(" Default: that of the running system, or .millrace/data."), said);
    }

    @Test
    void aNumberThatIsNoneIsNamedWithoutAJavaType() {
        String said = refused(MISTAKE, "rows", "visits", "--limit", "abc");

        assertTrue(said.startsWith("Invalid value for option '--limit': 'abc' is not a whole number"), said);
        assertTrue(refused(MISTAKE, "dlq", "list", "visits", "--limit", "9999999999").contains("or is too large"));
    }

    @Test
    void aLimitOfNoRowsIsRefused() {
        assertEquals("millrace: --limit must be 1 or more, not -5.\n",
                refused(MISTAKE, "rows", "visits", "--limit", "-5"));
    }

    @Test
    void aReasonThatNoLetterHasIsRefusedWithTheReasonsThereAre() {
        String said = refused(MISTAKE, "dlq", "list", "visits", "--tables", folder.toString(), "--reason",
                "key-mistmatch");

        assertTrue(said.startsWith("millrace: --reason must be one of bad-ce-attribute, contract-violation, "), said);
        assertTrue(said.contains(" key-mismatch, ") && said.endsWith(", not 'key-mistmatch'.\n"), said);
    }

    @Test
    void anEmptyTimeWindowIsRefused() {
        assertEquals("millrace: --until must be later than --since: 2026-03-01 is not later than 2026-03-02.\n",
                refused(
                        MISTAKE, "audit", "visits", "--since", "2026-03-02", "--until", "2026-03-01"));
    }

    @Test
    void aFaultOfTheProgramHasAnExitCodeOfItsOwn() {
        StringWriter said = new StringWriter();
        Callable<Integer> faulty = new Faulty();

        int code = Launcher.run(new CommandLine(faulty).setErr(new PrintWriter(said, true)));

        assertEquals(70, code);
        assertTrue(said.toString().startsWith("millrace: This is a fault of Millrace"), said::toString);
        assertTrue(said.toString().contains("NoClassDefFoundError: some/Thing"), said::toString);
    }

    @Command
    private static final class Faulty implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new NoClassDefFoundError("some/Thing");
        }
    }

    @Test
    void anAddressWithoutSchemeOrHostIsNoGateway() throws IOException {
        Path event = Files.writeString(folder.resolve("event.json"), "{}");

        for (String url : new String[]{"nonsense", "localhost:8080", "ftp://localhost", "http:foo", "http://h:70000"}) {
            assertEquals("millrace: The address of a gateway is like http://127.0.0.1:8080, not " + url + ".\n",
                    refused(MISTAKE, "send", event.toString(), "--stream", "visits", "--url", url));
        }
    }

    @Test
    void anAddressWithoutSchemeOrHostIsNoRegistry() {
        for (String url : new String[]{"nonsense", "localhost:8081", "ftp://localhost", "http:foo", "http://h:70000"}) {
            assertEquals(
                    "millrace: The address of a registry is like http://127.0.0.1:8081/apis/registry/v3, not " + url
                            + ".\n",
                    refused(MISTAKE, "rebuild", "visits", "--tables", folder.toString(), "--registry", url));
        }
    }

    @Test
    void anAddressWithoutSchemeOrHostHasNoMetrics() {
        for (String url : new String[]{"nonsense", "http:foo", "http:///metrics", "httpx://localhost",
                "http://localhost:70000/metrics"}) {
            assertEquals("millrace: The address of metrics is like http://127.0.0.1:9001/metrics, not " + url + ".\n",
                    refused(MISTAKE, "slo", "--metrics", url));
        }
    }

    @Test
    void aPlaceWhereNoTablesCanBeIsRefused() {
        for (String root : new String[]{"http://127.0.0.1/tables", "file:tables", "s3://"}) {
            String said = refused(MISTAKE, "dlq", "list", "visits", "--tables", root);
            assertTrue(said.startsWith("millrace: The tables cannot be at " + root + " ("), said);
            assertTrue(said.endsWith("Name a folder, or s3://bucket/prefix, with --tables.\n"), said);
        }
        assertEquals("millrace: The address of an S3 server is like http://127.0.0.1:9000, not http:foo.\n",
                refused(MISTAKE, "dlq", "list", "visits", "--tables", "s3://b/t", "--s3-endpoint", "http:foo"));
    }

    @Test
    void anAddressWithoutAPortIsNoBroker() {
        for (String broker : new String[]{"", "nonsense", "127.0.0.1:70000", "http://127.0.0.1:9092",
                "127.0.0.1:9092,"}) {
            assertEquals("millrace: The addresses of Kafka brokers are like 127.0.0.1:9092, with commas between them,"
                    + " not '" + broker + "'.\n",
                    refused(MISTAKE, "dlq", "list", "visits", "--tables", folder.toString(), "--bootstrap-servers",
                            broker));
        }
    }

    @Test
    void aBrokerWhoseNameIsUnknownDoesNotAnswer() {
        String said = refused(1, "dlq", "list", "visits", "--tables", folder.toString(), "--bootstrap-servers",
                "no-such-host.invalid:1");

        assertTrue(said.startsWith("millrace: Kafka at no-such-host.invalid:1 does not answer (No resolvable "), said);
    }

    @Test
    void aNameThatNoStreamHasReceivesNothing() throws IOException {
        Path event = Files.writeString(folder.resolve("event.json"), "{}");

        assertEquals("millrace: 'a b' is not a stream name.\n",
                refused(MISTAKE, "send", event.toString(), "--stream", "a b", "--url", "http://127.0.0.1:1"));
    }

    @Test
    void anIdThatNoEventHasIsRefused() {
        assertEquals("millrace: EVENT_ID must have 1 to 1024 characters, not 0.\n",
                refused(MISTAKE, "receipt", "visits", "", "--pk", "ada"));
        assertEquals("millrace: --pk must have 1 to 1024 characters, not 1025.\n",
                refused(MISTAKE, "receipt", "visits", "1", "--pk", "a".repeat(1_025)));
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("none.json");

        assertEquals("millrace: There is no file " + file + ". Name a file with JSON events.\n",
                refused(1, "send", file.toString(), "--stream", "visits"));
    }

    @Test
    void aBrokerThatDoesNotAnswerIsReportedByTheCommandAlone() {
        Logger connections = Logger.getLogger("org.apache.kafka.clients.NetworkClient");
        Logger other = Logger.getLogger("org.apache.kafka.clients.Metadata");

        Launcher.limitLogs();

        assertFalse(connections.isLoggable(Level.WARNING));
        assertTrue(other.isLoggable(Level.WARNING));
    }

    @Test
    void portsEndAt65535() {
        for (int first : new int[]{0, 65_529, 70_000}) {
            assertEquals("--base-port must be from 1 to 65528, not " + first + ".",
                    assertThrows(LauncherException.class, () -> SystemPorts.from(first)).getMessage());
        }
        assertEquals(65_535, SystemPorts.from(65_528).registryManagement());
    }

    /** What a command that ends with this code says. */
    private static String refused(int code, String... arguments) {
        StringWriter err = new StringWriter();

        assertEquals(code, Launcher.commandLine().setErr(new PrintWriter(err, true)).execute(arguments), err::toString);

        String said = err.toString().replace(System.lineSeparator(), "\n");
        assertFalse(said.contains("\tat "), said);
        return said;
    }
}
