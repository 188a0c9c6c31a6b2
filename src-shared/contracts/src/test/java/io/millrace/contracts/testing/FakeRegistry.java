package io.millrace.contracts.testing;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

import io.millrace.contracts.registry.ContractRegistry;
import io.millrace.contracts.registry.RegistryUnavailableException;
import io.millrace.contracts.registry.StreamState;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.schema.TypeReference;
import io.millrace.contracts.type.ResolvedSchema;

/** A registry in memory that takes every text, as one without rules does. */
public final class FakeRegistry implements ContractRegistry {
    private final Map<StreamName, List<RegisteredSchema>> versions = new ConcurrentHashMap<>();
    private final Map<StreamName, StreamState> states = new ConcurrentHashMap<>();
    private final AtomicInteger calls = new AtomicInteger();
    private final FakeTypes types = new FakeTypes();
    private int contentId = 100;
    public volatile boolean away;

    /** How often it was asked. */
    public int calls() {
        return calls.get();
    }

    /** Forgets a stream, as when an operator deletes it. */
    public void delete(StreamName stream) {
        versions.remove(stream);
        states.remove(stream);
    }

    /** Loses everything and counts ids from the beginning, as a registry without durable storage that was restarted. */
    public void empty() {
        versions.clear();
        states.clear();
        contentId = 100;
    }

    @Override
    public Map<StreamName, StreamState> streams() {
        answer();
        return versions.keySet().stream().collect(Collectors.toMap(s -> s, this::stateOf));
    }

    @Override
    public StreamState state(StreamName stream) {
        answer();
        return stateOf(stream);
    }

    private StreamState stateOf(StreamName stream) {
        return states.getOrDefault(stream, new StreamState.Active(0));
    }

    @Override
    public void record(StreamName stream, StreamState state) {
        answer();
        states.put(stream, state);
    }

    @Override
    public void disableVersions(StreamName stream) {
        answer();
        versions.computeIfPresent(stream, (s, all) -> List.of());
    }

    @Override
    public List<RegisteredSchema> versions(StreamName stream) {
        answer();
        return List.copyOf(versions.getOrDefault(stream, List.of()));
    }

    @Override
    public FakeTypes types() {
        return types;
    }

    @Override
    public synchronized RegisteredSchema register(StreamName stream, String avsc, List<TypeReference> references) {
        answer();
        List<RegisteredSchema> all = new ArrayList<>(versions.getOrDefault(stream, List.of()));
        ResolvedSchema resolved = types.resolve(avsc, references);
        RegisteredSchema added = new RegisteredSchema(all.size() + 1, ++contentId, resolved.avsc(), "", "",
                resolved.closure());
        all.add(added);
        versions.put(stream, all);
        return added;
    }

    private void answer() {
        calls.incrementAndGet();
        if (away) {
            throw new RegistryUnavailableException("answer", "http://fake", new IOException("away"));
        }
    }
}
