package io.ecslifeguard.localcloud.http;

import io.ecslifeguard.localcloud.core.ApiError;
import java.util.function.Consumer;

/** One protocol: SMQ's, or OpenAPI's. */
public interface Endpoint {

    /** What the request asks for, before anything about it is checked; does not fail. */
    Operation operation(Request request);

    /** Checks the signature; fails with {@link ApiError}. */
    void authenticate(Request request, Operation operation);

    /** Does what is asked, and answers at once or later. Fails with {@link ApiError}. */
    void answer(Request request, Operation operation, Consumer<Reply> reply);

    /** An error in the protocol's form. */
    Reply error(Request request, Operation operation, ApiError error);

    /** What the real service says when a quota is used up. */
    ApiError throttled(Operation operation);
}
