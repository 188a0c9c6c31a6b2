/**
 * A real Kafka broker and a real Apicurio Registry as child processes of the JVM that wants them: the launcher, a test, or dev
 * mode. No containers. {@link io.millrace.devstack.DevStack} is the entry point; {@link io.millrace.devstack.ParentWatch} is what keeps the
 * children from outliving their owner, and serves any other JVM that should not either.
 * <p>
 * Everything here needs the JDK alone, except {@link io.millrace.devstack.KafkaBroker}, which runs inside the broker's process.
 */
@NullMarked
package io.millrace.devstack;

import org.jspecify.annotations.NullMarked;
