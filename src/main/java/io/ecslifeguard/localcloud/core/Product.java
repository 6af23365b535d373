package io.ecslifeguard.localcloud.core;

import io.vertx.core.json.JsonObject;

/** One product's API: ECS or SLB. */
public interface Product {

    /** The API version by which calls find the product, such as {@code 2014-05-26}. */
    String version();

    /** The answer without its RequestId, which the server adds. Fails with {@link ApiError}, {@code InvalidAction.NotFound} for an unknown action. */
    JsonObject call(ApiCall call);
}
