package io.millrace.contracts.schema;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import io.millrace.contracts.slo.SloTargets;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a contract that do not depend on its fields: durations and numbers in the schema's property
 * {@code millrace}. {@link Contract} describes them.
 */
record PlainSettings(Duration dedupHorizon, Duration bronzeTtl, Optional<Duration> freshness, int salt,
        SloTargets slo) {
    private static final Duration DEFAULT_HORIZON = Duration.ofDays(30);
    private static final Duration MIN_HORIZON = Duration.ofHours(1);
    private static final Duration MAX_DAYS = Duration.ofDays(36_500);
    private static final Duration MIN_FRESHNESS = Duration.ofSeconds(1);
    private static final Duration MAX_FRESHNESS = Duration.ofHours(1);
    private static final int MIN_SALT = 2;
    private static final int MAX_SALT = 1_000;

    /**
     * Reads them. A setting that cannot be used is a problem, and has its default.
     *
     * @param targets
     *            the objectives' targets without the contract
     */
    static PlainSettings read(SloTargets targets, Map<String, Object> settings, List<ContractProblem> problems) {
        Reader reader = new Reader(settings, problems);
        Optional<Duration> freshness = reader.freshness();
        return new PlainSettings(reader.horizon(), reader.bronzeTtl(), freshness, reader.salt(),
                new SloSettings(problems).read(targets, settings, freshness));
    }

    private record Reader(Map<String, Object> settings, List<ContractProblem> problems) {
        private Duration horizon() {
            Object setting = settings.get("dedup-horizon");
            if (setting == null) {
                return DEFAULT_HORIZON;
            }
            Duration horizon = duration(setting);
            if (horizon == null || horizon.compareTo(MIN_HORIZON) < 0 || horizon.compareTo(MAX_DAYS) > 0) {
                problem("dedup-horizon", "must be an ISO 8601 duration in weeks, days or time, of "
                        + MIN_HORIZON.toHours() + " hour to " + MAX_DAYS.toDays() + " days, such as P30D");
                return DEFAULT_HORIZON;
            }
            return horizon;
        }

        private Duration bronzeTtl() {
            Object setting = settings.get("bronze-ttl");
            if (setting == null) {
                return Contract.DEFAULT_BRONZE_TTL;
            }
            Duration ttl = duration(setting);
            if (ttl == null || !ttl.equals(Duration.ofDays(ttl.toDays())) || ttl.compareTo(MAX_DAYS) > 0) {
                problem("bronze-ttl", "must be an ISO 8601 duration of whole days, up to " + MAX_DAYS.toDays()
                        + ", such as P7D; P0D for no bronze table");
                return Contract.DEFAULT_BRONZE_TTL;
            }
            return ttl;
        }

        private Optional<Duration> freshness() {
            Object setting = settings.get("freshness");
            if (setting == null) {
                return Optional.empty();
            }
            Duration target = duration(setting);
            if (target == null || target.compareTo(MIN_FRESHNESS) < 0 || target.compareTo(MAX_FRESHNESS) > 0) {
                problem("freshness", "must be an ISO 8601 duration of " + MIN_FRESHNESS.toSeconds() + " second to "
                        + MAX_FRESHNESS.toHours() + " hour, such as PT5S");
                return Optional.empty();
            }
            return Optional.of(target);
        }

        private int salt() {
            Object setting = settings.get("salt");
            if (setting == null) {
                return Contract.NO_SALT;
            }
            if (!(setting instanceof Integer salt) || salt < MIN_SALT || salt > MAX_SALT) {
                problem("salt", "must be a whole number of " + MIN_SALT + " to " + MAX_SALT
                        + ", the number of partitions that the events of one pk are spread over");
                return Contract.NO_SALT;
            }
            return salt;
        }

        private static @Nullable Duration duration(Object setting) {
            return IsoDuration.parse(String.valueOf(setting)).orElse(null);
        }

        private void problem(String setting, String reason) {
            problems.add(new ContractProblem("/millrace/" + setting, reason));
        }
    }
}
