package io.millrace.contracts.registry;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.apicurio.registry.rest.client.RegistryClient;
import io.apicurio.registry.rest.client.groups.item.artifacts.ArtifactsRequestBuilder;
import io.apicurio.registry.rest.client.models.ArtifactMetaData;
import io.apicurio.registry.rest.client.models.CreateArtifact;
import io.apicurio.registry.rest.client.models.CreateRule;
import io.apicurio.registry.rest.client.models.CreateVersion;
import io.apicurio.registry.rest.client.models.EditableArtifactMetaData;
import io.apicurio.registry.rest.client.models.Labels;
import io.apicurio.registry.rest.client.models.ProblemDetails;
import io.apicurio.registry.rest.client.models.RuleType;
import io.apicurio.registry.rest.client.models.SearchedVersion;
import io.apicurio.registry.rest.client.models.VersionContent;
import io.apicurio.registry.rest.client.models.VersionMetaData;
import io.apicurio.registry.rest.client.models.VersionState;
import io.apicurio.registry.rest.client.models.WrappedVersionState;
import io.millrace.contracts.schema.StreamName;
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
    private static final int PAGE = 500;
    private static final int NOT_FOUND = 404;

    private final String url;
    private final Duration requestTimeout;
    private final RegistryClient client;
    private final ContractRuleSets ruleSets;
    /** Loaded once for each version: only a registry that was emptied assigns an id to other content. */
    private final Map<Registration, String> contents = new ConcurrentHashMap<>();

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
        this.url = url;
        this.requestTimeout = requestTimeout;
        this.client = RegistryClients.of(url, requestTimeout);
        this.ruleSets = new ContractRuleSets(RegistryClients.api(url), requestTimeout);
    }

    @Override
    public Map<StreamName, StreamState> streams() {
        return call("list the streams", () -> {
            Map<StreamName, StreamState> streams = new TreeMap<>();
            int offset = 0;
            int total;
            do {
                int from = offset;
                var page = answer(() -> client.search().artifacts().get(request -> {
                    request.queryParameters.groupId = GROUP;
                    request.queryParameters.artifactType = "AVRO";
                    request.queryParameters.offset = from;
                    request.queryParameters.limit = PAGE;
                }));
                page.getArtifacts().stream().filter(a -> StreamName.isLegal(a.getArtifactId()))
                        .forEach(a -> streams.put(new StreamName(a.getArtifactId()), state(a.getLabels())));
                total = page.getCount();
                offset += PAGE;
            } while (offset < total);
            return streams;
        });
    }

    @Override
    public StreamState state(StreamName stream) {
        return call("read the state of stream " + stream, () -> metadata(stream)
                .map(found -> state(found.getLabels())).orElse(new StreamState.Active(0)));
    }

    @Override
    public void record(StreamName stream, StreamState state) {
        var unused = call("record the state of stream " + stream, () -> {
            Optional<ArtifactMetaData> found = metadata(stream);
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
                return answer(() -> {
                    artifacts().byArtifactId(stream.value()).put(edited);
                    return state;
                });
            }
            return state;
        });
    }

    @Override
    public void disableVersions(StreamName stream) {
        var unused = call("disable the contract of stream " + stream, () -> {
            WrappedVersionState disabled = new WrappedVersionState();
            disabled.setState(VersionState.DISABLED);
            for (SearchedVersion version : enabled(stream)) {
                answer(() -> {
                    artifacts().byArtifactId(stream.value()).versions()
                            .byVersionExpression(version.getVersion()).state().put(disabled);
                    return disabled;
                });
            }
            return disabled;
        });
    }

    private Optional<ArtifactMetaData> metadata(StreamName stream) throws Exception {
        try {
            return Optional.of(answer(() -> artifacts().byArtifactId(stream.value()).get()));
        } catch (ProblemDetails problem) {
            if (problem.getResponseStatusCode() == NOT_FOUND) {
                return Optional.empty();
            }
            throw problem;
        }
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
        return call("read the contract of stream " + stream, () -> {
            List<RegisteredSchema> versions = new ArrayList<>();
            List<SearchedVersion> enabled = enabled(stream);
            String ofStream = enabled.isEmpty() ? "" : answer(() -> ruleSets.ofStream(stream));
            for (SearchedVersion v : enabled) {
                String ofVersion = answer(() -> ruleSets.ofVersion(stream, v.getVersion(), v.getGlobalId(),
                        v.getGlobalId().equals(enabled.getLast().getGlobalId())));
                versions.add(new RegisteredSchema(versions.size() + 1, v.getContentId(), content(v),
                        ofVersion.isEmpty() ? ofStream : ofVersion));
            }
            return versions;
        });
    }

    private List<SearchedVersion> enabled(StreamName stream) throws Exception {
        List<SearchedVersion> found = new ArrayList<>();
        try {
            int total;
            do {
                int from = found.size();
                var page = answer(() -> artifacts().byArtifactId(stream.value()).versions().get(request -> {
                    request.queryParameters.offset = from;
                    request.queryParameters.limit = PAGE;
                }));
                found.addAll(page.getVersions());
                total = page.getVersions().isEmpty() ? found.size() : page.getCount();
            } while (found.size() < total);
        } catch (ProblemDetails problem) {
            if (problem.getResponseStatusCode() == NOT_FOUND) {
                return List.of();
            }
            throw problem;
        }
        found.removeIf(v -> v.getState() == VersionState.DISABLED || v.getState() == VersionState.DRAFT);
        found.sort(Comparator.comparing(SearchedVersion::getGlobalId));
        return found;
    }

    @Override
    public RegisteredSchema register(StreamName stream, String avsc) {
        int before = versions(stream).size();
        VersionMetaData created = call("register the contract of stream " + stream,
                () -> before == 0 ? create(stream, avsc) : addVersion(stream, avsc));
        return new RegisteredSchema(before + 1, created.getContentId(), avsc);
    }

    private ArtifactsRequestBuilder artifacts() {
        return client.groups().byGroupId(GROUP).artifacts();
    }

    private VersionMetaData create(StreamName stream, String avsc) throws Exception {
        if (metadata(stream).isPresent()) {
            // All its versions are disabled, and no rule compares with disabled versions.
            return addVersion(stream, avsc);
        }
        CreateArtifact artifact = new CreateArtifact();
        artifact.setArtifactId(stream.value());
        artifact.setArtifactType("AVRO");
        artifact.setFirstVersion(version(avsc));
        VersionMetaData created = answer(() -> artifacts().post(artifact)).getVersion();
        CreateRule rule = new CreateRule();
        rule.setRuleType(RuleType.COMPATIBILITY);
        rule.setConfig("FULL_TRANSITIVE");
        answer(() -> {
            artifacts().byArtifactId(stream.value()).rules().post(rule);
            return created;
        });
        return created;
    }

    private VersionMetaData addVersion(StreamName stream, String avsc) throws Exception {
        return answer(() -> artifacts().byArtifactId(stream.value()).versions().post(version(avsc)));
    }

    private static CreateVersion version(String avsc) {
        VersionContent content = new VersionContent();
        content.setContent(avsc);
        content.setContentType("application/json");
        CreateVersion version = new CreateVersion();
        version.setContent(content);
        return version;
    }

    /** A version of this registry; another registry at the same address has other values. */
    private record Registration(long contentId, long globalId, String createdOn) {
        static Registration of(SearchedVersion version) {
            return new Registration(version.getContentId(), version.getGlobalId(),
                    String.valueOf(version.getCreatedOn()));
        }
    }

    private String content(SearchedVersion version) throws Exception {
        Registration registration = Registration.of(version);
        String known = contents.get(registration);
        if (known == null) {
            known = answer(() -> {
                try (InputStream in = client.ids().contentIds().byContentId(version.getContentId()).get()) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            });
            contents.put(registration, known);
        }
        return known;
    }

    /**
     * Waits for one request on a thread that can be abandoned: the timeout of the HTTP client ends with the headers, and a
     * missing body would block the caller forever.
     */
    private <T> T answer(Callable<T> request) throws Exception {
        FutureTask<T> answer = new FutureTask<>(request);
        var unused = Thread.ofVirtual().name("contract-registry").start(answer);
        try {
            T answered = answer.get(requestTimeout.toNanos(), TimeUnit.NANOSECONDS);
            if (answered == null) {
                throw new IOException("the response is empty; the server does not seem to be the v3 API of a registry");
            }
            return answered;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        } catch (TimeoutException e) {
            throw new IOException("the request had no complete response within " + requestTimeout.toMillis() + " ms",
                    e);
        } finally {
            answer.cancel(true);
        }
    }

    private <T> T call(String attempt, Callable<T> call) {
        try {
            return call.call();
        } catch (ProblemDetails problem) {
            throw new RegistryUnavailableException(attempt, url,
                    new IOException("HTTP " + problem.getResponseStatusCode() + " " + problem.getTitle(), problem));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RegistryUnavailableException(attempt, url, e);
        } catch (Exception e) {
            throw new RegistryUnavailableException(attempt, url, cause(e));
        }
    }

    /** The most helpful cause for an operator: the outermost I/O error, else the innermost cause. */
    private static Throwable cause(Throwable e) {
        Throwable cause = e;
        while (!(cause instanceof IOException) && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
