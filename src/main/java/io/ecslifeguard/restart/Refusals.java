package io.ecslifeguard.restart;

import io.ecslifeguard.cloud.Instance;
import io.ecslifeguard.journal.Holds;
import io.ecslifeguard.journal.InstanceEvents;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** Why a stopped instance stays down, by what the cloud and the journal say of it now. */
@ApplicationScoped
class Refusals {

    private final RestartConfig config;
    private final InstanceEvents events;
    private final Holds holds;
    private final Clock clock;

    Refusals(RestartConfig config, InstanceEvents events, Holds holds, Clock clock) {
        this.config = config;
        this.events = events;
        this.holds = holds;
        this.clock = clock;
    }

    /** The reason not to start the instance, or empty. */
    Uni<Optional<String>> reason(Instance instance) {
        var shown = shown(instance);
        return shown.isPresent()
                ? Uni.createFrom().item(shown)
                : held(instance)
                        .chain(held -> held.isPresent() ? Uni.createFrom().item(held) : announced(instance));
    }

    private Uni<Optional<String>> held(Instance instance) {
        return holds.on(instance.id())
                .map(hold -> hold.map(found -> "It is on hold until %s: %s (hold %d on %s)"
                        .formatted(
                                found.until(),
                                found.reason(),
                                found.id(),
                                found.instance().isPresent() ? "the instance" : "the fleet")));
    }

    private Uni<Optional<String>> announced(Instance instance) {
        return events.interruptedWithin(instance.id(), config.afterInterruption())
                .map(told -> told.map(at -> "It was announced at " + at + " that it will be reclaimed"));
    }

    private Optional<String> shown(Instance instance) {
        return notSelected(instance)
                .or(() -> locked(instance))
                .or(() -> owned(instance))
                .or(() -> stoppedToSaveCost(instance))
                .or(() -> expired(instance));
    }

    private Optional<String> notSelected(Instance instance) {
        var tag = instance.tag(config.tag()).map(String::strip).orElse("");
        if ("off".equalsIgnoreCase(tag)) {
            return Optional.of("It is tagged %s=off".formatted(config.tag()));
        }
        if (config.selection() == RestartConfig.Selection.TAGGED && !"on".equalsIgnoreCase(tag)) {
            return Optional.of(
                    "It is not tagged %s=on (lifeguard.restart.selection is tagged)".formatted(config.tag()));
        }
        return Optional.empty();
    }

    private static Optional<String> locked(Instance instance) {
        if (instance.isBeingReclaimed()) {
            return Optional.of("It is being reclaimed (lock Recycling)");
        }
        return instance.isLocked()
                ? Optional.of("It is locked: " + String.join(", ", instance.locks()))
                : Optional.empty();
    }

    private static Optional<String> owned(Instance instance) {
        return instance.autoScalingGroup()
                .map(group -> "Auto Scaling group " + group + " owns it and replaces it by itself");
    }

    private static Optional<String> stoppedToSaveCost(Instance instance) {
        return instance.isStoppedToSaveCost()
                ? Optional.of("It was stopped in economical mode (StopCharging), which is done on purpose")
                : Optional.empty();
    }

    private Optional<String> expired(Instance instance) {
        return instance.isExpired(clock.instant())
                ? Optional.of("Its subscription expired at "
                        + instance.expiresAt().map(String::valueOf).orElse("an unknown time"))
                : Optional.empty();
    }
}
