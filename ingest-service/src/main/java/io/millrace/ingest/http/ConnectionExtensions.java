package io.millrace.ingest.http;

import jakarta.inject.Singleton;

import io.quarkus.vertx.VertxOptionsCustomizer;
import io.vertx.core.VertxOptions;

/** Has Netty look for {@link AcceptedConnections}, before the first port is opened. */
@Singleton
class ConnectionExtensions implements VertxOptionsCustomizer {
    @Override
    public void accept(VertxOptions options) {
        System.setProperty("io.netty.bootstrap.extensions", "serviceload");
    }
}
