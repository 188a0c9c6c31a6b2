/**
 * The assembly: builds tables from the packages below, which do not see it. Nothing outside this library sees
 * {@code internal}.
 */
@NullMarked
package io.millrace.table.internal;

import org.jspecify.annotations.NullMarked;
