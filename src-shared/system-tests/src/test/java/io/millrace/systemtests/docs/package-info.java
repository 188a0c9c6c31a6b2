/** What the documents say, held to what the code does. */
@NullMarked
package io.millrace.systemtests.docs;

import org.jspecify.annotations.NullMarked;
