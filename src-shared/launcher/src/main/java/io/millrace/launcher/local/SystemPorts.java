package io.millrace.launcher.local;

import java.util.LinkedHashMap;
import java.util.Map;

import io.millrace.devstack.Ports;

/**
 * The ports of 127.0.0.1 on which the system listens.
 *
 * @param ingest
 *            the gateway
 * @param ingestManagement
 *            its health and metrics
 * @param streamManagement
 *            health and metrics of the stream writer
 * @param batchManagement
 *            health and metrics of the batch writer
 * @param kafka
 *            the broker
 * @param controller
 *            the broker's own quorum
 * @param registry
 *            the registry's API
 * @param registryManagement
 *            the registry's health and metrics
 */
public record SystemPorts(
        int ingest,
        int ingestManagement,
        int streamManagement,
        int batchManagement,
        int kafka,
        int controller,
        int registry,
        int registryManagement) {

    /** The ports that {@code up} uses when nothing else is said. */
    public static final SystemPorts STANDARD = new SystemPorts(8080, 9000, 9001, 9002, 29_092, 29_093, 28_081, 28_082);

    private static final int COUNT = 8;
    private static final int LAST = 65_535;

    /**
     * Eight ports in a row.
     *
     * @throws LauncherException
     *             when there are no such ports
     */
    public static SystemPorts from(int first) {
        if (first < 1 || first > LAST - COUNT + 1) {
            throw new WrongUseException("--base-port must be from 1 to " + (LAST - COUNT + 1) + ", not " + first + ".");
        }
        return new SystemPorts(first, first + 1, first + 2, first + 3, first + 4, first + 5, first + 6, first + 7);
    }

    /** Where the gateway takes events. */
    public String gatewayUrl() {
        return "http://127.0.0.1:" + ingest;
    }

    /**
     * Checks that no process listens on any of them.
     *
     * @throws LauncherException
     *             naming the port and its purpose
     */
    public void requireFree() {
        purposes().forEach((port, purpose) -> {
            if (!Ports.isFree(port)) {
                throw new LauncherException("Port " + port + ", meant for " + purpose + ", is in use on 127.0.0.1."
                        + " Stop the process that holds it (`ss -ltnp 'sport = :" + port
                        + "'` shows it) or choose eight others with --base-port.");
            }
        });
    }

    private Map<Integer, String> purposes() {
        Map<Integer, String> purposes = new LinkedHashMap<>();
        purposes.put(ingest, "ingest-service");
        purposes.put(ingestManagement, "the management of ingest-service");
        purposes.put(streamManagement, "the management of stream-service");
        purposes.put(batchManagement, "the management of batch-service");
        purposes.put(kafka, "Kafka");
        purposes.put(controller, "Kafka's controller");
        purposes.put(registry, "the registry");
        purposes.put(registryManagement, "the registry's management");
        return purposes;
    }
}
