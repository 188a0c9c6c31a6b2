/** Substitutions that the native image of every service needs in addition to those of Quarkus. Not loaded on the JVM. */
@NullMarked
package io.millrace.contracts.nativeimage;

import org.jspecify.annotations.NullMarked;
