/**
 * The bronze table of a stream: the records of its topic as they are in Kafka, one row for each, whether they are events or
 * not. Sees no other package of this module.
 */
@NullMarked
package io.millrace.landing.bronze;

import org.jspecify.annotations.NullMarked;
