/**
 * The faults that the chaos suite draws from: each kind is a class, and is done to processes that can be started again on the
 * data that they left, to the connections between them, or to the topic. Of the suite it uses the package of the
 * library that makes disks and clocks fail.
 * More than 25 classes, because the kinds are sealed and must be in one package.
 */
@NullMarked
package io.millrace.bench.chaos.fault;

import org.jspecify.annotations.NullMarked;
