/** Tests that what is decoded into columns is what is decoded into records. */
@NullMarked
package io.millrace.landing.decode;

import org.jspecify.annotations.NullMarked;
