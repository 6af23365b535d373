package io.ecslifeguard.metrics;

import io.ecslifeguard.dispatch.Reaction;
import io.ecslifeguard.dispatch.ReactionTally;
import io.ecslifeguard.journal.FirstActions;
import io.ecslifeguard.restart.Recovery;
import io.ecslifeguard.spot.NoticeUse;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.arc.All;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** The figures of reactions, and of what they come to. */
@Startup
@ApplicationScoped
class ReactionMeters implements ReactionTally, FirstActions {

    private static final List<String> ENDS = List.of("done", "skipped", "failed");
    private static final List<String> OUTCOMES = List.of("done", "skipped", "failed", "again", "error", "discarded");
    private static final Duration[] DELAYS = LongStream.of(1, 2, 5, 10, 15, 20, 30, 60, 120, 300, 600, 1800)
            .mapToObj(Duration::ofSeconds)
            .toArray(Duration[]::new);

    private final Map<String, OfOne> reactions;
    private final NoticeMeters notices;
    private final Timer recovery;

    ReactionMeters(@All List<Reaction> reactions, MeterRegistry registry) {
        this.reactions = reactions.stream()
                .map(Reaction::name)
                .collect(Collectors.toUnmodifiableMap(name -> name, name -> OfOne.of(name, registry)));
        notices = new NoticeMeters(registry);
        recovery = Timer.builder("lifeguard.restart.recovery")
                .description("From when an instance stopped until it was seen running again, where it was restarted")
                .serviceLevelObjectives(DELAYS)
                .register(registry);
    }

    @Override
    public void attempted(String reaction, String outcome, Duration duration, Optional<Object> result) {
        var meters = reactions.get(reaction);
        meters.attempts().get(outcome).record(duration);
        if (ENDS.contains(outcome)) {
            meters.ended().get(outcome).increment();
            result.ifPresent(this::count);
        }
    }

    /** Another version may have called for the reaction, and knows more of them. */
    @Override
    public void taken(String reaction, Duration after) {
        var meters = reactions.get(reaction);
        if (meters != null) {
            meters.firstAction().record(after);
        }
    }

    private void count(Object result) {
        if (result instanceof NoticeUse use) {
            notices.count(use);
        } else if (result instanceof Recovery back) {
            recovery.record(Duration.ofMillis(Math.round(1000 * back.secondsToRecovery())));
        }
    }

    /** The figures of one reaction. All are there from the start, so that a first increase is seen as one. */
    private record OfOne(Map<String, Counter> ended, Map<String, Timer> attempts, Timer firstAction) {

        static OfOne of(String reaction, MeterRegistry registry) {
            var ended = ENDS.stream()
                    .collect(Collectors.toMap(
                            outcome -> outcome,
                            outcome -> Counter.builder("lifeguard.reactions.ended")
                                    .description("Reactions that an attempt has brought to their end, by how")
                                    .tag("reaction", reaction)
                                    .tag("outcome", outcome)
                                    .register(registry)));
            var attempts = OUTCOMES.stream()
                    .collect(Collectors.toMap(
                            outcome -> outcome,
                            outcome -> Timer.builder("lifeguard.attempts")
                                    .description("Attempts at reactions and how long they took, by how they ended")
                                    .tag("reaction", reaction)
                                    .tag("outcome", outcome)
                                    .register(registry)));
            var firstAction = Timer.builder("lifeguard.first.action")
                    .description("From an event until the first call that changes something because of it")
                    .tag("reaction", reaction)
                    .serviceLevelObjectives(DELAYS)
                    .register(registry);
            return new OfOne(ended, attempts, firstAction);
        }
    }
}
