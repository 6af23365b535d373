package io.ecslifeguard.api;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Set;

/**
 * Gives the API's description, as <a href="https://spec.openapis.org/oas/v3.1.0">OpenAPI 3.1</a> in JSON. It was written when
 * the API was: to write it at each start would take a sixth of the time until the service listens.
 */
class ApiDescription {

    private static final String PATH = "/q/openapi";
    private static final String RESOURCE = "/openapi.json";

    void register(@Observes Router router) {
        router.route(PATH).method(HttpMethod.GET).method(HttpMethod.HEAD).handler(ApiDescription::give);
    }

    /** The parameter that follows where a path begins like this, if one does. */
    static Optional<String> parameterAfter(String beginning) {
        return Read.PATHS.stream()
                .filter(path -> path.startsWith(beginning + "{"))
                .map(path -> path.substring(beginning.length() + 1, path.indexOf('}')))
                .findFirst();
    }

    private static void give(RoutingContext context) {
        var unused = context.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(Read.TEXT);
    }

    /** Once, when it is first asked for. */
    private static final class Read {

        static final Buffer TEXT = text();
        static final Set<String> PATHS =
                new JsonObject(TEXT).getJsonObject("paths").fieldNames();

        private static Buffer text() {
            try (var file = ApiDescription.class.getResourceAsStream(RESOURCE)) {
                return Buffer.buffer(file.readAllBytes());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
