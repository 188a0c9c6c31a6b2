package io.millrace.landing.config;

import java.net.URI;
import java.util.Optional;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.WithDefault;

/** The settings of every service that writes tables. */
public interface LandingConfig {
    /** The registry that holds the contracts. */
    Registry registry();

    /** The location of the tables. */
    Tables tables();

    /** Access to S3, for tables that are stored there. */
    S3 s3();

    /** The index that keeps keys unique. */
    KeyIndex keyIndex();

    /** The registry that holds the contracts. */
    interface Registry {
        /** URL of the v3 API of the Apicurio registry. */
        @WithDefault("http://localhost:8081/apis/registry/v3")
        String url();
    }

    /** The location of the tables. */
    interface Tables {
        /** Folder with one table folder per stream, or {@code s3://bucket/prefix}. */
        @WithDefault("tables")
        String root();
    }

    /** Access to S3, for tables that are stored there. Credentials come from the AWS SDK's default chain. */
    interface S3 {
        /** URL of the S3 server, if it is not AWS. */
        Optional<URI> endpoint();

        /** Region of the bucket. Default: the region of the AWS SDK's default chain, or us-east-1 if an endpoint is set. */
        Optional<String> region();

        /** Whether the bucket is part of the path instead of the host name. Most servers other than AWS need it. */
        @WithDefault("false")
        boolean pathStyle();
    }

    /** The index that keeps keys unique. */
    interface KeyIndex {
        /** Maximum memory of the key index of one table. */
        @WithDefault("256M")
        MemorySize maxBytes();
    }
}
