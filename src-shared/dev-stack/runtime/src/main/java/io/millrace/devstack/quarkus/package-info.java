/**
 * The part of the dev stack extension that a packaged service carries, which is nothing but its name: all that it does happens in
 * dev mode and tests, in its deployment module.
 */
@NullMarked
package io.millrace.devstack.quarkus;

import org.jspecify.annotations.NullMarked;
