package io.ecslifeguard.health;

import io.smallrye.mutiny.Uni;
import java.time.Clock;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks the database, once for all who want to know within a moment. */
final class JournalProbe {

    private final Supplier<Uni<Void>> ping;
    private final Supplier<Optional<String>> intake;
    private final HealthConfig config;
    private final Clock clock;
    private Instant asked = Instant.MIN;
    private Uni<Finding> answer;
    private volatile Instant lastSuccess;

    /** @param intake why it cannot write although the database answers, or empty */
    JournalProbe(Supplier<Uni<Void>> ping, Supplier<Optional<String>> intake, HealthConfig config, Clock clock) {
        this.ping = ping;
        this.intake = intake;
        this.config = config;
        this.clock = clock;
    }

    Uni<Finding> find() {
        return Uni.createFrom().deferred(this::recent).map(this::orHalted);
    }

    private Finding orHalted(Finding found) {
        var reason = found.reason().or(() -> intake.get().map(JournalProbe::reason));
        return new Finding(reason, found.data());
    }

    private synchronized Uni<Finding> recent() {
        var now = clock.instant();
        if (answer == null || !now.isBefore(asked.plus(config.databaseCache())) || now.isBefore(asked)) {
            asked = now;
            answer = ask().memoize().indefinitely();
        }
        return answer;
    }

    private Uni<Finding> ask() {
        return ping.get()
                .ifNoItem()
                .after(config.databaseTimeout())
                .failWith(() -> new IllegalStateException("no answer within "
                        + config.databaseTimeout().toMillis() + " ms (lifeguard.health.database-timeout)"))
                .map(answered -> {
                    lastSuccess = clock.instant();
                    return new Finding(Optional.empty(), times());
                })
                // Whatever it is, it is what the probe is there to tell.
                .onFailure()
                .recoverWithItem(failure -> new Finding(Optional.of(reason(failure)), times()));
    }

    private static String reason(Throwable failure) {
        return reason(failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage());
    }

    private static String reason(String words) {
        return "The journal cannot be written: " + words + "; see to PostgreSQL, or correct lifeguard.database.url"
                + " (LIFEGUARD_DATABASE_URL). Until then nothing is received from the queues and nothing is lost";
    }

    private Map<String, String> times() {
        var times = new LinkedHashMap<String, String>();
        times.put("asked", clock.instant().toString());
        times.put(
                "last-success",
                Optional.ofNullable(lastSuccess).map(Instant::toString).orElse("never"));
        return times;
    }
}
