package io.millrace.bench.debian;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Chromium and its driver: those on the PATH, else those of Debian's packages {@code chromium} and {@code chromium-driver}, which
 * are installed, because they need many libraries of other packages. That needs the rights of root.
 *
 * @param browser
 *            the program {@code chromium}
 * @param driver
 *            the program {@code chromedriver}
 */
public record ChromiumPackage(Path browser, Path driver) {
    private static final String REMEDY = "chromium and chromedriver are not both on the PATH and could not be installed."
            + " As root, install Debian's packages chromium and chromium-driver"
            + " (apt-get install --no-install-recommends chromium chromium-driver), or put programs of these names on"
            + " the PATH.\n";

    /**
     * The programs, installed first when they are missing.
     *
     * @throws IllegalStateException
     *             when they are missing and cannot be installed
     */
    public static synchronized ChromiumPackage find() throws InterruptedException {
        Optional<ChromiumPackage> present = onPath();
        if (present.isPresent()) {
            return present.get();
        }
        DebianPackages.aptGet(Path.of("").toAbsolutePath(), REMEDY, "-y", "--no-install-recommends", "install",
                "chromium", "chromium-driver");
        return onPath().orElseThrow(() -> new IllegalStateException(REMEDY));
    }

    private static Optional<ChromiumPackage> onPath() {
        return DebianPackages.onPath("chromium").flatMap(browser -> DebianPackages.onPath("chromedriver")
                .map(driver -> new ChromiumPackage(browser, driver)));
    }
}
