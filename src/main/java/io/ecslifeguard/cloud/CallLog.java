package io.ecslifeguard.cloud;

import static java.util.Objects.requireNonNull;

import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Where the gateways tell of each call with an effect: before it is made, so that a crash in between leaves a trace, and
 * when it ended.
 */
public interface CallLog {

    /** Commits that a call is about to be made. The Uni gives the number under which its end is to be told. */
    Uni<Long> begun(Intent intent);

    /** The traces of these reactions, as far as they have one, for a call that is made by none of them itself. */
    default Uni<List<String>> traceparents(List<Long> reactions) {
        return Uni.createFrom().item(List.of());
    }

    /** Commits how the call of this number ended. */
    Uni<Void> ended(long call, Result result);

    /**
     * A call that is about to be made.
     *
     * @param reactions the reactions that it is made for; none where no reaction makes it
     * @param api product and action, such as {@code ECS StartInstance}
     * @param target the id of what the call changes: an instance, a vServer group, a load balancer
     * @param instances the instances that it touches
     * @param request the parameters as JSON, without anything secret
     * @param dryRun whether it is only told and not made
     */
    record Intent(
            List<Long> reactions,
            String api,
            String target,
            List<InstanceId> instances,
            String request,
            boolean dryRun) {

        public Intent {
            reactions = List.copyOf(reactions);
            requireNonNull(api, "api");
            requireNonNull(target, "target");
            instances = List.copyOf(instances);
            requireNonNull(request, "request");
        }
    }

    /**
     * How a call ended.
     *
     * @param code {@code OK}, {@code DryRun}, the vendor's error code, or what kept an answer from coming
     * @param message the vendor's message, where the call failed
     * @param requestId by which the vendor finds the call in its own records
     * @param httpStatus where there was an answer
     * @param made instances that there are since
     */
    record Result(
            String code,
            Optional<String> message,
            Optional<String> requestId,
            Optional<Integer> httpStatus,
            Duration duration,
            List<InstanceId> made) {

        public Result {
            requireNonNull(code, "code");
            requireNonNull(message, "message");
            requireNonNull(requestId, "requestId");
            requireNonNull(httpStatus, "httpStatus");
            requireNonNull(duration, "duration");
            made = List.copyOf(made);
        }

        /** Of a call that makes no instances. */
        public Result(
                String code,
                Optional<String> message,
                Optional<String> requestId,
                Optional<Integer> httpStatus,
                Duration duration) {
            this(code, message, requestId, httpStatus, duration, List.of());
        }
    }
}
