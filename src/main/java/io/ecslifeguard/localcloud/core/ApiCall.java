package io.ecslifeguard.localcloud.core;

import java.util.Map;

/**
 * An OpenAPI call in the RPC style, its signature verified.
 *
 * @param action such as {@code StartInstance}
 * @param parameters query, form and (for action and version) header parameters together, decoded, by their exact names
 * @param requestId the id that the answer will carry as RequestId
 */
public record ApiCall(String action, Map<String, String> parameters, String requestId) {

    /** The parameter, or null where it is missing or empty. */
    public String get(String name) {
        var value = parameters.get(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
