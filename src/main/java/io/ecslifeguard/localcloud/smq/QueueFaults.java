package io.ecslifeguard.localcloud.smq;

import io.ecslifeguard.localcloud.core.ApiError;
import io.vertx.core.json.JsonObject;
import java.util.Set;

/**
 * How a queue misbehaves.
 *
 * @param partialPages a receive gives one to all of what it could give
 * @param duplicates the share of received messages that are delivered once more, with a handle of their own
 * @param reorder messages come in any order
 */
record QueueFaults(boolean partialPages, double duplicates, boolean reorder) {

    static final QueueFaults NONE = new QueueFaults(false, 0, false);

    static QueueFaults of(JsonObject body) {
        if (!Set.of("partialPages", "duplicates", "reorder").containsAll(body.fieldNames())) {
            throw new ApiError(400, "InvalidFault", "A queue's faults are partialPages, duplicates and reorder.");
        }
        try {
            var duplicates = body.getDouble("duplicates", 0.0);
            if (!(duplicates >= 0 && duplicates <= 1)) {
                throw new ApiError(400, "InvalidFault", "\"duplicates\" is a share between 0 and 1.");
            }
            return new QueueFaults(
                    body.getBoolean("partialPages", false), duplicates, body.getBoolean("reorder", false));
        } catch (ClassCastException e) {
            throw new ApiError(
                    400,
                    "InvalidFault",
                    "\"partialPages\" and \"reorder\" are true or false, \"duplicates\" a number.");
        }
    }

    JsonObject describe() {
        return new JsonObject()
                .put("partialPages", partialPages)
                .put("duplicates", duplicates)
                .put("reorder", reorder);
    }
}
