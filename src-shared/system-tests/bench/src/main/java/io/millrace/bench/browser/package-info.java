/** Chromium without a window, driven by the WebDriver protocol of the W3C. */
@NullMarked
package io.millrace.bench.browser;

import org.jspecify.annotations.NullMarked;
