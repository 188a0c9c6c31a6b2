/** Build steps: what the native image of a service that writes tables has to know. Never part of a packaged service. */
@NullMarked
package io.millrace.table.quarkus.deployment;

import org.jspecify.annotations.NullMarked;
