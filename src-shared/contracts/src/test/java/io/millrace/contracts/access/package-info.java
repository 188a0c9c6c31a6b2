@NullMarked
package io.millrace.contracts.access;

import org.jspecify.annotations.NullMarked;
