package io.ecslifeguard.localcloud.ecs;

import io.ecslifeguard.localcloud.core.ApiError;
import io.ecslifeguard.localcloud.core.Parameters;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.List;

/**
 * Starts, stops, reboots and deletes instances.
 *
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/25500.htm">StartInstance</a>
 * @see <a href="https://www.alibabacloud.com/help/doc-detail/155372.htm">StartInstances</a>
 */
record InstancePower(Home home, Instances instances, Life life, Market market) {

    JsonObject start(Parameters call) {
        var instance = asked(call);
        checkStart(instance);
        EcsErrors.checkDryRun(call);
        life.start(instance);
        return new JsonObject();
    }

    JsonObject startSeveral(Parameters call) {
        var ids = call.list("InstanceId");
        if (ids.isEmpty()) {
            throw Parameters.missing("InstanceId");
        }
        if (ids.size() > 100) {
            throw Parameters.invalid("InstanceId", "at most 100 instances are taken");
        }
        var together = call.word("BatchOptimization", "AllTogether", List.of("AllTogether", "SuccessFirst"))
                .equals("AllTogether");
        if (together) {
            ids.forEach(id -> checkStart(find(id)));
        }
        EcsErrors.checkDryRun(call);
        var responses = new JsonArray();
        ids.stream().distinct().forEach(id -> responses.add(startOne(id)));
        return new JsonObject().put("InstanceResponses", new JsonObject().put("InstanceResponse", responses));
    }

    private JsonObject startOne(String id) {
        var response = new JsonObject().put("InstanceId", id);
        var before = instances.find(id).map(instance -> instance.state.wire());
        try {
            var instance = find(id);
            checkStart(instance);
            life.start(instance);
            response.put("Code", "200").put("Message", "success");
        } catch (ApiError e) {
            response.put("Code", e.code()).put("Message", e.getMessage());
        }
        before.ifPresent(state -> response.put("PreviousStatus", state));
        instances.find(id).ifPresent(instance -> response.put("CurrentStatus", instance.state.wire()));
        return response;
    }

    JsonObject stop(Parameters call) {
        var instance = asked(call);
        var mode = call.word("StoppedMode", "KeepCharging", List.of("KeepCharging", "StopCharging"));
        checkUnlocked(instance);
        if (instance.state != State.RUNNING) {
            throw EcsErrors.wrongStatus();
        }
        EcsErrors.checkDryRun(call);
        life.stop(instance, mode);
        return new JsonObject();
    }

    JsonObject reboot(Parameters call) {
        var instance = asked(call);
        checkUnlocked(instance);
        if (instance.state != State.RUNNING) {
            throw EcsErrors.wrongStatus();
        }
        EcsErrors.checkDryRun(call);
        life.reboot(instance);
        return new JsonObject();
    }

    JsonObject delete(Parameters call) {
        var instance = asked(call);
        if (instance.order.asked().flag("DeletionProtection")) {
            throw new ApiError(
                    403,
                    "InvalidOperation.DeletionProtection",
                    "The operation is not allowed due to deletion protection.");
        }
        checkUnlocked(instance);
        if (instance.state != State.STOPPED && !call.flag("Force")) {
            throw new ApiError(
                    403,
                    "IncorrectInstanceStatus",
                    "The current status of the resource does not support this operation: stop it, or set Force.");
        }
        EcsErrors.checkDryRun(call);
        life.release(instance);
        return new JsonObject();
    }

    private Instance asked(Parameters call) {
        home.check(call);
        return find(call.required("InstanceId"));
    }

    private Instance find(String id) {
        return instances.find(id).orElseThrow(EcsErrors::noInstance);
    }

    private void checkStart(Instance instance) {
        checkUnlocked(instance);
        if (instance.lockedAs("financial")) {
            throw EcsErrors.expired();
        }
        if (!instance.canStart()) {
            throw EcsErrors.wrongStatus();
        }
        var limit = instance.order.spotPriceLimit();
        if (limit != null && limit < market.spotPrice(instance.order.type())) {
            throw EcsErrors.lowPriceLimit("OperationDenied.SpotPriceLowerThanPublicPrice", 403);
        }
        // Stopped without charge, it gave its resources back
        if (instance.stoppedMode.equals("StopCharging")) {
            market.checkStock(instance.order);
        }
    }

    private static void checkUnlocked(Instance instance) {
        if (instance.lockedAs("security")) {
            throw EcsErrors.locked();
        }
    }
}
