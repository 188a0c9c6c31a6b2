package io.millrace.ingest.catalog;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

import io.millrace.contracts.schema.ContractException;
import io.millrace.contracts.schema.ContractProblem;

/** Reads the schemas that are part of the service. */
final class BundledSchema {
    private BundledSchema() {}

    /**
     * The text of {@code /contracts/<name>.avsc}.
     *
     * @throws ContractException
     *             when the service has no such schema
     */
    static String read(String name) {
        try (InputStream in = BundledSchema.class.getResourceAsStream("/contracts/" + name + ".avsc")) {
            if (in == null) {
                throw new ContractException(name, List.of(new ContractProblem("",
                        "the service has no bundled schema of this name; check millrace.contracts.provision and"
                                + " millrace.contracts.provision-types")));
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("Could not read the bundled schema " + name, e);
        }
    }
}
