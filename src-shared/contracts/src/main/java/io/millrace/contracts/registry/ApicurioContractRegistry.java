package io.millrace.contracts.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

import io.apicurio.registry.rest.client.RegistryClient;
import io.apicurio.registry.rest.client.models.ArtifactMetaData;
import io.apicurio.registry.rest.client.models.EditableArtifactMetaData;
import io.apicurio.registry.rest.client.models.Labels;
import io.apicurio.registry.rest.client.models.VersionMetaData;
import io.apicurio.registry.rest.client.models.VersionState;
import io.apicurio.registry.rest.client.models.WrappedVersionState;
import io.millrace.contracts.schema.StreamName;
import io.millrace.contracts.schema.TypeReference;
import io.millrace.contracts.type.ResolvedSchema;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Contracts in Apicurio Registry: group {@value #GROUP}, artifact id = stream name. Blocks, each request for a limited
 * time; never call on an event loop.
 */
public final class ApicurioContractRegistry implements ContractRegistry {
    /** The registry group that holds the streams. */
    public static final String GROUP = "millrace";
    /** Default timeout of a request, from connecting to the last byte of the response. */
    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(ApicurioContractRegistry.class);

    private final RegistryRequests requests;
    private final RegistryGroup group;
    private final ApicurioTypeRegistry types;
    private final ContractRuleSets ruleSets;
    private final OdcsDocuments odcs;
    /** With the definitions of the shared types; loaded once for each version. */
    private final Map<RegisteredVersion, RegisteredSchema> resolved = new ConcurrentHashMap<>();

    /**
     * @param url
     *            the registry's v3 API, such as {@code http://localhost:8080/apis/registry/v3}
     */
    public ApicurioContractRegistry(String url) {
        this(url, REQUEST_TIMEOUT);
    }

    /**
     * @param url
     *            the registry's v3 API, such as {@code http://localhost:8080/apis/registry/v3}
     * @param requestTimeout
     *            for each request, from connecting to the last byte of the answer
     */
    public ApicurioContractRegistry(String url, Duration requestTimeout) {
        RegistryClient client = RegistryClients.of(url, requestTimeout);
        this.requests = new RegistryRequests(url, requestTimeout);
        this.group = new RegistryGroup(client, requests, GROUP);
        this.types = new ApicurioTypeRegistry(new RegistryGroup(client, requests, ApicurioTypeRegistry.GROUP),
                requests);
        this.odcs = new OdcsDocuments(new RegistryGroup(client, requests, OdcsDocuments.GROUP));
        this.ruleSets = new ContractRuleSets(RegistryClients.api(url), requestTimeout);
    }

    @Override
    public TypeRegistry types() {
        return types;
    }

    @Override
    public Map<StreamName, StreamState> streams() {
        return requests.call("list the streams", () -> {
            Map<StreamName, StreamState> streams = new TreeMap<>();
            group.all().stream().filter(a -> StreamName.isLegal(a.getArtifactId()))
                    .forEach(a -> streams.put(new StreamName(a.getArtifactId()), state(a.getLabels())));
            return streams;
        });
    }

    @Override
    public StreamState state(StreamName stream) {
        return requests.call("read the state of stream " + stream, () -> group.metadata(stream.value())
                .map(found -> state(found.getLabels())).orElse(new StreamState.Active(0)));
    }

    @Override
    public void record(StreamName stream, StreamState state) {
        var unused = requests.call("record the state of stream " + stream, () -> {
            Optional<ArtifactMetaData> found = group.metadata(stream.value());
            if (found.isPresent()) {
                EditableArtifactMetaData edited = new EditableArtifactMetaData();
                // Fields that are not set stay unchanged, but labels are replaced as a whole.
                Map<String, Object> labels = new HashMap<>(labels(found.get().getLabels()));
                labels.keySet().removeAll(Set.of(StreamState.STATE_LABEL, StreamState.SINCE_LABEL,
                        StreamState.DATA_LABEL, StreamState.GENERATION_LABEL));
                labels.putAll(state.labels());
                Labels all = new Labels();
                all.setAdditionalData(labels);
                edited.setLabels(all);
                return requests.answer(() -> {
                    group.artifacts().byArtifactId(stream.value()).put(edited);
                    return state;
                });
            }
            return state;
        });
    }

    @Override
    public void disableVersions(StreamName stream) {
        var unused = requests.call("disable the contract of stream " + stream, () -> {
            WrappedVersionState disabled = new WrappedVersionState();
            disabled.setState(VersionState.DISABLED);
            for (RegisteredVersion version : group.enabled(stream.value())) {
                requests.answer(() -> {
                    group.artifacts().byArtifactId(stream.value()).versions()
                            .byVersionExpression(version.version()).state().put(disabled);
                    return disabled;
                });
            }
            return disabled;
        });
    }

    /** Foreign labels must neither hide nor delete a stream. */
    private static StreamState state(@Nullable Labels labels) {
        try {
            return StreamState.of(labels(labels));
        } catch (IllegalArgumentException e) {
            LOG.error("A stream in the registry has invalid labels and counts as active: {}. Correct or remove the"
                    + " labels.", e.getMessage());
            return new StreamState.Active(0);
        }
    }

    private static Map<String, Object> labels(@Nullable Labels labels) {
        return labels == null ? Map.of() : labels.getAdditionalData();
    }

    @Override
    public List<RegisteredSchema> versions(StreamName stream) {
        return requests.call("read the contract of stream " + stream, () -> {
            List<RegisteredSchema> versions = new ArrayList<>();
            List<RegisteredVersion> enabled = group.enabled(stream.value());
            String ofStream = enabled.isEmpty() ? "" : requests.read(() -> ruleSets.ofStream(stream));
            String document = enabled.isEmpty() ? "" : odcs.ofStream(stream);
            for (RegisteredVersion v : enabled) {
                String ofVersion = requests.read(() -> ruleSets.ofVersion(stream, v.version(), v.globalId(),
                        v.equals(enabled.getLast())));
                versions.add(schema(versions.size() + 1, v, ofVersion.isEmpty() ? ofStream : ofVersion,
                        document));
            }
            return versions;
        });
    }

    private RegisteredSchema schema(int number, RegisteredVersion version, String ruleSet, String document)
            throws Exception {
        RegisteredSchema known = resolved.get(version);
        if (known == null) {
            known = resolved(group.content(version), version);
        }
        return new RegisteredSchema(number, version.contentId(), known.avsc(), ruleSet, document,
                known.types());
    }

    private RegisteredSchema resolved(RegistryGroup.Content content, RegisteredVersion version) {
        return switch (types.resolve(content)) {
            case ResolvedSchema.Resolution.Resolved(ResolvedSchema schema) -> {
                RegisteredSchema found = new RegisteredSchema(0, version.contentId(), schema.avsc(), "", "",
                        schema.closure());
                resolved.put(version, found);
                yield found;
            }
            // The parser of contracts refuses the text and names the first type that it does not know.
            case ResolvedSchema.Resolution.Unresolved unused ->
                new RegisteredSchema(0, version.contentId(), content.avsc());
        };
    }

    @Override
    public RegisteredSchema register(StreamName stream, String avsc, List<TypeReference> references) {
        int before = versions(stream).size();
        VersionMetaData created = requests.call("register the contract of stream " + stream,
                () -> group.add(stream.value(), avsc, references));
        return new RegisteredSchema(before + 1, created.getContentId(), avsc);
    }
}
