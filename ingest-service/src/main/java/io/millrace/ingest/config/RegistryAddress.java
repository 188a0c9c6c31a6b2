package io.millrace.ingest.config;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Address of the contract registry. */
@ConfigMapping(prefix = "millrace.registry")
public interface RegistryAddress {
    /** URL of the v3 API of the Apicurio registry. */
    @WithDefault("http://localhost:8081/apis/registry/v3")
    String url();
}
