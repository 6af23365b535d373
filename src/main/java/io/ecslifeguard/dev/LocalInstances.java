package io.ecslifeguard.dev;

import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/**
 * The local cloud's control of its instances: what somebody would do at the console. Not a REST client, which would be part
 * of every build.
 */
class LocalInstances {

    // over HTTP/2 the JDK fails at large answers of a server that it had to ask for it
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final String base;

    /** Of the local cloud at {@code url}. */
    LocalInstances(String url) {
        base = url + "/localcloud/instances";
    }

    Uni<Void> create(String name) {
        return post("", "{\"name\":\"" + name + "\"}");
    }

    Uni<Void> stop(String name) {
        return post("/" + name + "/stop", "{}");
    }

    Uni<Void> interrupt(String name) {
        return post("/" + name + "/interrupt", "{}");
    }

    private Uni<Void> post(String path, String body) {
        var request = HttpRequest.newBuilder(URI.create(base + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return Uni.createFrom()
                .completionStage(() -> http.sendAsync(request, HttpResponse.BodyHandlers.ofString()))
                .onItem()
                .transformToUni(answer -> answer.statusCode() < 300
                        ? Uni.createFrom().voidItem()
                        : Uni.createFrom()
                                .failure(new IOException(path + ": " + answer.statusCode() + " " + answer.body())));
    }
}
