package io.millrace.contracts.registry;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

import io.apicurio.registry.rest.client.RegistryClient;
import io.apicurio.registry.rest.client.groups.item.artifacts.ArtifactsRequestBuilder;
import io.apicurio.registry.rest.client.models.ArtifactMetaData;
import io.apicurio.registry.rest.client.models.ArtifactReference;
import io.apicurio.registry.rest.client.models.CreateArtifact;
import io.apicurio.registry.rest.client.models.CreateRule;
import io.apicurio.registry.rest.client.models.CreateVersion;
import io.apicurio.registry.rest.client.models.RuleType;
import io.apicurio.registry.rest.client.models.SearchedArtifact;
import io.apicurio.registry.rest.client.models.SearchedVersion;
import io.apicurio.registry.rest.client.models.VersionContent;
import io.apicurio.registry.rest.client.models.VersionMetaData;
import io.apicurio.registry.rest.client.models.VersionState;
import io.millrace.contracts.schema.TypeReference;
import io.millrace.contracts.type.TypeUses;

/** One group of the registry. */
final class RegistryGroup {
    private static final int PAGE = 500;

    /**
     * A schema as it was registered.
     *
     * @param references
     *            the versions of the shared types that it names
     */
    record Content(String avsc, List<ArtifactReference> references) {}

    private final RegistryClient client;
    private final RegistryRequests requests;
    private final String group;
    /** Loaded once for each version: only a registry that was emptied assigns an id to other content. */
    private final Map<RegisteredVersion, Content> contents = new ConcurrentHashMap<>();

    RegistryGroup(RegistryClient client, RegistryRequests requests, String group) {
        this.client = client;
        this.requests = requests;
        this.group = group;
    }

    ArtifactsRequestBuilder artifacts() {
        return client.groups().byGroupId(group).artifacts();
    }

    List<SearchedArtifact> all() throws Exception {
        List<SearchedArtifact> all = new ArrayList<>();
        int offset = 0;
        int total;
        do {
            int from = offset;
            var page = requests.read(() -> client.search().artifacts().get(request -> {
                request.queryParameters.groupId = group;
                request.queryParameters.artifactType = "AVRO";
                request.queryParameters.offset = from;
                request.queryParameters.limit = PAGE;
            }));
            all.addAll(page.getArtifacts());
            total = page.getCount();
            offset += PAGE;
        } while (offset < total);
        return all;
    }

    Optional<ArtifactMetaData> metadata(String artifact) throws Exception {
        return requests.find(() -> artifacts().byArtifactId(artifact).get());
    }

    /** The versions that are neither disabled nor drafts, oldest first. */
    List<RegisteredVersion> enabled(String artifact) throws Exception {
        List<SearchedVersion> found = new ArrayList<>();
        int total;
        do {
            int from = found.size();
            var page = requests.find(() -> artifacts().byArtifactId(artifact).versions().get(request -> {
                request.queryParameters.offset = from;
                request.queryParameters.limit = PAGE;
            }));
            if (page.isEmpty()) {
                return List.of();
            }
            found.addAll(page.get().getVersions());
            total = page.get().getVersions().isEmpty() ? found.size() : page.get().getCount();
        } while (found.size() < total);
        found.removeIf(v -> v.getState() == VersionState.DISABLED || v.getState() == VersionState.DRAFT);
        found.sort(Comparator.comparing(SearchedVersion::getGlobalId));
        return found.stream().map(RegisteredVersion::of).toList();
    }

    Optional<RegisteredVersion> version(String artifact, String version) throws Exception {
        return requests.find(() -> artifacts().byArtifactId(artifact).versions().byVersionExpression(version).get())
                .map(RegisteredVersion::of);
    }

    Content content(RegisteredVersion version) throws Exception {
        Content known = contents.get(version);
        if (known == null) {
            String avsc = text(version);
            List<ArtifactReference> references = TypeUses.of(avsc).undefined().isEmpty()
                    ? List.of()
                    : requests.read(
                            () -> client.ids().contentIds().byContentId(version.contentId()).references().get());
            known = new Content(avsc, references);
            contents.put(version, known);
        }
        return known;
    }

    /** The text of a version; not kept. */
    String text(RegisteredVersion version) throws Exception {
        return requests.read(() -> {
            try (InputStream in = client.ids().contentIds().byContentId(version.contentId()).get()) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            }
        });
    }

    /** Adds a version; the first one creates the artifact, with the registry's rule of compatibility. */
    VersionMetaData add(String artifact, String avsc, List<TypeReference> references) throws Exception {
        if (metadata(artifact).isPresent()) {
            // Also when all its versions are disabled, and no rule compares with disabled versions.
            return requests.answer(
                    () -> artifacts().byArtifactId(artifact).versions().post(version(avsc, references)));
        }
        CreateArtifact created = new CreateArtifact();
        created.setArtifactId(artifact);
        created.setArtifactType("AVRO");
        created.setFirstVersion(version(avsc, references));
        VersionMetaData first = requests.answer(() -> artifacts().post(created)).getVersion();
        CreateRule rule = new CreateRule();
        rule.setRuleType(RuleType.COMPATIBILITY);
        rule.setConfig("FULL_TRANSITIVE");
        return requests.answer(() -> {
            artifacts().byArtifactId(artifact).rules().post(rule);
            return first;
        });
    }

    private static CreateVersion version(String avsc, List<TypeReference> references) {
        VersionContent content = new VersionContent();
        content.setContent(avsc);
        content.setContentType("application/json");
        content.setReferences(references.stream().map(RegistryGroup::reference).toList());
        CreateVersion version = new CreateVersion();
        version.setContent(content);
        return version;
    }

    private static ArtifactReference reference(TypeReference type) {
        ArtifactReference reference = new ArtifactReference();
        reference.setGroupId(ApicurioTypeRegistry.GROUP);
        reference.setArtifactId(type.name().value());
        reference.setVersion(type.version());
        reference.setName(type.name().value());
        return reference;
    }
}
