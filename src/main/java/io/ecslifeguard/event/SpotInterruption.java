package io.ecslifeguard.event;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * A spot instance is about to be reclaimed, in about five minutes: {@code Instance:PreemptibleInstanceInterruption}.
 *
 * @param header what every event tells
 * @param instance the instance that will be reclaimed
 * @param action what will be done with it; only {@code delete} is documented; empty where the event does not say
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/143663">Preemptible instance interruption events</a>
 */
public record SpotInterruption(Header header, InstanceId instance, String action) implements EcsEvent {

    public SpotInterruption {
        requireNonNull(header, "header");
        requireNonNull(instance, "instance");
        requireNonNull(action, "action");
    }

    @Override
    public Optional<String> detail() {
        return action.isEmpty() ? Optional.empty() : Optional.of(action);
    }
}
