package io.millrace.contracts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;

import io.apicurio.registry.client.RegistryClientFactory;
import io.apicurio.registry.client.common.HttpAdapterType;
import io.apicurio.registry.client.common.RegistryClientOptions;
import io.apicurio.registry.rest.client.RegistryClient;
import io.apicurio.registry.rest.client.models.CreateArtifact;
import io.apicurio.registry.rest.client.models.CreateRule;
import io.apicurio.registry.rest.client.models.CreateVersion;
import io.apicurio.registry.rest.client.models.ProblemDetails;
import io.apicurio.registry.rest.client.models.RuleType;
import io.apicurio.registry.rest.client.models.SearchedVersion;
import io.apicurio.registry.rest.client.models.VersionContent;
import io.apicurio.registry.rest.client.models.VersionMetaData;
import io.apicurio.registry.rest.client.models.VersionState;

/** Contracts in Apicurio Registry: group {@value #GROUP}, artifact id = stream name. Blocks; never call on an event loop. */
public final class ApicurioContractRegistry implements ContractRegistry {
    /** The registry group that holds the streams. */
    public static final String GROUP = "millrace";
    private static final int PAGE = 500;
    private static final int NOT_FOUND = 404;

    private final String url;
    private final RegistryClient client;
    /** Content never changes under its id, so it is asked for once. */
    private final Map<Long, String> contents = new ConcurrentHashMap<>();

    /**
     * @param url
     *            the registry's v3 API, such as {@code http://localhost:8080/apis/registry/v3}
     */
    public ApicurioContractRegistry(String url) {
        this.url = url;
        this.client = RegistryClientFactory
                .create(RegistryClientOptions.create(url).httpAdapter(HttpAdapterType.JDK).disableRetry());
    }

    @Override
    public Set<StreamName> streams() {
        return call("list the streams", () -> {
            Set<StreamName> streams = new TreeSet<>();
            int offset = 0;
            int total;
            do {
                int from = offset;
                var page = client.search().artifacts().get(request -> {
                    request.queryParameters.groupId = GROUP;
                    request.queryParameters.artifactType = "AVRO";
                    request.queryParameters.offset = from;
                    request.queryParameters.limit = PAGE;
                });
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
                    var page = client.groups().byGroupId(GROUP).artifacts().byArtifactId(stream.value()).versions()
                            .get(request -> {
                                request.queryParameters.offset = from;
                                request.queryParameters.limit = PAGE;
                            });
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

    private VersionMetaData create(StreamName stream, String avsc) {
        CreateArtifact artifact = new CreateArtifact();
        artifact.setArtifactId(stream.value());
        artifact.setArtifactType("AVRO");
        artifact.setFirstVersion(version(avsc));
        VersionMetaData created = client.groups().byGroupId(GROUP).artifacts().post(artifact).getVersion();
        CreateRule rule = new CreateRule();
        rule.setRuleType(RuleType.COMPATIBILITY);
        rule.setConfig("FULL_TRANSITIVE");
        client.groups().byGroupId(GROUP).artifacts().byArtifactId(stream.value()).rules().post(rule);
        return created;
    }

    private VersionMetaData addVersion(StreamName stream, String avsc) {
        return client.groups().byGroupId(GROUP).artifacts().byArtifactId(stream.value()).versions()
                .post(version(avsc));
    }

    private static CreateVersion version(String avsc) {
        VersionContent content = new VersionContent();
        content.setContent(avsc);
        content.setContentType("application/json");
        CreateVersion version = new CreateVersion();
        version.setContent(content);
        return version;
    }

    private String content(long contentId) throws IOException {
        String known = contents.get(contentId);
        if (known == null) {
            try (InputStream in = client.ids().contentIds().byContentId(contentId).get()) {
                known = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
            contents.put(contentId, known);
        }
        return known;
    }

    private <T> T call(String attempt, Callable<T> call) {
        try {
            return call.call();
        } catch (ProblemDetails problem) {
            throw new RegistryUnavailableException(attempt, url,
                    new IOException("HTTP " + problem.getResponseStatusCode() + " " + problem.getTitle(), problem));
        } catch (Exception e) {
            throw new RegistryUnavailableException(attempt, url, rootCause(e));
        }
    }

    private static Throwable rootCause(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null && root.getCause() != root) {
            root = root.getCause();
        }
        return root;
    }
}
