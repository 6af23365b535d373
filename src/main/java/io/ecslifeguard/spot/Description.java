package io.ecslifeguard.spot;

import io.ecslifeguard.cloud.CloudException;
import io.ecslifeguard.cloud.Ecs;
import io.ecslifeguard.cloud.Instance;
import io.ecslifeguard.cloud.Meaning;
import io.ecslifeguard.cloud.NetworkInterface;
import io.ecslifeguard.event.InstanceId;
import io.ecslifeguard.event.InstanceState;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * An instance as the cloud describes it.
 *
 * @param instance empty where it is gone, or could not be described
 * @param problem why it could not be described
 * @param passes whether it may well be described when it is asked for again
 */
record Description(Optional<Instance> instance, Optional<String> problem, boolean passes) {

    /** Describes the instance; without an answer in time there is a problem, and no failure. */
    static Uni<Description> of(InstanceId id, Ecs ecs, Duration limit) {
        return Limit.failing(ecs.describe(List.of(id)), limit, "discovery-wait")
                .map(found -> new Description(found.stream().findFirst(), Optional.empty(), false))
                // its groups can be found by its id alone
                .onFailure(failure -> failure instanceof CloudException || failure instanceof Limit.NoAnswer)
                .recoverWithItem(failure ->
                        new Description(Optional.empty(), Optional.of("" + failure.getMessage()), passes(failure)));
    }

    /** All but a definite refusal: keys that have expired are renewed, too. */
    private static boolean passes(Throwable failure) {
        return !(failure instanceof CloudException error)
                || error.httpStatus().isEmpty()
                || error.meaning() == Meaning.SIGNATURE
                || error.meaning().passes();
    }

    /** Whether it does its work, and nothing says that it is about to be reclaimed. */
    boolean isInService() {
        return instance.filter(one -> !one.isBeingReclaimed()
                        && !InstanceState.STOPPED.equals(one.state())
                        && !InstanceState.STOPPING.equals(one.state()))
                .isPresent();
    }

    Evacuation into(Evacuation evacuation) {
        if (instance.isPresent()) {
            var known = instance.get();
            var interfaces =
                    known.networkInterfaces().stream().map(NetworkInterface::id).toList();
            return evacuation.described(interfaces, known.addressesWithoutInterface(), known.vpc(), Optional.empty());
        }
        if (evacuation.vpc().isPresent() || !evacuation.addresses().isEmpty()) {
            // by what was known of it before, it can still be found
            return evacuation;
        }
        var why = problem.map(reason -> "it could not be described (" + reason + ")")
                .orElse("it is gone already, and its interfaces are not known any more");
        return passes
                ? evacuation.undescribed(why)
                : evacuation.described(List.of(), List.of(), Optional.empty(), Optional.of(why));
    }
}
