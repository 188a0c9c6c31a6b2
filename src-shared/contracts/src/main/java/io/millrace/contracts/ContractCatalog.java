package io.millrace.contracts;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contracts at hand. Reads are free and never block; {@link #refresh()} asks the registry and may. What was loaded
 * once stays usable while the registry is away.
 */
public final class ContractCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(ContractCatalog.class);

    private final ContractRegistry registry;
    private volatile Map<StreamName, StreamContracts> streams = Map.of();
    private volatile Map<StreamName, String> refused = Map.of();
    /** News that {@link #refresh(StreamName)} found and {@link #refresh()} has still to tell. */
    private final Map<StreamName, StreamContracts> untold = new TreeMap<>();
    private volatile boolean loaded;

    public ContractCatalog(ContractRegistry registry) {
        this.registry = registry;
    }

    /**
     * Asks the registry for new streams and versions. A stream that left the registry stays known: its events are still
     * in Kafka.
     *
     * @return the streams that are new or have a new version since the last call, each once
     * @throws RegistryUnavailableException
     *             when the registry does not answer; what is known stays
     */
    public synchronized List<StreamContracts> refresh() {
        Map<StreamName, StreamContracts> next = new TreeMap<>(streams);
        Map<StreamName, String> nextRefused = new LinkedHashMap<>();
        Map<StreamName, StreamContracts> news = new TreeMap<>(untold);
        for (StreamName stream : registry.streams()) {
            load(stream, next, nextRefused, news);
        }
        untold.clear();
        streams = Map.copyOf(next);
        refused = Map.copyOf(nextRefused);
        loaded = true;
        return List.copyOf(news.values());
    }

    /**
     * Asks the registry for one stream, as when a record names a schema that is not known yet.
     *
     * @throws RegistryUnavailableException
     *             when the registry does not answer
     */
    public synchronized Optional<StreamContracts> refresh(StreamName stream) {
        Map<StreamName, StreamContracts> next = new TreeMap<>(streams);
        Map<StreamName, String> nextRefused = new LinkedHashMap<>(refused);
        nextRefused.remove(stream);
        load(stream, next, nextRefused, untold);
        streams = Map.copyOf(next);
        refused = Map.copyOf(nextRefused);
        return Optional.ofNullable(next.get(stream));
    }

    private void load(StreamName stream, Map<StreamName, StreamContracts> next, Map<StreamName, String> nextRefused,
            Map<StreamName, StreamContracts> news) {
        StreamContracts known = next.get(stream);
        var versions = registry.versions(stream);
        if (versions.isEmpty()) {
            return;
        }
        // Content never changes under its id; the same schema objects let readers keep what they derived from them.
        var reading = known != null && known.isOf(versions)
                ? new StreamContracts.Reading.Chain(known)
                : StreamContracts.read(stream, versions);
        switch (reading) {
            case StreamContracts.Reading.NoContract none ->
                nextRefused.put(stream, StreamContracts.reasons(none.refused()));
            case StreamContracts.Reading.Chain(StreamContracts found) -> {
                if (known == null || found.latest().contentId() != known.latest().contentId()) {
                    LOG.info("Contract {} is in use", found.latest().title());
                    news.put(stream, found);
                }
                next.put(stream, found);
                if (!found.refused().isEmpty()) {
                    nextRefused.put(stream, StreamContracts.reasons(found.refused()));
                }
            }
        }
        String reason = nextRefused.get(stream);
        if (reason != null && !reason.equals(refused.get(stream))) {
            LOG.error("Stream {} has a version in the registry that is not used: {}", stream, reason);
        }
    }

    /** Whether the registry was read at least once. */
    public boolean loaded() {
        return loaded;
    }

    /** The contracts of a stream, when it has any. */
    public Optional<StreamContracts> find(StreamName stream) {
        return Optional.ofNullable(streams.get(stream));
    }

    /** Every stream known, by name. */
    public Map<StreamName, StreamContracts> streams() {
        return streams;
    }

    /** Streams that have a version which is not used, with the reason; for health and metrics. */
    public Map<StreamName, String> refused() {
        return refused;
    }
}
