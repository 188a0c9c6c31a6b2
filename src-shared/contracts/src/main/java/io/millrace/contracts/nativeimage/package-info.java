/**
 * What the native image of every service needs beside Quarkus's own substitutions; on the JVM nothing here is loaded.
 */
@NullMarked
package io.millrace.contracts.nativeimage;

import org.jspecify.annotations.NullMarked;
