package io.millrace.systemtests.dashboards;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.millrace.systemtests.Repository;

/** The dashboards, generated from the descriptions in the resources of this module. */
final class Dashboards {
    static final Path FOLDER = Repository.directory().resolve("deploy/dashboards");
    /** The names of the files: first the flow, then its services, then one stream. */
    static final List<String> NAMES = List.of("overview", "ingest-service", "stream-service", "batch-service",
            "stream");
    private static final YAMLMapper YAML = YAMLMapper.builder().enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES,
                    DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .build();
    private static final JsonMapper JSON = JsonMapper.builder()
            .defaultPrettyPrinter(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .build();

    private Dashboards() {}

    /** The dashboard of this name, as its description has it. */
    static Dashboard named(String name) {
        String resource = "/dashboards/" + name + ".yaml";
        try (InputStream description = Objects.requireNonNull(Dashboards.class.getResourceAsStream(resource),
                resource)) {
            return YAML.readValue(description, Dashboard.class);
        } catch (IOException e) {
            throw new UncheckedIOException(resource, e);
        }
    }

    /** The queries of all dashboards. */
    static List<Query> queries() {
        return NAMES.stream().flatMap(name -> named(name).queries().stream()).distinct().toList();
    }

    /** Its file. */
    static Path file(String name) {
        return FOLDER.resolve(name + ".json");
    }

    /** The content of its file. */
    static String json(String name) throws JsonProcessingException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(named(name).content()) + "\n";
    }
}
