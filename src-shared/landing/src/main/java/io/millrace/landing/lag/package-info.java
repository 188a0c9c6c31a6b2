/**
 * Measures how long records of a topic have been waiting to be merged, and how long Kafka keeps them. Sees no other package of
 * landing but the root.
 */
@NullMarked
package io.millrace.landing.lag;

import org.jspecify.annotations.NullMarked;
