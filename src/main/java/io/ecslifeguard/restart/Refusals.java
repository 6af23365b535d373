package io.ecslifeguard.restart;

import io.ecslifeguard.cloud.Instance;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.util.Optional;

/** Why a stopped instance stays down, by what the cloud says of it now. */
@ApplicationScoped
class Refusals {

    private final RestartConfig config;
    private final Clock clock;

    Refusals(RestartConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /** The reason not to start the instance, or empty. */
    Optional<String> reason(Instance instance) {
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
