/** Tests of the quality rules at the consumers. */
@NullMarked
package io.millrace.landing.rule;

import org.jspecify.annotations.NullMarked;
