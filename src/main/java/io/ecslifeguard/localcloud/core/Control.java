package io.ecslifeguard.localcloud.core;

import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.Map;

/** One part of the control API, by which a person or a test steers the local cloud. */
public interface Control {

    /** The path segment after {@code /localcloud/} that this part owns, such as {@code instances}. */
    String name();

    /**
     * Answers one request.
     *
     * @param method the HTTP method in upper case
     * @param rest the path segments after the name, decoded
     * @param query the query parameters
     * @param body the JSON body; empty where there was none
     * @return the answer as a JsonObject or JsonArray, or null for 204; fails with {@link ApiError} where the request
     *     is wrong, with a message that says what is
     */
    Object call(String method, List<String> rest, Map<String, String> query, JsonObject body);
}
