/** The runs of the chaos suite in {@code src-shared/docs}: a line of JSON for each, and the tables of the document that are made of these lines. Uses no other package of the suite. */
@NullMarked
package io.millrace.bench.chaos.scoreboard;

import org.jspecify.annotations.NullMarked;
