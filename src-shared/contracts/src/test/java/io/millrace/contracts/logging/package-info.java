@NullMarked
package io.millrace.contracts.logging;

import org.jspecify.annotations.NullMarked;
