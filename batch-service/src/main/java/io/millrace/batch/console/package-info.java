/**
 * The console: pages for a browser on the management port. They show what {@code observe} sees, and do with letters and receipts
 * what {@code operations} does for any other caller, with the grants of the person who signed in.
 */
@NullMarked
package io.millrace.batch.console;

import org.jspecify.annotations.NullMarked;
