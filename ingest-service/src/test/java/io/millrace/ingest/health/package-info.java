@NullMarked
package io.millrace.ingest.health;

import org.jspecify.annotations.NullMarked;
