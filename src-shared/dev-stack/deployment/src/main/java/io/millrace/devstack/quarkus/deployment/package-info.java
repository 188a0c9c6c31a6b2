/**
 * Makes the dev stack a dev service: a service in dev mode or under test gets a running Kafka and registry, and the addresses of
 * both as configuration. With containers at hand the platform's own dev services do that, and this one steps aside.
 */
@NullMarked
package io.millrace.devstack.quarkus.deployment;

import org.jspecify.annotations.NullMarked;
