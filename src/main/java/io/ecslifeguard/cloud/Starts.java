package io.ecslifeguard.cloud;

import com.aliyun.ecs20140526.models.StartInstanceRequest;
import com.aliyun.ecs20140526.models.StartInstancesRequest;
import com.aliyun.ecs20140526.models.StartInstancesResponseBody;
import com.aliyun.teautil.models.RuntimeOptions;
import io.ecslifeguard.cloud.CallLog.Intent;
import io.ecslifeguard.cloud.CallLog.Result;
import io.ecslifeguard.cloud.Slots.Slot;
import io.ecslifeguard.event.InstanceId;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * Starts instances: one alone by StartInstance, those that are wanted at the same time together by StartInstances, each with
 * an end of its own. Neither is repeated where no answer came. Where several are refused together, which may be the fault of
 * one, each is asked for alone.
 *
 * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-startinstance">StartInstance</a>
 * @see <a href="https://www.alibabacloud.com/help/en/ecs/developer-reference/api-ecs-2014-05-26-startinstances">StartInstances</a>
 */
class Starts {

    private static final String ONE = "ECS StartInstance";
    private static final String SEVERAL = "ECS StartInstances";
    private static final int MOST = 100;
    private static final int REQUEST_TIMEOUT = 408;

    private final String region;
    private final CloudCalls calls;
    private final Callable<com.aliyun.ecs20140526.Client> sdk;
    private final Gathering<Start, Started> together = new Gathering<>(ONE, MOST, this::start);
    /** One after the other, so that whoever is cancelled takes no slot. */
    private final Gathering<Start, Started> apart = new Gathering<>(ONE, 1, this::start);

    Starts(String region, CloudCalls calls, Callable<com.aliyun.ecs20140526.Client> sdk) {
        this.region = region;
        this.calls = calls;
        this.sdk = sdk;
    }

    private record Start(InstanceId id, CallBy by) {}

    /** What became of one: a reply, or a failure of its own. */
    private record Started(CloudReply reply, CloudException failure) {}

    Uni<CloudReply> start(InstanceId id, CallBy by) {
        var start = new Start(id, by);
        return together.ask(List.of(start))
                // by a policy or a lock that one of them has, the others may be started
                .onFailure(Starts::isRefusalOfSeveral)
                .recoverWithUni(() -> apart.ask(List.of(start)))
                .map(all -> all.get(start))
                .map(started -> {
                    if (started.failure() != null) {
                        LastRequest.was(started.failure().requestId());
                        throw started.failure();
                    }
                    LastRequest.was(started.reply().requestId());
                    return started.reply();
                });
    }

    /** That the cloud itself said no, and certainly started none. */
    private static boolean isRefusalOfSeveral(Throwable failure) {
        if (!(failure instanceof CloudException error)
                || !error.api().equals(SEVERAL)
                || error.httpStatus().isEmpty()) {
            return false;
        }
        return switch (error.meaning()) {
            // of the key or of the number of calls, or it may have been accepted
            case SIGNATURE, THROTTLED, OVERLOADED, UNAVAILABLE, NO_ANSWER -> false;
            case UNKNOWN -> isRefusal(error.httpStatus().get());
            default -> true;
        };
    }

    /** Whatever the code says: that the request was wrong, and not that it took too long. */
    private static boolean isRefusal(int status) {
        return status >= 400 && status < 500 && status != REQUEST_TIMEOUT;
    }

    private Uni<Map<Start, Started>> start(Supplier<List<Start>> wanted) {
        var alone = wanted.get().stream().map(Start::id).distinct().count() == 1;
        return calls.slot(alone ? ONE : SEVERAL).chain(slot -> {
            // Once more, since they may have been cancelled while they waited for the slot.
            var starts = wanted.get();
            if (starts.isEmpty()) {
                return Uni.createFrom().item(Map.of());
            }
            return alone ? one(starts, slot) : several(starts, slot);
        });
    }

    private Uni<Map<Start, Started>> one(List<Start> starts, Slot slot) {
        var id = starts.get(0).id();
        var intent = intent(ONE, id.value(), starts, "{\"InstanceId\":\"" + id + "\"}");
        Callable<CloudReply> call = () -> CloudReply.of(sdk.call()
                .startInstanceWithOptions(new StartInstanceRequest().setInstanceId(id.value()), new RuntimeOptions())
                .getBody()
                .getRequestId());
        return calls.effect(Effect.of(intent, CloudCalls.NOT_ACCEPTED, call).in(slot))
                .map(reply -> each(starts, ignored -> new Started(reply, null)));
    }

    private Uni<Map<Start, Started>> several(List<Start> starts, Slot slot) {
        var ids = starts.stream().map(start -> start.id().value()).distinct().toList();
        var json = ids.stream().collect(Collectors.joining("\",\"", "[\"", "\"]"));
        var intent = intent(
                SEVERAL, ids.get(0), starts, "{\"InstanceId\":" + json + ",\"BatchOptimization\":\"SuccessFirst\"}");
        Callable<Map<Start, Started>> call = () -> {
            var request = new StartInstancesRequest()
                    .setRegionId(region)
                    .setBatchOptimization("SuccessFirst")
                    .setInstanceId(ids);
            return read(
                    starts,
                    sdk.call()
                            .startInstancesWithOptions(request, new RuntimeOptions())
                            .getBody());
        };
        var unmade = each(starts, start -> new Started(new CloudReply(Optional.empty(), true), null));
        return calls.effect(
                new Effect<>(intent, CloudCalls.NOT_ACCEPTED, call, unmade, Starts::result, Optional.empty()).in(slot));
    }

    private Intent intent(String api, String target, List<Start> starts, String request) {
        var by = starts.stream().map(Start::by).reduce(CallBy.nobody(), CallBy::and);
        var ids = starts.stream().map(Start::id).distinct().toList();
        return new Intent(by.reactions(), api, target, ids, request, calls.isDryRun());
    }

    private static Map<Start, Started> read(List<Start> starts, StartInstancesResponseBody body) {
        var told = new HashMap<String, Started>();
        if (body.getInstanceResponses() != null && body.getInstanceResponses().getInstanceResponse() != null) {
            for (var item : body.getInstanceResponses().getInstanceResponse()) {
                told.put(
                        item.getInstanceId(),
                        "200".equals(item.getCode()) || "OK".equalsIgnoreCase(item.getCode())
                                ? new Started(CloudReply.of(body.getRequestId()), null)
                                : new Started(
                                        null,
                                        CloudErrors.ofOne(
                                                SEVERAL, item.getCode(), item.getMessage(), body.getRequestId())));
            }
        }
        return each(
                starts,
                start -> told.getOrDefault(
                        start.id().value(),
                        new Started(null, CloudErrors.ofOne(SEVERAL, null, null, body.getRequestId()))));
    }

    /** Where not all were started, the log is told which and why. */
    private static Result result(Map<Start, Started> all, Duration duration) {
        var failures = all.entrySet().stream()
                .filter(entry -> entry.getValue().failure() != null)
                .collect(Collectors.toMap(
                        entry -> entry.getKey().id(), entry -> entry.getValue().failure(), (one, same) -> one));
        var requestId = all.values().stream()
                .flatMap(it ->
                        it.failure() != null ? it.failure().requestId().stream() : it.reply().requestId().stream())
                .findFirst();
        if (failures.isEmpty()) {
            return Effect.accepted(requestId, duration);
        }
        var message = failures.entrySet().stream()
                .map(failure -> failure.getKey() + ": " + failure.getValue().code())
                .sorted()
                .collect(Collectors.joining("; "));
        var codes =
                failures.values().stream().map(CloudException::code).distinct().toList();
        var none = all.values().stream().allMatch(it -> it.failure() != null);
        return new Result(
                none && codes.size() == 1 ? codes.get(0) : "Partial",
                Optional.of(message),
                requestId,
                Optional.of(200),
                duration);
    }

    private static Map<Start, Started> each(List<Start> starts, Function<Start, Started> outcome) {
        return starts.stream().collect(Collectors.toMap(start -> start, outcome));
    }
}
