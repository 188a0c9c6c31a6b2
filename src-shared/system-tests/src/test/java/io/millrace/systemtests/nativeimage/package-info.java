/** What a builder of native images would find in the packaged services, found without a builder. */
@NullMarked
package io.millrace.systemtests.nativeimage;

import org.jspecify.annotations.NullMarked;
