package io.ecslifeguard.spot;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ecslifeguard.event.InstanceId;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What is kept of an evacuation: how many seconds of the notice were left when it was done in the last of the groups. Below
 * zero, it came too late; absent, it was not done.
 *
 * @param secondsLeftAtWeightZero when no new requests came to the instance any more
 * @param secondsLeftAtRemoval when it was out
 * @param secondsLeftInService when the replacement was in
 * @param groups where it was
 * @param replacement what took its place
 * @param lost what was bought before and died
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
@RegisterForReflection(registerFullHierarchy = true)
public record NoticeUse(
        Long secondsLeftAtWeightZero,
        Long secondsLeftAtRemoval,
        Long secondsLeftInService,
        List<String> groups,
        String replacement,
        List<String> lost) {

    static NoticeUse of(Evacuation evacuation, Timing timing) {
        var replacement = evacuation.replacement();
        return new NoticeUse(
                last(evacuation, timing, Membership::silencedAt),
                evacuation.isOut() ? last(evacuation, timing, Membership::removedAt) : null,
                evacuation.isReplaced() ? last(evacuation, timing, Membership::attachedAt) : null,
                evacuation.memberships().stream().map(Membership::where).toList(),
                replacement.instance().map(InstanceId::value).orElse(null),
                replacement.lost().stream().map(InstanceId::value).toList());
    }

    private static Long last(Evacuation evacuation, Timing timing, Function<Membership, Optional<Instant>> time) {
        return evacuation.memberships().stream()
                .flatMap(one -> time.apply(one).stream())
                .max(Comparator.naturalOrder())
                .map(timing::secondsLeft)
                .orElse(null);
    }
}
