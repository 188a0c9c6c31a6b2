package io.millrace.contracts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import io.apicurio.registry.rest.client.RegistryClient;
import io.apicurio.registry.rest.client.groups.item.artifacts.ArtifactsRequestBuilder;
import io.apicurio.registry.rest.client.models.CreateArtifact;
import io.apicurio.registry.rest.client.models.CreateRule;
import io.apicurio.registry.rest.client.models.CreateVersion;
import io.apicurio.registry.rest.client.models.ProblemDetails;
import io.apicurio.registry.rest.client.models.RuleType;
import io.apicurio.registry.rest.client.models.SearchedVersion;
import io.apicurio.registry.rest.client.models.VersionContent;
import io.apicurio.registry.rest.client.models.VersionMetaData;
import io.apicurio.registry.rest.client.models.VersionState;

/**
 * Contracts in Apicurio Registry: group {@value #GROUP}, artifact id = stream name. Blocks, each request for a limited
 * time; never call on an event loop.
 */
public final class ApicurioContractRegistry implements ContractRegistry {
    /** The registry group that holds the streams. */
    public static final String GROUP = "millrace";
    /** How long one request may take, from connecting to the last byte of the answer, unless told otherwise. */
    public static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);
    private static final int PAGE = 500;
    private static final int NOT_FOUND = 404;

    private final String url;
    private final Duration requestTimeout;
    private final RegistryClient client;
    /** Content never changes under its id, so it is asked for once. */
    private final Map<Long, String> contents = new ConcurrentHashMap<>();

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
    }

    @Override
    public Set<StreamName> streams() {
        return call("list the streams", () -> {
            Set<StreamName> streams = new TreeSet<>();
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
                page.getArtifacts().stream().map(a -> a.getArtifactId()).filter(StreamName::isLegal)
                        .map(StreamName::new).forEach(streams::add);
                total = page.getCount();
                offset += PAGE;
            } while (offset < total);
            return streams;
        });
    }

    @Override
    public List<RegisteredSchema> versions(StreamName stream) {
        return call("read the contract of stream " + stream, () -> {
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
            List<RegisteredSchema> versions = new ArrayList<>();
            for (SearchedVersion v : found) {
                versions.add(new RegisteredSchema(versions.size() + 1, v.getContentId(), content(v.getContentId())));
            }
            return versions;
        });
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

    private String content(long contentId) throws Exception {
        String known = contents.get(contentId);
        if (known == null) {
            known = answer(() -> {
                try (InputStream in = client.ids().contentIds().byContentId(contentId).get()) {
                    return new String(in.readAllBytes(), StandardCharsets.UTF_8);
                }
            });
            contents.put(contentId, known);
        }
        return known;
    }

    /**
     * Waits for one request on a thread that can be given up: the HTTP client's own timeout ends with the headers, and a
     * body that never comes would hold the caller for ever.
     */
    private <T> T answer(Callable<T> request) throws Exception {
        FutureTask<T> answer = new FutureTask<>(request);
        var unused = Thread.ofVirtual().name("contract-registry").start(answer);
        try {
            T answered = answer.get(requestTimeout.toNanos(), TimeUnit.NANOSECONDS);
            if (answered == null) {
                throw new IOException("the answer is empty, as of something else than a registry's v3 API");
            }
            return answered;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception failure ? failure : e;
        } catch (TimeoutException e) {
            throw new IOException("the request had no complete answer within " + requestTimeout.toMillis() + " ms", e);
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
            throw new RegistryUnavailableException(attempt, url, told(e));
        }
    }

    /** What says most to a person: the outermost I/O error, else the innermost cause. */
    private static Throwable told(Throwable e) {
        Throwable told = e;
        while (!(told instanceof IOException) && told.getCause() != null) {
            told = told.getCause();
        }
        return told;
    }
}
