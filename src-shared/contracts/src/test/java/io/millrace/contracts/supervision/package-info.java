@NullMarked
package io.millrace.contracts.supervision;

import org.jspecify.annotations.NullMarked;
