/** What a run of the chaos suite sent, with the certainty of each event, and the checks of tables against it. Pure: starts nothing and knows no service. */
@NullMarked
package io.millrace.bench.chaos.history;

import org.jspecify.annotations.NullMarked;
