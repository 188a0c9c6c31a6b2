package io.millrace.contracts.registry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.slo.OdcsTargets;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The contracts in memory. Reads never block; {@link #refresh()} queries the registry and may block. Loaded contracts stay
 * usable while the registry is unavailable.
 */
public final class ContractCatalog {
    private static final Logger LOG = LoggerFactory.getLogger(ContractCatalog.class);

    private static final StreamState ACTIVE = new StreamState.Active(0);

    private final ContractRegistry registry;
    private volatile Known known = new Known(Map.of(), Map.of());
    private volatile Map<StreamName, String> refused = Map.of();
    private volatile Map<StreamName, String> refusedOdcs = Map.of();
    /** The registered schemas that each chain of contracts was built from; used by refreshes only. */
    private final Map<StreamName, List<ContractRegistry.RegisteredSchema>> read = new TreeMap<>();
    /** Changes that {@link #refresh(StreamName)} found and {@link #refresh()} has not returned yet. */
    private final Map<StreamName, StreamContracts> untold = new TreeMap<>();
    private volatile boolean loaded;

    public ContractCatalog(ContractRegistry registry) {
        this.registry = registry;
    }

    /**
     * Reads new streams, versions and states from the registry. An active stream that disappeared from the registry stays
     * known, because its events are still in Kafka. A stream that was being deleted, or was deleted, is removed.
     *
     * @return the active streams that are new, have a new version or were created again since the last call, each once
     * @throws RegistryUnavailableException
     *             when the registry does not answer; the catalog stays as it is
     */
    public synchronized List<StreamContracts> refresh() {
        Loading loading = new Loading(known, Map.of(), Map.of(), untold);
        Map<StreamName, StreamState> found = registry.streams();
        known.states().keySet().stream().filter(stream -> !found.containsKey(stream)).forEach(loading::left);
        found.forEach(loading::load);
        untold.clear();
        publish(loading);
        loaded = true;
        return List.copyOf(loading.news.values());
    }

    /**
     * Reads one stream from the registry, for example when a record names an unknown schema.
     *
     * @throws RegistryUnavailableException
     *             when the registry does not answer
     */
    public Optional<StreamContracts> refresh(StreamName stream) {
        return refresh(stream, state(stream));
    }

    /**
     * Reads the contracts of one stream whose state is known from the registry.
     *
     * @param state
     *            its state in the registry
     * @throws RegistryUnavailableException
     *             when the registry does not answer
     */
    public synchronized Optional<StreamContracts> refresh(StreamName stream, StreamState state) {
        Map<StreamName, String> others = new LinkedHashMap<>(refused);
        others.remove(stream);
        Map<StreamName, String> otherOdcs = new LinkedHashMap<>(refusedOdcs);
        otherOdcs.remove(stream);
        Loading loading = new Loading(known, others, otherOdcs, untold);
        loading.load(stream, state);
        untold.clear();
        untold.putAll(loading.news);
        publish(loading);
        return find(stream);
    }

    private void publish(Loading loading) {
        known = new Known(Map.copyOf(loading.contracts), Map.copyOf(loading.states));
        refused = Map.copyOf(loading.refused);
        refusedOdcs = Map.copyOf(loading.refusedOdcs);
    }

    /**
     * The loaded contracts and states, as one value.
     *
     * @param contracts
     *            the contracts of every stream except those deleted with their data
     * @param states
     *            the state of every registered stream
     * @param active
     *            the contracts of the active streams
     */
    private record Known(Map<StreamName, StreamContracts> contracts, Map<StreamName, StreamState> states,
            Map<StreamName, StreamContracts> active) {
        Known(Map<StreamName, StreamContracts> contracts, Map<StreamName, StreamState> states) {
            this(contracts, states, contracts.entrySet().stream()
                    .filter(e -> states.getOrDefault(e.getKey(), ACTIVE).isActive())
                    .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue)));
        }
    }

    /** Builds the next {@link Known}. */
    private final class Loading {
        private final Map<StreamName, StreamContracts> contracts;
        private final Map<StreamName, StreamState> states;
        private final Map<StreamName, String> refused;
        private final Map<StreamName, String> refusedOdcs;
        private final Map<StreamName, StreamContracts> news;

        Loading(Known before, Map<StreamName, String> refused, Map<StreamName, String> refusedOdcs,
                Map<StreamName, StreamContracts> news) {
            this.contracts = new TreeMap<>(before.contracts());
            this.states = new TreeMap<>(before.states());
            this.refused = new LinkedHashMap<>(refused);
            this.refusedOdcs = new LinkedHashMap<>(refusedOdcs);
            this.news = new TreeMap<>(news);
        }

        void left(StreamName stream) {
            if (!states.getOrDefault(stream, ACTIVE).isActive()) {
                contracts.remove(stream);
                states.remove(stream);
            }
        }

        void load(StreamName stream, StreamState state) {
            StreamState before = states.getOrDefault(stream, ACTIVE);
            if (state instanceof StreamState.Deleted || state.generation() != before.generation()) {
                contracts.remove(stream);
                read.remove(stream);
            }
            if (!state.isActive() && !state.equals(before)) {
                LOG.info("Stream {} is {}", stream, state);
                news.remove(stream);
            }
            var versions = state instanceof StreamState.Deleted
                    ? List.<ContractRegistry.RegisteredSchema>of()
                    : registry.versions(stream);
            if (versions.isEmpty()) {
                if (!state.isActive()) {
                    states.put(stream, state);
                }
                return;
            }
            checkOdcs(stream, versions.getLast().odcs());
            StreamContracts last = contracts.get(stream);
            // Readers cache by schema object: keep the objects of unchanged contracts.
            var reading = last != null && versions.equals(read.get(stream))
                    ? new StreamContracts.Reading.Chain(last)
                    : StreamContracts.read(stream, versions);
            if (last != null && reading instanceof StreamContracts.Reading.Chain(StreamContracts found)) {
                reading = last.continuedBy(found);
            }
            switch (reading) {
                case StreamContracts.Reading.NoContract none ->
                    refused.put(stream, StreamContracts.reasons(none.refused()));
                case StreamContracts.Reading.AnotherHistory(String reason) -> refused.put(stream, reason);
                case StreamContracts.Reading.Chain(StreamContracts found) -> {
                    boolean isNew = last == null || !before.isActive()
                            || found.latest().contentId() != last.latest().contentId();
                    if (isNew && state.isActive()) {
                        LOG.info("Contract {} is in use", found.latest().title());
                        news.put(stream, found);
                    }
                    contracts.put(stream, found);
                    read.put(stream, versions);
                    if (!found.refused().isEmpty()) {
                        refused.put(stream, StreamContracts.reasons(found.refused()));
                    }
                }
            }
            states.put(stream, state);
            String reason = refused.get(stream);
            if (reason != null && !reason.equals(ContractCatalog.this.refused.get(stream))) {
                LOG.error("Stream {} has a registered version that is not used: {}", stream, reason);
            }
        }

        private void checkOdcs(StreamName stream, String document) {
            List<String> problems = OdcsTargets.read(document).problems();
            if (!problems.isEmpty()) {
                String reason = String.join(" | ", problems);
                refusedOdcs.put(stream, reason);
                if (!reason.equals(ContractCatalog.this.refusedOdcs.get(stream))) {
                    LOG.warn("The Open Data Contract of stream {} is not used, and its objectives have the targets of"
                            + " the contract and the defaults: {}. Correct it in group {} of the registry", stream,
                            reason, OdcsDocuments.GROUP);
                }
            }
        }
    }

    /** Whether the registry was read at least once. */
    public boolean loaded() {
        return loaded;
    }

    /** The contracts of a stream, unless it was deleted with its data: its events can still be read. */
    public Optional<StreamContracts> find(StreamName stream) {
        return Optional.ofNullable(known.contracts().get(stream));
    }

    /** The contracts of a stream whose events are accepted and merged. */
    public Optional<StreamContracts> active(StreamName stream) {
        return Optional.ofNullable(known.active().get(stream));
    }

    /** Every active stream, by name. */
    public Map<StreamName, StreamContracts> streams() {
        return known.active();
    }

    /** The state of a stream; active when no other state is known. */
    public StreamState state(StreamName stream) {
        return known.states().getOrDefault(stream, ACTIVE);
    }

    /** The states of all registered streams. */
    public Map<StreamName, StreamState> states() {
        return known.states();
    }

    /** The streams whose Open Data Contract cannot be used, with the reason: their targets are those without it. */
    public Map<StreamName, String> refusedOdcs() {
        return refusedOdcs;
    }

    /** The streams with a version that is not used, with the reason; for health and metrics. */
    public Map<StreamName, String> refused() {
        return refused;
    }
}
